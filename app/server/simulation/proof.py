"""Simulated days beside what theory says: queues of their own agents, so that each is an M/M/n.

In:  how many calls. Out: rows of a measure, what came out, how sure that is, and what the formula says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.server.simulation.chance import exponential
from app.server.simulation.measures import Estimate, Waits, estimate
from app.server.simulation.run import Played, play
from app.server.simulation.scenario import Size, loads_of
from app.server.simulation.theory import Impatient, Waiting

WITHIN_S = 20.0
QUEUES, AGENTS_EACH = 20, 10
TALK_S, PATIENCE_S = 180.0, 240.0


@dataclass(frozen=True, slots=True)
class Compared:
    """``found``: mean over the queues, which are independent of each other, and its 95 % interval."""

    measure: str
    found: Estimate
    theory: float

    @property
    def deviation(self) -> float:
        return self.found.mean / self.theory - 1.0

    @property
    def agrees(self) -> bool:
        """Within 2 %, or so near that chance explains it."""
        return abs(self.deviation) <= 0.02 or abs(self.found.mean - self.theory) <= self.found.half_width


def without_patience(calls: int, seed: int = 1) -> tuple[Played, list[Compared]]:
    """Erlang C: 20 queues of 10 agents each, 70 % busy."""
    size = Size(QUEUES * AGENTS_EACH, QUEUES, 1, 0.7, talk=exponential(TALK_S))
    theory = Waiting(AGENTS_EACH, _per_s(size), TALK_S)
    played = play(size, calls, seed)
    return played, [
        _compare(played, "waits at all", lambda each: 1 - each.service_level(0), theory.wait_probability),
        _compare(played, "speed of answer s", lambda each: each.asa_s(), theory.asa_s),
        _compare(
            played, "in 20 s", lambda each: each.service_level(WITHIN_S), theory.service_level(WITHIN_S)
        ),
    ]


def with_patience(calls: int, seed: int = 2) -> tuple[Played, list[Compared]]:
    """Erlang A: the same agents with as much work as they can do; who waits gives up after 4 min or so."""
    patience = exponential(PATIENCE_S)
    size = Size(QUEUES * AGENTS_EACH, QUEUES, 1, 1.0, talk=exponential(TALK_S), patience=patience)
    theory = Impatient(AGENTS_EACH, _per_s(size), TALK_S, PATIENCE_S)
    played = play(size, calls, seed)
    return played, [
        _compare(played, "gives up", lambda each: each.abandonment(), theory.abandonment),
        _compare(played, "speed of answer s", lambda each: each.asa_s(), theory.asa_s),
        _compare(played, "wait of all s", lambda each: each.mean_wait_s(), theory.mean_wait_s),
        _compare(
            played, "in 20 s", lambda each: each.service_level(WITHIN_S), theory.service_level(WITHIN_S)
        ),
    ]


def _per_s(size: Size) -> float:
    return loads_of(size)[0].per_hour / 3600.0


def _compare(played: Played, name: str, measure: Callable[[Waits], float], theory: float) -> Compared:
    return Compared(name, estimate(measure(waits) for waits in played.day.queues.values()), theory)
