"""How long a caller will wait: from the pace at which his queue was served of late, as a range.

In:  what happened to the line of one queue (``Pace``), the caller's place, how many agents are signed in.
Out: an ``Estimate``, or None where nothing reliable can be said.

Pace. Only the time counts in which somebody waited: an agent who is free says nothing of how fast a line
moves. In that time two rates are measured, both forgotten exponentially (``MEMORY_S``):
    served   = assignments ÷ (seconds × agents signed in), so that it follows when agents come and go;
    patience = callers who left ÷ (seconds × callers waiting).
Wait. In front of place n there are n steps. With k callers still before him the line moves on at the rate
    served × agents + k × patience,      k = n-1 … 0,
since those before him may leave and he does not (W. Whitt, Predicting Queueing Delays, 1999). Each step is
taken as exponential: mean and variance are the sums over the steps. The pace itself is known from so many
assignments only, which adds mean² ÷ assignments to the variance.
Range. Of the gamma distribution with this mean and variance, one standard deviation to both sides (Wilson
and Hilferty's approximation): about two of three; rounding to whole minutes outwards makes it more.
Silence. Too few assignments, nobody signed in, the pace of the last minutes differs from that of the last
half hour, a range too wide or too long to be of use. (And a bad score: see ``score.py``.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil, exp, floor, log, sqrt

from app.server.core.frozen import frozen

MEMORY_S = 1800.0
RECENT_S = 240.0
LEAST_SERVED = 5.0  # assignments remembered
REALLY_WAITED_S = 1.0  # who was assigned sooner says nothing of the pace
LONGEST_S = 3600
WIDEST_S = 600  # of a range that begins at nothing
WIDEST_TIMES = 4.0
CHANGE = 0.35  # of the pace
BY_CHANCE = 2.0  # standard deviations
_EXACT_STEPS = 16
_COARSE_FROM_MIN = 20  # beyond it, people say five minutes more or less
_COARSE_MIN = 5


@frozen
class Estimate:
    """``low_s`` and ``high_s`` are whole minutes, as they are said; ``mean_s`` is not rounded."""

    mean_s: float
    low_s: int
    high_s: int


@dataclass(slots=True)
class _Window:
    """Counts that are forgotten with the time constant ``memory_s``."""

    memory_s: float
    served: float = 0.0
    agent_s: float = 0.0  # signed in, while somebody waited
    left: float = 0.0
    caller_s: float = 0.0  # waiting

    def passes(self, seconds: float, length: int, agents: int) -> None:
        kept = exp(-seconds / self.memory_s)
        remembered_s = self.memory_s * (1.0 - kept)
        self.served *= kept
        self.left *= kept
        self.agent_s = self.agent_s * kept + (remembered_s * agents if length else 0.0)
        self.caller_s = self.caller_s * kept + remembered_s * length


class Pace:
    """Of one queue: tell it each change of the line, with how it stands afterwards."""

    def __init__(self, now: datetime) -> None:
        self._at = now
        self._length = 0
        self._agents = 0
        self._long = _Window(MEMORY_S)
        self._short = _Window(RECENT_S)

    def stands(self, now: datetime, length: int, agents: int) -> None:
        """So many wait from now on, so many agents of the queue are signed in."""
        self._passes(now)
        self._length, self._agents = length, agents

    def assigned(self, now: datetime, waited_s: float) -> None:
        if waited_s < REALLY_WAITED_S:
            return
        self._passes(now)
        self._long.served += 1
        self._short.served += 1

    def not_taken(self, now: datetime) -> None:
        """An assignment came to nothing; he is in the line again."""
        self._passes(now)
        for window in (self._long, self._short):
            window.served = max(0.0, window.served - 1)

    def left(self, now: datetime) -> None:
        """Somebody left the line without having been assigned."""
        self._passes(now)
        self._long.left += 1
        self._short.left += 1

    def expect(self, now: datetime, position: int, agents: int) -> Estimate | None:
        """For the caller at this place (1: next)."""
        self._passes(now)
        known = self._long
        if agents < 1 or position < 1 or known.served < LEAST_SERVED or known.agent_s <= 0:
            return None
        served = known.served / known.agent_s
        if self._changes(served):
            return None
        patience = known.left / known.caller_s if known.caller_s > 0 else 0.0
        mean_s, variance = _steps(position, served * agents, patience)
        low_s, high_s = _spread(mean_s, variance + mean_s**2 / known.served)
        return _said(mean_s, low_s, high_s)

    def _passes(self, now: datetime) -> None:
        seconds = (now - self._at).total_seconds()
        if seconds > 0:
            self._at = now
            self._long.passes(seconds, self._length, self._agents)
            self._short.passes(seconds, self._length, self._agents)

    def _changes(self, served: float) -> bool:
        """The last minutes served more or fewer than the pace of the last half hour would have."""
        due = served * self._short.agent_s
        chance = sqrt(due / 2)  # of a Poisson count that is forgotten exponentially
        return abs(self._short.served - due) > max(CHANGE * due, BY_CHANCE * chance)


def _steps(position: int, rate: float, patience: float) -> tuple[float, float]:
    """Mean and variance of the time until ``position`` steps are done; after the first, by integral."""
    mean_s = variance = 0.0
    for ahead in range(min(position, _EXACT_STEPS)):
        step_s = 1.0 / (rate + ahead * patience)
        mean_s += step_s
        variance += step_s**2
    if position > _EXACT_STEPS:
        first = rate + (_EXACT_STEPS - 0.5) * patience
        last = rate + (position - 0.5) * patience
        if last - first > 1e-6 * first:
            mean_s += log(last / first) / patience
            variance += (1.0 / first - 1.0 / last) / patience
        else:
            mean_s += (position - _EXACT_STEPS) / first
            variance += (position - _EXACT_STEPS) / first**2
    return mean_s, variance


def _spread(mean_s: float, variance: float) -> tuple[float, float]:
    shape = mean_s**2 / variance
    middle, side = 1.0 - 1.0 / (9.0 * shape), 1.0 / (3.0 * sqrt(shape))
    return mean_s * max(0.0, middle - side) ** 3, mean_s * (middle + side) ** 3


def _said(mean_s: float, low_s: float, high_s: float) -> Estimate | None:
    """In minutes as people say them, outwards; None where that is of no use to anybody."""
    low_min, high_min = floor(low_s / 60), max(1, ceil(high_s / 60))
    if high_min > _COARSE_FROM_MIN:
        low_min = floor(low_min / _COARSE_MIN) * _COARSE_MIN
        high_min = ceil(high_min / _COARSE_MIN) * _COARSE_MIN
    said = Estimate(mean_s, low_min * 60, high_min * 60)
    if said.high_s > LONGEST_S or said.high_s > max(WIDEST_S, WIDEST_TIMES * said.low_s):
        return None
    return said
