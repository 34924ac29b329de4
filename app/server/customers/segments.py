"""Segments: saved filters with the count of whom they hold for.

In:  names and filters. Out: lists, pages of customers, counts. A count is kept and refreshed in the
background (when the segment is new, changed or looked at after a while, and every night); no request waits
for a full one.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customer_work import FilterCount, NewSegment, SegmentView
from app.contracts.customers import CustomerView
from app.contracts.filters import Filter, FilterField
from app.server.customers.walking import Place, Walk
from app.server.customers.work_parts import WorkParts, clean_name, demand, plain, stored_filter
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.security.viewing import ALL_EYES
from app.server.storage.after import after_commit
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import SegmentRow

FRESH: Final = timedelta(minutes=10)
MOST_OF_ONE: Final = 100
FIRST: Final = 5


class Segments:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts
        self._to_count: dict[str, None] = {}  # in the order in which they were asked for

    # --- reading ---

    async def fields(self, user: SignedInUser) -> list[FilterField]:
        eyes = self._parts.viewing.eyes(user)
        return await self._parts.database.read(lambda session: self._parts.fields(session).views(eyes))

    async def list(self, user: SignedInUser) -> list[SegmentView]:
        """Her own and the shared ones, by name."""

        def read(session: Session) -> list[SegmentRow]:
            visible = or_(SegmentRow.owner_id == user.user_id, SegmentRow.shared)
            rows = select(SegmentRow).where(visible).order_by(SegmentRow.name, SegmentRow.segment_id)
            return list(session.scalars(rows))

        rows = await self._parts.database.read(read)
        stale = self._parts.clock() - FRESH
        for row in rows:
            if row.counted_at is None or row.counted_at < stale:
                self._to_count[row.segment_id] = None
        return [_view(row, user) for row in rows]

    async def customers(
        self, user: SignedInUser, segment_id: str, cursor: str | None, limit: int
    ) -> Page[CustomerView]:
        """In the order of names; a page may be short, or empty, and still have a next one: then the search
        went on for long enough. Raises NotFoundError, InvalidValueError."""
        wanted = await self.filter_of(user, segment_id)
        return await self._page(user, self._parts.walk(wanted, ALL_EYES), cursor, limit)

    async def matching(
        self, user: SignedInUser, wanted: Filter, cursor: str | None, limit: int
    ) -> Page[CustomerView]:
        """The same of a filter that is not saved. Raises InvalidValueError."""
        eyes = self._parts.viewing.eyes(user)
        return await self._page(user, self._parts.walk(wanted, eyes), cursor, limit)

    async def count(self, user: SignedInUser, wanted: Filter) -> FilterCount:
        """Raises InvalidValueError."""
        eyes = self._parts.viewing.eyes(user)
        walk = self._parts.walk(wanted, eyes)
        counted = await walk.count()
        rows, _ = await walk.page(None, FIRST) if counted.count else ([], None)
        first = await self._parts.shown(rows, eyes)
        return FilterCount(count=counted.count, complete=counted.complete, first=first)

    async def filter_of(self, user: SignedInUser, segment_id: str) -> Filter:
        """Raises NotFoundError, InvalidValueError."""
        row = await self._parts.database.read(lambda session: _visible(session, user, segment_id))
        return stored_filter(row.filter)

    async def _page(
        self, user: SignedInUser, walk: Walk, cursor: str | None, limit: int
    ) -> Page[CustomerView]:
        after: Place | None = None
        if cursor:
            name, customer_id = decode_cursor(cursor, (str, str))
            after = (str(name), str(customer_id))
        rows, place = await walk.page(after, limit)
        shown = await self._parts.shown(rows, self._parts.viewing.eyes(user))
        return Page[CustomerView](items=shown, next_cursor=encode_cursor(*place) if place else None)

    # --- writing: inside a write transaction ---

    def create(self, session: Session, user: SignedInUser, new: NewSegment, now: datetime) -> SegmentView:
        """Raises InvalidValueError, NotAllowedError."""
        _check_sharing(user, new)
        mine = select(func.count()).where(SegmentRow.owner_id == user.user_id)
        if (session.scalar(mine) or 0) >= MOST_OF_ONE:
            raise InvalidValueError(f"Nobody has more than {MOST_OF_ONE} segments; delete one first.")
        row = SegmentRow(segment_id=uuid.uuid4().hex, owner_id=user.user_id, created_at=now)
        self._put(session, user, row, new)
        session.add(row)
        note_deed(session, now, user.user_id, "segment.created", row.segment_id, row.name)
        return _view(row, user)

    def change(
        self, session: Session, user: SignedInUser, segment_id: str, new: NewSegment, now: datetime
    ) -> SegmentView:
        """Raises NotFoundError, InvalidValueError, NotAllowedError."""
        row = _writable(session, user, segment_id)
        _check_sharing(user, new)
        self._put(session, user, row, new)
        note_deed(session, now, user.user_id, "segment.changed", row.segment_id, row.name)
        return _view(row, user)

    def delete(self, session: Session, user: SignedInUser, segment_id: str, now: datetime) -> SegmentView:
        """What was deleted. Raises NotFoundError, NotAllowedError."""
        row = _writable(session, user, segment_id)
        session.delete(row)
        note_deed(session, now, user.user_id, "segment.deleted", row.segment_id, row.name)
        return _view(row, user)

    def _put(self, session: Session, user: SignedInUser, row: SegmentRow, new: NewSegment) -> None:
        self._parts.select(session, new.filter, self._parts.viewing.eyes(user))  # or it is refused
        row.name, row.shared = clean_name(new.name, 120), new.shared
        if (filtered := plain(new.filter)) != row.filter:
            row.filter, row.count, row.counted_at = filtered, None, None
        segment_id = row.segment_id
        after_commit(session, lambda: self._to_count.update({segment_id: None}))

    # --- counts ---

    async def count_next(self) -> bool:
        """Count one of those that are to be counted; False where none is."""
        segment_id = next(iter(self._to_count), None)
        if segment_id is None:
            return False
        del self._to_count[segment_id]
        await self._recount(segment_id)
        return True

    async def count_all(self) -> None:
        """Nightly."""
        ids = await self._parts.database.read(
            lambda session: list(session.scalars(select(SegmentRow.segment_id)))
        )
        for segment_id in ids:
            await self._recount(segment_id)

    async def _recount(self, segment_id: str) -> None:
        row = await self._parts.database.read(lambda session: session.get(SegmentRow, segment_id))
        if row is None:
            return
        counted_at = self._parts.clock()
        try:
            counted = await self._parts.walk(stored_filter(row.filter), ALL_EYES).count(budget_s=None)
        except InvalidValueError:  # of a field that the company has no more
            return
        was = row.filter

        def keep(session: Session) -> None:
            now = session.get(SegmentRow, segment_id)
            if now is not None and now.filter == was:
                now.count, now.counted_at = counted.count, counted_at

        await self._parts.database.write(keep)


def _check_sharing(user: SignedInUser, new: NewSegment) -> None:
    if new.shared:
        demand(user, Right.SET_UP_CUSTOMERS, "Segments for all are made by supervisors.")


def _visible(session: Session, user: SignedInUser, segment_id: str) -> SegmentRow:
    row = session.get(SegmentRow, segment_id)
    if row is None or not (row.shared or row.owner_id == user.user_id):
        raise NotFoundError("There is no such segment.")
    return row


def _writable(session: Session, user: SignedInUser, segment_id: str) -> SegmentRow:
    row = _visible(session, user, segment_id)
    if row.owner_id != user.user_id and not user.may(Right.SET_UP_CUSTOMERS):
        raise NotAllowedError("This segment belongs to somebody else.")
    return row


def _view(row: SegmentRow, user: SignedInUser) -> SegmentView:
    return SegmentView(
        segment_id=row.segment_id,
        name=row.name,
        filter=stored_filter(row.filter),
        shared=row.shared,
        mine=row.owner_id == user.user_id,
        count=row.count,
        counted_at=row.counted_at,
    )
