"""A customer is cut off in the talk: he is called back within the same call, and his agent sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    HangUpLeg,
    JoinBridge,
    OriginateLeg,
    PauseRecording,
    PlayPrompts,
    RecordLeg,
    ResumeRecording,
    ShowOffer,
    ShowReconnect,
    StopPlaying,
)
from app.server.core.events import (
    BlindTransferWished,
    ConsultWished,
    ForcedHangUp,
    HangUpWished,
    HoldWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    LegRinging,
    MediaLost,
    MonitorWished,
    PartyWished,
    PhoneLost,
    ReconnectStopped,
    RecordingPauseWished,
    TransferWished,
    WrapUpFinished,
)
from app.server.core.facts import CallArrived, CallEnded, OfferMade, PartyLeft, ReconnectTried, WrapUpEnded
from app.server.core.plan import Plan
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause, Role, Side
from app.server.core.waiting.plan import Reconnect, Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan

CUT = EndCause.CUT_OFF
MINE = "13800138000"


def plan(tries: int = 2) -> Plan:
    made = a_plan()
    waiting = Waiting(reconnect=Reconnect(tries=tries, ring_s=25, pause_s=5))
    return replace(made, queues={**made.queues, "sales": replace(made.queues["sales"], waiting=waiting)})


def cut_off(tries: int = 2, talked_s: float = 40) -> Playbook:
    return Playbook(plan(tries)).talk().passes(talked_s).happens(LegEnded("caller-1", CUT, True, "rtp-gone"))


def state(play: Playbook) -> CallState:
    return play.house.calls["call-1"].state


def test_he_is_dialled_at_once_while_she_hears_it_ring():
    play = cut_off()
    assert state(play) is CallState.RECONNECTING
    assert play.state("wang") is AgentState.TALKING
    dial = play.did(OriginateLeg)[0]
    assert (dial.outside_number, dial.like_leg_id, dial.timeout_s) == (MINE, "leg-1", 30)
    assert [(p.leg_id, p.prompts) for p in play.did(PlayPrompts)] == [("leg-1", ("tone/ringback",))]
    assert play.did(ShowReconnect) == [ShowReconnect("wang", "call-1", "dialling", 1, 2)]
    assert play.did(PauseRecording), "what she says to herself is not for the record"
    assert not play.kept(CallEnded) and not play.did(HangUpLeg)


def test_he_answers_and_the_same_call_goes_on():
    play = cut_off()
    leg = play.did(OriginateLeg)[0].leg_id
    play.passes(9).happens(LegAnswered(leg))
    assert state(play) is CallState.TALKING
    assert play.did(StopPlaying) == [StopPlaying("leg-1")]
    assert [join.leg_id for join in play.did(JoinBridge)] == [leg]
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", leg, Side.CUSTOMER)]
    assert play.did(ResumeRecording) and play.did(ShowReconnect)[0].state == "back"
    assert play.kept(ReconnectTried)[0].result == "back"
    play.passes(20).happens(LegEnded(leg, NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.call_id, ended.outcome, ended.by) == ("call-1", CallOutcome.ANSWERED, "customer")
    assert (ended.talk_s, ended.hold_s) == (60, 0), "being called back is neither talk nor hold"
    assert play.kept(PartyLeft)[0].talk_s == 60
    assert play.state("wang") is AgentState.WRAP_UP


def test_again_after_a_pause_until_the_tries_are_used_up():
    play = cut_off()
    play.happens(LegEnded(play.did(OriginateLeg)[0].leg_id, EndCause.BUSY, True))
    shown = play.did(ShowReconnect)[0]
    assert (shown.state, shown.attempt, shown.next_at) == ("waiting", 1, play.now + timedelta(seconds=5))
    assert not play.passes(4).did(OriginateLeg)
    assert play.passes(1).did(ShowReconnect)[0].attempt == 2
    play.passes(25)
    assert play.did(ShowReconnect)[0].state == "given-up"
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.cause, ended.talk_s) == (CallOutcome.CUT_OFF, CUT, 40)
    assert [tried.result for tried in play.kept(ReconnectTried)] == ["no-answer"]
    assert HangUpLeg("leg-1") in play.did(HangUpLeg) and play.did(CloseRecording)
    assert play.state("wang") is AgentState.WRAP_UP
    assert play.happens(WrapUpFinished("wang")).kept(WrapUpEnded)
    play.happens(LegEnded("leg-1", NORMAL, False)).passes(1)
    assert not play.house.calls and not play.house.timers.purposes and not play.house.reconnecting


def test_he_calls_himself_while_he_is_dialled():
    play = cut_off()
    dial = play.did(OriginateLeg)[0].leg_id
    play.happens(LegIncoming("caller-2", "4001", f"+86{MINE}", "", "trunk:t"))
    assert play.did(AnswerLeg) == [AnswerLeg("caller-2")]
    assert HangUpLeg(dial, EndCause.CANCELLED) in play.did(HangUpLeg)
    assert [join.leg_id for join in play.did(JoinBridge)] == ["caller-2"]
    assert state(play) is CallState.TALKING and not play.kept(CallArrived)
    play.happens(LegEnded(dial, EndCause.CANCELLED, False))
    assert state(play) is CallState.TALKING


def test_he_calls_himself_in_the_pause():
    play = cut_off()
    play.happens(LegEnded(play.did(OriginateLeg)[0].leg_id, EndCause.BUSY, True))
    play.happens(LegIncoming("caller-2", "4001", MINE, "", "trunk:t"))
    assert state(play) is CallState.TALKING and not play.house.timers.purposes
    assert not play.passes(60).did(OriginateLeg), "nobody dials him any more"


def test_somebody_else_who_calls_is_a_call_of_his_own():
    play = cut_off().happens(LegIncoming("caller-2", "4002", "13900139000", "", "trunk:t"))
    assert play.kept(CallArrived)[0].caller_number == "13900139000"
    assert state(play) is CallState.RECONNECTING


@pytest.mark.parametrize("wish", [HangUpWished, ReconnectStopped])
def test_she_need_not_wait_for_him(wish: type[HangUpWished]):
    play = cut_off()
    dial = play.did(OriginateLeg)[0].leg_id
    play.happens(wish("wang", "call-1"))
    assert {done.leg_id for done in play.did(HangUpLeg)} == {dial, "leg-1"}
    assert play.kept(ReconnectTried)[0].result == "stopped"
    assert (play.kept(CallEnded)[0].outcome, play.kept(CallEnded)[0].by) == (CallOutcome.CUT_OFF, "agent")
    assert play.state("wang") is AgentState.WRAP_UP


def test_she_puts_down_her_phone():
    play = cut_off().happens(LegEnded("leg-1", NORMAL, True))
    assert play.kept(CallEnded)[0].by == "agent"
    assert play.state("wang") is AgentState.WRAP_UP


def test_her_line_is_lost_as_well_and_she_is_asked_first_to_call_him_back():
    play = cut_off().happens(LegEnded("leg-1", CUT, True))
    assert play.kept(CallEnded)[0].by == "system"
    assert play.state("wang") is AgentState.READY, "her phone is registered; it was no fault of hers"
    play.ready("li").passes(3)
    offer, shown = play.kept(OfferMade)[0], play.did(ShowOffer)[0]
    assert (offer.agent_id, shown.reason, shown.caller_number) == ("wang", "reconnect", MINE)


def test_her_phone_is_gone_and_her_line_silent():
    play = cut_off().happens(PhoneLost("wang"), MediaLost("leg-1"))
    assert play.kept(CallEnded)[0].by == "system"
    assert play.state("wang") is AgentState.TECH_FAULT


def test_a_supervisor_ends_it():
    play = cut_off().happens(ForcedHangUp("boss", "call-1"))
    assert play.kept(CallEnded)[0].by == "supervisor"
    assert play.kept(ReconnectTried)[0].result == "stopped"
    assert play.state("wang") is AgentState.WRAP_UP


def test_it_cannot_be_passed_on_held_or_joined_meanwhile():
    play = cut_off().ready("li")
    for wish in (
        BlindTransferWished("wang", "call-1", "1002"),
        ConsultWished("wang", "call-1", "1002"),
        PartyWished("wang", "call-1", "1002"),
        HoldWished("wang", "call-1"),
        MonitorWished("boss", "2001", "call-1", Role.LISTEN),
    ):
        play.happens(wish)
        assert not play.did(OriginateLeg) and state(play) is CallState.RECONNECTING
    play.happens(TransferWished("leg-1", "refer-1", "1002"))
    assert state(play) is CallState.RECONNECTING


def test_on_hold_too():
    play = Playbook(plan()).talk().passes(10).happens(HoldWished("wang", "call-1")).passes(20)
    play.happens(LegEnded("caller-1", CUT, True))
    assert state(play) is CallState.RECONNECTING
    leg = play.house.calls["call-1"].leg_id
    play.passes(5).happens(LegAnswered(leg)).passes(5).happens(LegEnded(leg, NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.talk_s, ended.hold_s) == (15, 20)


def test_a_pause_of_the_recording_does_not_outlast_it():
    play = Playbook(plan()).talk().happens(RecordingPauseWished("wang", "call-1"))
    play.happens(LegEnded("caller-1", CUT, True))
    assert not play.did(PauseRecording), "it is paused already"
    play.happens(LegAnswered(play.house.calls["call-1"].leg_id))
    assert len(play.did(ResumeRecording)) == 1


def test_what_his_line_plays_before_it_answers_is_heard():
    play = cut_off()
    leg = play.did(OriginateLeg)[0].leg_id
    play.happens(LegRinging(leg, early_media=True))
    assert play.did(StopPlaying) and play.did(JoinBridge)[0].leg_id == leg
    play.happens(LegAnswered(leg))
    assert state(play) is CallState.TALKING


def test_cut_off_twice():
    play = cut_off()
    play.happens(LegAnswered(play.did(OriginateLeg)[0].leg_id)).passes(10)
    play.happens(LegEnded(play.house.calls["call-1"].leg_id, CUT, True))
    assert play.did(ShowReconnect)[0].attempt == 1, "each cut has its own tries"


def test_not_where_he_said_goodbye_or_the_queue_does_not_want_it():
    play = Playbook(plan()).talk().happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].by == "customer"
    play = Playbook(plan(tries=0)).talk().happens(LegEnded("caller-1", CUT, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CUT_OFF


@pytest.mark.parametrize("caller", ["", "anonymous", "10086", "+97912345678"])
def test_not_where_his_number_cannot_be_called(caller: str):
    play = Playbook(plan()).ready("wang").rings(caller=caller).answers("wang")
    assert play.happens(LegEnded("caller-1", CUT, True)).kept(CallEnded)


def test_not_where_others_talk_on():
    play = Playbook(plan()).talk().ready("li").happens(PartyWished("wang", "call-1", "1002"))
    play.happens(LegAnswered("leg-2")).happens(LegEnded("caller-1", CUT, True))
    assert state(play) is CallState.TALKING and not play.did(OriginateLeg)


@pytest.mark.parametrize("answered", [True, False])
def test_not_in_a_consultation(answered: bool):
    play = Playbook(plan()).talk().ready("li").happens(ConsultWished("wang", "call-1", "1002"))
    if answered:
        play.happens(LegAnswered("leg-2"))
    assert play.happens(LegEnded("caller-1", CUT, True)).kept(CallEnded)
