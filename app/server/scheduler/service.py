"""Timers that outlive the program: each is carried out exactly once, after a crash and with any clock.

In:  timers, set and cancelled inside the write transactions of those who need them.
Out: the handler of the timer's kind is called in the transaction that marks the timer done: both are on the
disk or neither is. A clock that is put forward makes timers due, one that is put back only delays those that
are not done. What was done is remembered for 30 days: the same timer set again for the same time is not
carried out a second time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.server.scheduler.model import Due, Handler, NightWork, OnAlarm, Timer
from app.server.scheduler.night import Nights
from app.server.storage.after import after_commit
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.tables import TimerRow
from app.server.storage.upsert import Insert
from app.tasks import Spawner, wait_for_event

log = logging.getLogger(__name__)

LONGEST_SLEEP_S: Final = 5.0  # other programs may set timers, and the clock may be set
AFTER_TROUBLE_S: Final = 2.0
FIRST_PAUSE_S: Final = 5  # after a failure; doubled each time
LONGEST_PAUSE_S: Final = 3600
ALARM_AFTER_TRIES: Final = 3
KEEP_DONE: Final = timedelta(days=30)
PURGE_AT_ONCE: Final = 500
PAUSE_S: Final = 0.2  # where another program holds what is due
_FAILED: Final = "timer-failed"
_CANCELLING: Final = (
    delete(TimerRow)
    .where(TimerRow.timer_id.in_(bindparam("ids", expanding=True)), TimerRow.done_at.is_(None))
    .execution_options(synchronize_session=False)
)


@lru_cache(maxsize=2)
def _setting(dialect: str) -> Insert:
    """Made once, since its making costs more than carrying it out."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(TimerRow)
    new = statement.excluded
    is_other = TimerRow.done_at.is_(None) | (TimerRow.due_at != new.due_at)
    names = ("kind", "subject", "due_at", "try_at", "payload", "tries", "done_at")
    return statement.on_conflict_do_update(
        index_elements=["timer_id"], set_={name: new[name] for name in names}, where=is_other
    )


class Scheduler:
    """One per server. ``on`` and ``every_night`` before ``start``; ``set`` and ``cancel`` at any time."""

    def __init__(
        self,
        database: Database,
        on_alarm: OnAlarm | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._on_alarm = on_alarm
        self._clock = clock
        self._handlers: dict[str, Handler] = {}
        self._failing: set[str] = set()
        self._tasks = Spawner("scheduler")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._nights = Nights(database, on_alarm, clock)
        self.every_night("timers", self._forget_done)

    # --- setting them: blocking, inside a write transaction ---

    def set(
        self,
        session: Session,
        timer_id: str,
        kind: str,
        subject: str,
        due_at: datetime,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """One timer per ``timer_id`` (160 characters): set again, the new time counts. For a time for which
        it was carried out already, nothing happens. ``subject``: "ticket:<id>", …"""
        self.set_all(session, [Timer(timer_id, kind, subject, due_at, payload or {})])

    def set_all(self, session: Session, timers: Sequence[Timer]) -> None:
        """Several at once, which costs hardly more than one."""
        if not timers:
            return
        rows = [
            {
                "timer_id": each.timer_id,
                "kind": each.kind,
                "subject": each.subject,
                "due_at": each.due_at,
                "try_at": each.due_at,
                "payload": dict(each.payload),
                "tries": 0,
                "done_at": None,
            }
            for each in timers
        ]
        session.execute(_setting(session.get_bind().dialect.name), rows)
        after_commit(session, self._wake, "scheduler")

    def cancel(self, session: Session, timer_id: str) -> None:
        """One that is done or unknown is left as it is."""
        self.cancel_all(session, [timer_id])

    def cancel_all(self, session: Session, timer_ids: Sequence[str]) -> None:
        if timer_ids:
            session.execute(_CANCELLING, {"ids": list(timer_ids)})

    def cancel_of(self, session: Session, subject: str, kind: str | None = None) -> None:
        """All open ones of a subject (and of one kind)."""
        statement = delete(TimerRow).where(TimerRow.subject == subject, TimerRow.done_at.is_(None))
        session.execute(statement.where(TimerRow.kind == kind) if kind else statement)

    # --- carrying them out ---

    def on(self, kind: str, handler: Handler) -> None:
        """Who carries out timers of this kind. Timers of kinds that nobody carries out stay as they are."""
        if kind in self._handlers:
            raise ValueError(f"timers of kind {kind} are carried out already")
        self._handlers[kind] = handler

    def every_night(self, name: str, work: NightWork) -> None:
        """Once a day after 3:00 of the server's time zone; soon after the start where that was missed."""
        self._nights.add(name, work)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._tasks.spawn(self._run(), "timers")
        self._tasks.spawn(self._nights.run(), "nights")

    async def close(self) -> None:
        """A timer that is being carried out is finished by the database's thread."""
        await self._tasks.close()
        self._loop = None

    def run_due_now(self, now: datetime) -> int:
        """Blocking: carry out all that is due; how many were. For tools and tests."""
        count = 0
        while self._database.write_now(lambda session: self._one(session, now)) is not None:
            count += 1
        return count

    async def tonight(self) -> list[str]:
        """Do what every night is done, where it was not done yet; the names of what was. For tests."""
        return await self._nights.once()

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            try:
                next_at = await self._database.read(self._next_at)
                left_s = (next_at - self._clock()).total_seconds() if next_at else LONGEST_SLEEP_S
                if left_s <= 0:
                    left_s = 0.0 if await self._step(self._clock()) else PAUSE_S
            except StorageError as error:
                log.warning("scheduler: %s", error)
                await asyncio.sleep(AFTER_TROUBLE_S)
                continue
            if left_s > 0:
                await wait_for_event(self._changed, min(left_s, LONGEST_SLEEP_S))

    async def _step(self, now: datetime) -> bool:
        return await self._database.write(lambda session: self._one(session, now)) is not None

    def _one(self, session: Session, now: datetime) -> str | None:
        """Carry out the one that is due first; its id, None where none is."""
        row = session.scalars(
            select(TimerRow)
            .where(
                TimerRow.done_at.is_(None), TimerRow.try_at <= now, TimerRow.kind.in_(list(self._handlers))
            )
            .order_by(TimerRow.done_at, TimerRow.try_at, TimerRow.timer_id)  # as the index is
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        due = Due(row.timer_id, row.kind, row.subject, row.due_at, dict(row.payload), row.tries)
        try:
            with session.begin_nested():
                self._mark(session, due, done_at=now)
                session.expunge(row)
                self._handlers[due.kind](session, due, now)
                session.flush()
        except Exception as error:  # noqa: BLE001  one fault may not keep the others from being done
            self._fail(session, due, now, error)
        else:
            self._works(due)
        return due.timer_id

    def _mark(self, session: Session, due: Due, **values: Any) -> None:
        session.execute(update(TimerRow).where(TimerRow.timer_id == due.timer_id).values(**values))

    def _fail(self, session: Session, due: Due, now: datetime, error: Exception) -> None:
        log.error("timer %s of %s failed", due.timer_id, due.subject, exc_info=error)
        pause_s = min(FIRST_PAUSE_S * 2 ** min(due.tries, 12), LONGEST_PAUSE_S)
        again_at = now + timedelta(seconds=pause_s)
        self._mark(session, due, tries=due.tries + 1, try_at=again_at)
        if due.tries + 1 >= ALARM_AFTER_TRIES and due.timer_id not in self._failing:
            self._failing.add(due.timer_id)
            self._alarm(f"{due.kind} of {due.subject} cannot be done; it is tried again.", over=False)

    def _works(self, due: Due) -> None:
        if due.timer_id in self._failing:
            self._failing.discard(due.timer_id)
            if not self._failing:
                self._alarm("Everything that was due is done again.", over=True)

    def _alarm(self, text: str, *, over: bool) -> None:
        """We are in the database's thread; alarms live on the event loop."""
        if self._on_alarm is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._on_alarm, _FAILED, text, over)

    def _next_at(self, session: Session) -> datetime | None:
        """By the index alone, however many there are: min() would look at each."""
        known = TimerRow.kind.in_(list(self._handlers))
        first = select(TimerRow.try_at).where(TimerRow.done_at.is_(None), known)
        return session.scalars(first.order_by(TimerRow.done_at, TimerRow.try_at).limit(1)).first()

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._changed.set)

    async def _forget_done(self, now: datetime) -> None:
        old = select(TimerRow.timer_id).where(TimerRow.done_at < now - KEEP_DONE).limit(PURGE_AT_ONCE)

        def forget(session: Session) -> int:
            names = session.scalars(old).all()
            session.execute(delete(TimerRow).where(TimerRow.timer_id.in_(names)))
            return len(names)

        count = PURGE_AT_ONCE
        while count == PURGE_AT_ONCE:
            count = await self._database.write(forget)
