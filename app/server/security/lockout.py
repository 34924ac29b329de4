"""After wrong passwords, a pause. Kept in memory; a restart forgets it.

In:  failed and successful sign-ins by (user name, network address), with the time.
Out: how many seconds the next attempt has to wait.

The user's own colleagues at other addresses are not locked out with him; an address that tries many
user names is locked as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
FREE_TRIES_PER_ADDRESS = 30
FIRST_PAUSE_S = 60
LONGEST_PAUSE_S = 3600
FORGET_AFTER = timedelta(hours=2)
MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    last_at: datetime
    locked_until: datetime


class Lockout:
    """All users and addresses together; at most ``MOST_ENTRIES`` are remembered."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], _Failures] = {}

    def wait_s(self, username: str, address: str, now: datetime) -> float:
        """0: may try. Asked before the password is looked at, so that guessing tells nothing."""
        waits = [
            (entry.locked_until - now).total_seconds()
            for key in _keys(username, address)
            if (entry := self._failures.get(key)) is not None
        ]
        return max(0.0, *waits) if waits else 0.0

    def tried(self, username: str, address: str, now: datetime) -> None:
        """Said before the password is looked at: many attempts at the same moment are no way round."""
        self._add(_keys(username, address)[0], FREE_TRIES, now)

    def failed(self, address: str, now: datetime) -> None:
        """The password was wrong; the user's own count has been raised by ``tried`` already."""
        self._add(_keys("", address)[1], FREE_TRIES_PER_ADDRESS, now)

    def succeeded(self, username: str, address: str) -> None:
        self._failures.pop(_keys(username, address)[0], None)

    def _add(self, key: tuple[str, str], free: int, now: datetime) -> None:
        before = self._failures.get(key)
        count = before.count + 1 if before and now - before.last_at < FORGET_AFTER else 1
        pause_s = min(FIRST_PAUSE_S * 2 ** min(count - free, 10), LONGEST_PAUSE_S) if count >= free else 0
        if len(self._failures) >= MOST_ENTRIES:
            self._drop_oldest()
        self._failures[key] = _Failures(count, now, now + timedelta(seconds=pause_s))

    def _drop_oldest(self) -> None:
        oldest = sorted(self._failures, key=lambda key: self._failures[key].last_at)
        for key in oldest[: MOST_ENTRIES // 10]:
            del self._failures[key]


def _keys(username: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (username.casefold(), address), ("", address)
