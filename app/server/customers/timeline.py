"""The time line of a customer: calls, tickets and orders, newest first, page by page.

Three tables are merged. A cursor is (time, kind, id) of the last item; within the same instant the kinds
come in a fixed order and rows by their id as the database compares it, so no item is shown twice or lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.customers import TimelineItem
from app.contracts.people import Label
from app.server.directory.service import DirectoryService
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import Call, CallResultRow, Order, Ticket
from app.server.storage.types import from_us, to_us

PAGE = 20
_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True)
class _Cursor:
    us: int
    rank: int
    row_id: str


@dataclass(frozen=True, slots=True)
class Words:
    """Names of codes in the reader's language."""

    directory: DirectoryService
    language: str

    def of(self, kind: str, code: str) -> str:
        return next((self.name(label) for label in self.directory.labels(kind) if label.code == code), code)

    def queue(self, queue_id: str | None) -> str:
        label = self.directory.queue_label(queue_id)
        return self.name(label) if label else ""

    def name(self, label: Label) -> str:
        return label.en if self.language == "en" else label.zh


def timeline(
    session: Session, customer_id: str, words: Words, cursor: str | None = None, limit: int = PAGE
) -> tuple[list[TimelineItem], str | None]:
    """Items and the cursor of the next page. Raises InvalidValueError for a foreign cursor."""
    after = _decode(cursor) if cursor else None
    found: list[tuple[int, int, str, TimelineItem]] = []
    for rank, read in enumerate((_calls, _tickets, _orders)):
        for row_id, item in read(session, customer_id, words, after, rank, limit + 1):
            found.append((-to_us(item.at), rank, row_id, item))
    found.sort(key=lambda entry: entry[:2])  # stable: rows of one kind stay in the order of the database
    page = found[:limit]
    items = [item for _, _, _, item in page]
    if len(found) <= limit:
        return items, None
    negative_us, rank, row_id, _ = page[-1]
    return items, encode_cursor(-negative_us, rank, row_id)


_Found = Sequence[tuple[str, TimelineItem]]
_Reader = Callable[[Session, str, Words, _Cursor | None, int, int], _Found]


def _calls(
    s: Session, customer_id: str, words: Words, after: _Cursor | None, rank: int, limit: int
) -> _Found:
    statement = (
        select(Call, CallResultRow)
        .outerjoin(CallResultRow, CallResultRow.call_id == Call.call_id)
        .where(Call.customer_id == customer_id)
    )
    statement = _newest(statement, Call.started_at, Call.call_id, after, rank, limit)
    return [(call.call_id, _call_item(call, result, words)) for call, result in s.execute(statement).tuples()]


def _tickets(
    s: Session, customer_id: str, words: Words, after: _Cursor | None, rank: int, limit: int
) -> _Found:
    statement = select(Ticket).where(Ticket.customer_id == customer_id)
    statement = _newest(statement, Ticket.created_at, Ticket.ticket_id, after, rank, limit)
    return [(ticket.ticket_id, _ticket_item(ticket, words)) for ticket in s.scalars(statement)]


def _orders(
    s: Session, customer_id: str, words: Words, after: _Cursor | None, rank: int, limit: int
) -> _Found:
    statement = select(Order).where(Order.customer_id == customer_id)
    statement = _newest(statement, Order.at, Order.order_id, after, rank, limit)
    return [(order.order_id, _order_item(order, words)) for order in s.scalars(statement)]


def _newest(
    statement: Select[*_Columns],
    at: InstrumentedAttribute[Any],
    row_id: InstrumentedAttribute[str],
    after: _Cursor | None,
    rank: int,
    limit: int,
) -> Select[*_Columns]:
    if after is not None:
        statement = statement.where(_beyond(at, row_id, after, rank))
    return statement.order_by(at.desc(), row_id.desc()).limit(limit)


def _beyond(
    at: InstrumentedAttribute[Any], row_id: InstrumentedAttribute[str], after: _Cursor, rank: int
) -> ColumnElement[bool]:
    instant = from_us(after.us)
    if rank > after.rank:
        return at <= instant
    if rank < after.rank:
        return at < instant
    return older_than(at, row_id, (after.us, after.row_id))


def _decode(cursor: str) -> _Cursor:
    us, rank, row_id = decode_cursor(cursor, (int, int, str))
    return _Cursor(int(us), int(rank), str(row_id))


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


def _order_item(order: Order, words: Words) -> TimelineItem:
    return TimelineItem(
        item_id=f"order:{order.order_id}",
        kind="ORDER",
        at=order.at,
        title=order.number,
        result=words.of("ORDER_STATUS", order.status),
        detail=order.items,
        status=order.status,
        amount_cents=order.amount_cents,
    )
