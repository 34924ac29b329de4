"""The board of a type (a column for each state) and the numbers above the lists.

How many tickets there are of each kind stands in ``ticket_totals``; what an agent's lists show besides her
department's is looked up by whose it is. What is the same for many is asked for once in two seconds.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.contracts.tickets import BoardColumn, BoardView, TicketCounts, TicketQuery
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket, TicketTotal
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.tickets.listing import SOON, Wanted, late, soon, wanted
from app.server.tickets.pages import cut, ids_of, rows_of
from app.server.tickets.picking import of_kind
from app.server.tickets.rights import Person
from app.server.tickets.types import TypeBook
from app.server.tickets.views import AT_WORK, Reader, TicketViews

IN_COLUMN: Final = 30
COUNTED_FOR: Final = timedelta(seconds=2)
_Row = tuple[str, int, int, int, int]
_OF_KIND: Final = {"status", "kind", "type", "priority", "department", "unassigned", "sort"}


@dataclass(frozen=True, slots=True)
class Counted:
    unassigned: int = 0
    late: int = 0
    soon: int = 0
    by_status: Counter[str] = field(default_factory=Counter[str])

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.unassigned + other.unassigned,
            self.late + other.late,
            self.soon + other.soon,
            self.by_status + other.by_status,
        )


class Board:
    def __init__(self, types: TypeBook, views: TicketViews) -> None:
        self._types = types
        self._views = views
        self._lock = threading.Lock()
        self._known: dict[tuple[str, ...], tuple[datetime, Counted]] = {}

    def board(
        self, session: Session, type_code: str, query: TicketQuery, reader: Reader, now: datetime
    ) -> BoardView:
        """Of the archive nothing is shown here. Raises InvalidValueError."""
        kind = self._types.all(session).get(type_code)
        if kind is None:
            raise InvalidValueError("There is no such type of ticket.")
        plain = query.model_copy(update={"type": [type_code], "status": [], "archived": False})
        asked = wanted(session, plain, reader, now, in_columns=True)
        counts = _by_status(session, plain, asked, reader.person)
        states = [
            state
            for state in kind.view.states
            if state.kind != "ARCHIVED" and (not query.status or state.code in query.status)
        ]
        ids = {
            state.code: ids_of(session, asked.also(Ticket.status == state.code), query.sort, None, IN_COLUMN)
            for state in states
            if counts[state.code]
        }
        rows = rows_of(session, [each for column in ids.values() for each in column])
        columns: list[BoardColumn] = []
        shown: list[Ticket] = []
        for state in states:
            here = (rows[each] for each in ids.get(state.code, ()) if each in rows)
            found = [row for row in here if row.status == state.code]  # it may have moved on meanwhile
            page, cursor = cut(found, query.sort, IN_COLUMN)
            shown += page
            columns.append(BoardColumn(state=state, count=counts[state.code], tickets=[], cursor=cursor))
        for view in self._views.many(session, shown, reader, now):
            next(each for each in columns if each.state.code == view.status).tickets.append(view)
        return BoardView(type=type_code, columns=columns)

    def counts(self, session: Session, reader: Reader, now: datetime) -> TicketCounts:
        me = reader.user_id
        here = (Ticket.archived.is_(False), Ticket.status_kind.in_(OPEN_KINDS))
        mine = session.scalar(select(func.count()).where(Ticket.assigned_to == me, *here)) or 0
        found = self._of_lists(session, reader, now)
        return TicketCounts(
            mine=mine,
            unassigned=found.unassigned,
            late=found.late,
            soon=found.soon,
            by_status=dict(found.by_status),
        )

    def _of_lists(self, session: Session, reader: Reader, now: datetime) -> Counted:
        """Of what her lists show: of all; or of her department and of nobody's, and what is hers besides."""
        if reader.person.sees_all:
            return self._kept(("*",), now, lambda: _in_places(session, now))
        places = tuple(sorted({*reader.person.places}))
        shared = self._kept(("in", *places), now, lambda: _in_places(session, now, places))
        own = _elsewhere(reader.person)
        key = ("own", reader.user_id, *places)
        return shared + self._kept(key, now, lambda: _count(session, now, own))

    def _kept(self, key: tuple[str, ...], now: datetime, count: Callable[[], Counted]) -> Counted:
        with self._lock:
            known = self._known.get(key)
        if known is not None and timedelta(0) <= now - known[0] < COUNTED_FOR:
            return known[1]
        found = count()
        with self._lock:
            fresh = {name: each for name, each in self._known.items() if now - each[0] < COUNTED_FOR}
            self._known = fresh | {key: (now, found)}
        return found

    def forget(self) -> None:
        """Whoever asks next has everything counted anew."""
        with self._lock:
            self._known.clear()


def _elsewhere(person: Person) -> ColumnElement[bool]:
    """Hers, but not of her department; looked up by whose they are: in an expression the shelf calls for no
    index."""
    own = or_(Ticket.assigned_to == person.user.user_id, Ticket.created_by == person.user.user_id)
    here = func.coalesce(Ticket.archived, False).is_(False)
    return and_(own, Ticket.department.not_in(person.places), here)


def _by_status(session: Session, query: TicketQuery, asked: Wanted, person: Person) -> Counter[str]:
    """How many stand in each column: as it is kept, where only kinds are asked for."""
    if asked.is_few or query.model_dump(exclude_defaults=True).keys() - _OF_KIND:
        return _grouped(session, *asked.conditions)
    kinds = of_kind(TicketTotal, query)
    if not person.sees_all:
        kinds.append(TicketTotal.department.in_(person.places))
    found = Counter({status: count for status, _, count in _totals(session, kinds) if count})
    if not person.sees_all:
        found += _grouped(session, _elsewhere(person), *of_kind(Ticket, query))
    return found


def _grouped(session: Session, *where: ColumnElement[bool]) -> Counter[str]:
    status = Ticket.status.concat("")  # in the order of an index that holds all of it, not of the statuses
    rows = session.execute(select(status, func.count()).where(*where).group_by(status)).tuples()
    return Counter(dict(rows.all()))


def _totals(session: Session, where: Iterable[ColumnElement[bool]]) -> Iterable[tuple[str, bool, int]]:
    """Of each status: whether these are open ones that nobody has, how many."""
    nobodys = and_(TicketTotal.is_assigned.is_(False), TicketTotal.status_kind.in_(OPEN_KINDS))
    of_nobody = case((nobodys, True), else_=False)
    statement = select(TicketTotal.status, of_nobody, func.sum(TicketTotal.count))
    rows = session.execute(statement.where(*where).group_by(TicketTotal.status, of_nobody)).tuples()
    return [(status, bool(nobody), int(count)) for status, nobody, count in rows]


def _in_places(session: Session, now: datetime, places: tuple[str, ...] | None = None) -> Counted:
    """None: of all departments."""
    in_totals = [] if places is None else [TicketTotal.department.in_(places)]
    by_status: Counter[str] = Counter()
    unassigned = 0
    for status, of_nobody, count in _totals(session, in_totals):
        by_status[status] += count
        unassigned += count if of_nobody else 0
    due = [Ticket.archived.is_(False), Ticket.next_due_at <= now + SOON, Ticket.status_kind.in_(AT_WORK)]
    if places is not None:
        due.append(func.coalesce(Ticket.department, "").in_(places))  # by when they are due, not by where
    is_late = case((Ticket.next_due_at < now, 1), else_=0)
    near, over = session.execute(select(func.count(), func.sum(is_late)).where(*due)).one()
    over = int(over or 0)
    return Counted(unassigned, over, near - over, +by_status)


def _count(session: Session, now: datetime, *where: ColumnElement[bool]) -> Counted:
    """Of few, in one go."""
    status = Ticket.status.concat("")
    nobodys = and_(Ticket.assigned_to.is_(None), Ticket.status_kind.in_(OPEN_KINDS))
    statement = select(
        status,
        func.count(),
        *(func.sum(case((each, 1), else_=0)) for each in (nobodys, late(now), soon(now))),
    )
    rows = session.execute(statement.where(*where).group_by(status))
    unassigned = is_late = is_soon = 0
    by_status: Counter[str] = Counter()
    for status, count, of_nobody, over, near in cast("Iterable[_Row]", rows):
        by_status[status] = count
        unassigned, is_late, is_soon = unassigned + of_nobody, is_late + over, is_soon + near
    return Counted(unassigned, is_late, is_soon, by_status)
