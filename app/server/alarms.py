"""What a person must know right now: alarms that last, and which lines are up.

In:  what the voice engine and the storage tell. Out: the present state, for API and figures; the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from app.contracts.operations import AlarmView, OperationsView, TrunkView

log = logging.getLogger(__name__)
LONGEST_TEXT = 400


def utc_now() -> datetime:
    return datetime.now(UTC)


class Alarms:
    """Kept in memory: what still is wrong after a restart is told again by whoever finds it."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._alarms: dict[str, AlarmView] = {}
        self._trunks: dict[str, TrunkView] = {}

    def raise_alarm(self, error_id: str, text: str) -> None:
        """The same alarm again keeps the time of its beginning and takes the newer sentence."""
        known = self._alarms.get(error_id)
        since = known.since if known else self._clock()
        self._alarms[error_id] = AlarmView(error_id=error_id, text=text[:LONGEST_TEXT], since=since)
        log.log(logging.INFO if known else logging.ERROR, "%s: %s", error_id, text)

    def clear(self, error_id: str, text: str) -> None:
        if self._alarms.pop(error_id, None) is not None:
            log.warning("%s is over: %s", error_id, text)

    def trunk(self, trunk_id: str, up: bool, why: str) -> None:
        known = self._trunks.get(trunk_id)
        if known is not None and known.up == up:
            self._trunks[trunk_id] = known.model_copy(update={"why": why[:LONGEST_TEXT]})
            return
        log.log(
            logging.INFO if up else logging.ERROR, "trunk %s %s: %s", trunk_id, "up" if up else "down", why
        )
        self._trunks[trunk_id] = TrunkView(
            trunk_id=trunk_id, up=up, why=why[:LONGEST_TEXT], since=self._clock()
        )

    def view(self) -> OperationsView:
        """The oldest alarm first."""
        return OperationsView(
            alarms=sorted(self._alarms.values(), key=lambda alarm: alarm.since),
            trunks=sorted(self._trunks.values(), key=lambda trunk: trunk.trunk_id),
        )
