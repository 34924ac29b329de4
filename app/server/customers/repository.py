"""Reads and writes customers. Every function works inside the caller's transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customers import OpenTicket
from app.server.storage.tables import Call, CustomerNumber, Ticket
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.storage.types import to_us

MOST_MATCHES = 20  # customers with one number: more are no choice any more


def id_by_number(session: Session, e164: str) -> str | None:
    """Whose number this is; of several, who most likely calls."""
    return next(iter(ids_by_number(session, e164)), None)


def ids_by_number(session: Session, e164: str) -> list[str]:
    """All who have this number, the likeliest first: talked with last, else whose first one it is."""
    holders = select(CustomerNumber.customer_id).where(CustomerNumber.e164 == e164)
    holders = holders.order_by(CustomerNumber.position, CustomerNumber.customer_id).limit(MOST_MATCHES)
    found = list(session.scalars(holders))
    if len(found) > 1:
        last = {each: _last_contact_us(session, each) for each in found}
        found.sort(key=lambda each: last[each], reverse=True)  # stable: else in the order above
    return found


def _last_contact_us(session: Session, customer_id: str) -> int:
    """When his last call was answered or made, 0 for never."""
    statement = (
        select(Call.started_at)
        .where(Call.customer_id == customer_id, Call.answered_at.is_not(None))
        .order_by(Call.started_at.desc())
        .limit(1)
    )
    at = session.scalars(statement).first()
    return to_us(at) if at is not None else 0


def first_number(session: Session, customer_id: str) -> str:
    statement = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer_id)
    return session.scalars(statement.order_by(CustomerNumber.position).limit(1)).first() or ""


def open_tickets(session: Session, customer_id: str) -> list[OpenTicket]:
    """Those that are due first come first; without a date last."""
    statement = select(Ticket).where(Ticket.customer_id == customer_id, Ticket.status_kind.in_(OPEN_KINDS))
    rows = session.scalars(
        statement.order_by(Ticket.due_at.is_(None), Ticket.due_at, Ticket.number).limit(50)
    )
    return [
        OpenTicket(
            ticket_id=row.ticket_id, number=row.number, title=row.title, status=row.status, due_at=row.due_at
        )
        for row in rows
    ]


def first_numbers(session: Session, customer_ids: list[str]) -> dict[str, str]:
    statement = select(CustomerNumber).where(CustomerNumber.customer_id.in_(customer_ids))
    rows = session.scalars(statement.order_by(CustomerNumber.position.desc()))
    return {row.customer_id: row.e164 for row in rows}
