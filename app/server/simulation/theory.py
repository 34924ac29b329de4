"""What queueing theory says, to hold a simulation against. Pure formulas.

Load a = arrivals per second × mean service time (erlang); service and patience exponential.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_NEGLIGIBLE = 1e-15


def erlang_b(servers: int, load: float) -> float:
    """Share of calls lost where nobody may wait (Erlang 1917), by its recursion."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Share of calls that wait at all, M/M/n. Raises ValueError where the load is too much for ever."""
    if load >= servers:
        raise ValueError(f"{load} erlang are too much for {servers}")
    blocked = erlang_b(servers, load)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


@dataclass(frozen=True, slots=True)
class Waiting:
    """M/M/n: everybody waits as long as it takes."""

    servers: int
    per_s: float
    service_s: float

    @property
    def load(self) -> float:
        return self.per_s * self.service_s

    @property
    def wait_probability(self) -> float:
        return erlang_c(self.servers, self.load)

    @property
    def asa_s(self) -> float:
        return self.wait_probability * self.service_s / (self.servers - self.load)

    @property
    def occupancy(self) -> float:
        return self.load / self.servers

    def service_level(self, within_s: float) -> float:
        rate = (self.servers - self.load) / self.service_s
        return 1.0 - self.wait_probability * math.exp(-rate * within_s)


def priority_waits_s(servers: int, per_s: Sequence[float], service_s: float) -> list[float]:
    """Mean wait by class, the most urgent first: M/M/n, nobody is interrupted (Davis 1966; Kella and
    Yechiali 1985)."""
    load = sum(per_s) * service_s
    of_all_s = erlang_c(servers, load) * service_s / servers
    waits: list[float] = []
    before = 0.0
    for rate in per_s:
        until = before + rate * service_s / servers
        waits.append(of_all_s / ((1.0 - before) * (1.0 - until)))
        before = until
    return waits


@dataclass(frozen=True, slots=True)
class Impatient:
    """M/M/n+M (Erlang A, Palm 1943): who waits gives up after an exponential time.

    From the steady state of the number of calls; see Garnett, Mandelbaum and Reiman 2002.
    """

    servers: int
    per_s: float
    service_s: float
    patience_s: float

    def _states(self) -> tuple[list[float], float]:
        """Weights of "n + j calls are in the house" for j = 0, 1, …, and the sum over all states."""
        load, weight, total = self.per_s * self.service_s, 1.0, 1.0
        for busy in range(1, self.servers + 1):
            weight *= load / busy
            total += weight
            if weight > 1e200:
                weight, total = weight * 1e-200, total * 1e-200
        waiting = [weight]
        while weight > _NEGLIGIBLE * total:
            weight *= self.per_s / self._out(len(waiting))
            total += weight
            waiting.append(weight)
        return waiting, total

    def _out(self, waiting: int) -> float:
        """How fast the line moves with so many in it, those who give up included."""
        return self.servers / self.service_s + waiting / self.patience_s

    @property
    def wait_probability(self) -> float:
        waiting, total = self._states()
        return sum(waiting) / total

    @property
    def mean_wait_s(self) -> float:
        """Of all, whether they are answered or give up: Little's law."""
        waiting, total = self._states()
        return sum(j * weight for j, weight in enumerate(waiting)) / total / self.per_s

    @property
    def abandonment(self) -> float:
        return self.mean_wait_s / self.patience_s

    @property
    def occupancy(self) -> float:
        return self.per_s * self.service_s * (1.0 - self.abandonment) / self.servers

    @property
    def asa_s(self) -> float:
        """Of who is answered. With j before him, his wait is a sum of exponentials, one for each place."""
        waiting, total = self._states()
        served = wait_s = 0.0
        for j, weight in enumerate(waiting):
            wait_s += 1.0 / self._out(j + 1)
            served += weight * self._reaches(j) * wait_s
        return served / total / (1.0 - self.abandonment)

    def service_level(self, within_s: float) -> float:
        """Answered within T ÷ all calls, those who gave up included.

        exp(-wait ÷ patience) of a sum of exponentials with evenly growing rates is beta distributed.
        """
        waiting, total = self._states()
        first = self.servers * self.patience_s / self.service_s + 1.0
        x = math.exp(-within_s / self.patience_s)
        term = x**first
        beyond = level = 0.0
        for j, weight in enumerate(waiting):
            beyond += term  # the chance that j + 1 places take longer than T
            term *= (first + j) / (j + 1) * (1.0 - x)
            level += weight * self._reaches(j) * (1.0 - beyond)
        return 1.0 - sum(waiting) / total + level / total

    def _reaches(self, before: int) -> float:
        """The chance that somebody with so many before him is answered."""
        rate = self.servers / self.service_s
        return rate / (rate + (before + 1) / self.patience_s)
