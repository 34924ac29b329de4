"""Numbering of what goes out to one leg: own SSRC, sequence numbers and timestamps without a break
(RFC 3550 §5.1), whatever the source is: forwarded packets of this or that peer, music, the mixer.

SRTP needs it (a number used twice breaks the key stream), and a phone's jitter buffer likes it.
"""

from __future__ import annotations

import random

from app.server.voice.embedded.media.codecs import FRAME_BYTES

_REORDER = 64  # packets: what comes later than that is dropped
_LEAP = 1000  # sequence numbers or 10 s: the source started anew
_LEAP_TICKS = 80_000
_LATE_S = 0.06
_TICKS_PER_S = 8000
MARKER = 0x80


class OutStream:
    """After a call ``sequence``, ``timestamp`` and ``marker`` are those of the packet to send."""

    __slots__ = (
        "_first",
        "_highest",
        "_last_s",
        "_last_ticks",
        "_sequence_offset",
        "_source",
        "_timestamp_highest",
        "_timestamp_offset",
        "marker",
        "sequence",
        "ssrc",
        "timestamp",
        "top_sequence",
        "top_timestamp",
    )

    def __init__(self) -> None:
        self.ssrc = random.getrandbits(32)
        self.top_sequence = random.randrange(1 << 15)  # highest sent so far
        self.top_timestamp = random.getrandbits(31)
        self.sequence = self.timestamp = self.marker = 0
        self._last_ticks = FRAME_BYTES  # length of the packet at top_timestamp
        self._last_s: float | None = None
        self._source: object = None
        self._first = self._highest = 0  # sequence numbers of the source
        self._sequence_offset = self._timestamp_offset = 0
        self._timestamp_highest = 0

    def from_clock(self, now_s: float) -> None:
        """Number a packet of our own, ``now_s``: when its tick was due, however late it is."""
        fresh = self._source is not None or self._last_s is None
        self._source = None
        self.timestamp = self._next_timestamp(now_s)
        self.sequence = (self.top_sequence + 1) & 0xFFFF
        self.marker = MARKER if fresh else 0
        self._sent(self.sequence, self.timestamp, FRAME_BYTES, now_s)

    def forwarded(
        self, source: object, sequence: int, timestamp: int, ticks: int, marker: int, now_s: float
    ) -> bool:
        """Number a packet of ``source`` (its SSRC and leg). False: drop it, it is too late."""
        if source != self._source:
            self._rebase(source, sequence, timestamp, now_s)
            marker = MARKER
        else:
            ahead = _signed16(sequence - self._highest)
            if ahead <= -_REORDER or (ahead < 0 and _signed16(sequence - self._first) < 0):
                if ahead > -_LEAP:
                    return False
                self._rebase(source, sequence, timestamp, now_s)
                marker = MARKER
            elif ahead > _LEAP or abs(_signed32(timestamp - self._timestamp_highest)) > _LEAP_TICKS:
                self._rebase(source, sequence, timestamp, now_s)
                marker = MARKER
        self.sequence = (sequence + self._sequence_offset) & 0xFFFF
        self.timestamp = (timestamp + self._timestamp_offset) & 0xFFFFFFFF
        self.marker = marker
        if _signed16(sequence - self._highest) >= 0:
            self._highest, self._timestamp_highest = sequence, timestamp
            if _signed16(sequence - self._first) > 2 * _REORDER:
                self._first = (sequence - _REORDER) & 0xFFFF
            self._sent(self.sequence, self.timestamp, ticks, now_s)
        return True

    def skipped(self, source: object, sequence: int) -> None:
        """A packet of the source is not passed on (an event the peer cannot take): leave no hole."""
        if source == self._source and _signed16(sequence - self._highest) > 0:
            self._sequence_offset -= 1

    def idle_s(self, now_s: float) -> float:
        """Time since something was sent."""
        return 1e9 if self._last_s is None else now_s - self._last_s

    def _rebase(self, source: object, sequence: int, timestamp: int, now_s: float) -> None:
        self._source = source
        self._first = self._highest = sequence
        self._timestamp_highest = timestamp
        self._sequence_offset = self.top_sequence + 1 - sequence
        self._timestamp_offset = self._next_timestamp(now_s) - timestamp

    def _next_timestamp(self, now_s: float) -> int:
        ticks = self._last_ticks
        if self._last_s is not None:
            pause_s = now_s - self._last_s
            if pause_s > _LATE_S:
                ticks = max(ticks, int(pause_s * _TICKS_PER_S) // FRAME_BYTES * FRAME_BYTES)
        return (self.top_timestamp + ticks) & 0xFFFFFFFF

    def _sent(self, sequence: int, timestamp: int, ticks: int, now_s: float) -> None:
        self.top_sequence, self.top_timestamp = sequence, timestamp
        self._last_ticks = ticks
        self._last_s = now_s


def _signed16(difference: int) -> int:
    return (difference + 0x8000 & 0xFFFF) - 0x8000


def _signed32(difference: int) -> int:
    return (difference + 0x80000000 & 0xFFFFFFFF) - 0x80000000
