"""Figures of a day: service level, speed of answer, abandonment, occupancy, by the house's definitions.

In:  how long each caller waited, and whether he was answered. Memory: nine bytes a call.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from app.server.core.types import AgentState

# Two-sided 95 % points of Student's t for 9, 19 and 29 degrees of freedom, by number of batches.
_STUDENT = {10: 2.262, 20: 2.093, 30: 2.045}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and half the width of its 95 % confidence interval."""

    mean: float
    half_width: float

    def relative(self) -> float:
        return self.half_width / abs(self.mean) if self.mean else math.inf


@dataclass(slots=True)
class Waits:
    """Of one queue, or one level of customers: each call that left the queue, in this order.

    ``waited_s`` and ``answered`` (1 or 0: gave up) go side by side.
    """

    offered: int = 0
    waited_s: array[float] = field(default_factory=lambda: array("d"))
    answered: array[int] = field(default_factory=lambda: array("b"))
    otherwise: dict[str, int] = field(default_factory=dict[str, int])  # how else the queue was left

    def left(self, waited_s: float, answered: bool) -> None:
        self.waited_s.append(waited_s)
        self.answered.append(answered)

    def count(self, answered: bool) -> int:
        return sum(1 for each in self.answered if bool(each) is answered)

    def waits(self, answered: bool | None = None) -> list[float]:
        """Of who was answered, of who gave up, or of both."""
        pairs = zip(self.waited_s, self.answered, strict=True)
        return [wait for wait, yes in pairs if answered is None or bool(yes) is answered]

    def service_level(self, within_s: float, short_abandon_s: float = 0.0) -> float:
        """Answered within T ÷ (answered + abandoned - short abandons)."""
        in_time = counted = 0
        for wait, yes in zip(self.waited_s, self.answered, strict=True):
            if yes:
                counted += 1
                in_time += wait <= within_s
            elif wait >= short_abandon_s:
                counted += 1
        return in_time / counted if counted else 1.0

    def abandonment(self) -> float:
        return self.count(False) / len(self.answered) if self.answered else 0.0

    def asa_s(self) -> float:
        """Average speed of answer."""
        waits = self.waits(True)
        return fmean(waits) if waits else 0.0

    def mean_wait_s(self) -> float:
        """Of all, whether they were answered or gave up."""
        return fmean(self.waited_s) if self.waited_s else 0.0

    def batches(self, number: int = 20) -> list[Waits]:
        """The day in so many equal parts, for estimates."""
        size = len(self.waited_s) // number
        return [
            Waits(
                waited_s=self.waited_s[start : start + size],
                answered=self.answered[start : start + size],
            )
            for start in range(0, size * number, size)
        ]


def estimate(values: Iterable[float]) -> Estimate:
    """By batch means: values of 10, 20 or 30 parts of a run."""
    parts: Sequence[float] = list(values)
    return Estimate(fmean(parts), _STUDENT[len(parts)] * stdev(parts) / math.sqrt(len(parts)))


@dataclass(slots=True)
class Occupancy:
    """Seconds of all agents together, by what they did."""

    by_state: dict[AgentState, float] = field(default_factory=lambda: dict.fromkeys(AgentState, 0.0))

    @property
    def talk_s(self) -> float:
        return self.by_state[AgentState.TALKING]

    @property
    def wrap_up_s(self) -> float:
        return self.by_state[AgentState.WRAP_UP]

    @property
    def away_s(self) -> float:
        """Not ready, off or without a phone."""
        away = (AgentState.NOT_READY, AgentState.OFFLINE, AgentState.TECH_FAULT)
        return sum(self.by_state[state] for state in away)

    def add(self, state: AgentState, length_s: float) -> None:
        self.by_state[state] += length_s

    def share(self) -> float:
        """(talk + hold + wrap-up) ÷ (the same + ready)."""
        busy_s = self.talk_s + self.wrap_up_s
        return busy_s / (busy_s + self.by_state[AgentState.READY]) if busy_s else 0.0
