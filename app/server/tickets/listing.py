"""What lists of tickets ask for, as conditions for the database.

In:  a ``TicketQuery``, who asks. Out: ``Wanted``. Where few tickets come into question at all (one person's,
one customer's, those with a rare word), they are picked out first; else the list goes along the index of its
order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal_column,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.tickets import TicketQuery
from app.server.security.viewing import Private
from app.server.storage import ticket_words
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, Ticket, TicketTag, TicketWatcher
from app.server.tickets.views import AT_WORK, Reader

SOON: Final = timedelta(hours=1)
FEW: Final = 4000  # so many are picked out and sorted; more are taken in the order of an index
MOST_FOUND: Final = 2000  # of a search: the newest that hold these words
MOST_NAMESAKES: Final = 200
_LATEST: Final = "\uffff"

Ids = Select[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """``is_few``: the conditions name the tickets that come into question; no index of an order helps.
    ``is_due``: all of them have something due."""

    conditions: tuple[ColumnElement[bool], ...]
    is_few: bool = False
    is_due: bool = False

    def also(self, *more: ColumnElement[bool]) -> Wanted:
        return Wanted((*self.conditions, *more), self.is_few, self.is_due)


def wanted(session: Session, query: TicketQuery, reader: Reader, now: datetime) -> Wanted:
    """Raises InvalidValueError."""
    found: list[ColumnElement[bool]] = []
    chosen: tuple[tuple[InstrumentedAttribute[Any], Sequence[str]], ...] = (
        (Ticket.status, query.status),
        (Ticket.status_kind, query.kind),
        (Ticket.type, query.type),
        (Ticket.priority, query.priority),
        (Ticket.department, query.department),
    )
    for column, values in chosen:
        if values:
            found.append(column == values[0] if len(values) == 1 else column.in_(values[:100]))
    if query.unassigned:
        found += [Ticket.assigned_to.is_(None), Ticket.status_kind.in_(("NEW", "OPEN", "WAITING"))]
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
    picked = _picked(session, query, words, reader)
    is_few = any(_count(session, ids) <= FEW for ids in picked)
    found += [Ticket.ticket_id.in_(ids) for ids in picked]
    scope = reader.person.in_lists(by_index=not is_few)
    is_personal = query.mine or query.watching or query.customer_id or _is_number(words)
    if scope is not None and not is_personal:
        found.append(scope)
    # In an expression it calls for no index: few tickets are to be looked up by their ids.
    shelf = func.coalesce(Ticket.archived, False) if is_few else Ticket.archived
    return Wanted((shelf.is_(query.archived), *found), is_few, query.late or query.soon)


def _picked(session: Session, query: TicketQuery, words: str, reader: Reader) -> list[Ids]:
    """What may name few tickets, each as a question for their ids."""
    found: list[Ids] = []
    here = Ticket.archived.is_(query.archived)
    if query.customer_id:
        found.append(select(Ticket.ticket_id).where(Ticket.customer_id == query.customer_id))
    if query.mine:
        found.append(select(Ticket.ticket_id).where(Ticket.assigned_to == reader.user_id, here))
    if query.assigned_to:
        found.append(select(Ticket.ticket_id).where(Ticket.assigned_to.in_(query.assigned_to[:100]), here))
    if query.watching:
        mine = TicketWatcher.user_id == reader.user_id
        found.append(select(TicketWatcher.ticket_id).where(mine))
    if query.tag:
        found.append(select(TicketTag.ticket_id).where(TicketTag.tag.in_(query.tag[:30])))
    if words:
        found.append(_words(session, words, reader))
    return found


def _count(session: Session, ids: Ids) -> int:
    some = ids.limit(FEW + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def late(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.status_kind.in_(AT_WORK), Ticket.next_due_at < now)


def soon(now: datetime) -> ColumnElement[bool]:
    within = and_(Ticket.next_due_at >= now, Ticket.next_due_at <= now + SOON)
    return and_(Ticket.status_kind.in_(AT_WORK), within)


def _is_number(words: str) -> bool:
    """Somebody reads out the number of her ticket: whoever hears it finds it."""
    digits = sum(each.isdigit() for each in words)
    return digits >= 4 and all(each in "0123456789-tT" for each in words)


def _words(session: Session, words: str, reader: Reader) -> Ids:
    """In number, title, text or tags; or the customer's name begins so, where the reader sees names."""
    groups = ticket_words.asked(words)
    parts: list[Ids] = []
    if groups:
        matching = _matching(session, groups)
        parts.append(select(Ticket.ticket_id).where(Ticket.search_id.in_(matching)))
    if reader.eyes.sees(Private.NAME) and len(words) >= 2:
        named = select(Customer.customer_id).where(Customer.name >= words, Customer.name < words + _LATEST)
        namesakes = select(named.limit(MOST_NAMESAKES).subquery().c.customer_id)
        parts.append(select(Ticket.ticket_id).where(Ticket.customer_id.in_(namesakes)))
    if not parts:
        return select(Ticket.ticket_id).where(false())
    return select(union_all(*parts).subquery().c.ticket_id) if len(parts) > 1 else parts[0]


def _matching(session: Session, groups: list[list[str]]) -> Select[int]:
    """The newest that hold all of these words."""
    newest = text("search_id desc")
    if session.get_bind().dialect.name == "postgresql":
        fts = text("tickets_fts")
        match = text("words @@ cast(:words as tsquery)").bindparams(words=ticket_words.ts_query(groups))
        column = literal_column("search_id")
    else:
        fts = text("tickets_fts")
        match = text("words match :words").bindparams(words=ticket_words.fts5_match(groups))
        column = literal_column("tickets_fts.rowid").label("search_id")
    inner = select(column).select_from(fts).where(match).order_by(newest).limit(MOST_FOUND).subquery()
    return select(inner.c.search_id)
