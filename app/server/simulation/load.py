"""Who calls a simulated centre and when: generated (Poisson, by queue) or a recorded list.

In:  the load of each number, or a list of arrivals. Out: arrivals in the order of time.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from app.server.simulation.chance import ENDLESS, NO_TIME, Span, drawing


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call: ``patience_s`` counts from the entry of a queue, ``talk_s`` from the agent's answer.

    ``keys``: pressed one after the other, each once the prompts of a menu begin. ``level``: of the customer.
    """

    at_s: float
    number: str
    talk_s: float
    patience_s: float
    wrap_up_s: float = 0.0
    level: str = ""
    keys: str = ""
    caller: str = ""  # number; "": of somebody who never called before


@dataclass(frozen=True, slots=True)
class Load:
    """Of one number of ours. ``levels``: share of callers by their level, the rest has none."""

    number: str
    per_hour: float
    talk: Span
    patience: Span = ENDLESS
    wrap_up: Span = NO_TIME
    levels: Mapping[str, float] = field(default_factory=dict[str, float])
    keys: str = ""


def poisson(loads: Sequence[Load], calls: int, random: Random) -> Iterator[Arrival]:
    """As many calls, at random times; of several numbers as one stream with the sum of their rates."""
    numbers = [load.number for load in loads]
    keys = [load.keys for load in loads]
    talks = [drawing(load.talk, random) for load in loads]
    patiences = [drawing(load.patience, random) for load in loads]
    wrap_ups = [drawing(load.wrap_up, random) for load in loads]
    levels = [_Levels(load.levels) for load in loads]
    shares = list(accumulate(load.per_hour for load in loads))
    total = shares[-1]
    per_s, at_s, several = total / 3600.0, 0.0, len(loads) > 1
    for _ in range(calls):
        at_s -= math.log(1.0 - random.random()) / per_s
        n = bisect(shares, random.random() * total) if several else 0
        level = levels[n].of(random.random()) if levels[n].names else ""
        yield Arrival(at_s, numbers[n], talks[n](), patiences[n](), wrap_ups[n](), level, keys[n])


class _Levels:
    def __init__(self, shares: Mapping[str, float]) -> None:
        self.names = list(shares)
        self._until = list(accumulate(shares.values()))

    def of(self, chance: float) -> str:
        place = bisect(self._until, chance)
        return self.names[place] if place < len(self.names) else ""
