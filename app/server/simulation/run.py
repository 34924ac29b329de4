"""Plays a generated day from the first call to the last, and says what it cost to play.

In:  size, number of calls, seed. Out: the day with all its waits, seconds and CPU time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random

from app.server.simulation.centre import Behaviour, Centre
from app.server.simulation.day import Day
from app.server.simulation.load import poisson
from app.server.simulation.scenario import Size, loads_of, plan_of

WARM_UP = 50  # one of so many calls comes before anything is counted


@dataclass(frozen=True, slots=True)
class Played:
    """``left_over``: calls, offers and legs that are still in the house after the last goodbye."""

    day: Day
    calls: int
    simulated_s: float
    events: int
    took_s: float
    cpu_s: float
    left_over: int

    @property
    def us_per_call(self) -> float:
        return self.cpu_s / self.calls * 1e6


def play(size: Size, calls: int, seed: int, behaviour: Behaviour | None = None) -> Played:
    arrivals = poisson(loads_of(size), calls, Random(seed))
    centre = Centre(plan_of(size), arrivals, Random(seed + 1), behaviour)
    day = Day(warm_up=calls // WARM_UP)
    day.attach(centre)
    centre.sign_in()
    begin_s, begin_cpu_s = time.perf_counter(), time.process_time()
    centre.run()
    took_s, cpu_s = time.perf_counter() - begin_s, time.process_time() - begin_cpu_s
    day.close(centre.last_s)
    house = centre.house
    left_over = len(house.calls) + len(house.offers) + len(house.legs)
    return Played(day, calls, centre.last_s, centre.events, took_s, cpu_s, left_over)
