"""The ledger: every fact in order, written in groups by one thread; the call records are kept beside it.

In:  facts from the runner, on the event loop: ``append`` only puts them into memory and gives a number.
Out: rows of table ``ledger`` and, in the same transaction, what ``project`` makes of them (call records).
A disk that is full or a locked database loses nothing as long as the process lives: the facts wait in
memory, ``on_trouble`` is told, and it is tried again each second.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from app.server.core.facts import Fact
from app.server.storage.database import Database
from app.server.storage.errors import StorageConflictError, StorageError
from app.server.storage.facts_codec import fact_row
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import LedgerRow
from app.server.storage.types import from_us, to_us

log = logging.getLogger(__name__)

GROUP_S: Final = 0.020
BATCH: Final = 500  # a longer one would hold the event loop through the interpreter lock
RETRY_S: Final = 1.0
HEARTBEAT_S: Final = 2.0
NOTE_S: Final = 1.0  # the sign of life is written with facts at most that often: they have times of their own
SEQ_GAP: Final = 1000  # numbers that desktops got before a crash are never used again
MOST_WAITING: Final = 200_000  # facts in memory while the disk is full: about two hours of 300 busy lines


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact with its number and time."""

    seq: int
    at: datetime
    fact: Fact


ALIVE_AT: Final = "alive_at"  # key in table ``meta``: microseconds since 1970

Projection = Callable[[Connection, Sequence[Kept]], None]
OnTrouble = Callable[[str, str], None]
_UNWRITABLE = (
    StorageConflictError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)  # no use to try again


_INSERT_FACT: Final = insert(LedgerRow)


class LedgerClosedError(Exception):
    """A fact came after ``close``."""


class Ledger:
    """Open it after ``migrate``. ``on_trouble(error_id, text)`` is called from the writer thread when
    trouble begins and, with error_id "", when it is over."""

    def __init__(
        self,
        database: Database,
        project: Projection,
        on_trouble: OnTrouble | None = None,
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._database = database
        self._project = project
        self._on_trouble = on_trouble or _log_trouble
        self._most_waiting = most_waiting
        last, self.last_alive_at = database.read_now(_where_it_ended)
        self._next_seq = 1 if last is None else last + SEQ_GAP
        self._waiting: deque[Kept] = deque()
        self._flushes: deque[tuple[int, Future[None]]] = deque()
        self._lock = threading.Lock()
        self._arrived = threading.Event()  # there is something to write
        self._urgent = threading.Event()  # do not wait for more
        self._give_up = threading.Event()
        self._closing = False
        self._trouble = ""
        self._noted_s = float("-inf")  # monotonic time of the last sign of life
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    @property
    def last_seq(self) -> int:
        """Number of the newest fact, or what the numbers begin after."""
        return self._next_seq - 1

    @property
    def waiting(self) -> int:
        """Facts that are not on the disk yet."""
        return len(self._waiting)

    @property
    def trouble(self) -> str:
        """error_id of what keeps facts from the disk, or ""."""
        return self._trouble

    def append(self, fact: Fact, at: datetime, *, urgent: bool = False) -> int:
        """Number the fact and have it written within 20 ms. Never blocks; call it on one thread only.

        Raises LedgerClosedError, ValueError for a time without a zone.
        """
        if at.tzinfo is None:
            raise ValueError("the time of a fact needs a zone")
        with self._lock:
            if self._closing:
                raise LedgerClosedError("the ledger is closed")
            seq = self._next_seq
            self._next_seq += 1
            if len(self._waiting) < self._most_waiting:
                self._waiting.append(Kept(seq, at, fact))
            else:
                log.critical("ledger: no room for fact %d: %r", seq, fact)
        self._arrived.set()
        if urgent:
            self._urgent.set()
        return seq

    async def flush(self) -> None:
        """Return when everything appended so far is on the disk; waits as long as trouble lasts."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()  # who waits may give up; the writer must not stumble over that
        with self._lock:
            if not self._waiting:
                return
            self._flushes.append((self._waiting[-1].seq, future))
        self._arrived.set()
        self._urgent.set()
        await asyncio.wrap_future(future)

    async def close(self, timeout_s: float = 5.0) -> None:
        """Write what waits (tried for ``timeout_s``), then stop. Afterwards ``append`` raises."""
        with self._lock:
            self._closing = True
        self._arrived.set()
        self._urgent.set()
        await asyncio.to_thread(self._thread.join, timeout_s)
        self._give_up.set()
        await asyncio.to_thread(self._thread.join)
        if self._waiting:
            log.critical("ledger: closed with %d facts not on the disk", len(self._waiting))
        for _, future in self._flushes:
            future.set_exception(LedgerClosedError("the ledger was closed before this was on the disk"))

    # --- the writer thread -----------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            if not self._arrived.wait(HEARTBEAT_S):
                self._beat()
                continue
            if not self._closing:
                self._urgent.wait(GROUP_S)
            self._arrived.clear()
            self._urgent.clear()
            while not self._write_waiting():
                self._give_up.wait(RETRY_S / 4 if self._closing else RETRY_S)
                if self._give_up.is_set():
                    return
            if self._closing and not self._waiting:
                return

    def _write_waiting(self) -> bool:
        """Write all that waits, batch by batch. False: the disk does not take it now."""
        while True:
            with self._lock:
                batch = list(islice(self._waiting, BATCH))
            if not batch:
                return True
            try:
                self._write_batch(batch)
            except StorageError as error:
                self._say_trouble(error)
                return False
            with self._lock:
                for _ in batch:
                    self._waiting.popleft()
            self._say_solved()
            self._release_flushes(batch[-1].seq)

    def _write_batch(self, batch: Sequence[Kept]) -> None:
        try:
            self._write(batch, self._project)
        except _UNWRITABLE:
            log.exception("ledger: a batch of %d facts cannot be written together", len(batch))
            for kept in batch:
                self._write_alone(kept)

    def _write_alone(self, kept: Kept) -> None:
        """One fact that nobody can project, or whose number is taken, may not keep the others waiting."""
        for project in (self._project, _no_projection):
            try:
                self._write([kept], project)
                return
            except _UNWRITABLE:
                log.exception("ledger: fact %d cannot be written: %r", kept.seq, kept.fact)
        self._on_trouble("ledger-lost", f"Fact {kept.seq} cannot be kept; it stands in the log.")

    def _write(self, batch: Sequence[Kept], project: Projection) -> None:
        with self._database.connection() as connection:
            connection.execute(_INSERT_FACT, [fact_row(kept.seq, kept.at, kept.fact) for kept in batch])
            project(connection, batch)
            now_s = time.monotonic()
            is_note_due = now_s - self._noted_s >= NOTE_S
            if is_note_due:
                self._note_alive(connection)
        if is_note_due:
            self._noted_s = now_s  # only what was committed counts

    def _beat(self) -> None:
        """Write down now and then that the program lives: a call cut off by a crash ended after that."""
        try:
            with self._database.connection() as connection:
                self._note_alive(connection)
        except StorageError as error:
            log.warning("ledger: no sign of life written: %s", error)

    def _note_alive(self, connection: Connection) -> None:
        set_meta(connection, ALIVE_AT, str(to_us(datetime.now(UTC))))

    def _release_flushes(self, written_seq: int) -> None:
        with self._lock:
            while self._flushes and self._flushes[0][0] <= written_seq:
                self._flushes.popleft()[1].set_result(None)

    def _say_trouble(self, error: StorageError) -> None:
        if self._trouble != error.error_id:
            self._trouble = error.error_id
            self._on_trouble(error.error_id, str(error))

    def _say_solved(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._on_trouble("", "The database takes facts again; everything was saved.")


def _where_it_ended(session: Session) -> tuple[int | None, datetime | None]:
    """Number of the last fact, and the last instant at which the program is known to have lived."""
    alive_us = get_meta(session, ALIVE_AT)
    last = session.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).one_or_none()
    instants = [last.at] if last else []
    if alive_us:
        instants.append(from_us(int(alive_us)))
    return last.seq if last else None, max(instants, default=None)


def _no_projection(connection: Connection, batch: Sequence[Kept]) -> None:
    """The fact is in the ledger; its call record is not changed."""


def _log_trouble(error_id: str, text: str) -> None:
    log.error("ledger: %s %s", error_id, text)
