"""What of notices is kept, and how long: texts and addresses go first, that something was sent stays longer.

In:  every night. Out: rows without texts, rows deleted, in batches that hold the writer only for moments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from app.server.notify.model import DELIVERED, FAILED, SENT, SKIPPED
from app.server.notify.rules import text_days
from app.server.storage.database import Database
from app.server.storage.tables import MessageOut, NoticeRow

BATCH = 300
KEEP_ROWS = timedelta(days=730)
KEEP_NOTICES = timedelta(days=180)
KEEP_READ = timedelta(days=60)
_OVER = MessageOut.state.in_((SENT, DELIVERED, FAILED, SKIPPED))


class Keeping:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def tidy(self, now: datetime) -> None:
        """Raises StorageError; what was done stays done."""
        days = await self._database.read(text_days)
        old = select(MessageOut.message_id).where(_OVER)
        await self._each(old.where(MessageOut.at < now - days, MessageOut.address != ""), _forget_texts)
        await self._each(old.where(MessageOut.at < now - KEEP_ROWS), _delete_messages)
        is_read = (NoticeRow.at < now - KEEP_READ) & NoticeRow.read_at.is_not(None)
        notices = select(NoticeRow.notice_id).where(is_read | (NoticeRow.at < now - KEEP_NOTICES))
        await self._each(notices, _delete_notices)

    async def _each(self, which: Select[int], work: Callable[[Session, Sequence[int]], None]) -> None:
        while True:
            ids = await self._database.read(lambda session: session.scalars(which.limit(BATCH)).all())
            if ids:
                await self._database.write(lambda session, some=ids: work(session, some))
            if len(ids) < BATCH:
                return


def _forget_texts(session: Session, ids: Sequence[int]) -> None:
    gone = update(MessageOut).where(MessageOut.message_id.in_(ids))
    session.execute(gone.values(text="", title="", address="", values={}))


def _delete_messages(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(MessageOut).where(MessageOut.message_id.in_(ids)))


def _delete_notices(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(NoticeRow).where(NoticeRow.notice_id.in_(ids)))
