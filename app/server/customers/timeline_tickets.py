"""What became of a customer's tickets, as his time line tells it: moves that matter to him, how he rated it.

In:  a customer, after which item, how many. Out: items of one kind, newest first, each with its row's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.customers import TimelineItem
from app.server.customers.timeline_order import Cursor, Found, Words, newest
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket, TicketEvent, TicketTypeRow
from app.server.storage.types import from_us

_MOVED: Final = "STATUS"
# Who works on it is the house's own affair; what it waits for and how it ends is the customer's.
_NOT_TOLD: Final = ("", "NEW", "ASSIGNED", "IN_PROGRESS", "ARCHIVED")
_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "WAITING": ("等待客户", "Waiting for the customer"),
    "RESOLVED": ("已解决", "Resolved"),
    "CONFIRMED": ("已确认", "Confirmed"),
    "REOPENED": ("重新打开", "Reopened"),
    "CANCELLED": ("已取消", "Cancelled"),
}


def ticket_moves(
    s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int
) -> Found:
    statement = (
        select(TicketEvent, Ticket)
        .join(Ticket, Ticket.ticket_id == TicketEvent.ticket_id)
        .where(Ticket.customer_id == customer_id, TicketEvent.kind == _MOVED, TicketEvent.field == "status")
        .where(TicketEvent.after.not_in(_NOT_TOLD))
    )
    if after is not None:
        statement = statement.where(older(TicketEvent.at, TicketEvent.event_id, after, rank))
    statement = statement.order_by(TicketEvent.at.desc(), TicketEvent.event_id.desc()).limit(limit)
    rows = s.execute(statement).tuples().all()
    own = _own_states(s, {ticket.type for _, ticket in rows})
    return [
        (str(event.event_id), _move_item(event, ticket, words, own.get(ticket.type, {})))
        for event, ticket in rows
    ]


def ticket_ratings(
    s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int
) -> Found:
    rated = (Ticket.satisfaction.is_not(None), Ticket.satisfaction_at.is_not(None))
    statement = select(Ticket).where(Ticket.customer_id == customer_id, *rated)
    rows = s.scalars(newest(statement, Ticket.satisfaction_at, Ticket.ticket_id, after, rank, limit))
    return [(row.ticket_id, item) for row in rows if (item := _rating_item(row, words)) is not None]


def older(
    at: InstrumentedAttribute[Any], row_id: InstrumentedAttribute[int], after: Cursor, rank: int
) -> ColumnElement[bool]:
    """As in ``newest``, of a table whose ids are numbers. Raises InvalidValueError."""
    instant = from_us(after.us)
    if rank != after.rank:
        return at <= instant if rank > after.rank else at < instant
    if not (after.row_id.isascii() and after.row_id.isdecimal()) or len(after.row_id) > 18:
        raise InvalidValueError("The cursor is not one of this list.")
    return or_(at < instant, and_(at == instant, row_id < int(after.row_id)))


def _own_states(s: Session, types: set[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Names of states that the company gave to types of its own."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in s.scalars(select(TicketTypeRow).where(TicketTypeRow.code.in_(types))) if types else ():
        states: Any = row.definition.get("states") or []
        found[row.code] = {each["code"]: (each["name"]["zh"], each["name"]["en"]) for each in states}
    return found


def _move_item(
    event: TicketEvent, ticket: Ticket, words: Words, own: Mapping[str, tuple[str, str]]
) -> TimelineItem:
    zh, en = own.get(event.after) or _STATES.get(event.after) or (event.after, event.after)
    return TimelineItem(
        item_id=f"ticket:{ticket.ticket_id}:{event.event_id}",
        kind="TICKET",
        at=event.at,
        title=f"{ticket.number} {ticket.title}",
        result=words.either(zh or en, en or zh),
        detail=event.detail,
        status=event.after,
        agent_name=words.directory.display_name(event.by or None),
    )


def _rating_item(ticket: Ticket, words: Words) -> TimelineItem | None:
    if ticket.satisfaction_at is None:
        return None
    return TimelineItem(
        item_id=f"survey:ticket:{ticket.ticket_id}",
        kind="SURVEY",
        at=ticket.satisfaction_at,
        title=f"{ticket.number} {ticket.title}",
        result=str(ticket.satisfaction),
        detail=ticket.satisfaction_note,
        agent_name=words.directory.display_name(ticket.assigned_to),
    )
