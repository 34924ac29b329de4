"""Timer values of the SIP transactions (RFC 3261 §17.1.1.1 and table 4).

Tests pass smaller values; everything that waits takes them from here.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timers:
    """T1: estimated round trip; T2: longest pause between repeats; T4: how long a message may live."""

    t1_s: float = 0.5
    t2_s: float = 4.0
    t4_s: float = 5.0

    @property
    def transaction_s(self) -> float:
        """Timers B, F, H, J, L and M: 64 × T1."""
        return 64 * self.t1_s

    def scaled(self, seconds: float) -> float:
        """Other waits of the standard, which count on its T1 of half a second."""
        return seconds * self.t1_s / 0.5

    def glare_s(self, own_call_id: bool) -> float:
        """How long to wait after a 491, by who made the Call-ID (RFC 3261 §14.1)."""
        low, high = (210, 400) if own_call_id else (0, 200)
        return self.scaled(random.SystemRandom().randint(low, high) / 100)


class Alarm:
    """The running timers of one transaction; ``stop`` silences them all."""

    __slots__ = ("_handles",)

    def __init__(self) -> None:
        self._handles: list[asyncio.TimerHandle] = []

    def after(self, delay_s: float, callback: Callable[[], None]) -> None:
        self._handles.append(asyncio.get_running_loop().call_later(delay_s, callback))

    def repeat(self, first_s: float, limit_s: float, callback: Callable[[], None]) -> None:
        """Call back after ``first_s``, then after twice as long each time, at most ``limit_s`` apart."""

        def ring() -> None:
            callback()
            self.repeat(min(2 * first_s, limit_s), limit_s, callback)

        self.after(first_s, ring)

    def stop(self) -> None:
        for handle in self._handles:
            handle.cancel()
        self._handles.clear()
