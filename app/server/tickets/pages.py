"""Pages of lists of tickets, in four orders.

In:  what is wanted, an order, a cursor. Out: rows of one page and where the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, literal, select, tuple_, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.tickets import TicketSort
from app.server.storage.paging import CursorPart, decode_cursor, encode_cursor
from app.server.storage.tables import Ticket
from app.server.storage.types import to_us
from app.server.tickets.listing import Wanted

_LAST_US: Final = 250_000_000_000_000_000  # in the year 9892
_FIRST: Final = (0, 0, "")
Page = tuple[list[Ticket], str | None]
Key = Callable[[Ticket], tuple[CursorPart, ...]]


def page(session: Session, wanted: Wanted, sort: TicketSort, cursor: str | None, limit: int) -> Page:
    """Raises InvalidValueError for a cursor of another list."""
    ids = ids_of(session, wanted, sort, cursor, limit)
    rows = rows_of(session, ids)
    return cut([rows[each] for each in ids if each in rows], sort, limit)


def ids_of(
    session: Session, wanted: Wanted, sort: TicketSort, cursor: str | None, limit: int
) -> Sequence[str]:
    """In their order, one more than the page holds where more follow. Nothing else of them is asked for: a
    board's columns are found in an index alone."""
    match sort:
        case "due":
            return _by_due(session, wanted, cursor, limit)
        case "priority":
            return _by_priority(session, wanted, cursor, limit)
        case "updated":
            return _newest(session, wanted, Ticket.updated_at, cursor, limit)
        case _:
            return _newest(session, wanted, Ticket.created_at, cursor, limit)


def rows_of(session: Session, ids: Sequence[str]) -> Mapping[str, Ticket]:
    rows = session.scalars(select(Ticket).where(Ticket.ticket_id.in_(ids))) if ids else ()
    return {row.ticket_id: row for row in rows}


def cut(rows: Sequence[Ticket], sort: TicketSort, limit: int) -> Page:
    last = rows[limit - 1] if len(rows) > limit else None
    return list(rows[:limit]), encode_cursor(*_KEYS[sort](last)) if last is not None else None


def _newest(
    session: Session,
    wanted: Wanted,
    column: InstrumentedAttribute[datetime],
    cursor: str | None,
    limit: int,
) -> Sequence[str]:
    at, statement = _instant(wanted, column), select(Ticket.ticket_id).where(*wanted.conditions)
    if cursor:
        at_us, last_id = decode_cursor(cursor, (int, str))
        statement = statement.where(tuple_(at, Ticket.ticket_id) < tuple_(_bounded(at_us), _text(last_id)))
    return session.scalars(statement.order_by(at.desc(), Ticket.ticket_id.desc()).limit(limit + 1)).all()


def _by_priority(session: Session, wanted: Wanted, cursor: str | None, limit: int) -> Sequence[str]:
    """The urgent first; among them the oldest first."""
    rank = Ticket.priority_rank + 0 if wanted.is_few else Ticket.priority_rank
    keys = (rank, _instant(wanted, Ticket.created_at), Ticket.ticket_id)
    statement = select(Ticket.ticket_id).where(*wanted.conditions)
    if cursor:
        last_rank, at_us, last_id = decode_cursor(cursor, (int, int, str))
        after = tuple_(literal(max(-1, min(int(last_rank), 9))), _bounded(at_us), _text(last_id))
        statement = statement.where(tuple_(*keys) > after)
    return session.scalars(statement.order_by(*keys).limit(limit + 1)).all()


def _by_due(session: Session, wanted: Wanted, cursor: str | None, limit: int) -> Sequence[str]:
    """Those that are due, the first first; then those that are not, the newest first."""
    first, second, third = decode_cursor(cursor, (int, int, str)) if cursor else _FIRST
    is_dateless, after = bool(first), (_bounded(second), _text(third))
    ids: list[str] = []
    if not is_dateless:
        at = _instant(wanted, Ticket.next_due_at)
        due = select(Ticket.ticket_id).where(*wanted.conditions, Ticket.next_due_at.is_not(None))
        due = due.where(tuple_(at, Ticket.ticket_id) > tuple_(*after))
        ids += session.scalars(due.order_by(at, Ticket.ticket_id).limit(limit + 1))
    if len(ids) <= limit and not wanted.is_due:
        at = _instant(wanted, Ticket.created_at)
        rest = select(Ticket.ticket_id).where(*wanted.conditions, Ticket.next_due_at.is_(None))
        if is_dateless:
            rest = rest.where(tuple_(at, Ticket.ticket_id) < tuple_(*after))
        rest = rest.order_by(at.desc(), Ticket.ticket_id.desc())
        ids += session.scalars(rest.limit(limit + 1 - len(ids)))
    return ids


def _due_key(row: Ticket) -> tuple[CursorPart, ...]:
    if row.next_due_at is not None:
        return 0, to_us(row.next_due_at), row.ticket_id
    return 1, to_us(row.created_at), row.ticket_id


def _instant(wanted: Wanted, column: InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """In microseconds. Few rows are sorted: with + 0 no index of the whole table is gone along for them."""
    plain: ColumnElement[int] = type_coerce(column, BigInteger)
    return plain + 0 if wanted.is_few else plain


def _bounded(at_us: CursorPart) -> ColumnElement[int]:
    """Whatever stands in a cursor, it is a moment."""
    return literal(max(0, min(int(at_us), _LAST_US)), BigInteger)


def _text(ticket_id: CursorPart) -> ColumnElement[str]:
    return literal(str(ticket_id))


_KEYS: Final[Mapping[TicketSort, Key]] = {
    "newest": lambda row: (to_us(row.created_at), row.ticket_id),
    "updated": lambda row: (to_us(row.updated_at), row.ticket_id),
    "priority": lambda row: (row.priority_rank, to_us(row.created_at), row.ticket_id),
    "due": _due_key,
}
