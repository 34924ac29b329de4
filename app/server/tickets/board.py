"""The board of a type (a column for each state) and the numbers above the lists.

Counting 100,000 open tickets takes a few tens of milliseconds, so what is the same for many is counted once
in two seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.contracts.tickets import BoardColumn, BoardView, TicketCounts, TicketQuery
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.tickets.listing import conditions, late, page, soon
from app.server.tickets.types import TypeBook
from app.server.tickets.views import Reader, TicketViews

IN_COLUMN: Final = 30
COUNTED_FOR: Final = timedelta(seconds=2)
_Shared = tuple[datetime, tuple[int, int, int, dict[str, int]]]


class Board:
    def __init__(self, types: TypeBook, views: TicketViews) -> None:
        self._types = types
        self._views = views
        self._lock = threading.Lock()
        self._shared: dict[tuple[str, ...], _Shared] = {}  # by what somebody's lists show

    def board(
        self, session: Session, type_code: str, query: TicketQuery, reader: Reader, now: datetime
    ) -> BoardView:
        """Of the archive nothing is shown here. Raises InvalidValueError."""
        kind = self._types.all(session).get(type_code)
        if kind is None:
            raise InvalidValueError("There is no such type of ticket.")
        plain = query.model_copy(update={"type": [type_code], "status": [], "archived": False})
        wanted = conditions(session, plain, reader, now)
        counted = select(Ticket.status, func.count()).where(*wanted).group_by(Ticket.status)
        counts = dict(session.execute(counted).tuples().all())
        columns: list[BoardColumn] = []
        for state in kind.view.states:
            if state.kind == "ARCHIVED" or (query.status and state.code not in query.status):
                continue
            here = [*wanted, Ticket.status == state.code]
            rows, cursor = page(session, here, query.sort, None, IN_COLUMN)
            columns.append(
                BoardColumn(
                    state=state,
                    count=counts.get(state.code, 0),
                    tickets=self._views.many(session, rows, reader, now),
                    cursor=cursor,
                )
            )
        return BoardView(type=type_code, columns=columns)

    def counts(self, session: Session, reader: Reader, now: datetime) -> TicketCounts:
        me = (Ticket.assigned_to == reader.user_id, Ticket.archived.is_(False))
        mine = session.scalar(
            select(func.count()).select_from(Ticket).where(*me, Ticket.status_kind.in_(OPEN_KINDS))
        )
        unassigned, is_late, is_soon, by_status = self._of_all(session, reader, now)
        return TicketCounts(
            mine=mine or 0, unassigned=unassigned, late=is_late, soon=is_soon, by_status=by_status
        )

    def _of_all(
        self, session: Session, reader: Reader, now: datetime
    ) -> tuple[int, int, int, dict[str, int]]:
        """Of what her lists show; for leads and readers of all the same, so it is counted for all of them."""
        key = ("*",) if reader.person.sees_all else ("me", reader.user_id)
        with self._lock:
            known = self._shared.get(key)
            if known is not None and timedelta(0) <= now - known[0] < COUNTED_FOR:
                return known[1]
        scope = reader.person.in_lists()
        base = [Ticket.archived.is_(False), *([scope] if scope is not None else [])]
        count = _counter(session, base)
        by_status = select(Ticket.status, func.count()).where(*base).group_by(Ticket.status)
        found = (
            count(Ticket.assigned_to.is_(None), Ticket.status_kind.in_(OPEN_KINDS)),
            count(late(now)),
            count(soon(now)),
            dict(session.execute(by_status).tuples().all()),
        )
        with self._lock:
            self._shared = {
                name: each for name, each in self._shared.items() if now - each[0] < COUNTED_FOR
            } | {key: (now, found)}
        return found

    def forget(self) -> None:
        """Something changed: whoever asks next is told what is true now."""
        with self._lock:
            self._shared.clear()


def _counter(session: Session, base: list[ColumnElement[bool]]) -> Callable[..., int]:
    def count(*more: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(Ticket).where(*base, *more)) or 0

    return count
