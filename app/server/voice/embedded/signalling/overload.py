"""Too many new calls at once: some are told to go elsewhere before all of them wait too long.

In:  how long messages wait in our UDP sockets before they are read; measured by a message to ourselves.
Out: whether a new call is to be refused with 503 and Retry-After (RFC 3261 §21.5.4): a provider then takes
another way, where a late answer only brings repeats. Calls in progress, registrations and phones over TCP or
TLS are never refused.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

log = logging.getLogger(__name__)

PROBE_EVERY_S = 0.1
MOST_WAIT_S = 0.4  # callers repeat themselves after 0.5 s, RFC 3261 §17.1.1.1
CALM_SHARE = 0.25  # of it: then the overload is over
LOST_AFTER_S = 2.0  # the probe itself was dropped by a full buffer
RETRY_AFTER_S = 3


class Probe:
    """One message to ourselves at a time, through the same queue as everybody's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._token = b""
        self._sent_s = 0.0
        self._waited_s = 0.0

    def next(self) -> bytes | None:
        """What to send now; None while the last one is on its way."""
        if self._token and self._clock() - self._sent_s < LOST_AFTER_S:
            return None
        self._token = b"\0seatline-" + secrets.token_bytes(12)
        self._sent_s = self._clock()
        return self._token

    def is_mine(self, message: bytes) -> bool:
        """Read from the socket: was it ours?"""
        if not self._token or message != self._token:
            return False
        self._waited_s, self._token = self._clock() - self._sent_s, b""
        return True

    @property
    def waits_s(self) -> float:
        """How long a message that is read now has waited, at least."""
        return max(self._waited_s, self._clock() - self._sent_s) if self._token else self._waited_s


class Overload:
    """Says once that it begins and once that it is over; in between every new call is refused."""

    def __init__(
        self,
        waits_s: Callable[[], float],
        on_change: Callable[[bool, int], None],
        most_s: float = MOST_WAIT_S,
    ) -> None:
        """``on_change(sheds, refused)``: how many were refused in the overload that is over."""
        self._waits_s = waits_s
        self._on_change = on_change
        self._most_s = most_s
        self._sheds = False
        self._refused = 0

    def sheds(self) -> bool:
        """Asked for each new call; True: refuse it."""
        self.look()
        self._refused += self._sheds
        return self._sheds

    @property
    def lasts(self) -> bool:
        return self._sheds

    def look(self) -> None:
        """Also asked now and then, so that the end is noticed when nobody calls any more."""
        waits_s = self._waits_s()
        if self._sheds and waits_s < CALM_SHARE * self._most_s:
            self._sheds = False
            log.warning("overload is over: %d calls were refused", self._refused)
            self._on_change(False, self._refused)
        elif not self._sheds and waits_s > self._most_s:
            self._sheds, self._refused = True, 0
            log.error("overload: messages wait for %.0f ms; new calls are refused", 1000 * waits_s)
            self._on_change(True, 0)
