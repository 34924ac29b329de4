"""The 20 ms clock: computed deadlines, so nothing drifts, and a measure of how late each tick was.

The 20 ms are cut into turns: each leg has its tick in one of them. So not all are served at the same
moment, and a conference can be mixed when its speakers' packets have just come.
"""

from __future__ import annotations

import time

TICK_S = 0.02
TURNS = 4
LATE_S = 0.01
_MOST_BEHIND_S = 0.2  # of ticks that are made up for after a stall; more are left out
EPOCH_S = time.time() - time.monotonic()  # once: recordings and RTCP must not jump with the wall clock


def wall_s(now_s: float) -> float:
    """Seconds since 1970 of a monotonic time."""
    return EPOCH_S + now_s


def wall_us(now_s: float) -> int:
    return int((EPOCH_S + now_s) * 1_000_000)


class Moment:
    """When the loop woke up: one look at the clock for all packets that it finds."""

    __slots__ = ("s", "us")

    def __init__(self) -> None:
        self.s = 0.0  # monotonic
        self.us = 0  # since 1970
        self.look()

    def look(self) -> None:
        self.s = now_s = time.monotonic()
        self.us = wall_us(now_s)


class TickClock:
    def __init__(self, now_s: float, turns: int = 1) -> None:
        self._every_s, self._turns = TICK_S / turns, turns
        self.turn = 0  # whose tick is next
        self._due_s = now_s + self._every_s
        self._worst_late_s = 0.0
        self._ticks = self._late_ticks = 0

    def wait_s(self, now_s: float) -> float:
        return max(0.0, self._due_s - now_s)

    @property
    def due_s(self) -> float:
        """When the next tick should be, or should have been: its packets are numbered for this time."""
        return self._due_s

    def due(self, now_s: float) -> bool:
        return now_s >= self._due_s

    def ticked(self, now_s: float) -> None:
        """A tick's last packet has left."""
        late_s = now_s - self._due_s
        self._ticks += 1
        if late_s > LATE_S:
            self._late_ticks += 1
        self._worst_late_s = max(self._worst_late_s, late_s)
        self._due_s += self._every_s
        self.turn = (self.turn + 1) % self._turns
        if now_s - self._due_s > _MOST_BEHIND_S:
            self._due_s = now_s + self._every_s

    def restart(self, now_s: float) -> None:
        """Nobody was there to be served: what lies behind is not late."""
        self._due_s = now_s + self._every_s

    def take_worst_late_ms(self) -> float:
        worst, self._worst_late_s = self._worst_late_s, 0.0
        return worst * 1000

    def take_ticks(self) -> tuple[int, int]:
        """Ticks since the last time, and how many of them ended more than 10 ms late."""
        counted = self._ticks, self._late_ticks
        self._ticks = self._late_ticks = 0
        return counted
