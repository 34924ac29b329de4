"""Several calls of one agent: a second one waits in her ear, she speaks in one, the others hear music."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.server.core.commands import HangUpLeg, JoinBridge, OriginateLeg, PlayPrompts, RejectLeg, ShowOffer
from app.server.core.events import (
    BlindTransferWished,
    ConsultWished,
    HangUpWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    OfferDeclined,
    PartyWished,
    PhoneLost,
    PhoneRegistered,
    ResumeWished,
    StateWished,
    TakeUpWished,
    WrapUpFinished,
)
from app.server.core.facts import CallHeld, CallResumed, PartyChanged, WrapUpEnded
from app.server.core.flow.plan import Flow, HangUp, TransferTo
from app.server.core.types import AgentState, CallState, EndCause
from tests.core.playbook import NORMAL, Playbook, a_plan

HERS = Flow("hers", "her", {"her": TransferTo("1001", (), "bye"), "bye": HangUp(())})


def colleague_calls(play: Playbook, user: str = "1002", leg: str = "phone-1", to: str = "1001") -> Playbook:
    return play.happens(LegIncoming(leg, to, user, "", f"phone:{user}"))


def a_talk_and_a_second() -> Playbook:
    """wang talks with caller-1 (leg-1, call-1); li calls her (leg-2, call-2)."""
    return colleague_calls(Playbook().talk())


def both() -> Playbook:
    return a_talk_and_a_second().happens(LegAnswered("leg-2"))


def hears(play: Playbook, call_id: str) -> set[str]:
    parties = play.house.calls[call_id].parties
    return {leg for leg, party in parties.items() if party.state.name == "TALKING"}


def test_a_colleague_rings_at_an_agent_who_talks():
    play = a_talk_and_a_second()
    offer = play.did(ShowOffer)[0]
    assert (offer.agent_id, offer.reason, offer.from_agent_id) == ("wang", "direct", "li")
    assert play.did(OriginateLeg)[0].sip_user == "1001"
    assert play.house.calls["call-1"].state is CallState.TALKING, "nothing changes before she answers"
    assert play.house.agents["wang"].call_id == "call-1"


def test_she_answers_and_the_present_one_hears_music():
    play = both()
    assert play.kept(CallHeld) == [CallHeld("call-1", "wang")]
    assert [p.prompts for p in play.did(PlayPrompts) if p.leg_id == "caller-1"] == [("music/calm",)]
    assert {join.leg_id for join in play.did(JoinBridge)} == {"leg-2", "phone-1"}
    assert play.house.agents["wang"].call_id == "call-2"
    assert play.state("wang") is AgentState.TALKING


def test_she_goes_to_and_fro_between_the_two():
    play = both().passes(10).happens(TakeUpWished("wang", "call-1"))
    assert play.kept(CallResumed) == [CallResumed("call-1", "wang", 10)]
    assert play.kept(CallHeld) == [CallHeld("call-2", "wang")]
    assert play.house.agents["wang"].call_id == "call-1"
    assert hears(play, "call-1") == {"caller-1", "leg-1"} and hears(play, "call-2") == {"leg-2"}
    play.happens(ResumeWished("wang", "call-2"))  # her phone's or an older desktop's word for the same
    assert play.house.agents["wang"].call_id == "call-2"
    assert hears(play, "call-2") == {"leg-2", "phone-1"} and hears(play, "call-1") == {"leg-1"}


def test_the_other_stays_held_until_she_takes_it_up():
    play = both().happens(LegEnded("phone-1", NORMAL, True))
    assert play.house.calls["call-1"].state is CallState.HELD
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.TALKING, "call-1")
    play.happens(TakeUpWished("wang", "call-1"))
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_wrap_up_comes_after_the_last_talk():
    play = both().happens(LegEnded("caller-1", NORMAL, True))
    assert play.state("wang") is AgentState.TALKING
    play.passes(30).happens(LegEnded("phone-1", NORMAL, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.passes(12).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 12, "finished")]
    assert play.state("wang") is AgentState.READY


def test_each_call_that_needs_it_is_written_up():
    """Two customers of queues: the second was put through to her by a rule of his queue's flow."""
    play = both()
    play.house.calls["call-2"].queue_id = "service"
    play.house.agents["wang"].talks["call-2"] = True
    play.happens(LegEnded("caller-1", NORMAL, True)).passes(5).happens(LegEnded("phone-1", NORMAL, True))
    assert play.house.agents["wang"].call_id == "call-2", "the one she has just put down comes first"
    play.passes(8).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-2", "wang", 8, "finished")]
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.passes(60)
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 60, "time-out")]
    assert play.state("wang") is AgentState.READY


def test_three_are_written_up_one_after_the_other():
    play = colleague_calls(both(), "2001", "phone-2").happens(LegAnswered("leg-3"))
    for call_id in ("call-2", "call-3"):
        play.house.calls[call_id].queue_id = "service"
        play.house.agents["wang"].talks[call_id] = True
    for leg in ("caller-1", "phone-1", "phone-2"):
        play.happens(LegEnded(leg, NORMAL, True))
    written = [
        fact.call_id for _ in range(3) for fact in play.happens(WrapUpFinished("wang")).kept(WrapUpEnded)
    ]
    assert written == ["call-3", "call-2", "call-1"]
    assert play.state("wang") is AgentState.READY


def test_nothing_rings_while_she_is_rung_for_a_conference():
    play = Playbook(a_plan(3)).talk().ready("li").happens(PartyWished("wang", "call-1", "1002"))
    assert colleague_calls(play, "2001", to="1002").did(RejectLeg) == [RejectLeg("phone-1", EndCause.BUSY)]


def test_the_break_she_wished_for_comes_after_all_of_it():
    play = a_talk_and_a_second().happens(StateWished("wang", AgentState.NOT_READY, "BREAK", "wang"))
    play.happens(LegAnswered("leg-2"), LegEnded("caller-1", NORMAL, True), LegEnded("phone-1", NORMAL, True))
    assert play.state("wang") is AgentState.WRAP_UP
    play.happens(WrapUpFinished("wang"))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "BREAK")


def test_she_is_rung_while_she_writes_up_and_writes_on_afterwards():
    play = Playbook().talk().happens(LegEnded("caller-1", NORMAL, True)).passes(20)
    colleague_calls(play)
    assert play.did(ShowOffer)[0].reason == "direct" and play.state("wang") is AgentState.WRAP_UP
    play.happens(LegAnswered("leg-2")).passes(5).happens(LegEnded("phone-1", NORMAL, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 20, "finished")]


def test_a_caller_who_is_put_through_to_her_own_number_waits_too():
    plan = a_plan()
    play = Playbook(replace(plan, numbers={**plan.numbers, "4008": HERS})).talk().rings("c2", "4008")
    offer = play.did(ShowOffer)[0]
    assert (offer.agent_id, offer.reason, offer.caller_number) == ("wang", "direct", "13800138000")
    play.happens(LegAnswered("leg-2"))
    assert play.kept(CallHeld) == [CallHeld("call-1", "wang")]
    assert play.house.agents["wang"].call_id == "call-2"


def test_one_waits_at_most():
    play = colleague_calls(a_talk_and_a_second(), "2001", "phone-2")
    assert play.did(RejectLeg) == [RejectLeg("phone-2", EndCause.BUSY)]


def test_three_calls_are_the_most():
    play = colleague_calls(both(), "2001", "phone-2").happens(LegAnswered("leg-3"))
    assert play.house.agents["wang"].call_id == "call-3"
    assert {c.state for c in play.house.calls.values() if c.call_id != "call-3"} == {CallState.HELD}
    assert colleague_calls(play, "1900", "phone-3").did(RejectLeg)


def test_nothing_rings_over_an_offer_of_a_queue():
    play = Playbook().ready("wang").rings()
    assert colleague_calls(play).did(RejectLeg) == [RejectLeg("phone-1", EndCause.BUSY)]


def test_nothing_waits_where_the_company_does_not_want_it():
    play = Playbook(replace(a_plan(), call_waiting=False)).talk()
    assert colleague_calls(play).did(RejectLeg) == [RejectLeg("phone-1", EndCause.BUSY)]


def test_nothing_rings_while_she_consults():
    play = Playbook().talk().ready("li").happens(ConsultWished("wang", "call-1", "1002"))
    assert colleague_calls(play, "2001").did(RejectLeg) == [RejectLeg("phone-1", EndCause.BUSY)]


def test_a_queues_call_never_waits_in_her_ear():
    play = both().rings("c2")
    assert not play.did(ShowOffer) and not play.did(OriginateLeg)


@pytest.mark.parametrize("event", [BlindTransferWished, PartyWished])
def test_a_call_is_not_passed_on_to_somebody_who_talks(event: type[BlindTransferWished]):
    play = Playbook().talk("wang")
    play.ready("li").rings("c2").answers("li")
    play.happens(event("li", "call-2", "1001"))
    assert "1001" not in [leg.sip_user for leg in play.did(OriginateLeg)]


def test_she_declines_and_the_caller_hears_it():
    play = a_talk_and_a_second()
    play.happens(OfferDeclined("wang", play.did(ShowOffer)[0].offer_id))
    assert play.did(RejectLeg) == [RejectLeg("phone-1", EndCause.DECLINED)]
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_who_gives_up_leaves_her_as_she_was():
    play = a_talk_and_a_second().happens(LegEnded("phone-1", EndCause.CANCELLED, True))
    assert [gone.leg_id for gone in play.did(HangUpLeg)] == ["leg-2"]
    assert play.house.calls["call-1"].state is CallState.TALKING
    assert play.house.agents["wang"].call_id == "call-1"


def test_out_of_a_conference_she_steps_and_the_others_talk_on():
    play = Playbook(a_plan(3)).talk().ready("zhao")
    play.happens(PartyWished("wang", "call-1", "1003"), LegAnswered("leg-2"))
    colleague_calls(play, "2001").happens(LegAnswered("leg-3"))
    assert play.house.calls["call-1"].state is CallState.TALKING
    assert hears(play, "call-1") == {"caller-1", "leg-2"} and hears(play, "call-2") == {"leg-3", "phone-1"}
    assert [fact.what for fact in play.kept(PartyChanged)] == ["held"]
    assert not [p for p in play.did(PlayPrompts) if p.leg_id == "leg-1"], "no music into her ear"
    play.happens(TakeUpWished("wang", "call-1"))
    assert hears(play, "call-1") == {"caller-1", "leg-2", "leg-1"} and hears(play, "call-2") == {"leg-3"}


def test_left_alone_with_somebody_who_is_elsewhere_he_hears_music():
    play = Playbook(a_plan(3)).talk().ready("zhao")
    play.happens(PartyWished("wang", "call-1", "1003"), LegAnswered("leg-2"))
    colleague_calls(play, "2001").happens(LegAnswered("leg-3"), HangUpWished("zhao", "call-1"))
    assert play.house.calls["call-1"].state is CallState.HELD
    assert "caller-1" in {p.leg_id for p in play.did(PlayPrompts)}
    play.happens(TakeUpWished("wang", "call-1"))
    assert hears(play, "call-1") == {"caller-1", "leg-1"}


def test_her_phone_is_lost_in_two_talks_and_what_is_to_be_written_is_kept():
    play = both().happens(LegEnded("caller-1", NORMAL, True), PhoneLost("wang"))
    play.happens(LegEnded("leg-2", EndCause.CUT_OFF, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.happens(WrapUpFinished("wang"))
    assert play.state("wang") is AgentState.TECH_FAULT
    assert play.happens(PhoneRegistered("wang")) and play.state("wang") is AgentState.READY


def test_a_queue_may_have_its_calls_answered_by_themselves():
    plan = a_plan()
    sales = replace(plan.queues["sales"], auto_answer=True)
    play = Playbook(replace(plan, queues={**plan.queues, "sales": sales})).ready("wang").rings()
    assert play.did(ShowOffer)[0].auto_answer and play.did(OriginateLeg)[0].auto_answer
    assert not Playbook().ready("wang").rings().did(ShowOffer)[0].auto_answer
