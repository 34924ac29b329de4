"""The switchboard in simulated time: what theory says comes out, and nobody is lost on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from statistics import fmean

import pytest

from app.server.core.facts import CallConnected, CallEnded, CallQueued, Fact
from app.server.core.house import House
from app.server.core.routing.plan import Priority
from app.server.core.types import AgentState, CallOutcome
from app.server.simulation import cli
from app.server.simulation.centre import Behaviour, Centre, OutOfBalanceError, check_balance
from app.server.simulation.chance import ENDLESS, Span, drawing, exponential, fixed, lognormal
from app.server.simulation.day import Day
from app.server.simulation.load import Arrival, Load, poisson
from app.server.simulation.measures import Waits, estimate
from app.server.simulation.scenario import Size, loads_of, plan_of
from app.server.simulation.theory import Impatient, Waiting, erlang_b, erlang_c, priority_waits_s
from tests.core.ideal_line import waits_of

# --- theory ---------------------------------------------------------------------------------------


def test_the_formulas_give_published_values() -> None:
    assert erlang_b(10, 4.461) == pytest.approx(0.01, abs=1e-4)  # tables of Erlang B: 10 lines, 1 %
    assert erlang_b(20, 12.03) == pytest.approx(0.01, abs=1e-4)
    assert erlang_c(1, 0.8) == pytest.approx(0.8)  # M/M/1: busy is waiting
    # 100 calls of three minutes in half an hour, the example of many a training of planners.
    planned = Waiting(14, 100 / 1800, 180)
    assert planned.wait_probability == pytest.approx(0.174, abs=5e-4)
    assert planned.service_level(20) == pytest.approx(0.888, abs=5e-4)
    assert planned.asa_s == pytest.approx(7.8, abs=0.05)
    assert planned.occupancy == pytest.approx(0.714, abs=5e-4)


def test_the_formulas_with_patience_give_published_values() -> None:
    # Garnett, Mandelbaum, Reiman 2002, table 1: 50 agents, 48 calls a minute of one minute each.
    assert Waiting(50, 48 / 60, 60).asa_s == pytest.approx(20.8, abs=0.05)
    patient = Impatient(50, 48 / 60, 60, 120)
    assert patient.abandonment == pytest.approx(0.031, abs=5e-4)
    assert patient.mean_wait_s == pytest.approx(3.7, abs=0.05)
    assert patient.occupancy == pytest.approx(0.93, abs=5e-3)
    # The sizing of 100 calls of 3 min in 30 min with patience of 5 min (guide of pyworkforce).
    sized = Impatient(13, 100 / 1800, 180, 300)
    assert sized.abandonment == pytest.approx(0.025, abs=5e-4)
    assert sized.wait_probability == pytest.approx(0.226, abs=1e-3)
    assert sized.service_level(20) == pytest.approx(0.858, abs=1e-2)


def test_with_endless_patience_nobody_gives_up() -> None:
    plain, patient = Waiting(12, 0.05, 200), Impatient(12, 0.05, 200, 1e9)
    assert patient.abandonment == pytest.approx(0.0, abs=1e-6)
    assert patient.asa_s == pytest.approx(plain.asa_s, rel=1e-4)
    assert patient.service_level(20) == pytest.approx(plain.service_level(20), rel=1e-6)


def test_classes_of_priority_keep_the_sum_of_work() -> None:
    """Who is served first changes who waits, not how much is waited (Kleinrock's conservation law)."""
    rates = [0.01, 0.02, 0.015]
    urgent, usual, late = priority_waits_s(10, rates, 180)
    assert urgent < usual < late
    together = sum(rate * wait for rate, wait in zip(rates, (urgent, usual, late), strict=True)) / sum(rates)
    assert together == pytest.approx(Waiting(10, sum(rates), 180).asa_s)
    assert priority_waits_s(1, [0.3, 0.4], 1.0) == pytest.approx([1.0, 10 / 3])  # M/M/1, by hand


def test_the_textbook_line_is_what_theory_says() -> None:
    """The line that the switchboard is held against below: within 2 % over a long time."""
    waiting = Waiting(2, 1 / 180, 180)
    load = [Load("4001", 20, exponential(180))]
    waits = [wait for wait, _ in waits_of(poisson(load, 500_000, Random(3)), 2)]
    assert fmean(waits) == pytest.approx(waiting.asa_s, rel=0.02)
    assert fmean(wait <= 20 for wait in waits) == pytest.approx(waiting.service_level(20), rel=0.02)
    impatient = Impatient(10, 0.06, 180, 240)
    load = [Load("4001", 0.06 * 3600, exponential(180), exponential(240))]
    left = waits_of(poisson(load, 400_000, Random(4)), 10)
    assert fmean(not yes for _, yes in left) == pytest.approx(impatient.abandonment, rel=0.02)
    assert fmean(wait for wait, yes in left if yes) == pytest.approx(impatient.asa_s, rel=0.02)
    assert fmean(wait for wait, _ in left) == pytest.approx(impatient.mean_wait_s, rel=0.02)
    assert fmean(yes and wait <= 20 for wait, yes in left) == pytest.approx(
        impatient.service_level(20), rel=0.02
    )


# --- the switchboard against the textbook line ------------------------------------------------------


class Notes:
    """Who waited how long, by call, in the order of arrival."""

    def __init__(self) -> None:
        self.waits: dict[str, tuple[float, bool]] = {}

    def __call__(self, fact: Fact, _at_s: float) -> None:
        if isinstance(fact, CallQueued) and not fact.again:
            self.waits.setdefault(fact.call_id, (-1.0, False))
        elif isinstance(fact, CallConnected) and not fact.again:
            self.waits[fact.call_id] = (fact.waited_s, True)
        elif isinstance(fact, CallEnded) and fact.outcome is CallOutcome.ABANDONED:
            self.waits[fact.call_id] = (fact.waited_s, False)


def lived(size: Size, arrivals: list[Arrival]) -> list[tuple[float, bool]]:
    centre, notes = Centre(plan_of(size), iter(arrivals), Random(0), check_every=50), Notes()
    centre.listen_to_all(notes)
    centre.sign_in()
    centre.run()
    house = centre.house
    assert not (house.calls or house.offers or house.legs or house.timers.purposes), "something was left over"
    return list(notes.waits.values())


def assert_the_same(lived: list[tuple[float, bool]], ideal: list[tuple[float, bool]]) -> None:
    assert len(lived) == len(ideal)
    for number, ((wait_s, answered), (ideal_s, served)) in enumerate(zip(lived, ideal, strict=True)):
        assert answered == served, f"caller {number}"
        assert wait_s == pytest.approx(ideal_s, abs=1e-4), f"caller {number}"


@pytest.mark.parametrize(
    ("size", "calls"),
    [
        pytest.param(Size(10, 1, 1, 0.85), 8000, id="one queue"),
        pytest.param(Size(10, 1, 1, 1.1, patience=exponential(240)), 8000, id="with patience"),
        pytest.param(Size(20, 5, 5, 0.9), 4000, id="five queues, all agents in all"),
        pytest.param(
            Size(10, 1, 1, 0.8, talk=lognormal(150, 1.5), wrap_up=exponential(40)), 4000, id="wrap-up"
        ),
    ],
)
def test_everybody_waits_as_long_as_in_an_ideal_line(size: Size, calls: int) -> None:
    """Not a second longer or shorter: no agent is idle while somebody waits, nobody is overtaken."""
    arrivals = list(poisson(loads_of(size), calls, Random(7)))
    assert_the_same(lived(size, arrivals), waits_of(arrivals, size.agents))


URGENT = ("VIP", "GOLD")
BY_CLASS = Priority(levels={"VIP": 1000.0, "GOLD": 500.0}, ageing_per_min=0.0)


def test_urgent_callers_are_served_first_and_nobody_else_is_late_for_it() -> None:
    """Each caller as in a line of three classes; and that line as Davis and Kella and Yechiali say."""
    size = Size(10, 1, 1, 0.85, priority=BY_CLASS, levels={"VIP": 0.2, "GOLD": 0.3})
    arrivals = list(poisson(loads_of(size), 6000, Random(7)))
    assert_the_same(lived(size, arrivals), waits_of(arrivals, size.agents, URGENT))
    load = loads_of(replace(size, agents=2, occupancy=0.5))
    many = list(poisson(load, 150_000, Random(5)))
    waits = waits_of(many, 2, URGENT)
    per_s = load[0].per_hour / 3600
    expected = priority_waits_s(2, [per_s * 0.2, per_s * 0.3, per_s * 0.5], 180)
    for level, wait_s in zip((*URGENT, ""), expected, strict=True):
        mine = [wait for (wait, _), caller in zip(waits, many, strict=True) if caller.level == level]
        assert fmean(mine) == pytest.approx(wait_s, rel=0.02), level


# --- figures ------------------------------------------------------------------------------------------


def test_a_day_is_measured_by_the_houses_definitions() -> None:
    """Two agents in one queue, by hand: what each figure must be."""
    arrivals = [
        Arrival(0.0, "4001", 100.0, 999.0),  # at once, till 100, written up till 110
        Arrival(10.0, "4001", 40.0, 999.0),  # at once, till 50, written up till 60
        Arrival(20.0, "4001", 30.0, 999.0),  # waits 40, till 90
        Arrival(30.0, "4001", 50.0, 20.0),  # gives up at 50
        Arrival(40.0, "4001", 10.0, 999.0),  # waits till 100 (90 + 10 of wrap-up)
    ]
    arrivals = [Arrival(a.at_s, a.number, a.talk_s, a.patience_s, wrap_up_s=10.0) for a in arrivals]
    centre, day = Centre(plan_of(Size(2, 1, 1)), iter(arrivals), Random(0)), Day()
    day.attach(centre)
    centre.sign_in()
    centre.run()
    day.close(centre.last_s)
    waits = day.queues["q01"]
    assert (waits.offered, waits.count(True), waits.count(False)) == (5, 4, 1)
    assert waits.asa_s() == pytest.approx((0 + 0 + 40 + 60) / 4)
    assert waits.abandonment() == pytest.approx(0.2)
    assert waits.service_level(20) == pytest.approx(2 / 5)
    assert waits.service_level(20, short_abandon_s=21) == pytest.approx(2 / 4)  # he was a short abandon
    assert day.occupancy.talk_s == pytest.approx(100 + 40 + 30 + 10)
    assert day.occupancy.wrap_up_s == pytest.approx(40)
    assert centre.last_s == pytest.approx(120)
    assert day.occupancy.share() == pytest.approx(220 / 240)


def test_who_lets_it_ring_is_not_ready_and_the_caller_keeps_his_place() -> None:
    """Every second offer rings out: callers wait longer, none is lost."""
    size = Size(6, 2, 2, 0.5, talk=fixed(60.0))
    behaviour = Behaviour(answer=fixed(3.0), rona_share=0.5, back_after=fixed(30.0))
    arrivals = poisson(loads_of(size), 600, Random(1))
    centre, day = Centre(plan_of(size), arrivals, Random(2), behaviour, check_every=1), Day()
    day.attach(centre)
    centre.sign_in()
    centre.run()
    day.close(centre.last_s)
    assert day.all.count(True) == 600
    assert day.offers > 1000 and day.occupancy.away_s > 0
    assert all(agent.state is AgentState.READY for agent in centre.house.agents.values())


def test_a_caller_who_is_lost_is_noticed() -> None:
    house = House(plan_of(Size(1, 1)))
    house.balance("q01").offered = 3
    house.balance("q01").answered = 2
    with pytest.raises(OutOfBalanceError, match="q01"):
        check_balance(house)


def test_ended_things_leave_the_house() -> None:
    """Memory is bounded: after thousands of calls there is no more than who is in it now."""
    size = Size(5, 1, 1, 0.7, patience=exponential(60))
    arrivals = list(poisson(loads_of(size), 3000, Random(5)))
    centre = Centre(plan_of(size), iter(arrivals), Random(0))
    centre.sign_in()
    centre.run(until_s=arrivals[-1].at_s)
    house = centre.house
    assert len(house.calls) < 60
    assert len(house.legs) <= 2 * len(house.calls) and len(house.timers.of) <= 4 * len(house.calls) + 10
    assert len(house.measured) < 100


# --- chance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", [exponential(50), lognormal(50, 0.8), fixed(50)])
def test_lengths_have_the_mean_that_was_asked_for(span: Span) -> None:
    draw = drawing(span, Random(1))
    assert fmean(draw() for _ in range(60_000)) == pytest.approx(50, rel=0.02)
    assert drawing(ENDLESS, Random(1))() == float("inf")


def test_callers_come_at_the_rate_and_share_that_was_asked_for() -> None:
    loads = [
        Load("4001", 300, fixed(1), levels={"VIP": 0.1, "GOLD": 0.2}),
        Load("4002", 100, fixed(2)),
    ]
    arrivals = list(poisson(loads, 40_000, Random(9)))
    assert 40_000 / arrivals[-1].at_s * 3600 == pytest.approx(400, rel=0.02)
    assert fmean(each.number == "4001" for each in arrivals) == pytest.approx(0.75, rel=0.02)
    first = [each for each in arrivals if each.number == "4001"]
    assert fmean(each.level == "VIP" for each in first) == pytest.approx(0.1, rel=0.05)
    assert all(each.talk_s == 2 and not each.level for each in arrivals if each.number == "4002")
    assert list(poisson(loads, 50, Random(9))) == arrivals[:50]  # the same seed, the same day


def test_an_estimate_says_how_sure_it_is() -> None:
    random = Random(1)
    hits = 0
    for _ in range(200):
        waits = Waits()
        for _ in range(400):
            waits.left(random.expovariate(0.1), True)
        found = estimate(part.asa_s() for part in waits.batches(20))
        hits += abs(found.mean - 10) <= found.half_width
    assert 180 <= hits <= 199  # 95 % of the intervals hold the truth


def test_the_command_prints_figures(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--calls", "300", "--agents", "6", "--queues", "2", "--seed", "4"]
    assert cli.main([*words, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["calls"] == 300 and result["left_over"] == 0
    assert result["all"]["answered"] > 200 and set(result["by_queue"]) == {"q01", "q02"}
    assert cli.main(words) == 0
    assert "300 calls" in capsys.readouterr().out
