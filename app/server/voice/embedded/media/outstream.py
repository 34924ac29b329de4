"""Numbering of what goes out to one leg: own SSRC, sequence numbers and timestamps without a break
(RFC 3550 §5.1), whatever the source is: forwarded packets of this or that peer, music, the mixer.

SRTP needs it (a number used twice breaks the key stream), and a phone's jitter buffer likes it.
``forwarding.py`` numbers packets that come in order itself, with the offsets found here.
"""

from __future__ import annotations

import random

_REORDER = 64  # packets: what comes later than that is dropped
_LEAP = 1000  # sequence numbers or 10 s: the source started anew
_LEAP_S = 10
_LATE_S = 0.06
MARKER = 0x80


class OutStream:
    """After a call ``sequence``, ``timestamp`` and ``marker`` are those of the packet to send."""

    __slots__ = (
        "_first",
        "_frame_ticks",
        "_hz",
        "_last_ticks",
        "_since",
        "first_sequence",
        "highest",
        "last_s",
        "marker",
        "octets",
        "packets",
        "sequence",
        "sequence_offset",
        "source",
        "ssrc",
        "timestamp",
        "timestamp_highest",
        "top_sequence",
        "top_timestamp",
    )

    def __init__(self, clock_hz: int = 8000) -> None:
        self.ssrc = random.getrandbits(32)
        self.top_sequence = random.randrange(1 << 15)  # highest sent so far
        self.first_sequence = self.top_sequence + 1
        self.top_timestamp = random.getrandbits(31)
        self.sequence = self.timestamp = self.marker = 0
        self.packets = self.octets = 0  # sent
        self.last_s: float | None = None  # when
        self.source: object = None  # whose packets are being forwarded; None: our own
        self.highest = self.timestamp_highest = 0  # of the source
        self.sequence_offset = 0
        self._first = 0  # sequence number with which the source began ...
        self._since = 0  # ... and how many packets had been sent by then
        self.set_clock(clock_hz)
        self._last_ticks = self._frame_ticks  # length of the packet at top_timestamp

    def set_clock(self, clock_hz: int) -> None:
        """Another codec: RTP time runs at this rate from the next packet on."""
        self._hz = clock_hz
        self._last_ticks = self._frame_ticks = clock_hz // 50
        self.source = None

    @property
    def clock_hz(self) -> int:
        return self._hz

    def from_clock(self, now_s: float) -> None:
        """Number a packet of our own, ``now_s``: when its tick was due, however late it is."""
        fresh = self.source is not None or self.last_s is None
        self.source = None
        self.timestamp = self._next_timestamp(now_s)
        self.sequence = (self.top_sequence + 1) & 0xFFFF
        self.marker = MARKER if fresh else 0
        self._sent(self._frame_ticks, now_s)

    def event(self, begins: bool, now_s: float) -> None:
        """Number a packet of a key press: all of them have the timestamp of its beginning (RFC 4733)."""
        self.source = None
        self.timestamp = self._next_timestamp(now_s) if begins else self.top_timestamp
        self.sequence = (self.top_sequence + 1) & 0xFFFF
        self.marker = MARKER if begins else 0
        self._sent(self._frame_ticks if begins else self._last_ticks + self._frame_ticks, now_s)

    def forwarded(
        self,
        source: object,
        sequence: int,
        timestamp: int,
        ticks: int,
        marker: int,
        now_s: float,
        clock_hz: int | None = None,
    ) -> bool:
        """Number a packet of ``source`` (its SSRC and leg), ``ticks`` long in our time.

        ``clock_hz``: rate of the source's timestamps where it is not ours. False: drop it, it is too late.
        """
        ahead = _signed16(sequence - self.highest)
        stamp_ahead = _signed32(timestamp - self.timestamp_highest)
        if source != self.source or abs(stamp_ahead) > _LEAP_S * (clock_hz or self._hz):
            fresh = True
        elif ahead <= -_REORDER or (ahead < 0 and self._before_the_first(sequence)):
            if ahead > -_LEAP:
                return False
            fresh = True
        else:
            fresh = ahead > _LEAP
        if fresh:
            self.source = source
            self._first, self._since = sequence, self.packets
            self.sequence_offset = self.top_sequence + 1 - sequence
            self.sequence = (self.top_sequence + 1) & 0xFFFF
            self.timestamp = self._next_timestamp(now_s)
            ahead = 0
        else:
            self.sequence = (sequence + self.sequence_offset) & 0xFFFF
            if clock_hz is not None and clock_hz != self._hz:
                stamp_ahead = stamp_ahead * self._hz // clock_hz
            self.timestamp = (self.top_timestamp + stamp_ahead) & 0xFFFFFFFF
        self.marker = MARKER if fresh else marker
        if ahead >= 0:
            self.highest, self.timestamp_highest = sequence, timestamp
            self._sent(ticks, now_s)
        else:
            self.packets += 1
        return True

    def skipped(self, source: object, sequence: int) -> None:
        """A packet of the source is not passed on (an event the peer cannot take): leave no hole."""
        if source == self.source and _signed16(sequence - self.highest) > 0:
            self.sequence_offset -= 1
            self.highest = sequence
            self._first, self._since = sequence + 1, self.packets  # its number is given to the next one

    def idle_s(self, now_s: float) -> float:
        """Time since something was sent."""
        return 1e9 if self.last_s is None else now_s - self.last_s

    def _before_the_first(self, sequence: int) -> bool:
        return self.packets - self._since < _REORDER and _signed16(sequence - self._first) < 0

    def _next_timestamp(self, now_s: float) -> int:
        ticks = self._last_ticks
        if self.last_s is not None:
            pause_s = now_s - self.last_s
            if pause_s > _LATE_S:
                ticks = max(ticks, int(pause_s * self._hz) // self._frame_ticks * self._frame_ticks)
        return (self.top_timestamp + ticks) & 0xFFFFFFFF

    def _sent(self, ticks: int, now_s: float) -> None:
        self.top_sequence, self.top_timestamp = self.sequence, self.timestamp
        self._last_ticks = ticks
        self.last_s = now_s
        self.packets += 1


def _signed16(difference: int) -> int:
    return (difference + 0x8000 & 0xFFFF) - 0x8000


def _signed32(difference: int) -> int:
    return (difference + 0x80000000 & 0xFFFFFFFF) - 0x80000000
