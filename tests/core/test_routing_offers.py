"""An offer is a lease: what follows when it is not taken, several phones ring, plan or day change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.commands import HangUpLeg, OriginateLeg, ShowOffer, WithdrawOffer
from app.server.core.events import (
    CallerIdentified,
    CallWished,
    ConsultWished,
    LegAnswered,
    LegEnded,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PlanChanged,
    StateWished,
    WrapUpExtended,
)
from app.server.core.facts import AgentStateChanged, CallQueued, OfferEnded, OfferMade
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.routing.plan import Choice, Priority
from app.server.core.timers import RingsMore
from app.server.core.types import AgentState, CallState, EndCause
from tests.core.playbook import NORMAL, Playbook, a_plan

MORE = Choice(ring_more_after_s=5)


def with_choice(choice: Choice, agents: int = 3) -> Playbook:
    plan = a_plan(agents)
    sales = replace(plan.queues["sales"], choice=choice)
    return Playbook(replace(plan, queues=plan.queues | {"sales": sales}))


def rung(play: Playbook) -> dict[str, str]:
    return {offer.agent_id: offer.call_id for offer in play.house.offers.values()}


def ready(play: Playbook, *agents: str) -> Playbook:
    """One after the other, so that the first is idle longest."""
    for agent in agents:
        play.ready(agent).passes(1)
    return play


# --- not taken -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "state", "reason"),
    [
        (None, AgentState.NOT_READY, "no-answer"),
        (OfferDeclined("wang", "offer-1"), AgentState.NOT_READY, "declined"),
        (LegEnded("leg-1", EndCause.DECLINED, True), AgentState.NOT_READY, "declined"),
        (LegEnded("leg-1", EndCause.UNREACHABLE, True), AgentState.TECH_FAULT, "no-phone"),
        (LegEnded("leg-1", EndCause.CUT_OFF, True), AgentState.TECH_FAULT, "no-phone"),
    ],
)
def test_he_is_first_again_with_his_time_and_she_is_released(
    how: OfferDeclined | LegEnded | None, state: AgentState, reason: str
):
    play = Playbook().ready("wang").rings("c1").passes(7).rings("c2")
    play.happens(CallerIdentified("call-2", "", "VIP")).passes(2)
    if how is None:
        play.passes(11)
    else:
        play.happens(how)
    wang = play.house.agents["wang"]
    assert (wang.state, wang.reason, wang.call_id) == (state, reason, None)
    assert play.kept(CallQueued) == [CallQueued("call-1", "sales", 1, again=True, ahead=True)]
    play.happens(PhoneRegistered("li"), StateWished("li", AgentState.READY, "", "li"))
    assert rung(play) == {"li": "call-1"}
    waited_s = (play.now - play.house.calls["call-1"].arrived_at).total_seconds()
    assert [each.waited_s for each in play.did(ShowOffer)] == [waited_s]


def test_the_caller_goes_while_it_rings_and_the_phone_is_silent_at_once():
    play = Playbook().ready("wang").rings("c1").rings("c2").passes(3)
    play.happens(LegEnded("c1", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1", EndCause.CANCELLED)]
    assert [each.why for each in play.did(WithdrawOffer)] == ["caller-left"]
    assert rung(play) == {"wang": "call-2"}, "and she takes the next one"


def test_who_is_on_a_call_of_her_own_is_not_offered_any():
    play = ready(Playbook(a_plan(2)), "wang", "li")
    play.happens(CallWished("wang", "02155556666"))
    play.rings("c1").rings("c2")
    assert rung(play) == {"li": "call-2"}, "wang's own phone rings for her call"
    play.happens(LegAnswered("leg-1"))
    assert play.state("wang") is AgentState.TALKING and rung(play) == {"li": "call-2"}
    play.happens(LegEnded("leg-1", NORMAL, True))
    assert rung(play)["wang"] == "call-3"


def test_a_phone_that_rang_for_something_else_in_vain_takes_calls_again():
    play = ready(Playbook(a_plan(2)), "wang", "li").rings("caller-1").answers("wang")
    play.happens(ConsultWished("wang", "call-1", "1002"))
    play.rings("c2")
    assert rung(play) == {}, "li's phone rings for the consult"
    play.passes(25)
    assert rung(play) == {"li": "call-2"}


# --- wrap-up ---------------------------------------------------------------------------------------


def test_wrap_up_is_lengthened_by_as_much_as_the_queue_of_the_call_allows():
    plan = a_plan(1)
    service = replace(plan.queues["service"], wrap_up_more_s=15)
    direct = Flow("service", "q", {"q": ToQueue("service", ())})
    queues, numbers = plan.queues | {"service": service}, plan.numbers | {"4003": direct}
    play = Playbook(replace(plan, queues=queues, numbers=numbers))
    play.ready("wang").rings(number="4003").answers("wang")
    play.happens(LegEnded("caller-1", NORMAL, True), WrapUpExtended("wang"), WrapUpExtended("wang"))
    play.passes(44)
    assert play.state("wang") is AgentState.WRAP_UP
    play.passes(1)
    assert play.state("wang") is AgentState.READY
    play.rings("c2").answers("wang").happens(LegEnded("c2", NORMAL, True), WrapUpExtended("wang"))
    play.passes(119)
    assert play.state("wang") is AgentState.WRAP_UP, "60 s, and 60 more: of the other queue"
    play.passes(1)
    assert play.state("wang") is AgentState.READY


# --- several phones --------------------------------------------------------------------------------


def test_another_phone_rings_after_a_while_and_the_first_to_answer_has_him():
    play = ready(with_choice(MORE), "wang", "li", "zhao").rings()
    assert rung(play) == {"wang": "call-1"}
    play.passes(5)
    assert list(rung(play)) == ["wang", "li"]
    assert [each.rule for each in (fact.why for fact in play.kept(OfferMade))] == ["longest-idle"]
    play.passes(5)
    assert list(rung(play)) == ["wang", "li", "zhao"]
    play.answers("li")
    assert {fact.agent_id: fact.result for fact in play.kept(OfferEnded)} == {
        "li": "taken",
        "wang": "other-took",
        "zhao": "other-took",
    }
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"leg-1", "leg-3"}
    assert {hung.cause for hung in play.did(HangUpLeg)} == {EndCause.NORMAL}, "no missed call on the phones"
    assert [play.state(each) for each in ("wang", "li", "zhao")] == [
        AgentState.READY,
        AgentState.TALKING,
        AgentState.READY,
    ]
    assert play.house.calls["call-1"].agent_id == "li" and not play.house.calls["call-1"].offers


def test_one_of_several_does_not_take_it_and_the_others_ring_on():
    play = ready(with_choice(MORE), "wang", "li").rings().passes(5)
    play.happens(OfferDeclined("wang", "offer-1"))
    call = play.house.calls["call-1"]
    assert call.state is CallState.OFFERED and rung(play) == {"li": "call-1"}
    assert (call.agent_id, play.state("wang")) == ("li", AgentState.NOT_READY)
    play.passes(20)
    assert call.state is CallState.QUEUED and play.state("li") is AgentState.NOT_READY
    assert play.kept(CallQueued) == [CallQueued("call-1", "sales", 1, again=True, ahead=True)]
    assert not any(isinstance(each, RingsMore) for each in play.house.timers.purposes.values())


def test_several_phones_are_silent_as_soon_as_he_hangs_up():
    play = ready(with_choice(MORE), "wang", "li").rings().passes(6)
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"leg-1", "leg-2"}
    assert play.state("wang") is play.state("li") is AgentState.READY
    assert not play.house.offers and not play.house.calls


def test_who_waits_alone_has_her_before_who_rings_elsewhere_already():
    play = with_choice(MORE).ready("wang").rings("c1").rings("c2").passes(4)
    play.ready("li")
    assert rung(play) == {"wang": "call-1", "li": "call-2"}


# --- the plan changes ------------------------------------------------------------------------------


def test_agents_come_and_go_with_the_plan_while_calls_go_on():
    play = ready(Playbook(a_plan(2)), "wang", "li").rings("c1").answers("wang").rings("c2").rings("c3")
    new = a_plan(3)
    without = replace(new, agents={name: new.agents[name] for name in ("li", "zhao")})
    play.happens(PlanChanged(without))
    assert play.state("zhao") is AgentState.OFFLINE and play.state("wang") is AgentState.TALKING
    assert rung(play) == {"li": "call-2"}
    play.ready("zhao")
    assert rung(play) == {"li": "call-2", "zhao": "call-3"}
    play.happens(LegEnded("c1", NORMAL, True)).passes(60)
    assert [fact for fact in play.kept(AgentStateChanged) if fact.agent_id == "wang"][
        -1
    ].after.name == "OFFLINE"
    play.passes(1).happens(StateWished("wang", AgentState.READY, "", "wang"))
    assert "wang" not in play.house.agents


def test_a_free_agent_who_is_no_longer_planned_goes_at_once():
    play = ready(Playbook(a_plan(2)), "wang", "li")
    plan = a_plan(2)
    play.happens(PlanChanged(replace(plan, agents={"wang": plan.agents["wang"]})))
    assert play.state("li") is AgentState.OFFLINE
    play.rings("c1").rings("c2")
    assert rung(play) == {"wang": "call-1"} and set(play.house.agents) == {"wang"}


def test_who_waits_keeps_his_place_by_the_new_rules():
    play = Playbook(a_plan(1)).rings("c1").passes(30).rings("c2")
    play.happens(CallerIdentified("call-2", "", "GOLD"))
    assert play.house.lines.position(play.house.calls["call-2"]) == 1
    plan = a_plan(1)
    sales = replace(plan.queues["sales"], priority=Priority(levels={}))
    play.happens(PlanChanged(replace(plan, queues=plan.queues | {"sales": sales})))
    assert play.house.lines.position(play.house.calls["call-1"]) == 1
    play.ready("wang")
    assert rung(play) == {"wang": "call-1"}


def test_a_queue_that_is_gone_still_serves_those_who_wait_in_it():
    play = Playbook(a_plan(1)).rings("c1")
    plan = a_plan(1)
    wang = replace(plan.agents["wang"], queue_ids=("service",))
    only = replace(plan, agents={"wang": wang}, queues={"service": plan.queues["service"]})
    play.happens(PlanChanged(only))
    play.ready("wang")
    assert rung(play) == {"wang": "call-1"}
    play.answers("wang").happens(LegEnded("c1", NORMAL, True)).passes(60)
    play.happens(PlanChanged(only))
    assert play.house.agents["wang"].queue_ids == ("service",) and list(play.house.plan.queues) == ["service"]


def test_a_new_phone_of_hers_is_known_at_once():
    play = Playbook(a_plan(1)).ready("wang")
    plan = a_plan(1)
    play.happens(PlanChanged(replace(plan, agents={"wang": replace(plan.agents["wang"], sip_user="1555")})))
    play.rings()
    assert [each.sip_user for each in play.did(OriginateLeg)] == ["1555"]
    agent = play.house.agent_of_phone("1555")
    assert agent is not None and agent.agent_id == "wang" and play.house.agent_of_phone("1001") is None


# --- the day ---------------------------------------------------------------------------------------


def test_with_midnight_nobody_has_handled_anything_yet():
    """The playbook begins at 17:00 in Shanghai."""
    play = with_choice(Choice("fewest-handled"), agents=2).ready("wang").rings("c1").answers("wang")
    play.happens(LegEnded("c1", NORMAL, True)).passes(60)
    assert play.house.agents["wang"].handled_today == 1
    play.passes(1).ready("li").rings("c2")
    assert rung(play) == {"li": "call-2"}, "wang has had one"
    play.happens(LegEnded("c2", NORMAL, True)).passes(7 * 3600)
    play.rings("c3")
    assert rung(play) == {"wang": "call-3"}, "a new day: the one who is idle longer"
    assert play.house.agents["wang"].handled_today == 0


def test_occupancy_counts_talk_and_wrap_up_against_the_time_she_was_ready():
    play = ready(with_choice(Choice("least-occupied"), agents=2), "wang", "li").passes(100)
    play.rings("c1").answers("wang").passes(50)
    play.happens(LegEnded("c1", NORMAL, True)).passes(60)
    wang, li = play.house.agents["wang"], play.house.agents["li"]
    assert (wang.busy_s, wang.ready_s, li.busy_s) == (110.0, 102.0, 0.0)
    play.rings("c2")
    assert rung(play) == {"li": "call-2"}


# --- nobody starves --------------------------------------------------------------------------------


def arrivals() -> Iterator[int]:
    yield from range(1, 200)


@settings(max_examples=30, deadline=None)
@given(
    ageing=st.sampled_from([0.5, 1.0, 4.0]),
    lead=st.integers(min_value=1, max_value=20),
    every_s=st.sampled_from([30, 60]),
)
def test_nobody_waits_for_ever_whoever_comes_before_him(ageing: float, lead: int, every_s: int):
    """VIPs come faster than the only agent can take them; the ordinary caller has his turn all the same.

    Who arrives later than ``lead ÷ ageing`` minutes after him is behind him; only those before are ahead.
    """
    plan = a_plan(1)
    priority = Priority(levels={"VIP": float(lead)}, ageing_per_min=ageing)
    sales = replace(plan.queues["sales"], wrap_up_s=0, priority=priority)
    play = Playbook(replace(plan, queues=plan.queues | {"sales": sales})).rings("plain")
    born = play.now
    for number in arrivals():
        leg = f"vip-{number}"
        play.rings(leg)
        play.happens(CallerIdentified(play.house.legs[leg], "", "VIP"))
        play.passes(every_s)
        if play.now - born > timedelta(minutes=lead / ageing):
            break
    line = [call.leg_id for call in play.house.lines.waiting("sales")]
    ahead = line[: line.index("plain")]
    assert len(ahead) <= lead / ageing * 60 / every_s + 1
    play.ready("wang")
    served = 0
    while "plain" in play.house.legs and served < 200:
        play.answers("wang")
        leg = next(call.leg_id for call in play.house.calls.values() if call.state is CallState.TALKING)
        if leg == "plain":
            break
        play.happens(LegEnded(leg, NORMAL, True)).passes(1)
        play.rings(f"late-{served}")
        play.happens(CallerIdentified(play.house.legs[f"late-{served}"], "", "VIP"))
        served += 1
    assert served == len(ahead), "nobody who came too late has overtaken him"


def test_phone_lost_while_it_rings_is_no_fault_of_hers():
    play = Playbook().ready("wang").rings("c1").happens(PhoneLost("wang"))
    assert play.state("wang") is AgentState.OFFERED, "it may still be answered"
    play.happens(LegEnded("leg-1", EndCause.UNREACHABLE, True))
    assert play.state("wang") is AgentState.TECH_FAULT
    play.happens(PhoneRegistered("wang"))
    assert rung(play) == {"wang": "call-1"}, "back by herself as soon as the phone is"
