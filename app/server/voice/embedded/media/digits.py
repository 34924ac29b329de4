"""Keys pressed on a telephone, as RFC 4733 events: recognised and sent.

DigitDetector: in each event packet of one leg, out the key, once for each press.
DigitSender: in keys, out one event packet for each 20 ms.
"""

from __future__ import annotations

import struct
from collections import deque

_EVENT = struct.Struct("!BBH")  # event, end flag and volume, duration
_VOLUME = 10  # -10 dBm0
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


class DigitSender:
    """Keys to be pressed towards one leg, in steps of 20 ms: each 100 ms, 100 ms between, "," waits 500 ms.

    The last packet of a press is sent three times (RFC 4733 §2.5.1.4).
    """

    __slots__ = ("_steps", "_ticks")

    def __init__(self, clock_hz: int = 8000) -> None:
        self._ticks = clock_hz // 50  # duration counts in the clock of the event's payload type
        self._steps: deque[tuple[int, int, bool]] = deque()  # event or -1 for silence, steps so far, end

    def press(self, keys: str) -> None:
        for key in keys.upper():
            if key == ",":
                self._steps.extend([(-1, 0, False)] * 25)
            elif (event := _KEYS.find(key)) >= 0:
                self._steps.extend((event, step, step == 5) for step in range(1, 6))
                self._steps.extend([(event, 5, True)] * 2)
                self._steps.extend([(-1, 0, False)] * 3)

    @property
    def done(self) -> bool:
        return not self._steps

    def step(self) -> tuple[bytes, bool] | None:
        """Payload of the next 20 ms and whether a press begins with it; None: silence."""
        event, steps, ended = self._steps.popleft()
        if event < 0:
            return None
        payload = _EVENT.pack(event, (0x80 if ended else 0) | _VOLUME, steps * self._ticks)
        return payload, steps == 1


def scaled(payload: bytes, source_hz: int, target_hz: int) -> bytes:
    """An event whose duration counts in another clock."""
    if source_hz == target_hz or len(payload) < _EVENT.size:
        return payload
    event, flags, duration = _EVENT.unpack_from(payload)
    return _EVENT.pack(event, flags, min(0xFFFF, duration * target_hz // source_hz))
