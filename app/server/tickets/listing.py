"""Lists of tickets: what is asked for as conditions, sorted, page by page. Every list goes through an index.

In:  a ``TicketQuery``, who asks, a cursor. Out: rows of one page and where the next begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.tickets import TicketQuery, TicketSort
from app.server.security.viewing import Private
from app.server.storage import ticket_words
from app.server.storage.errors import InvalidValueError
from app.server.storage.paging import CursorPart, decode_cursor, encode_cursor
from app.server.storage.tables import Customer, Ticket, TicketTag, TicketWatcher
from app.server.storage.types import UtcTime, from_us, to_us
from app.server.tickets.views import AT_WORK, Reader

SOON: Final = timedelta(hours=1)
MOST_FOUND: Final = 2000  # of a search: the newest that hold these words
MOST_NAMESAKES: Final = 200
_LATEST: Final = "\uffff"
_LAST_US: Final = 250_000_000_000_000_000  # in the year 9892

Conditions = list[ColumnElement[bool]]


def conditions(session: Session, query: TicketQuery, reader: Reader, now: datetime) -> Conditions:
    """Raises InvalidValueError."""
    found: Conditions = [Ticket.archived.is_(query.archived)]
    me = reader.user_id
    chosen: tuple[tuple[InstrumentedAttribute[Any], Sequence[str]], ...] = (
        (Ticket.status, query.status),
        (Ticket.status_kind, query.kind),
        (Ticket.type, query.type),
        (Ticket.priority, query.priority),
        (Ticket.department, query.department),
        (Ticket.assigned_to, query.assigned_to),
    )
    for column, values in chosen:
        if values:
            found.append(column == values[0] if len(values) == 1 else column.in_(values[:100]))
    if query.tag:
        tagged = select(TicketTag.ticket_id).where(TicketTag.tag.in_(query.tag[:30]))
        found.append(Ticket.ticket_id.in_(tagged))
    if query.customer_id:
        found.append(Ticket.customer_id == query.customer_id)
    if query.mine:
        found.append(Ticket.assigned_to == me)
    if query.unassigned:
        found += [Ticket.assigned_to.is_(None), Ticket.status_kind.in_(("NEW", "OPEN", "WAITING"))]
    if query.watching:
        mine = select(TicketWatcher.ticket_id).where(TicketWatcher.user_id == me)
        found.append(Ticket.ticket_id.in_(mine))
    if query.late:
        found.append(late(now))
    if query.soon:
        found.append(soon(now))
    for moment, is_since in ((query.since, True), (query.until, False)):
        if moment is not None:
            if moment.tzinfo is None:
                raise InvalidValueError("A time needs a time zone.")
            found.append(Ticket.created_at >= moment if is_since else Ticket.created_at < moment)
    words = query.q.strip()
    if words:
        found.append(_words(session, words, reader))
    scope = reader.person.in_lists()
    is_personal = query.mine or query.watching or query.customer_id or _is_number(words)
    if scope is not None and not is_personal:
        found.append(scope)
    return found


def late(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.status_kind.in_(AT_WORK), Ticket.next_due_at < now)


def soon(now: datetime) -> ColumnElement[bool]:
    within = and_(Ticket.next_due_at >= now, Ticket.next_due_at <= now + SOON)
    return and_(Ticket.status_kind.in_(AT_WORK), within)


def page(
    session: Session, wanted: Conditions, sort: TicketSort, cursor: str | None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Raises InvalidValueError for a cursor of another list."""
    if sort == "due":
        return _by_due(session, wanted, cursor, limit)
    statement = select(Ticket).where(*wanted)
    if sort == "priority":
        keys = (Ticket.priority_rank, Ticket.created_at, Ticket.ticket_id)
        if cursor:
            rank, at_us, last_id = decode_cursor(cursor, (int, int, str))
            after = tuple_(*keys) > tuple_(_bounded(rank), _moment(at_us), str(last_id))
            statement = statement.where(after)
        rows = session.scalars(statement.order_by(*keys).limit(limit + 1)).all()
        return _cut(rows, limit, lambda row: (row.priority_rank, to_us(row.created_at), row.ticket_id))
    column = Ticket.updated_at if sort == "updated" else Ticket.created_at
    if cursor:
        at_us, last_id = decode_cursor(cursor, (int, str))
        after = tuple_(column, Ticket.ticket_id) < tuple_(_moment(at_us), str(last_id))
        statement = statement.where(after)
    rows = session.scalars(statement.order_by(column.desc(), Ticket.ticket_id.desc()).limit(limit + 1)).all()
    return _cut(rows, limit, lambda row: (to_us(getattr(row, column.key)), row.ticket_id))


def _by_due(
    session: Session, wanted: Conditions, cursor: str | None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Those that are due, the first first; then those that are not, the newest first."""
    is_dateless, at_us, last_id = (0, -(2**61), "")
    if cursor:
        first, second, third = decode_cursor(cursor, (int, int, str))
        is_dateless, at_us, last_id = int(first), int(second), str(third)
    rows: list[Ticket] = []
    if not is_dateless:
        after = tuple_(Ticket.next_due_at, Ticket.ticket_id) > tuple_(_moment(at_us), last_id)
        due = select(Ticket).where(*wanted, Ticket.next_due_at.is_not(None), after)
        rows += session.scalars(due.order_by(Ticket.next_due_at, Ticket.ticket_id).limit(limit + 1))
    if len(rows) <= limit:
        rest = select(Ticket).where(*wanted, Ticket.next_due_at.is_(None))
        if is_dateless:
            before = tuple_(_moment(at_us), last_id)
            rest = rest.where(tuple_(Ticket.created_at, Ticket.ticket_id) < before)
        rest = rest.order_by(Ticket.created_at.desc(), Ticket.ticket_id.desc())
        rows += session.scalars(rest.limit(limit + 1 - len(rows)))
    return _cut(rows, limit, _due_key)


def _due_key(row: Ticket) -> tuple[CursorPart, ...]:
    if row.next_due_at is not None:
        return 0, to_us(row.next_due_at), row.ticket_id
    return 1, to_us(row.created_at), row.ticket_id


def _cut(rows: Sequence[Ticket], limit: int, key: Any) -> tuple[list[Ticket], str | None]:
    last = rows[limit - 1] if len(rows) > limit else None
    return list(rows[:limit]), encode_cursor(*key(last)) if last is not None else None


def _bounded(value: CursorPart) -> int:
    return max(-1, min(int(value), 9))


def _moment(at_us: CursorPart) -> ColumnElement[datetime]:
    """Whatever stands in a cursor, it is a moment."""
    return literal(from_us(max(0, min(int(at_us), _LAST_US))), UtcTime())


def _is_number(words: str) -> bool:
    """Somebody reads out the number of her ticket: whoever hears it finds it."""
    digits = sum(each.isdigit() for each in words)
    return digits >= 4 and all(each in "0123456789-tT" for each in words)


def _words(session: Session, words: str, reader: Reader) -> ColumnElement[bool]:
    """In number, title, text or tags; or the customer's name begins so, where the reader sees names."""
    groups = ticket_words.asked(words)
    found: list[ColumnElement[bool]] = []
    if groups:
        found.append(Ticket.search_id.in_(_matching(session, groups)))
    if reader.eyes.sees(Private.NAME) and len(words) >= 2:
        named = select(Customer.customer_id).where(Customer.name >= words, Customer.name < words + _LATEST)
        ids = list(session.scalars(named.limit(MOST_NAMESAKES)))
        if ids:
            found.append(Ticket.customer_id.in_(ids))
    return or_(*found) if found else false()


def _matching(session: Session, groups: list[list[str]]) -> list[int]:
    """The newest that hold all of these words."""
    if session.get_bind().dialect.name == "postgresql":
        sql = (
            "select search_id from tickets_fts where words @@ cast(:words as tsquery) "
            "order by search_id desc limit :most"
        )
        asked = ticket_words.ts_query(groups)
    else:
        sql = "select rowid from tickets_fts where words match :words order by rowid desc limit :most"
        asked = ticket_words.fts5_match(groups)
    return list(session.scalars(text(sql), {"words": asked, "most": MOST_FOUND}))
