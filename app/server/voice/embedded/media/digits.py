"""Keys pressed on a telephone, from RFC 4733 events.

In:  each event packet of one leg. Out: the key, once for each press.
"""

from __future__ import annotations

_KEYS = "0123456789*#ABCD"
_LOST_END_S = 0.15  # no packet of the event for so long: its end packets were lost


class DigitDetector:
    """A press is told apart from its repeats by its RTP timestamp (RFC 4733 §2.5.1.2)."""

    __slots__ = ("_event", "_last_s", "_reported", "_timestamp")

    def __init__(self) -> None:
        self._event = -1
        self._timestamp = -1
        self._reported = True
        self._last_s = 0.0

    def feed(self, timestamp: int, payload: bytes, now_s: float) -> str:
        """Keys that are complete by this packet: usually none or one."""
        if len(payload) < 4:
            return ""
        event, ended = payload[0], bool(payload[1] & 0x80)
        if event >= len(_KEYS):
            return ""
        done = ""
        if timestamp != self._timestamp:
            age = (timestamp - self._timestamp) & 0xFFFFFFFF
            if self._timestamp >= 0 and age >= 0x80000000 and now_s - self._last_s < 1.0:
                return ""  # a late packet of an earlier press
            done = self._take()
            self._timestamp, self._event, self._reported = timestamp, event, False
        self._last_s = now_s
        return done + (self._take() if ended else "")

    def overdue(self, now_s: float) -> str:
        """The key whose end never came."""
        return self._take() if not self._reported and now_s - self._last_s > _LOST_END_S else ""

    @property
    def pending(self) -> bool:
        return not self._reported

    def _take(self) -> str:
        if self._reported:
            return ""
        self._reported = True
        return _KEYS[self._event]
