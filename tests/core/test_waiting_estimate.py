"""Expected wait: what is said comes true, and where nothing is known nothing is said."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.waiting.estimate import Estimate, Pace
from app.server.core.waiting.score import Expected, Score, score

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass
class Served:
    """A queue that was simulated: how many were told something, how many of these waits were as told."""

    arrived: int = 0
    waited: int = 0
    told: int = 0
    within: int = 0
    early: int = 0


def simulate(seed: int, agents: int, load: float, patience_s: float = 600.0, hours: float = 6.0) -> Served:
    """First come, first served; talks of three minutes on average, callers give up. Told on entry."""
    chance, talk_s, result, pace = Random(seed), 180.0, Served(), Pace(START)
    ends: list[float] = []
    line: list[tuple[float, float, Estimate | None]] = []  # entered, patience, what was told
    now, arrival = 0.0, 0.0

    def stands() -> None:
        pace.stands(at(now), len(line), agents)

    while now < hours * 3600:
        gone = min((entered + patience for entered, patience, _ in line), default=float("inf"))
        now = min(arrival, gone, ends[0] if ends else float("inf"))
        if now == gone:
            line[:] = [each for each in line if each[0] + each[1] > now]
            pace.left(at(now))
        elif now == arrival:
            arrival += chance.expovariate(load * agents / talk_s)
            told = pace.expect(at(now), len(line) + 1, agents) if len(ends) >= agents else None
            line.append((now, chance.expovariate(1 / patience_s), told))
            result.arrived += 1
        else:
            heapq.heappop(ends)
        while line and len(ends) < agents:
            entered, _, told = line.pop(0)
            pace.assigned(at(now), now - entered)
            heapq.heappush(ends, now + chance.expovariate(1 / talk_s))
            result.waited += now - entered > 1
            if told is not None:
                result.told += 1
                result.within += score(told, now - entered)
                result.early += now - entered < told.low_s
        stands()
    return result


@pytest.mark.parametrize(
    ("agents", "load", "patience_s"),
    [(5, 1.05, 600.0), (20, 1.1, 600.0), (20, 1.3, 300.0), (60, 1.15, 900.0), (3, 0.9, 1800.0)],
)
def test_in_a_steady_queue_most_of_what_is_said_comes_true(agents: int, load: float, patience_s: float):
    runs = [simulate(seed, agents, load, patience_s) for seed in range(2)]
    told, within = sum(run.told for run in runs), sum(run.within for run in runs)
    early = sum(run.early for run in runs)
    assert told > sum(run.waited for run in runs) / 2, "silent most of the time"
    assert within / told >= 0.75
    assert early / told <= 0.1, "answered before the least that was said"


def steady(served: int, every_s: float, agents: int = 4, length: int = 3) -> tuple[Pace, float]:
    """A queue with somebody waiting all the time, one assigned every so often."""
    pace, now = Pace(START), 0.0
    pace.stands(START, length, agents)
    for _ in range(served):
        now += every_s
        pace.assigned(at(now), 60.0)
        pace.stands(at(now), length, agents)
    return pace, now


def test_the_next_one_waits_as_long_as_one_takes_and_the_fifth_five_times_that():
    pace, now = steady(60, 30.0)
    first, fifth = pace.expect(at(now), 1, 4), pace.expect(at(now), 5, 4)
    assert first is not None and fifth is not None
    assert first.mean_s == pytest.approx(30, rel=0.02)
    assert fifth.mean_s == pytest.approx(150, rel=0.02)
    assert (first.low_s, first.high_s) == (0, 60)
    assert (fifth.low_s, fifth.high_s) == (60, 240)


def test_twice_as_many_agents_halve_it_at_once():
    pace, now = steady(60, 30.0)
    more = pace.expect(at(now), 6, 8)
    assert more is not None and more.mean_s == pytest.approx(90, rel=0.02)


def test_those_before_him_may_give_up():
    pace, now = steady(30, 30.0, length=10)
    for _ in range(30):
        pace.left(at(now))
    patient, _ = steady(30, 30.0, length=10)
    some, none = pace.expect(at(now), 10, 4), patient.expect(at(now), 10, 4)
    assert some is not None and none is not None
    assert some.mean_s < 0.8 * none.mean_s


def test_silent_with_nobody_signed_in_and_after_too_few_assignments():
    pace, now = steady(60, 30.0)
    assert pace.expect(at(now), 1, 0) is None
    pace, now = steady(4, 30.0)
    assert pace.expect(at(now), 1, 4) is None
    assert Pace(START).expect(START, 1, 4) is None


def test_silent_once_what_is_known_is_of_long_ago():
    pace, now = steady(12, 30.0)
    assert pace.expect(at(now), 2, 4) is not None
    pace.stands(at(now), 0, 4)
    assert pace.expect(at(now + 3600), 2, 4) is None


def test_silent_while_the_pace_changes():
    pace, now = steady(120, 10.0)
    for _ in range(20):  # suddenly a third of it
        now += 30
        pace.assigned(at(now), 60.0)
    assert pace.expect(at(now), 2, 4) is None
    pace, now = steady(60, 20.0)
    assert pace.expect(at(now + 300), 2, 4) is None, "nobody was served for five minutes"


def test_silent_where_it_would_be_an_hour_or_anything():
    pace, now = steady(60, 60.0)
    assert pace.expect(at(now), 90, 4) is None, "longer than an hour"
    pace, now = steady(8, 400.0)
    assert pace.expect(at(now), 1, 4) is None, "between nothing and a quarter of an hour"


def test_a_caller_who_found_a_free_agent_says_nothing_of_the_pace():
    pace, now = steady(60, 30.0)
    before = pace.expect(at(now), 1, 4)
    for _ in range(50):
        pace.assigned(at(now), 0.0)
    assert pace.expect(at(now), 1, 4) == before


def test_an_assignment_that_came_to_nothing_is_taken_back():
    pace, now = steady(60, 30.0)
    before = pace.expect(at(now), 1, 4)
    pace.assigned(at(now), 30.0)
    pace.not_taken(at(now))
    after = pace.expect(at(now), 1, 4)
    assert before is not None and after is not None
    assert after.mean_s == pytest.approx(before.mean_s)


def test_beyond_twenty_minutes_in_steps_of_five():
    pace, now = steady(60, 60.0)
    long = pace.expect(at(now), 25, 4)
    assert long is not None
    assert (long.low_s, long.high_s) == (15 * 60, 35 * 60)


@settings(max_examples=200, deadline=None)
@given(
    gaps=st.lists(st.floats(min_value=0.5, max_value=200), min_size=0, max_size=60),
    agents=st.integers(min_value=0, max_value=300),
    now_agents=st.integers(min_value=0, max_value=300),
    length=st.integers(min_value=0, max_value=500),
    leavers=st.integers(min_value=0, max_value=50),
    position=st.integers(min_value=1, max_value=400),
)
def test_a_range_is_whole_minutes_around_its_mean_and_grows_with_the_place(
    gaps: list[float], agents: int, now_agents: int, length: int, leavers: int, position: int
):
    pace, now = Pace(START), 0.0
    pace.stands(START, length, agents)
    for gap in gaps:
        now += gap
        pace.assigned(at(now), gap)
    for _ in range(leavers):
        pace.left(at(now))
    here = pace.expect(at(now), position, now_agents)
    if here is None:
        return
    assert 0 <= here.low_s <= here.high_s <= 3600
    assert here.low_s % 60 == 0 and here.high_s % 60 == 0 and here.high_s >= 60
    assert here.low_s - 1 <= here.mean_s <= here.high_s + 1
    behind = pace.expect(at(now), position + 1, now_agents)
    more = pace.expect(at(now), position, now_agents + 1)
    assert behind is None or behind.mean_s > here.mean_s
    assert more is None or more.mean_s < here.mean_s


def test_a_wait_is_scored_against_what_was_said():
    said = Estimate(150, 120, 240)
    assert score(said, 120) and score(said, 240)
    assert not score(said, 119) and not score(said, 241)


def test_after_bad_guesses_it_is_silent_and_after_good_ones_it_speaks_again():
    kept, said = Score(), Estimate(150, 120, 240)
    for _ in range(10):
        kept.came(Expected(START, said, said=True), at(180))
    assert kept.trusted and (kept.within, kept.announced, kept.share) == (10, 10, 1.0)
    while kept.trusted:
        kept.came(Expected(START, said, said=True), at(600))
    assert kept.share is not None and kept.share < 0.5
    announced = kept.announced
    while not kept.trusted:
        kept.came(Expected(START, said, said=False), at(180))
    assert kept.announced == announced, "what was not said is no announcement"


def test_who_gives_up_early_says_nothing_and_who_gives_up_late_was_told_wrong():
    kept, said = Score(), Expected(START, Estimate(150, 120, 240), said=True)
    kept.gave_up(said, at(100))
    assert kept.share is None
    kept.gave_up(said, at(241))
    assert kept.share == 0.0
