"""Many customers, a window at a time: nobody waits for a walk through a million of them.

In:  a ``Selection``. Out: a page of customers in the order of names, a count, or all of them in portions.
Each window is a read of its own (some ten milliseconds); between windows others have their turn. Where an
index says that few are candidates, those alone are looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session

from app.server.customers.filters import Selection
from app.server.storage.database import Database
from app.server.storage.tables import Customer

WINDOW: Final = 5_000  # customers looked at in one read
FEW: Final = 5_000  # candidates of an index that are looked at at once
PAGE_BUDGET_S: Final = 0.5
COUNT_BUDGET_S: Final = 1.5

Place = tuple[str, str]  # (name, customer_id) of the last one
MakeSelection = Callable[[Session], Selection]


@dataclass(frozen=True, slots=True)
class Counted:
    """``complete``: False where the time was over; then there are at least so many."""

    count: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Window:
    rows: list[Customer]
    end: Place | None  # where the next one begins; None: there is none


class Walk:
    """One selection. ``make`` is called in a reader's thread, once."""

    def __init__(self, database: Database, make: MakeSelection, window: int = WINDOW) -> None:
        self._database = database
        self._make = make
        self._size = window
        self._made: Selection | None = None
        self._few: list[str] | None = None

    async def page(
        self, after: Place | None, limit: int, budget_s: float = PAGE_BUDGET_S
    ) -> tuple[list[Customer], Place | None]:
        """Up to ``limit`` customers; fewer with a place to go on from when the time is over. Raises
        InvalidValueError."""
        started = monotonic()
        found: list[Customer] = []
        place = after
        while True:
            window = await self._window(place, limit + 1 - len(found))
            found += window.rows
            if len(found) > limit:
                return found[:limit], _place(found[limit - 1])
            if window.end is None:
                return found, None
            place = window.end
            if monotonic() - started > budget_s:
                return found, place

    async def count(self, budget_s: float | None = COUNT_BUDGET_S) -> Counted:
        """``budget_s`` None: however long it takes. Raises InvalidValueError."""
        started = monotonic()
        place: str | None = ""
        count = 0
        while place is not None:
            begin = place
            more, place = await self._database.read(lambda session, begin=begin: self._count(session, begin))
            count += more
            if budget_s is not None and place is not None and monotonic() - started > budget_s:
                return Counted(count, complete=False)
            await asyncio.sleep(0)
        return Counted(count)

    async def ids(self) -> AsyncIterator[list[str]]:
        """All of them, in the order of ids. Raises InvalidValueError."""
        place: str | None = ""
        while place is not None:
            begin = place
            found, place = await self._database.read(lambda session, begin=begin: self._ids(session, begin))
            if found:
                yield found

    async def all(self, portion: int = 500) -> AsyncIterator[list[Customer]]:
        """In the order of names. Raises InvalidValueError."""
        place: Place | None = None
        while True:
            window = await self._window(place, portion)
            if window.rows:
                yield window.rows
            if window.end is None:
                return
            place = window.end

    async def _window(self, after: Place | None, limit: int) -> _Window:
        return await self._database.read(lambda session: self._read(session, after, limit))

    def _read(self, session: Session, after: Place | None, limit: int) -> _Window:
        """At most ``limit`` of the next window."""
        selection = self._selection(session)
        order = (Customer.name, Customer.customer_id)
        statement = select(Customer).where(selection.where)
        if self._few is not None:
            statement = statement.where(Customer.customer_id.in_(self._few))
            if after is not None:
                statement = statement.where(tuple_(*order) > tuple_(*after))
            by_name = (
                func.coalesce(Customer.name, ""),
                Customer.customer_id,
            )  # sorts; walks no index of names
            rows = list(session.scalars(statement.order_by(*by_name).limit(limit)))
            return _Window(rows, _place(rows[-1]) if len(rows) == limit else None)
        end = self._end(session, after)
        if after is not None:
            statement = statement.where(tuple_(*order) > tuple_(*after))
        if end is not None:
            statement = statement.where(tuple_(*order) <= tuple_(*end))
        rows = list(session.scalars(statement.order_by(*order).limit(limit)))
        return _Window(rows, _place(rows[-1]) if len(rows) == limit else end)

    def _end(self, session: Session, after: Place | None) -> Place | None:
        """The last one of the window after ``after``; None where it is the last window."""
        order = (Customer.name, Customer.customer_id)
        statement = select(*order).order_by(*order).offset(self._size - 1).limit(1)
        if after is not None:
            statement = statement.where(tuple_(*order) > tuple_(*after))
        found = session.execute(statement).tuples().first()
        return (found[0], found[1]) if found else None

    def _count(self, session: Session, after: str) -> tuple[int, str | None]:
        window, end = self._by_id(session, after)
        selection = self._selection(session)
        statement = select(func.count()).select_from(Customer).where(selection.where, window)
        return session.scalar(statement) or 0, end

    def _ids(self, session: Session, after: str) -> tuple[list[str], str | None]:
        window, end = self._by_id(session, after)
        selection = self._selection(session)
        return list(session.scalars(select(Customer.customer_id).where(selection.where, window))), end

    def _by_id(self, session: Session, after: str) -> tuple[ColumnElement[bool], str | None]:
        """The next window, and where the one after it begins; None where it is the last."""
        self._selection(session)
        if self._few is not None:
            return Customer.customer_id.in_(self._few), None
        beyond: ColumnElement[bool] = Customer.customer_id > after
        ids = select(Customer.customer_id).where(beyond).order_by(Customer.customer_id)
        end = session.scalar(ids.offset(self._size - 1).limit(1))
        return (beyond if end is None else and_(beyond, Customer.customer_id <= end)), end

    def _selection(self, session: Session) -> Selection:
        if self._made is None:
            selection = self._make(session)
            for narrow in selection.narrow:
                ids: list[Any] = list(session.scalars(narrow.limit(FEW + 1)))
                if len(ids) <= FEW and (self._few is None or len(ids) < len(self._few)):
                    self._few = ids
            self._made = selection
        return self._made


def _place(row: Customer) -> Place:
    return (row.name, row.customer_id)
