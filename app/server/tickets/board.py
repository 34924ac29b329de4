"""The board of a type (a column for each state) and the numbers above the lists.

Counting 100,000 open tickets takes a few tens of milliseconds, so what is the same for many is counted once
in two seconds: everything for leads, what belongs to a department for its agents.
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
from app.server.storage.tables import Ticket
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.tickets.listing import late, soon, wanted
from app.server.tickets.pages import page
from app.server.tickets.types import TypeBook
from app.server.tickets.views import Reader, TicketViews

IN_COLUMN: Final = 30
COUNTED_FOR: Final = timedelta(seconds=2)
_Row = tuple[str, int, int, int, int]
_SHELF: Final = Ticket.archived.is_(False)


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
        asked = wanted(session, plain, reader, now)
        counted = select(Ticket.status, func.count()).where(*asked.conditions).group_by(Ticket.status)
        counts = dict(session.execute(counted).tuples().all())
        columns: list[BoardColumn] = []
        for state in kind.view.states:
            if state.kind == "ARCHIVED" or (query.status and state.code not in query.status):
                continue
            count = counts.get(state.code, 0)
            here = asked.also(Ticket.status == state.code)
            rows, cursor = page(session, here, query.sort, None, IN_COLUMN) if count else ([], None)
            views = self._views.many(session, rows, reader, now)
            columns.append(BoardColumn(state=state, count=count, tickets=views, cursor=cursor))
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
            return self._kept(("*",), now, lambda: _count(session, now, _SHELF))
        departments = sorted({*reader.person.departments, ""})
        there = Ticket.department.in_(departments)
        shared = self._kept(("in", *departments), now, lambda: _count(session, now, there, _SHELF))
        own = or_(Ticket.assigned_to == reader.user_id, Ticket.created_by == reader.user_id)
        # In an expression it calls for no index: hers are looked up by whose they are.
        here = func.coalesce(Ticket.archived, False).is_(False)
        elsewhere = and_(own, Ticket.department.not_in(departments), here)
        key = ("own", reader.user_id, *departments)
        return shared + self._kept(key, now, lambda: _count(session, now, elsewhere))

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


def _count(session: Session, now: datetime, *where: ColumnElement[bool]) -> Counted:
    """In one go, from an index that holds all of it: in the order of its own, not of the statuses."""
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
