"""What lists of tickets ask for, as conditions for the database.

In:  a ``TicketQuery``, who asks. Out: ``Wanted``. Where few tickets come into question at all (one person's,
one customer's, those with a rare word or of a small department), they are picked out first; else the list
goes along the index of its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import Session

from app.contracts.tickets import TicketQuery
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket
from app.server.tickets.picking import among, of_kind, picked, rare
from app.server.tickets.views import AT_WORK, Reader

SOON: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``is_few``: the conditions name the tickets that come into question; no index of an order helps.
    ``is_due``: all of them have something due."""

    conditions: tuple[ColumnElement[bool], ...]
    is_few: bool = False
    is_due: bool = False

    def also(self, *more: ColumnElement[bool]) -> Wanted:
        return Wanted((*self.conditions, *more), self.is_few, self.is_due)


def wanted(
    session: Session, query: TicketQuery, reader: Reader, now: datetime, *, in_columns: bool = False
) -> Wanted:
    """``in_columns``: of a type's states, one by one; a column's index holds all that is rare as well.

    Raises InvalidValueError."""
    words = query.q.strip()
    found = [*of_kind(Ticket, query), *_of_time(query, now)]
    few, many = picked(session, query, words, reader)
    found += [Ticket.ticket_id.in_(ids) for ids in many]
    is_personal = query.mine or query.watching or query.customer_id or _is_number(words)
    person = None if is_personal or reader.person.sees_all else reader.person
    if few is None and not (many or is_personal or query.archived or in_columns):
        few = rare(session, query, person)
    if few is not None:
        found.append(among(session, few))
    scope = person.in_lists(by_index=few is None) if person is not None else None
    if scope is not None:
        found.append(scope)
    # In an expression it calls for no index: few tickets are to be looked up by their ids.
    shelf = Ticket.archived if few is None else func.coalesce(Ticket.archived, False)
    return Wanted((shelf.is_(query.archived), *found), few is not None, query.late or query.soon)


def _of_time(query: TicketQuery, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.late:
        found.append(late(now))
    if query.soon:
        found.append(soon(now))
    for moment, is_since in ((query.since, True), (query.until, False)):
        if moment is not None:
            if moment.tzinfo is None:
                raise InvalidValueError("A time needs a time zone.")
            found.append(Ticket.created_at >= moment if is_since else Ticket.created_at < moment)
    return found


def late(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.status_kind.in_(AT_WORK), Ticket.next_due_at < now)


def soon(now: datetime) -> ColumnElement[bool]:
    within = and_(Ticket.next_due_at >= now, Ticket.next_due_at <= now + SOON)
    return and_(Ticket.status_kind.in_(AT_WORK), within)


def _is_number(words: str) -> bool:
    """Somebody reads out the number of her ticket: whoever hears it finds it."""
    digits = sum(each.isdigit() for each in words)
    return digits >= 4 and all(each in "0123456789-tT" for each in words)
