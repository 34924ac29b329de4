"""The time line of a customer, newest first, page by page: calls, tickets, orders, surveys, messages.

In:  a customer, perhaps one kind alone. Out: items merged from six tables, and the cursor of the next page.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customers import TimelineItem, TimelineKind
from app.server.customers.timeline_more import surveys, texts, told, voice_messages
from app.server.customers.timeline_order import Cursor, Found, Words, decode, newest
from app.server.customers.timeline_tickets import ticket_moves, ticket_ratings
from app.server.storage.paging import encode_cursor
from app.server.storage.tables import Call, CallResultRow, Order, OrderSource, Ticket
from app.server.storage.types import to_us

PAGE = 20


def timeline(
    session: Session,
    customer_id: str,
    words: Words,
    cursor: str | None = None,
    limit: int = PAGE,
    kind: TimelineKind | None = None,
) -> tuple[list[TimelineItem], str | None]:
    """Items and the cursor of the next page. Raises InvalidValueError for a foreign cursor."""
    after = decode(cursor) if cursor else None
    found: list[tuple[int, int, str, TimelineItem]] = []
    for rank, (its_kind, read) in enumerate(_READERS):
        if kind is not None and kind != its_kind:
            continue
        for row_id, item in read(session, customer_id, words, after, rank, limit + 1):
            found.append((-to_us(item.at), rank, row_id, item))
    found.sort(key=lambda entry: entry[:2])  # stable: rows of one kind stay in the order of the database
    page = found[:limit]
    items = [item for _, _, _, item in page]
    if len(found) <= limit:
        return items, None
    negative_us, rank, row_id, _ = page[-1]
    return items, encode_cursor(-negative_us, rank, row_id)


_Reader = Callable[[Session, str, Words, Cursor | None, int, int], Found]


def _calls(s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int) -> Found:
    statement = (
        select(Call, CallResultRow)
        .outerjoin(CallResultRow, CallResultRow.call_id == Call.call_id)
        .where(Call.customer_id == customer_id, Call.ended_at.is_not(None))  # not the one that he is in
    )
    statement = newest(statement, Call.started_at, Call.call_id, after, rank, limit)
    return [(call.call_id, _call_item(call, result, words)) for call, result in s.execute(statement).tuples()]


def _tickets(
    s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int
) -> Found:
    statement = select(Ticket).where(Ticket.customer_id == customer_id)
    statement = newest(statement, Ticket.created_at, Ticket.ticket_id, after, rank, limit)
    return [(ticket.ticket_id, _ticket_item(ticket, words)) for ticket in s.scalars(statement)]


def _orders(s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int) -> Found:
    """With where its parcel is, as a system of the company said."""
    statement = (
        select(Order, OrderSource.delivery)
        .outerjoin(OrderSource, OrderSource.order_id == Order.order_id)
        .where(Order.customer_id == customer_id)
    )
    statement = newest(statement, Order.at, Order.order_id, after, rank, limit)
    return [
        (order.order_id, _order_item(order, delivery or "", words))
        for order, delivery in s.execute(statement).tuples()
    ]


def _call_item(call: Call, result: CallResultRow | None, words: Words) -> TimelineItem:
    return TimelineItem(
        item_id=f"call:{call.call_id}",
        kind="CALL",
        at=call.started_at,
        title=words.queue(call.queue_id),
        result=words.of("OUTCOME", result.outcome_code) if result else "",
        detail=result.note if result else "",
        status=call.outcome or "",
        agent_name=words.directory.display_name(call.agent_id),
        recording_id=call.recording_id,
    )


def _ticket_item(ticket: Ticket, words: Words) -> TimelineItem:
    return TimelineItem(
        item_id=f"ticket:{ticket.ticket_id}",
        kind="TICKET",
        at=ticket.created_at,
        title=f"{ticket.number} {ticket.title}",
        result=words.of("TICKET_TYPE", ticket.type),
        detail=ticket.text,
        status=ticket.status,
        agent_name=words.directory.display_name(ticket.created_by),
    )


def _order_item(order: Order, delivery: str, words: Words) -> TimelineItem:
    return TimelineItem(
        item_id=f"order:{order.order_id}",
        kind="ORDER",
        at=order.at,
        title=order.number,
        result=words.of("ORDER_STATUS", order.status),
        detail=" · ".join(each for each in (order.items, delivery) if each),
        status=order.status,
        amount_cents=order.amount_cents,
    )


_READERS: tuple[tuple[TimelineKind, _Reader], ...] = (
    ("CALL", _calls),
    ("TICKET", _tickets),
    ("ORDER", _orders),
    ("SURVEY", surveys),
    ("MESSAGE", voice_messages),
    ("MESSAGE", texts),
    ("MESSAGE", told),
    ("TICKET", ticket_moves),
    ("SURVEY", ticket_ratings),
)
