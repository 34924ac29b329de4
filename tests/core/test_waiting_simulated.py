"""Whole days of a centre in simulated time: what callers were told of their wait, and what came true."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from app.server.core.facts import CallConnected, CallEnded, Fact, WaitAnnounced
from app.server.core.waiting.plan import Announcements, Waiting
from app.server.simulation.centre import Centre
from app.server.simulation.chance import exponential
from app.server.simulation.load import poisson
from app.server.simulation.scenario import Size, loads_of, plan_of

TELLS = Announcements(first_after_s=10, gap_s=30, comfort=())


class Ear:
    """Compares by itself, from the facts alone."""

    def __init__(self) -> None:
        self.told: dict[str, list[tuple[float, WaitAnnounced]]] = {}
        self.found: Counter[str] = Counter()

    def __call__(self, fact: Fact, now_s: float) -> None:
        match fact:
            case WaitAnnounced():
                self.found["announced"] += 1
                if fact.high_s:
                    self.told.setdefault(fact.call_id, []).append((now_s, fact))
            case CallConnected():
                for at_s, told in self.told.pop(fact.call_id, []):
                    self.found["told"] += 1
                    self.found["within"] += told.low_s <= now_s - at_s <= told.high_s
                    self.found["minutes"] += (told.high_s - told.low_s) // 60
            case CallEnded():
                self.told.pop(fact.call_id, None)
            case _:
                pass


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(Size(10, 1, 1, 1.15, patience=exponential(300)), id="one queue"),
        pytest.param(Size(24, 4, 2, 1.1, patience=exponential(600)), id="agents in two queues each"),
    ],
)
def test_of_those_who_were_told_how_long_most_waited_that_long(size: Size):
    plan = plan_of(size, Waiting(announcements=TELLS, grace_s=0))
    centre, ear = Centre(plan, poisson(loads_of(size), 2500, Random(3)), Random(0)), Ear()
    centre.listen_to_all(ear)
    centre.sign_in()
    centre.run()
    found = ear.found
    assert found["told"] > 0.5 * found["announced"] > 300, "silent most of the time"
    assert found["within"] / found["told"] >= 0.85
    assert found["minutes"] / found["told"] <= 3, "a range that says nothing"
    scores = [each.score for each in centre.house.outlooks.values()]
    assert sum(score.within for score in scores) == pytest.approx(found["within"], rel=0.01)
    assert all(score.trusted for score in scores)
    assert not centre.house.timers.purposes
