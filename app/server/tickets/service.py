"""Tickets: made from a call or by hand, listed, opened. Every change leaves an event."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.tickets import NewTicket, TicketPriority, TicketStatus, TicketView
from app.server.directory.service import DirectoryService
from app.server.security.model import SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import Call, Counter, Customer, Ticket, TicketEvent
from app.server.storage.types import to_us
from app.server.storage.upsert import upsert

_Row = tuple[Ticket, str | None, str | None]  # ticket, customer's name, recording


class TicketService:
    def __init__(self, database: Database, directory: DirectoryService) -> None:
        self._database = database
        self._directory = directory

    def create(self, session: Session, user: SignedInUser, new: NewTicket, now: datetime) -> TicketView:
        """Inside a write transaction. Without a customer, the one of the call is taken.

        Raises InvalidValueError, NotFoundError.
        """
        if not self._directory.knows_label("TICKET_TYPE", new.type):
            raise InvalidValueError(f"There is no type of ticket {new.type!r}.")
        call = session.get(Call, new.call_id) if new.call_id else None
        if new.call_id and call is None:
            raise NotFoundError("There is no such call.")
        customer_id = new.customer_id or (call.customer_id if call else None)
        if customer_id and session.get(Customer, customer_id) is None:
            raise NotFoundError("There is no such customer.")
        if new.due_at is not None and new.due_at.tzinfo is None:
            raise InvalidValueError("The due time needs a time zone.")
        row = Ticket(
            ticket_id=uuid.uuid4().hex,
            number=next_number(session, now),
            customer_id=customer_id,
            call_id=new.call_id,
            type=new.type,
            priority=new.priority,
            status="NEW",
            title=new.title,
            text=new.text,
            created_at=now,
            created_by=user.user_id,
            due_at=new.due_at,
        )
        session.add(row)
        session.flush()
        session.add(
            TicketEvent(ticket_id=row.ticket_id, at=now, by=user.user_id, kind="CREATED", detail="NEW")
        )
        return self._view(session.execute(_rows().where(Ticket.ticket_id == row.ticket_id)).tuples().one())

    async def get(self, ticket_id: str) -> TicketView:
        """Raises NotFoundError."""

        def read(session: Session) -> TicketView:
            row = session.execute(_rows().where(Ticket.ticket_id == ticket_id)).tuples().one_or_none()
            if row is None:
                raise NotFoundError("There is no such ticket.")
            return self._view(row)

        return await self._database.read(read)

    async def list(
        self, customer_id: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[TicketView]:
        """Newest first. Raises InvalidValueError."""
        statement = _rows()
        if customer_id is not None:
            statement = statement.where(Ticket.customer_id == customer_id)
        if cursor:
            before = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(Ticket.created_at, Ticket.ticket_id, before))
        statement = statement.order_by(Ticket.created_at.desc(), Ticket.ticket_id.desc()).limit(limit + 1)

        def read(session: Session) -> Page[TicketView]:
            rows = session.execute(statement).tuples().all()
            last = rows[limit - 1][0] if len(rows) > limit else None
            return Page[TicketView](
                items=[self._view(row) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.created_at), last.ticket_id) if last else None,
            )

        return await self._database.read(read)

    def _view(self, found: _Row) -> TicketView:
        row, customer_name, recording_id = found
        return TicketView(
            ticket_id=row.ticket_id,
            number=row.number,
            customer_id=row.customer_id,
            customer_name=customer_name or "",
            call_id=row.call_id,
            recording_id=recording_id,
            type=row.type,
            priority=cast("TicketPriority", row.priority),
            status=cast("TicketStatus", row.status),
            title=row.title,
            text=row.text,
            created_at=row.created_at,
            created_by=self._directory.display_name(row.created_by),
            due_at=row.due_at,
        )


def next_number(session: Session, now: datetime) -> str:
    """``T20261121-0042``: counted per day (server's time zone) by the database, so never given twice."""
    day = f"{now.astimezone():%Y%m%d}"
    insert = upsert(session, Counter).values(name=f"ticket:{day}", value=1)
    statement = insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": Counter.value + 1}
    ).returning(Counter.value)
    value: int = session.execute(statement).scalar_one()
    return f"T{day}-{value:04d}"


def _rows() -> Select[Ticket, str | None, str | None]:
    return cast(
        "Select[Ticket, str | None, str | None]",
        select(Ticket, Customer.name, Call.recording_id)
        .outerjoin(Customer, Customer.customer_id == Ticket.customer_id)
        .outerjoin(Call, Call.call_id == Ticket.call_id),
    )
