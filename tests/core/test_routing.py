"""The right agent for the caller: skills that relax, own agents, regions, priority; each choice explained."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.server.core.events import (
    CallerIdentified,
    LegEnded,
    OfferDeclined,
    PhoneLost,
    StateWished,
    TimerFired,
)
from app.server.core.facts import CallerKnown, OfferMade
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.routing.plan import Choice, Membership, Priority, Relaxation
from app.server.core.routing.skills import wanted
from app.server.core.types import AgentState, Explanation
from tests.core.playbook import NORMAL, START, Playbook

SALES, CARE = "sales", "care"


def an_agent(name: str, *queues: str, **fields: object) -> AgentPlan:
    return AgentPlan(name, f"phone-{name}", queues or (SALES,), **fields)  # type: ignore[arg-type]


def a_plan(
    *agents: AgentPlan,
    sales: Choice | None = None,
    care: Choice | None = None,
    prefer: dict[str, Priority] | None = None,
    wants: dict[str, int] | None = None,
    extra: int = 0,
) -> Plan:
    """Number 1 leads to sales, 2 to care, 3 to sales with ``wants`` and ``extra`` priority."""
    choices = {SALES: sales or Choice(), CARE: care or Choice()}
    priorities = {SALES: Priority(), CARE: Priority(), **(prefer or {})}
    queues = {
        name: QueuePlan(name, 20, 60, choice=choice, priority=priorities[name])
        for name, choice in choices.items()
    }
    into = {
        "1": ToQueue(SALES, ()),
        "2": ToQueue(CARE, ()),
        "3": ToQueue(SALES, (), wants=wants or {}, priority=extra),
    }
    flows = {number: Flow(number, "q", {"q": node}) for number, node in into.items()}
    return Plan({agent.agent_id: agent for agent in agents}, queues, flows)


class Desk(Playbook):
    """A playbook in whose words callers ring and somebody's phone rings."""

    def __init__(self, *agents: AgentPlan, **setting: object) -> None:
        super().__init__(a_plan(*agents, **setting))  # type: ignore[arg-type]
        self.callers = 0

    def calls(self, number: str = "1", level: str | None = None, **known: object) -> str:
        self.callers += 1
        self.rings(f"c{self.callers}", number)
        call_id = f"call-{self.callers}"
        if level is not None or known:
            self.happens(CallerIdentified(call_id, "", level or "", **known))  # type: ignore[arg-type]
        return call_id

    def rung(self) -> dict[str, str]:
        """Agent → the call that rings at hers."""
        return {offer.agent_id: offer.call_id for offer in self.house.offers.values()}

    def talks(self, agent: str) -> Desk:
        """She picks up, they talk, he hangs up, she has written it up."""
        call = self.house.calls[self.rung()[agent]]
        self.answers(agent)
        self.happens(LegEnded(call.leg_id, NORMAL, True)).passes(60)
        return self

    def why(self) -> Explanation:
        return self.kept(OfferMade)[-1].why


# --- skills ----------------------------------------------------------------------------------------


def test_who_has_the_skill_takes_it_and_after_a_while_less_is_enough():
    rings = (Relaxation(20, {"en": 3}), Relaxation(60))
    play = Desk(
        an_agent("ann", skills={"en": 4}),
        an_agent("bob"),
        an_agent("cat", skills={"en": 9}),
        sales=Choice(wants={"en": 6}, relax=rings),
    )
    play.ready("ann", "bob", "cat")
    first = play.calls()
    assert play.rung() == {"cat": first}
    play.passes(1)
    second = play.calls()
    play.passes(18)
    assert play.rung() == {"cat": first}, "ann is not good enough yet"
    play.happens(OfferDeclined("cat", "offer-1"))
    play.passes(1)
    assert play.rung() == {"ann": first}
    assert (play.why().relaxed, play.why().wants) == (1, {"en": 3})
    looked_at = [(each.agent_id, each.excluded) for each in play.why().candidates]
    assert looked_at == [("ann", None), ("bob", "skill"), ("cat", "not-ready")]
    play.answers("ann").passes(41)
    assert play.rung() == {"bob": second}
    assert (play.why().relaxed, play.why().wants) == (2, {})
    assert not play.house.timers.of.get(second), "nothing widens once it is offered"


def test_a_call_may_want_more_than_its_queue():
    play = Desk(
        an_agent("ann", skills={"en": 9}),
        an_agent("bob", skills={"en": 9, "tax": 5}),
        sales=Choice(wants={"en": 6}, relax=(Relaxation(10, {"en": 1}), Relaxation(30))),
        wants={"tax": 4},
    )
    call = play.ready("ann").calls("3")
    play.passes(29)
    assert play.rung() == {}, "the queue asks for less after 10 s, he still for a tax adviser"
    play.passes(1)
    assert play.rung() == {"ann": call}
    other = play.calls("3")
    play.ready("bob")
    assert play.rung()["bob"] == other and play.why().wants == {"en": 6, "tax": 4}


# --- own agents ------------------------------------------------------------------------------------


def test_his_own_agent_first_then_everybody():
    play = Desk(an_agent("ann"), an_agent("bob", CARE), sales=Choice(dedicated_s=30))
    play.ready("bob").calls("2")
    play.answers("bob")
    call = play.calls(dedicated_agent_id="bob")
    play.ready("ann").passes(29)
    assert play.rung() == {}, "ann is free, but he waits for bob"
    play.passes(1)
    assert play.rung() == {"ann": call}
    assert play.why().special == ""


def test_who_is_known_before_the_queue_rings_at_his_own_agent():
    play = Desk(an_agent("ann"), an_agent("bob", CARE), sales=Choice(dedicated_s=30))
    play.calls("1", dedicated_agent_id="bob")  # nobody is signed in: he waits for anybody
    play.ready("bob")
    assert play.rung() == {}
    play.ready("ann").talks("ann")
    play.happens(StateWished("ann", AgentState.NOT_READY, "", "ann"))
    call = play.calls("1", dedicated_agent_id="bob")
    assert play.rung() == {"bob": call}
    assert play.why().special == "dedicated"
    assert [(each.agent_id, each.excluded) for each in play.why().candidates] == [
        ("bob", None),
        ("ann", "not-ready"),
    ]


def test_an_own_agent_who_signs_out_is_not_waited_for():
    play = Desk(an_agent("ann"), an_agent("bob"), sales=Choice(dedicated_s=600))
    play.ready("ann", "bob").calls()
    busy, free = ("ann", "bob") if "ann" in play.rung() else ("bob", "ann")
    play.answers(busy).happens(StateWished(free, AgentState.NOT_READY, "", free))
    call = play.calls(dedicated_agent_id=free)
    play.happens(StateWished(busy, AgentState.OFFLINE, "", busy))
    play.happens(LegEnded("c1", NORMAL, True)).passes(60)
    assert play.rung() == {}
    play.happens(StateWished(busy, AgentState.READY, "", busy))
    assert play.rung() == {}, "on a break she is waited for"
    play.happens(StateWished(free, AgentState.OFFLINE, "", free))
    assert play.rung() == {busy: call}


def test_an_own_agent_who_does_not_take_it_is_not_waited_for_either():
    play = Desk(an_agent("ann"), an_agent("bob"), sales=Choice(dedicated_s=600))
    play.ready("bob").calls()
    play.answers("bob")
    call = play.calls(dedicated_agent_id="bob")
    play.ready("ann")
    play.happens(LegEnded("c1", NORMAL, True)).passes(60)
    assert play.rung() == {"bob": call} and play.why().candidates[1].excluded == "kept-free"
    play.passes(20)
    assert play.state("bob") is AgentState.NOT_READY
    assert play.rung() == {"ann": call}


@pytest.mark.parametrize(("days", "expected"), [(6, "bob"), (8, "ann")])
def test_the_last_agent_within_some_days(days: int, expected: str):
    play = Desk(an_agent("ann"), an_agent("bob"), sales=Choice(last_agent_s=90, last_agent_days=7))
    play.ready("ann", "bob").calls()
    play.calls()
    play.answers("ann").answers("bob")
    call = play.calls(last_agent_id="bob", last_agent_at=START - timedelta(days=days))
    play.happens(LegEnded("c1" if play.house.calls["call-1"].agent_id == "ann" else "c2", NORMAL, True))
    play.passes(60)
    assert play.rung() == ({} if expected == "bob" else {"ann": call})
    if expected == "bob":
        play.passes(29)
        assert play.rung() == {}
        play.passes(1)
        assert play.rung() == {"ann": call}, "then anybody"


def test_the_last_agent_is_not_waited_for_where_she_has_left_the_queue():
    play = Desk(an_agent("ann"), an_agent("bob", CARE), sales=Choice(last_agent_s=90))
    play.ready("bob").calls("2")
    play.answers("bob")
    call = play.calls(last_agent_id="bob", last_agent_at=START)
    play.ready("ann")
    assert play.rung() == {"ann": call}


# --- region ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "expected", "special"),
    [
        ("广东 深圳", "ann", "region"),
        ("广东 珠海", "bob", "region"),  # nobody of that city: of the province, who is idle longest
        ("上海 上海", "dan", ""),  # nobody of there: who is idle longest of all
        ("", "dan", ""),
    ],
)
def test_agents_of_the_callers_region_before_others(region: str, expected: str, special: str):
    play = Desk(
        an_agent("ann", region="广东 深圳"),
        an_agent("bob", region="广东 广州"),
        an_agent("dan", region="北京 北京"),
        sales=Choice(by_region=True),
    )
    play.ready("dan").passes(1).ready("bob").passes(1).ready("ann")
    for name in ("dan", "bob", "ann"):
        play.happens(StateWished(name, AgentState.NOT_READY, "", name))
    call = play.calls(region=region)
    for name in ("ann", "bob", "dan"):  # free at the same moment
        play.house.agents[name].state = AgentState.READY
        play.house.lines.agent_changed(play.house.agents[name], play.now)
    play.happens(TimerFired("timer-of-nobody"))
    assert play.rung() == {expected: call}
    assert play.why().special == special


# --- priority --------------------------------------------------------------------------------------


def test_a_vip_goes_ahead_as_soon_as_it_is_known():
    play = Desk(an_agent("ann"))
    first, second = play.calls(), play.calls()
    vip = play.calls()
    position = play.house.lines.position
    assert [position(play.house.calls[each]) for each in (first, second, vip)] == [1, 2, 3]
    play.happens(CallerIdentified(vip, "customer-9", "VIP", "广东 深圳"))
    assert play.kept(CallerKnown) == [CallerKnown(vip, "customer-9", "VIP", "广东 深圳")]
    assert [position(play.house.calls[each]) for each in (first, second, vip)] == [2, 3, 1]
    play.ready("ann")
    assert play.rung() == {"ann": vip}
    assert play.why().score_parts == (0.0, 10.0, 0.0, 0.0) and play.why().score == 10.0
    assert play.why().line == 3


def test_who_waits_long_enough_overtakes_a_vip():
    play = Desk(an_agent("ann"))
    patient = play.calls()
    play.passes(10 * 60 + 1)
    play.calls(level="VIP")
    play.ready("ann")
    assert play.rung() == {"ann": patient}
    assert play.why().score == pytest.approx(10 + 1 / 60)


def test_a_flow_may_lend_priority():
    play = Desk(an_agent("ann"), extra=3)
    play.calls()
    urgent = play.calls("3")
    play.ready("ann")
    assert play.rung() == {"ann": urgent} and play.why().score_parts == (0.0, 0.0, 3.0, 0.0)


def test_between_queues_the_highest_score_is_served_first():
    play = Desk(an_agent("ann", SALES, CARE), prefer={CARE: Priority(base=2.0)})
    sales = play.calls("1")
    play.passes(60)
    care = play.calls("2")
    play.ready("ann")
    assert play.rung() == {"ann": care}, "2 points ahead of one minute"
    play.talks("ann")
    assert play.rung() == {"ann": sales}


def test_with_equal_priority_the_preferred_queue_is_served_first():
    play = Desk(an_agent("ann", SALES, CARE, memberships={CARE: Membership(preference=1)}))
    play.calls("1")
    play.passes(30)
    care = play.calls("2")
    play.ready("ann")
    assert play.rung() == {"ann": care}, "half a minute apart is equal"


def test_with_equal_preference_who_waits_longest_is_served_first():
    play = Desk(an_agent("ann", CARE, SALES))
    sales = play.calls("1")
    play.passes(1)
    play.calls("2")
    play.ready("ann")
    assert play.rung() == {"ann": sales}


# --- explained -------------------------------------------------------------------------------------


def test_everybody_of_a_small_queue_is_listed_with_the_reason():
    names = ["off", "break", "talk", "write", "fault", "free", "later"]
    play = Desk(*[an_agent(name) for name in names])
    play.ready("talk", "write").calls()
    play.calls()
    play.answers("talk").answers("write")
    play.happens(LegEnded("c1" if play.house.calls["call-1"].agent_id == "write" else "c2", NORMAL, True))
    play.ready("fault", "break").happens(StateWished("break", AgentState.NOT_READY, "TEA", "break"))
    play.happens(StateWished("fault", AgentState.NOT_READY, "", "fault"))
    play.happens(PhoneLost("fault"), StateWished("fault", AgentState.READY, "", "fault"))
    play.ready("free").passes(5).ready("later")
    play.calls()
    excluded = {each.agent_id: each.excluded for each in play.why().candidates}
    assert excluded == {
        "free": None,
        "later": None,
        "break": "not-ready",
        "fault": "tech-fault",
        "off": "offline",
        "talk": "talking",
        "write": "wrap-up",
    }
    assert [each.agent_id for each in play.why().candidates][:2] == ["free", "later"]
    assert [each.idle_s for each in play.why().candidates][:2] == [5.0, 0.0]
    assert play.why().rule == "longest-idle" and play.why().chosen == "free" and not play.why().others


def test_of_a_large_queue_the_best_ten_and_how_many_others():
    play = Desk(
        *[an_agent(f"a{n:02}", skills={"en": 6 if n < 30 else 1}) for n in range(60)],
        sales=Choice(wants={"en": 5}),
    )
    play.ready(*[f"a{n:02}" for n in range(40)])
    play.calls()
    assert [each.agent_id for each in play.why().candidates] == [f"a{n:02}" for n in range(10)]
    assert play.why().others == {"offline": 20, "skill": 10, "later": 20}


@pytest.mark.parametrize(
    ("extra", "ring", "levels"),
    [
        ({}, 0, {"en": 6}),
        ({"en": 2}, 0, {"en": 6}),  # a call never asks for less than its queue
        ({"en": 9, "tax": 1}, 0, {"en": 9, "tax": 1}),
        ({"en": 9, "tax": 1}, 1, {"en": 3, "tax": 1}),
        ({"en": 9, "tax": 1}, 2, {}),
        ({"tax": 0}, 0, {"en": 6}),
    ],
)
def test_what_is_wanted_of_an_agent(extra: dict[str, int], ring: int, levels: dict[str, int]):
    choice = Choice(wants={"en": 6}, relax=(Relaxation(20, {"en": 3}), Relaxation(60)))
    assert dict(wanted(choice, extra, ring)) == levels
