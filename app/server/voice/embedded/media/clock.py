"""The 20 ms clock: computed deadlines, so nothing drifts, and a measure of how late each tick was."""

from __future__ import annotations

TICK_S = 0.02
_MOST_BEHIND = 10  # ticks that are made up for after a stall; more are left out


class TickClock:
    def __init__(self, now_s: float) -> None:
        self._due_s = now_s + TICK_S
        self._worst_late_s = 0.0

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
        self._worst_late_s = max(self._worst_late_s, now_s - self._due_s)
        self._due_s += TICK_S
        if now_s - self._due_s > _MOST_BEHIND * TICK_S:
            self._due_s = now_s + TICK_S

    def restart(self, now_s: float) -> None:
        """Nobody was there to be served: what lies behind is not late."""
        self._due_s = now_s + TICK_S

    def take_worst_late_ms(self) -> float:
        worst, self._worst_late_s = self._worst_late_s, 0.0
        return worst * 1000
