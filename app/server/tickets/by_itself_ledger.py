"""Follows the ledger for what makes a ticket: voice messages, and call-backs that came to nothing.

In:  rows of the ledger after the last one that was looked at. Out: ``TicketsByItself`` is told, in the
transaction that moves the mark on: after a crash nothing is left out and nothing is done twice. What happened
before this program knew of tickets by themselves makes none.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.core.facts import CallBackEnded, Fact, MessageLeft
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError, StorageError
from app.server.storage.facts_codec import FactUnreadableError, decode_fact
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import LedgerRow
from app.server.tickets.by_itself import TicketsByItself

log = logging.getLogger(__name__)
MARK: Final = "tickets_ledger_seq"  # key in table ``meta``
LOOK_EVERY_S: Final = 2.0
AFTER_TROUBLE_S: Final = 10.0
AT_ONCE: Final = 10  # tickets in one transaction
MARK_AFTER: Final = 50_000  # facts without a ticket until the mark is moved on
_KINDS: Final = (MessageLeft.__name__, CallBackEnded.__name__)


class LedgerFollower:
    def __init__(self, database: Database, by_itself: TicketsByItself) -> None:
        self._database = database
        self._by_itself = by_itself
        self._seen: int | None = None

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                more = await self.once()
            except StorageError as error:
                log.warning("tickets by themselves: %s", error)
                await asyncio.sleep(AFTER_TROUBLE_S)
                continue
            if not more:
                await asyncio.sleep(LOOK_EVERY_S)

    async def once(self) -> bool:
        """Look at what is new; whether there is more. Raises StorageError."""
        if self._seen is None:
            self._seen = await self._database.write(_first_mark)
        seen = self._seen
        rows, last = await self._database.read(lambda session: _new_rows(session, seen))
        if rows:
            last = rows[-1].seq
        if rows or last - seen > MARK_AFTER:
            await self._database.write(lambda session: self._take(session, rows, last))
        self._seen = last
        return len(rows) == AT_ONCE

    def _take(self, session: Session, rows: list[LedgerRow], last: int) -> None:
        for row in rows:
            try:
                fact = decode_fact(row.kind, row.payload)
            except FactUnreadableError as error:
                log.error("tickets by themselves: fact %d: %s", row.seq, error)
                continue
            try:
                with session.begin_nested():
                    self._tell(session, fact, row.at)
            except (InvalidValueError, NotFoundError, ValueError) as error:
                log.error("tickets by themselves: nothing was made of fact %d: %s", row.seq, error)
        set_meta(session, MARK, str(last))

    def _tell(self, session: Session, fact: Fact, at: datetime) -> None:
        if isinstance(fact, MessageLeft):
            self._by_itself.message_left(session, fact, at)
        elif isinstance(fact, CallBackEnded):
            self._by_itself.callback_ended(session, fact, at)


def _first_mark(session: Session) -> int:
    mark = get_meta(session, MARK)
    if mark is not None:
        return int(mark)
    last = session.scalar(select(func.max(LedgerRow.seq))) or 0
    set_meta(session, MARK, str(last))
    return last


def _new_rows(session: Session, seen: int) -> tuple[list[LedgerRow], int]:
    last = session.scalar(select(func.max(LedgerRow.seq))) or 0
    wanted = (
        select(LedgerRow)
        .where(LedgerRow.seq > seen, LedgerRow.seq <= last, LedgerRow.kind.in_(_KINDS))
        .order_by(LedgerRow.seq)
        .limit(AT_ONCE)
    )
    return list(session.scalars(wanted)), max(last, seen)
