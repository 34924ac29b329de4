"""Each strategy by a table: who of three takes the call. And what stands around them: seniority, the lot."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from app.server.core.agent import Agent
from app.server.core.facts import OfferMade
from app.server.core.routing.plan import Choice, Membership
from app.server.core.routing.strategies import (
    STRATEGIES,
    Moment,
    Standing,
    evenly,
    random_weighted,
    with_seniority,
)
from tests.core.playbook import START, Playbook, a_plan

Fields = dict[str, object]


def ago(minutes: float) -> object:
    return START - timedelta(minutes=minutes)


def an_agent(name: str, fields: Fields) -> tuple[Agent, Membership]:
    membership = Membership(**{k: v for k, v in fields.items() if k in ("position", "weight")})  # type: ignore[arg-type]
    agent = Agent(name, name, ("q",), since=START)
    for key, value in fields.items():
        if key not in ("position", "weight"):
            setattr(agent, key, value)
    return agent, membership


TABLE: list[tuple[str, Choice, dict[str, Fields], str]] = [
    (
        "longest-idle",
        Choice(),
        {"a": {"idle_since": ago(3)}, "b": {"idle_since": ago(9)}, "c": {"idle_since": ago(1)}},
        "bac",
    ),
    (
        "longest-idle",  # a break does not reset it
        Choice(),
        {"a": {"idle_since": ago(3)}, "b": {"idle_since": ago(9), "break_ended_at": ago(1)}},
        "ba",
    ),
    (
        "longest-idle",  # unless the queue says so
        Choice(break_resets_idle=True),
        {"a": {"idle_since": ago(3)}, "b": {"idle_since": ago(9), "break_ended_at": ago(1)}},
        "ab",
    ),
    (
        "fewest-handled",
        Choice(),
        {
            "a": {"handled_today": 4, "idle_since": ago(9)},
            "b": {"handled_today": 2, "idle_since": ago(1)},
            "c": {"handled_today": 2, "idle_since": ago(5)},
        },
        "cba",
    ),
    (
        "least-occupied",
        Choice(),
        {
            "a": {"busy_s": 50.0, "ready_s": 50.0},
            "b": {"busy_s": 300.0, "ready_s": 900.0},
            "c": {"busy_s": 10.0, "ready_s": 1.0},
            "d": {},
        },
        "dbac",
    ),
    (
        "round-robin",
        Choice(),
        {"a": {"offered_at": ago(2)}, "b": {"offered_at": ago(7)}, "c": {}},
        "cba",
    ),
    (
        "fixed-order",
        Choice(),
        {
            "a": {"position": 3},
            "b": {"position": 1, "idle_since": ago(1)},
            "c": {"position": 1, "idle_since": ago(2)},
        },
        "cba",
    ),
]


@pytest.mark.parametrize(("name", "choice", "agents", "order"), TABLE)
def test_who_takes_it(name: str, choice: Choice, agents: dict[str, Fields], order: str):
    seen = {
        agent_id: STRATEGIES[name](*an_agent(agent_id, fields), Moment(choice, 0.0, 0.0))
        for agent_id, fields in agents.items()
    }
    assert "".join(sorted(seen, key=lambda agent_id: (seen[agent_id], agent_id))) == order


def test_an_own_strategy_is_one_function(monkeypatch: pytest.MonkeyPatch):
    def shortest_number(agent: Agent, membership: Membership, moment: Moment) -> Standing:
        return (float(len(agent.sip_user)),)

    monkeypatch.setitem(STRATEGIES, "shortest-number", shortest_number)
    plan = a_plan(3)
    queue = replace(plan.queues["sales"], choice=Choice("shortest-number"))
    agents = plan.agents | {"li": replace(plan.agents["li"], sip_user="7")}
    play = Playbook(replace(plan, agents=agents, queues=plan.queues | {"sales": queue}))
    play.ready("wang", "li", "zhao").rings()
    why = play.kept(OfferMade)[0].why
    assert (why.chosen, why.rule) == ("li", "shortest-number")


def test_every_strategy_has_a_row_in_the_table():
    assert {name for name, *_ in TABLE} | {"random-weighted"} == set(STRATEGIES)


@pytest.mark.parametrize(("senior", "order"), [("", "ab"), ("first", "ba"), ("last", "ab")])
def test_senior_agents_come_first_or_last(senior: str, order: str):
    choice = Choice(senior=senior)
    standing = {"a": with_seniority(choice, False, (1.0,)), "b": with_seniority(choice, True, (2.0,))}
    assert "".join(sorted(standing, key=lambda each: standing[each])) == order


@pytest.mark.parametrize("draw", [Random(7).random, evenly()])
def test_by_lot_three_times_the_weight_is_three_times_the_calls(draw: object):
    """Who has lost does not lose for ever: the lots of all have the same chance each time."""
    agents = {name: an_agent(name, {"weight": weight}) for name, weight in (("a", 1), ("b", 3), ("c", 2))}
    turn, taken = 0.0, Counter[str]()
    lots = {name: random_weighted(*each, Moment(Choice(), draw(), turn)) for name, each in agents.items()}  # type: ignore[operator]
    for _ in range(6000):
        winner = min(lots, key=lambda name: lots[name])
        taken[winner] += 1
        turn = lots[winner][-1]
        lots[winner] = random_weighted(*agents[winner], Moment(Choice(), draw(), turn))  # type: ignore[operator]
    assert taken["a"] == pytest.approx(1000, rel=0.1)
    assert taken["b"] == pytest.approx(3000, rel=0.1)


def test_nobody_of_weight_nought_wins_while_others_can():
    assert random_weighted(*an_agent("a", {"weight": 0}), Moment(Choice(), 0.1, 5.0)) == (float("inf"),)
