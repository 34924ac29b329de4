"""What is done for recordings every night: old ones deleted, heads of the chain written down, keys retired.

In:  a clock. Out: a report in the log, an alarm when something could not be done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.server.recordings.anchors import ChainLog, heads_of
from app.server.recordings.model import RecordingError
from app.server.recordings.retention import Retention
from app.server.recordings.rotation import retire
from app.server.security.recording_keys import RecordingKeys
from app.server.storage.database import Database
from app.server.storage.errors import StorageError

log = logging.getLogger(__name__)
HOUR = 3  # local time
_LONGEST_SLEEP_S = 3600.0  # the clock may be set meanwhile
_AFTER_START_S = 300.0


def local_now() -> datetime:
    return datetime.now(UTC).astimezone()


class NightShift:
    def __init__(
        self,
        database: Database,
        recordings_dir: Path,
        chain_log: ChainLog,
        keys: RecordingKeys,
        on_alarm: Callable[[str, str, bool], None] | None = None,
        clock: Callable[[], datetime] = local_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._retention = Retention(database, recordings_dir)
        self._chain_log = chain_log
        self._keys = keys
        self._on_alarm = on_alarm
        self._clock, self._sleep = clock, sleep
        self._failing = False

    async def run(self) -> None:
        """For ever: soon after the start (the server may have been off at night), then every night."""
        await self._sleep(_AFTER_START_S)
        while True:
            self._tell(await asyncio.to_thread(self.once))
            due = next_night(self._clock())
            while (left_s := (due - self._clock()).total_seconds()) > 0:
                await self._sleep(min(left_s, _LONGEST_SLEEP_S))

    def once(self) -> list[str]:
        """Blocking. One task that fails does not keep the others from being done. Returns what failed."""
        troubles: list[str] = []
        for task in (self._delete, self._anchor, self._retire):
            try:
                task()
            except (StorageError, RecordingError, OSError) as error:
                troubles.append(error.text if isinstance(error, RecordingError) else str(error))
        for each in troubles:
            log.error("recordings at night: %s", each)
        return troubles

    def _tell(self, troubles: list[str]) -> None:
        if self._on_alarm is not None and (troubles or self._failing):
            text = " ".join(troubles) or "The nightly work on recordings is done again."
            self._on_alarm("recordings-night", text, not troubles)
        self._failing = bool(troubles)

    def _delete(self) -> None:
        done = self._retention.delete_old(self._clock().astimezone(UTC))
        if done.recording_ids or done.missing:
            log.info("recordings: %d deleted, files missing of %s", len(done.recording_ids), done.missing)
        if done.stuck:
            raise OSError(f"{len(done.stuck)} files of deleted recordings cannot be removed.")

    def _anchor(self) -> None:
        heads = self._database.read_now(heads_of)
        if heads.position:
            self._chain_log.write(heads, self._clock().astimezone(UTC))

    def _retire(self) -> None:
        for key_id in retire(self._database, self._keys, self._clock().astimezone(UTC)):
            log.info("recordings: master key %s wraps nothing any more and was deleted", key_id)


def next_night(now: datetime) -> datetime:
    """The next HOUR in the time zone of ``now``."""
    due = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due > now else due + timedelta(days=1)
