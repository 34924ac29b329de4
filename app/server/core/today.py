"""Which day it is where the centre is: with midnight there, the agents' counts of the day begin anew."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

log = logging.getLogger(__name__)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Today:
    """``began_at`` and ``ends_at`` of the day, in UTC; in the past until the first ``turn``."""

    def __init__(self, timezone: str) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError):
            log.warning("there is no time zone %r: days are counted by UTC", timezone)
            self._zone = UTC
        self.began_at = self.ends_at = _LONG_AGO

    def turn(self, now: datetime) -> None:
        """To the day of ``now``."""
        local = now.astimezone(self._zone).date()
        self.began_at = self._midnight(local)
        self.ends_at = self._midnight(local + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)
