"""The work with many customers over a real database, without the rest of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.fields import FieldDefinition
from app.contracts.filters import Comparison, Condition, Filter
from app.contracts.people import Label
from app.server.customers.work import CustomerWork
from app.server.customers.work_parts import WorkParts
from app.server.directory.service import DirectoryService
from app.server.noticing import Notice
from app.server.security.model import RoleName, SignedInUser
from app.server.security.viewing import Viewing
from app.server.storage.database import Database
from app.server.storage.tables import (
    AuditRow,
    Call,
    CallResultRow,
    Customer,
    CustomerField,
    CustomerNumber,
    LabelRow,
    Order,
    Ticket,
)

AGENT = SignedInUser("u-agent", "1001", "王芳", RoleName.AGENT)
LEAD = SignedInUser("u-lead", "2001", "班长", RoleName.SUPERVISOR)
ADMIN = SignedInUser("u-admin", "admin", "Administrator", RoleName.ADMIN)
AUDITOR = SignedInUser("u-audit", "audit", "Auditor", RoleName.AUDITOR)

SIZE = FieldDefinition(
    code="size",
    name=Label(code="size", zh="尺码", en="Size"),
    kind="CHOICE",
    choices=[Label(code="S", zh="小", en="Small"), Label(code="L", zh="大", en="Large")],
)
ROOMS = FieldDefinition(code="rooms", name=Label(code="rooms", zh="房间数", en="Rooms"), kind="NUMBER")
ID_CARD = FieldDefinition(
    code="id_card", name=Label(code="id_card", zh="身份证号", en="Id card"), kind="TEXT", private=True
)
LIKES = FieldDefinition(
    code="likes",
    name=Label(code="likes", zh="偏好", en="Likes"),
    kind="CHOICES",
    choices=[Label(code="mail", zh="邮件", en="Mail"), Label(code="call", zh="电话", en="Call")],
)
OWNS = FieldDefinition(code="owns", name=Label(code="owns", zh="有房", en="Owns"), kind="YES_NO")
BORN = FieldDefinition(code="born", name=Label(code="born", zh="生日", en="Born"), kind="DATE")
OWN_FIELDS = (SIZE, ROOMS, ID_CARD, LIKES, OWNS, BORN)


@dataclass
class Notices:
    posted: list[Notice] = field(default_factory=list[Notice])

    def post(self, session: Session, notice: Notice, now: datetime) -> None:
        self.posted.append(notice)

    def deliveries(self, session: Session, subject: str) -> list[Any]:
        return []


class WorkRoom:
    """``now`` is its clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime.now(UTC)
        self.notices = Notices()
        database.write_now(_set_up)
        directory = DirectoryService(database, b"p" * 32)
        directory.load_now()
        self.viewing = Viewing(database, lambda: self.now)
        self.parts = WorkParts(database, directory, self.viewing, self.notices, lambda: self.now)
        self.work = CustomerWork(self.parts)

    async def settle(self) -> None:
        """Until nothing is left to be done in the background."""
        while await self.work.step():
            pass

    def add(self, customer_id: str, name: str, *numbers: str, **values: Any) -> None:
        def write(session: Session) -> None:
            values.setdefault("tags", [])
            session.add(Customer(customer_id=customer_id, name=name, since=self.now, **values))
            session.flush()
            for place, number in enumerate(numbers):
                session.add(CustomerNumber(e164=number, customer_id=customer_id, raw=number, position=place))

        self.database.write_now(write)

    def add_call(
        self, call_id: str, customer_id: str, days_ago: float = 0, outcome: str = "", note: str = ""
    ) -> None:
        at = self.now - timedelta(days=days_ago)

        def write(session: Session) -> None:
            session.add(
                Call(call_id=call_id, started_at=at, answered_at=at, ended_at=at, customer_id=customer_id)
            )
            if outcome:
                session.add(
                    CallResultRow(call_id=call_id, outcome_code=outcome, note=note, by="u-agent", at=at)
                )

        self.database.write_now(write)

    def add_order(self, order_id: str, customer_id: str, cents: int, days_ago: float = 0) -> None:
        at = self.now - timedelta(days=days_ago)
        row = Order(
            order_id=order_id, number=f"O{order_id}", customer_id=customer_id, at=at, items="洗衣机",
            amount_cents=cents, status="DONE",
        )  # fmt: skip
        self.database.write_now(lambda session: session.add(row))

    def add_ticket(self, ticket_id: str, customer_id: str, status: str = "NEW") -> None:
        row = Ticket(
            ticket_id=ticket_id, number=f"T{ticket_id}", customer_id=customer_id, type="REPAIR",
            priority="NORMAL", status=status, title="修理", created_at=self.now, created_by="u-agent",
        )  # fmt: skip
        self.database.write_now(lambda session: session.add(row))

    def get(self, customer_id: str) -> Customer | None:
        return self.database.read_now(lambda session: session.get(Customer, customer_id))

    def customer(self, customer_id: str) -> Customer:
        found = self.get(customer_id)
        assert found is not None
        return found

    def numbers(self, customer_id: str) -> list[tuple[str, str, int, str]]:
        """(E.164, raw, position, number_id)."""
        mine = select(CustomerNumber).where(CustomerNumber.customer_id == customer_id)
        rows = self.database.read_now(
            lambda session: list(session.scalars(mine.order_by(CustomerNumber.position)))
        )
        return [(row.e164, row.raw, row.position, row.number_id) for row in rows]

    def change(self, customer_id: str, **values: Any) -> None:
        """As a person does in the form."""

        def write(session: Session) -> None:
            row = session.get_one(Customer, customer_id)
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            row.changed_in = {**row.changed_in, **dict.fromkeys(values, row.version)}

        self.database.write_now(write)

    def deeds(self) -> list[tuple[str, str, str, str]]:
        """(who, what, to what, detail), oldest first."""
        rows = self.database.read_now(
            lambda session: list(session.scalars(select(AuditRow).order_by(AuditRow.audit_id)))
        )
        return [(row.user_id, row.action, row.subject, row.detail) for row in rows]


def _set_up(session: Session) -> None:
    for place, definition in enumerate(OWN_FIELDS):
        session.add(
            CustomerField(code=definition.code, definition=definition.model_dump(mode="json"), position=place)
        )
    session.add(LabelRow(kind="CONSENT", code="sms", zh="短信", en="Short messages", position=0))
    for place, (code, zh) in enumerate(
        (("SOLVED", "已解决"), ("FOLLOW_UP", "待跟进"), ("COMPLAINT", "投诉"))
    ):
        session.add(LabelRow(kind="OUTCOME", code=code, zh=zh, en=code.title(), position=place))


def one(of: str, op: Comparison, value: Any = None, days: int | None = None) -> Filter:
    """A filter with one condition."""
    return Filter(conditions=[Condition(field=of, op=op, value=value, days=days)])


def every(*filters: Filter) -> Filter:
    return Filter(match="all", groups=list(filters))


def either(*filters: Filter) -> Filter:
    return Filter(match="any", groups=list(filters))


def names(items: Sequence[Any]) -> list[str]:
    return [each.name for each in items]
