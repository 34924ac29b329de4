"""What is done once a night. The day on which it was last done stands in the database.

In:  names and their work. Out: each done once a day after HOUR of the server's time zone; one that fails is
tried again after a while, says so, and keeps no other from being done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.server.scheduler.model import NightWork, OnAlarm
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.meta import get_meta, set_meta

log = logging.getLogger(__name__)

HOUR: Final = 3
AFTER_START_S: Final = 120.0  # a start is busy enough
LOOK_EVERY_S: Final = 300.0  # the clock may be set meanwhile
_FAILED: Final = "night-work-failed"


class Nights:
    def __init__(self, database: Database, on_alarm: OnAlarm | None, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._on_alarm = on_alarm
        self._clock = clock
        self._works: dict[str, NightWork] = {}
        self._failing: set[str] = set()

    def add(self, name: str, work: NightWork) -> None:
        if name in self._works:
            raise ValueError(f"{name} is done every night already")
        self._works[name] = work

    async def run(self) -> None:
        """For ever."""
        await asyncio.sleep(AFTER_START_S)
        while True:
            await self.once()
            await asyncio.sleep(LOOK_EVERY_S)

    async def once(self) -> list[str]:
        """Do what was not done since the last night; the names of what was done."""
        night = night_of(self._clock())
        done: list[str] = []
        for name, work in self._works.items():
            if await self._is_due(name, night) and await self._do(name, work, night):
                done.append(name)
        return done

    async def _is_due(self, name: str, night: date) -> bool:
        """The same or a later night stands there: the clock was put back."""
        try:
            last = await self._database.read(lambda session: get_meta(session, _key(name)))
        except StorageError as error:
            log.warning("at night: %s: %s", name, error)
            return False
        return last is None or last < night.isoformat()

    async def _do(self, name: str, work: NightWork, night: date) -> bool:
        def note(session: Session) -> None:
            set_meta(session, _key(name), night.isoformat())

        try:
            await work(self._clock())
            await self._database.write(note)
        except Exception as error:
            log.error("at night: %s failed", name, exc_info=error)
            self._failing.add(name)
            self._alarm(f"The nightly work {name} failed: {error}", over=False)
            return False
        log.info("at night: %s done", name)
        if name in self._failing:
            self._failing.discard(name)
            self._alarm(f"The nightly work {name} is done again.", over=not self._failing)
        return True

    def _alarm(self, text: str, *, over: bool) -> None:
        if self._on_alarm is not None:
            self._on_alarm(_FAILED, text, over)


def night_of(now: datetime) -> date:
    """The day whose night began last, in the server's time zone."""
    return (now.astimezone() - timedelta(hours=HOUR)).date()


def _key(name: str) -> str:
    return f"night:{name}"[:80]
