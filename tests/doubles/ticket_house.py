"""A small company with tickets, whose clock a test moves: what is due is done as time goes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.people import Label
from app.contracts.tickets import (
    DeliveryView,
    NewComment,
    NewTicket,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketMoveWish,
    TicketTypeView,
)
from app.server.directory.service import DirectoryService
from app.server.noticing import Notice, ToCustomer, ToUser
from app.server.scheduler.service import Scheduler
from app.server.security.attachments import AttachmentStore
from app.server.security.model import RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.tables import (
    Customer,
    CustomerNumber,
    HoursRow,
    LabelRow,
    Ticket,
    TicketTypeRow,
    TimerRow,
    User,
)
from app.server.tickets.by_itself_house import KeptRules, TicketHouse
from app.server.tickets.by_itself_rules import TicketRules, save_rules
from app.server.tickets.service import TicketService
from app.server.tickets.views import Reader

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = {  # user: role, department
    "anna": ("AGENT", "售后组"),
    "bert": ("AGENT", "售后组"),
    "lead": ("SUPERVISOR", "售后组"),
    "boss": ("SUPERVISOR", "班长席"),
    "admin": ("ADMIN", ""),
}
OFFICE = {
    "timezone": "Asia/Shanghai",
    "week": {"mon-fri": ["09:00-18:00"]},
    "holidays": [{"name": "元旦", "days": ["2027-01-01"], "open": []}],
    "workdays": {},
}
PROMISES = [
    {"priority": "NORMAL", "first_response_min": 60, "update_min": 240, "resolution_min": 960},
    {"priority": "URGENT", "first_response_min": 15, "resolution_min": 240},
]
Result = TypeVar("Result")


def at(text: str) -> datetime:
    """The clock on the wall of the company."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


MONDAY = at("2026-11-23 10:00")


@dataclass
class Told:
    """Notices as they were posted; a key said twice counts once, as with the real one."""

    notices: dict[str, Notice] = field(default_factory=dict)
    times: list[tuple[datetime, str, str]] = field(default_factory=list)

    def post(self, session: Session, notice: Notice, now: datetime) -> None:
        if notice.key in self.notices:
            return
        self.notices[notice.key] = notice
        to = notice.to
        whom = to.user_id if isinstance(to, ToUser) else "customer" if isinstance(to, ToCustomer) else to.name
        self.times.append((now, notice.template.removeprefix("ticket."), whom))

    def deliveries(self, session: Session, subject: str) -> list[DeliveryView]:
        return []

    def take(self) -> list[tuple[str, str]]:
        """What was posted since, without the times."""
        found = [(template, whom) for _, template, whom in self.times]
        self.times.clear()
        return found

    def last(self, template: str) -> Notice:
        return [each for each in self.notices.values() if each.template == f"ticket.{template}"][-1]


class TicketTown:
    def __init__(self, database: Database, folder: Path, rules: TicketRules | None = None) -> None:
        self.database = database
        self.now = MONDAY
        database.write_now(lambda session: _fill(session, rules or TicketRules()))
        self.directory = DirectoryService(database, b"p" * 32)
        self.directory.load_now()
        self.told = Told()
        self.scheduler = Scheduler(database, clock=lambda: self.now)
        attachments = AttachmentStore(folder, b"a" * 32)
        kept = KeptRules(database)
        self.tickets = TicketService(
            database, self.directory, notices=self.told, attachments=attachments, page_url=kept.page_url
        )
        self.house = TicketHouse(
            database, self.directory, self.scheduler, self.told, self.tickets, kept, attachments
        )

    def write(self, work: Callable[[Session], Result]) -> Result:
        return self.database.write_now(work)

    def read(self, work: Callable[[Session], Result]) -> Result:
        return self.database.read_now(work)

    def reader(self, name: str) -> Reader:
        return self.tickets.reader(SignedInUser(name, name, name, RoleName(PEOPLE[name][0])))

    # --- time ---

    def go_to(self, when: str | datetime) -> None:
        """Timers are carried out on the way, each at its own time."""
        until = at(when) if isinstance(when, str) else when
        for _ in range(1000):
            due_at = self.read(
                lambda session: session.scalar(
                    select(TimerRow.try_at)
                    .where(TimerRow.done_at.is_(None), TimerRow.try_at <= until)
                    .order_by(TimerRow.try_at)
                    .limit(1)
                )
            )
            if due_at is None:
                break
            self.now = max(self.now, due_at)
            self.scheduler.run_due_now(self.now)
        self.now = until

    def pass_by(self, **time: float) -> None:
        self.go_to(self.now + timedelta(**time))

    # --- deeds ---

    def do(self, name: str, act: Callable[..., Ticket], *words: Any) -> Ticket:
        return self.write(lambda session: act(session, self.reader(name), *words, self.now))

    def new(self, name: str = "anna", **more: Any) -> Ticket:
        wish = {"type": "REPAIR", "title": "冰箱漏水", "assign": "none", "customer_id": "li"} | more
        return self.do(name, self.tickets.changes.create, NewTicket.model_validate(wish))

    def move(self, ticket: Ticket, to_state: str, name: str = "anna", **more: Any) -> None:
        wish = TicketMoveWish.model_validate({"version": self.version(ticket), "to_state": to_state} | more)
        self.do(name, self.tickets.changes.move, ticket.ticket_id, wish)

    def change(self, ticket: Ticket, name: str = "lead", **more: Any) -> None:
        wish = TicketChange.model_validate({"version": self.version(ticket)} | more)
        self.do(name, self.tickets.changes.change, ticket.ticket_id, wish)

    def assign(self, ticket: Ticket, user_id: str, name: str = "lead") -> None:
        wish = TicketAssign(version=self.version(ticket), to="person", user_id=user_id, reason="轮到她")
        self.do(name, self.tickets.changes.assign, ticket.ticket_id, wish)

    def accept(self, ticket: Ticket, name: str = "anna", *, yes: bool = True) -> None:
        wish = TicketAnswer(version=self.version(ticket), accept=yes, reason="" if yes else "不归我管")
        self.do(name, self.tickets.changes.answer, ticket.ticket_id, wish)

    def say(self, ticket: Ticket, text: str, name: str = "anna", *, to_customer: bool = False) -> None:
        wish = NewComment(text=text, for_customer=to_customer)
        self.do(name, self.tickets.talk.comment, ticket.ticket_id, wish)

    # --- looks ---

    def row(self, ticket: Ticket) -> Ticket:
        def look(session: Session) -> Ticket:
            found = session.get(Ticket, ticket.ticket_id)
            assert found is not None
            return found

        return self.read(look)

    def version(self, ticket: Ticket) -> int:
        return self.row(ticket).version

    def clocks(self, ticket: Ticket) -> dict[str, tuple[str, str]]:
        """kind → state, and when it is due on the wall of the company."""
        found = self.read(lambda session: self.house.clocks.views(session, [ticket.ticket_id], self.now)).get(
            ticket.ticket_id, []
        )
        return {
            view.kind: (
                view.state,
                f"{view.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if view.due_at else "",
            )
            for view in found
        }


def _fill(session: Session, rules: TicketRules) -> None:
    for position, (code, zh) in enumerate((("REPAIR", "报修"), ("CONSULT", "咨询"))):
        session.add(LabelRow(kind="TICKET_TYPE", code=code, zh=zh, en=code.title(), position=position))
    session.add(LabelRow(kind="OUTCOME", code="FOLLOW_UP", zh="待跟进", en="To follow up", position=0))
    session.add(HoursRow(hours_id="office", name_zh="工作日", name_en="Weekdays", definition=OFFICE))
    for name, (role, department) in PEOPLE.items():
        session.add(
            User(
                user_id=name, username=name, display_name=f"员工{name}", display_name_en=name.title(),
                role=role, password_hash="", department=department,
            )
        )  # fmt: skip
    session.add(Customer(customer_id="li", name="李明", level="VIP", email="li@example.com", tags=["老客户"]))
    session.flush()
    session.add(CustomerNumber(e164="+8613812345678", customer_id="li"))
    save_rules(session, rules)
    put_type(session, promises=PROMISES)


def put_type(session: Session, **more: Any) -> None:
    view = TicketTypeView.model_validate(
        {
            "code": "REPAIR",
            "name": Label(code="REPAIR", zh="报修", en="Repair"),
            "states": [],
            "moves": [],
            "department": "售后组",
            "hours_id": "office",
        }
        | more
    )
    row = session.get(TicketTypeRow, "REPAIR")
    if row is None:
        row = TicketTypeRow(code="REPAIR", definition={}, revision=0, changed_at=MONDAY, changed_by="admin")
        session.add(row)
    row.definition, row.revision = view.model_dump(mode="json"), row.revision + 1
