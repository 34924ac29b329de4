"""Calls that agents make: colleagues, numbers of ours, outside; by phone and by a click."""

import pytest

from app.server.core.commands import (
    AnswerLeg,
    HangUpLeg,
    JoinBridge,
    OriginateLeg,
    PlayPrompts,
    ProgressLeg,
    RecordLeg,
    RejectLeg,
    RingLeg,
    ShowOffer,
)
from app.server.core.events import (
    CallWished,
    HangUpWished,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegIncoming,
    LegResumed,
    LegRinging,
    PhoneRegistered,
    StateWished,
    WrapUpFinished,
)
from app.server.core.facts import CallArrived, CallEnded, CallHeld, CallQueued, CallResumed, WrapUpEnded
from app.server.core.plan import AgentPlan, Plan
from app.server.core.types import AgentState, CallOutcome, EndCause, Side
from tests.core.playbook import NORMAL, Playbook, a_plan


def dials(play: Playbook, number: str, user: str = "1001", leg: str = "phone-1") -> Playbook:
    return play.happens(LegIncoming(leg, number, user, "", f"phone:{user}"))


def test_an_extension_rings_and_the_caller_hears_that():
    play = dials(Playbook().ready("wang", "li"), "1002")
    assert play.did(OriginateLeg)[0].sip_user == "1002"
    assert play.did(OriginateLeg)[0].caller_number == "1001"
    assert play.kept(CallArrived)[0].direction == "INTERNAL"
    assert play.happens(LegRinging("leg-1")).did(RingLeg) == [RingLeg("phone-1")]
    play.happens(LegAnswered("leg-1"))
    assert play.did(AnswerLeg) == [AnswerLeg("phone-1")]
    assert {join.leg_id for join in play.did(JoinBridge)} == {"phone-1", "leg-1"}
    assert not play.did(RecordLeg), "what colleagues say to each other is not recorded"
    assert (play.state("wang"), play.state("li")) == (AgentState.TALKING, AgentState.TALKING)
    play.passes(30).happens(LegEnded("phone-1", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert (play.state("wang"), play.state("li")) == (AgentState.READY, AgentState.READY)
    assert play.kept(CallEnded)[0].talk_s == 30


def test_a_colleague_who_is_rung_or_talks_is_not_offered_a_customer():
    play = dials(Playbook().ready("wang", "li"), "1002").rings("c1")
    assert not play.did(ShowOffer)
    play.happens(LegAnswered("leg-1")).rings("c2")
    assert not play.did(ShowOffer)
    play.happens(LegEnded("leg-1", NORMAL, True))
    assert {offer.agent_id for offer in play.did(ShowOffer)} == {"wang", "li"}


def test_an_outside_number_goes_over_a_trunk_and_is_recorded():
    play = dials(Playbook().ready("wang"), "138-0013 8000")
    out = play.did(OriginateLeg)[0]
    assert (out.sip_user, out.outside_number, out.caller_number) == ("", "13800138000", "")
    play.happens(LegAnswered("leg-1"))
    sides = {record.leg_id: record.side for record in play.did(RecordLeg)}
    assert sides == {"leg-1": Side.CUSTOMER, "phone-1": Side.AGENT}
    play.passes(5).happens(LegEnded("leg-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.by, ended.talk_s) == (CallOutcome.ANSWERED, "customer", 5)
    assert play.state("wang") is AgentState.READY, "only a customer of a queue is written up"


def test_what_the_other_end_sends_before_it_answers_is_heard():
    play = dials(Playbook().ready("wang"), "13800138000").happens(LegRinging("leg-1", early_media=True))
    assert play.did(ProgressLeg) == [ProgressLeg("phone-1")]
    assert {join.leg_id for join in play.did(JoinBridge)} == {"phone-1", "leg-1"}


@pytest.mark.parametrize("cause", [EndCause.BUSY, EndCause.NO_ANSWER, EndCause.UNREACHABLE])
def test_why_nobody_answers_is_told_to_the_caller(cause: EndCause):
    play = dials(Playbook().ready("wang"), "13800138000").happens(LegEnded("leg-1", cause, True, "sip-486"))
    assert play.did(RejectLeg) == [RejectLeg("phone-1", cause)]
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.cause, ended.detail) == (CallOutcome.NOT_REACHED, cause, "sip-486")
    assert play.state("wang") is AgentState.READY


def test_who_gives_up_stops_the_other_phone():
    play = dials(Playbook().ready("wang", "li"), "1002")
    play.happens(LegEnded("phone-1", EndCause.CANCELLED, True))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1", EndCause.CANCELLED)]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.NOT_REACHED


def test_nobody_rings_for_ever():
    play = dials(Playbook().ready("wang"), "1002").passes(25)
    assert play.did(RejectLeg) == [RejectLeg("phone-1", EndCause.NO_ANSWER)]


@pytest.mark.parametrize(("number", "cause"), [("1001", EndCause.BUSY), ("hello", EndCause.REJECTED)])
def test_what_cannot_be_called_is_refused(number: str, cause: EndCause):
    play = dials(Playbook().ready("wang"), number)
    assert play.did(RejectLeg) == [RejectLeg("phone-1", cause)]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.REFUSED
    assert play.state("wang") is AgentState.READY


def test_who_may_not_dial_out_does_not():
    plan = Plan(agents={"wang": AgentPlan("wang", "1001", (), dial_out=False)})
    assert dials(Playbook(plan), "13800138000").did(RejectLeg)
    assert dials(Playbook(a_plan()), "13800138000", user="1999").did(RejectLeg), "a phone nobody planned"
    assert dials(Playbook(a_plan()), "13800138000", user="2001").did(OriginateLeg), "a supervisor's phone"


@pytest.mark.parametrize(("number", "queue"), [("4002", "sales"), ("7001", "service")])
def test_a_number_of_ours_is_answered_as_for_a_customer(number: str, queue: str):
    play = dials(Playbook().ready("wang", "li"), number)
    assert play.did(AnswerLeg) == [AnswerLeg("phone-1")]
    assert play.kept(CallQueued)[0].queue_id == queue
    assert play.state("wang") is AgentState.TALKING, "she is not offered her own call"
    play.happens(LegEnded("phone-1", NORMAL, True))
    assert play.state("wang") is AgentState.READY


def test_a_click_rings_her_own_phone_first():
    play = Playbook().ready("wang", "li").happens(CallWished("wang", "02155556666"))
    own = play.did(OriginateLeg)[0]
    assert (own.sip_user, own.caller_number, own.auto_answer) == ("1001", "02155556666", True)
    play.happens(LegAnswered("leg-1"))
    assert play.did(OriginateLeg)[0].outside_number == "02155556666"
    play.happens(LegAnswered("leg-2"))
    assert [join.leg_id for join in play.did(JoinBridge)] == ["leg-2"]
    assert {record.leg_id for record in play.did(RecordLeg)} == {"leg-1", "leg-2"}
    play.happens(HangUpWished("wang", "call-1"))
    assert {c.leg_id for c in play.did(HangUpLeg)} == {"leg-1", "leg-2"}


def test_a_click_that_she_does_not_pick_up_for_calls_nobody():
    play = Playbook().ready("wang").happens(CallWished("wang", "02155556666")).passes(25)
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1", EndCause.CANCELLED)]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.NOT_REACHED


def test_a_break_stays_a_break_after_a_call_of_her_own():
    play = Playbook().happens(
        PhoneRegistered("wang"), StateWished("wang", AgentState.NOT_READY, "LUNCH", "wang")
    )
    dials(play, "13800138000")
    assert play.state("wang") is AgentState.TALKING
    play.happens(LegEnded("phone-1", EndCause.CANCELLED, True))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "LUNCH")


def test_a_break_wished_meanwhile_is_met_afterwards():
    play = dials(Playbook().ready("wang"), "13800138000")
    play.happens(StateWished("wang", AgentState.NOT_READY, "BREAK", "wang"))
    assert play.state("wang") is AgentState.TALKING
    play.happens(LegEnded("phone-1", EndCause.CANCELLED, True))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "BREAK")


def test_a_wrap_up_in_which_she_phones_is_finished_later():
    play = Playbook().talk().happens(LegEnded("caller-1", NORMAL, True)).passes(20)
    dials(play, "13800138000")
    assert play.state("wang") is AgentState.TALKING
    play.passes(50).happens(LegEnded("phone-1", EndCause.CANCELLED, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.passes(10).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 30, "finished")]


def test_her_phones_hold_key_gives_the_other_one_music():
    play = Playbook().talk().happens(LegHeld("leg-1"))
    assert play.did(PlayPrompts)[0] == PlayPrompts("caller-1", "play-2", ("music/calm",), loop=True)
    assert play.kept(CallHeld) == [CallHeld("call-1", "wang")]
    play.passes(20).happens(LegResumed("leg-1"))
    assert play.kept(CallResumed) == [CallResumed("call-1", "wang", 20)]
    assert play.did(JoinBridge)[0].leg_id == "caller-1"


def test_a_customers_own_hold_key_is_his_business():
    play = Playbook().talk().happens(LegHeld("caller-1"))
    assert not play.commands and not play.happens(LegResumed("caller-1")).commands
