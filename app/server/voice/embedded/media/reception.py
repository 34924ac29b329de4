"""What arrives from one peer, counted: packets, losses, jitter (RFC 3550 §6.4.1, A.3, A.8).

``forwarding.py`` keeps ``packets``, ``highest``, ``timestamp``, ``arrival_s`` and ``jitter`` itself while
packets come in order; all else goes through ``add``.
"""

from __future__ import annotations

_LEAP = 1000  # sequence numbers: the peer started anew


class Reception:
    __slots__ = (
        "_base",
        "_expected_before",
        "_heard_s",
        "arrival_s",
        "clock_hz",
        "highest",
        "jitter",
        "packets",
        "ssrc",
        "timestamp",
    )

    def __init__(self) -> None:
        self.clock_hz = 8000
        self.ssrc: int | None = None
        self.packets = 0
        self.highest = 0  # sequence number and how often it began again (in the bits above 16)
        self.timestamp = 0  # of the last packet of sound ...
        self.arrival_s = 0.0  # ... and when it came
        self.jitter = 0.0  # in ticks
        self._heard_s = 0.0
        self._base = 0
        self._expected_before = 0  # of earlier SSRCs and numberings

    @property
    def expected(self) -> int:
        """Packets that the peer has sent, as far as can be told."""
        return self._expected_before + (0 if self.ssrc is None else self.highest - self._base + 1)

    @property
    def heard_s(self) -> float:
        """When the last valid packet came, or watching began."""
        return max(self._heard_s, self.arrival_s)

    def watch(self, now_s: float) -> None:
        self._heard_s = now_s

    @property
    def jitter_ms(self) -> float:
        return self.jitter * 1000 / self.clock_hz

    def set_clock(self, clock_hz: int) -> None:
        if clock_hz != self.clock_hz:
            self.clock_hz = clock_hz
            self.jitter = self.arrival_s = 0.0

    def add(self, ssrc: int, sequence: int, timestamp: int, now_s: float, timed: bool) -> None:
        """A valid packet. ``timed``: its timestamp says when it was sent (not so within a key press)."""
        self._heard_s = now_s
        ahead = ((sequence - self.highest + 0x8000) & 0xFFFF) - 0x8000
        if ssrc != self.ssrc or abs(ahead) > _LEAP:
            self._expected_before = self.expected
            self.ssrc = ssrc
            self._base = self.highest = sequence
            self.arrival_s = 0.0
        elif ahead > 0:
            self.highest += ahead
        self.packets += 1
        if timed:
            passed = ((timestamp - self.timestamp + 0x80000000) & 0xFFFFFFFF) - 0x80000000
            change = abs((now_s - self.arrival_s) * self.clock_hz - passed)
            if change < self.clock_hz and self.arrival_s:  # else: a new start
                self.jitter += (change - self.jitter) / 16
            self.timestamp, self.arrival_s = timestamp, now_s
