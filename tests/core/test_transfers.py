"""Handing a customer on: blind, after a talk, and what happens when nobody takes him."""

import pytest

from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    DestroyBridge,
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    OriginateLeg,
    PlayPrompts,
    RecordLeg,
    RejectLeg,
    ReportTransfer,
    ShowOffer,
    StopPlaying,
    WithdrawOffer,
)
from app.server.core.events import (
    BlindTransferWished,
    ConsultCancelled,
    ConsultCompleted,
    ConsultJoined,
    ConsultSwapped,
    ConsultWished,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegIncoming,
    LegRinging,
    MonitorWished,
    OfferDeclined,
    PhoneLost,
    TransferWished,
    WrapUpFinished,
)
from app.server.core.facts import (
    CallConnected,
    CallEnded,
    CallQueued,
    LegReplaced,
    PartyLeft,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
    WrapUpEnded,
)
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause, Role, Side
from tests.core.playbook import NORMAL, Playbook, a_plan


def a_talk() -> Playbook:
    """wang (leg-1) talks with caller-1 for 40 s; li is ready."""
    return Playbook().talk("wang").ready("li").passes(40)


def blind(target: str = "1002", play: Playbook | None = None) -> Playbook:
    return (play or a_talk()).happens(BlindTransferWished("wang", "call-1", target, "wants a refund"))


def consulting(target: str = "1002") -> Playbook:
    """wang talks with li (leg-2) while the customer hears music."""
    return a_talk().happens(ConsultWished("wang", "call-1", target, "VIP"), LegAnswered("leg-2"))


# --- blind ---------------------------------------------------------------------------------------


def test_the_customer_hears_music_and_the_target_is_rung_with_the_note():
    play = blind()
    assert play.did(PlayPrompts)[0].leg_id == "caller-1"
    shown = play.did(ShowOffer)[0]
    assert (shown.agent_id, shown.reason, shown.from_agent_id) == ("li", "transfer", "wang")
    assert (shown.note, shown.caller_number) == ("wants a refund", "13800138000")
    order = [type(c) for c in play.commands if isinstance(c, ShowOffer | OriginateLeg)]
    assert order == [ShowOffer, OriginateLeg], "the file pops up before the phone rings"
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert play.state("wang") is AgentState.WRAP_UP, "her part is done at once"
    assert not play.did(CloseRecording), "the recording goes on"


def test_the_target_takes_over():
    play = blind().passes(5).happens(LegAnswered("leg-2"))
    assert play.did(StopPlaying) == [StopPlaying("caller-1")]
    assert {join.leg_id for join in play.did(JoinBridge)} == {"caller-1", "leg-2"}
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "leg-2", Side.AGENT)]
    assert play.kept(TransferEnded)[0].result == "completed"
    assert play.kept(CallConnected)[0] == CallConnected("call-1", "li", "sales", 0.0, again=True)
    play.happens(WrapUpFinished("wang")).passes(20).happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.agent_id, ended.talk_s, ended.hold_s) == ("li", 60, 5)
    assert play.kept(PartyLeft)[0].talk_s == 20, "each agent's own share"
    assert play.state("li") is AgentState.WRAP_UP
    assert play.happens(WrapUpFinished("li")).kept(WrapUpEnded)[0].agent_id == "li"
    assert (play.house.balance("sales").offered, play.house.balance("sales").answered) == (1, 1)


@pytest.mark.parametrize(
    "cause", [EndCause.BUSY, EndCause.DECLINED, EndCause.UNREACHABLE, EndCause.NO_ANSWER]
)
def test_nobody_takes_it_and_it_comes_back_to_her(cause: EndCause):
    play = blind().happens(LegEnded("leg-2", cause, True))
    assert play.did(OriginateLeg)[0].sip_user == "1001"
    assert play.did(ShowOffer)[0].reason == "came-back"
    assert play.kept(TransferCameBack)[0].to == "agent"
    play.happens(LegAnswered("leg-3"))
    assert play.state("wang") is AgentState.TALKING
    assert play.kept(WrapUpEnded)[0].how == "next-call"
    assert {join.leg_id for join in play.did(JoinBridge)} == {"caller-1", "leg-3"}


def test_it_rings_no_longer_than_a_while():
    play = blind().passes(25)
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2", EndCause.CANCELLED)]
    assert play.did(WithdrawOffer)[0].why == "no-answer"
    assert play.did(OriginateLeg)[0].sip_user == "1001"


def test_a_target_that_is_busy_now_is_not_even_rung():
    play = a_talk().rings("c2").answers("li")
    blind(play=play)
    assert [c.sip_user for c in play.did(OriginateLeg)] == ["1001"], "back to her at once"


def test_the_target_may_decline_on_the_desktop():
    play = blind().happens(OfferDeclined("li", "offer-2"))
    assert play.kept(TransferEnded)[0].result == "declined"
    assert play.did(OriginateLeg)[0].sip_user == "1001"


def test_where_she_is_gone_he_waits_first_in_line():
    play = (
        blind().rings("c2").passes(1).happens(PhoneLost("wang"), LegEnded("leg-2", EndCause.DECLINED, True))
    )
    assert play.kept(TransferCameBack)[0].to == "queue"
    assert play.kept(CallQueued)[0] == CallQueued("call-1", "sales", 1, ahead=True)
    assert play.did(OriginateLeg)[0].call_id == "call-1", "li is free again, and he goes before c2"
    assert play.house.balance("sales").offered == 3


def test_she_does_not_take_it_back_and_he_waits_first_in_line():
    play = blind().happens(LegEnded("leg-2", EndCause.BUSY, True)).passes(25)
    assert play.kept(CallQueued) == [CallQueued("call-1", "sales", 1, ahead=True)]
    assert play.kept(TransferCameBack)[0].to == "queue"


def test_into_another_queue_he_goes_before_all_others():
    play = a_talk().rings("c2", "4001").happens(BlindTransferWished("wang", "call-1", "7001"))
    assert play.kept(CallQueued) == [CallQueued("call-1", "service", 1, ahead=True)]
    assert play.state("wang") is AgentState.WRAP_UP
    assert not play.house.agents["wang"].talks
    play.passes(12).happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.queue_id, ended.waited_s) == (CallOutcome.ABANDONED, "service", 12)
    assert play.house.balance("sales").answered == 1
    assert (play.house.balance("service").offered, play.house.balance("service").abandoned) == (1, 1)


def test_to_a_number_of_ours_he_hears_its_menu():
    play = blind("4001")
    assert play.did(PlayPrompts)[0].prompts == ("zh/welcome",)
    assert play.house.calls["call-1"].state is CallState.MENU
    assert play.happens(LegEnded("caller-1", NORMAL, True)).kept(CallEnded)[0].outcome is CallOutcome.ANSWERED


def test_to_an_outside_number_the_recording_goes_on():
    play = blind("02155556666")
    assert play.did(OriginateLeg)[0].outside_number == "02155556666"
    play.happens(LegAnswered("leg-2"))
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "leg-2", Side.AGENT)]
    play.passes(9).happens(LegEnded("leg-2", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("caller-1")]
    assert play.kept(CallEnded)[0].talk_s == 49


def test_a_customer_who_leaves_meanwhile_stops_the_ringing():
    play = blind().happens(LegEnded("caller-1", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2", EndCause.CANCELLED)]
    assert play.kept(TransferEnded)[0].result == "caller-left"
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED
    assert play.state("li") is AgentState.READY


def test_a_transfer_to_nowhere_changes_nothing():
    assert not blind("hello").commands
    assert not a_talk().happens(BlindTransferWished("li", "call-1", "1001")).commands, "not her call"


# --- by the phone's keys -------------------------------------------------------------------------


def test_a_phone_hears_how_its_transfer_goes():
    play = a_talk().happens(TransferWished("leg-1", "refer-1", "1002"))
    assert play.did(ReportTransfer) == [ReportTransfer("leg-1", "refer-1", 100)]
    assert not play.did(HangUpLeg), "its line stays until the last word"
    assert play.state("wang") is AgentState.WRAP_UP
    play.happens(LegRinging("leg-2"))
    assert play.did(ReportTransfer) == [ReportTransfer("leg-1", "refer-1", 180)]
    play.happens(LegAnswered("leg-2"))
    assert play.did(ReportTransfer) == [ReportTransfer("leg-1", "refer-1", 200)]
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]


def test_a_phone_whose_transfer_fails_has_its_customer_back():
    play = a_talk().happens(TransferWished("leg-1", "refer-1", "1002"))
    play.happens(LegEnded("leg-2", EndCause.BUSY, True))
    assert play.did(ReportTransfer) == [ReportTransfer("leg-1", "refer-1", 486)]
    assert {join.leg_id for join in play.did(JoinBridge)} == {"caller-1", "leg-1"}
    assert not play.did(OriginateLeg)
    assert play.state("wang") is AgentState.TALKING


@pytest.mark.parametrize(("leg", "number", "status"), [("leg-1", "hello", 404), ("caller-1", "1002", 603)])
def test_what_cannot_be_transferred_is_refused(leg: str, number: str, status: int):
    play = a_talk().happens(TransferWished(leg, "refer-1", number))
    assert play.did(ReportTransfer)[-1].status == status
    assert play.house.calls["call-1"].state is CallState.TALKING


def a_second_call(answered: bool = True) -> Playbook:
    """wang's phone holds the customer and calls li (leg-2) on a second line."""
    play = a_talk().happens(LegHeld("leg-1"), LegIncoming("phone-2", "1002", "1001", "", "phone:1001"))
    assert play.did(ShowOffer)[0].call_id == "call-1", "li sees whom it is about before her phone rings"
    assert play.did(ShowOffer)[0].from_agent_id == "wang"
    return play.happens(LegAnswered("leg-2")) if answered else play


@pytest.mark.parametrize(("leg", "other"), [("leg-1", "phone-2"), ("phone-2", "leg-1")])
def test_a_phone_joins_its_two_partners(leg: str, other: str):
    play = a_second_call().passes(10)
    play.happens(TransferWished(leg, "refer-1", "1002", target_leg_id=other))
    assert play.did(ReportTransfer) == [ReportTransfer(leg, "refer-1", 200)]
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"leg-1", "phone-2"}
    assert play.house.calls["call-1"].bridge_id == "bridge-1"
    assert ("bridge-1", "caller-1") in [(j.bridge_id, j.leg_id) for j in play.did(JoinBridge)]
    assert ("bridge-1", "leg-2") in [(j.bridge_id, j.leg_id) for j in play.did(JoinBridge)]
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "leg-2", Side.AGENT)]
    assert [ended.call_id for ended in play.kept(CallEnded)] == ["call-2"]
    assert (play.state("wang"), play.state("li")) == (AgentState.WRAP_UP, AgentState.TALKING)
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.state("li") is AgentState.WRAP_UP


def test_a_phone_hands_over_while_it_still_rings():
    play = a_second_call(answered=False)
    play.happens(TransferWished("leg-1", "refer-1", "1002", target_leg_id="phone-2"))
    assert play.house.calls["call-1"].state is CallState.TRANSFER
    play.happens(LegAnswered("leg-2"))
    assert {join.leg_id for join in play.did(JoinBridge)} == {"caller-1", "leg-2"}
    assert play.state("li") is AgentState.TALKING


def test_a_line_takes_the_place_of_another():
    play = a_talk().happens(LegIncoming("new-1", "", "1001", "", "phone:1001", replaces_leg_id="leg-1"))
    assert play.did(AnswerLeg) == [AnswerLeg("new-1")]
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "new-1")]
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert play.kept(LegReplaced)[0].new_leg_id == "new-1"
    assert not play.happens(LegEnded("leg-1", NORMAL, False)).kept(CallEnded)
    assert play.happens(LegEnded("new-1", NORMAL, True)).kept(CallEnded)[0].by == "agent"


def test_a_colleagues_line_that_takes_the_place_makes_the_call_hers():
    play = a_talk().happens(LegIncoming("new-1", "", "1002", "", "phone:1002", replaces_leg_id="leg-1"))
    assert (play.state("wang"), play.state("li")) == (AgentState.WRAP_UP, AgentState.TALKING)
    assert play.happens(LegEnded("caller-1", NORMAL, True)).kept(CallEnded)[0].agent_id == "li"


def test_a_supervisor_who_listens_changes_her_phone_while_the_call_rings_for_somebody_else():
    play = (
        Playbook(a_plan(2))
        .talk("wang")
        .ready("li")
        .happens(MonitorWished("boss", "2001", "call-1", Role.LISTEN), LegAnswered("leg-2"))
    )
    blind("1002", play).happens(LegIncoming("new-1", "", "1900", "", "phone:1900", replaces_leg_id="leg-2"))
    assert play.did(AnswerLeg) == [AnswerLeg("new-1")] and play.did(HangUpLeg) == [HangUpLeg("leg-2")]
    play.happens(LegEnded("leg-2", NORMAL, False), LegAnswered("leg-3"))
    assert {join.leg_id for join in play.did(JoinBridge)} == {"caller-1", "leg-3", "new-1"}


def test_a_stranger_does_not_take_an_agents_place():
    play = a_talk().happens(LegIncoming("new-1", "", "1", "", "trunk:t", replaces_leg_id="leg-1"))
    assert play.did(RejectLeg) == [RejectLeg("new-1", EndCause.REJECTED)]


# --- consult -------------------------------------------------------------------------------------


def test_she_talks_with_the_target_while_the_customer_hears_music():
    play = a_talk().happens(ConsultWished("wang", "call-1", "1002", "VIP"))
    assert play.did(LeaveBridge) == [LeaveBridge("caller-1")]
    assert play.did(PlayPrompts)[0].leg_id == "caller-1"
    assert (play.did(ShowOffer)[0].reason, play.did(ShowOffer)[0].note) == ("consult", "VIP")
    play.happens(LegAnswered("leg-2"))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2")], "she is there, the customer is not"
    assert play.state("li") is AgentState.TALKING


def test_completing_leaves_customer_and_target_together():
    play = consulting().passes(15).happens(ConsultCompleted("wang", "call-1"))
    assert play.did(JoinBridge)[0] == JoinBridge("bridge-1", "caller-1")
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert (play.state("wang"), play.state("li")) == (AgentState.WRAP_UP, AgentState.TALKING)
    assert play.kept(PartyLeft)[0].hold_s == 15
    play.passes(30).happens(LegEnded("leg-2", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.agent_id, ended.talk_s, ended.hold_s) == ("li", 70, 15)
    assert play.state("li") is AgentState.WRAP_UP


def test_putting_the_receiver_down_hands_him_over():
    play = consulting().happens(LegEnded("leg-1", NORMAL, True))
    assert not play.kept(CallEnded) and play.did(JoinBridge)[0].leg_id == "caller-1"
    assert play.house.calls["call-1"].agent_id == "li"


def test_completing_while_it_rings_is_a_blind_transfer():
    play = a_talk().happens(ConsultWished("wang", "call-1", "1002"), ConsultCompleted("wang", "call-1"))
    assert play.did(DestroyBridge) and play.state("wang") is AgentState.WRAP_UP
    play.happens(LegEnded("leg-2", EndCause.NO_ANSWER, True))
    assert play.did(OriginateLeg)[0].sip_user == "1001"


def test_cancelling_brings_the_customer_back():
    play = consulting().happens(ConsultCancelled("wang", "call-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2")]
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "caller-1")]
    assert play.state("li") is AgentState.READY, "she was only asked: nothing to write up"
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_swapping_lets_her_talk_with_either():
    play = consulting().happens(ConsultSwapped("wang", "call-1"))
    assert play.did(PlayPrompts)[0].leg_id == "leg-2"
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "caller-1")]
    play.happens(ConsultSwapped("wang", "call-1"))
    assert play.did(PlayPrompts)[0].leg_id == "caller-1"
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2")]


def test_all_three_together():
    play = consulting().happens(ConsultJoined("wang", "call-1"))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "caller-1")]
    assert play.kept(TransferEnded)[0].result == "conference"
    assert len(play.house.calls["call-1"].in_talk()) == 3


@pytest.mark.parametrize("answered", [False, True])
def test_a_target_that_is_gone_leaves_her_with_the_customer_on_hold(answered: bool):
    play = consulting() if answered else a_talk().happens(ConsultWished("wang", "call-1", "1002"))
    play.happens(LegEnded("leg-2", NORMAL if answered else EndCause.DECLINED, True))
    call = play.house.calls["call-1"]
    assert (call.state, call.consult) == (CallState.HELD, None)
    assert play.kept(TransferEnded)[0].result == ("target-left" if answered else "declined")


def test_a_customer_who_leaves_ends_the_consult_too():
    play = consulting().happens(LegEnded("caller-1", NORMAL, True))
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"leg-1", "leg-2"}
    assert (play.state("wang"), play.state("li")) == (AgentState.WRAP_UP, AgentState.READY)


def test_a_queue_is_consulted_by_its_free_agent():
    play = a_talk().happens(ConsultWished("wang", "call-1", "sales"))
    assert play.did(OriginateLeg)[0].sip_user == "1002"
    assert play.kept(TransferStarted)[0].target_kind == "QUEUE"


def test_a_transfer_never_costs_the_recording_a_word():
    play = consulting().happens(ConsultCompleted("wang", "call-1"))
    assert not play.did(CloseRecording)
    assert play.happens(LegEnded("leg-2", NORMAL, True)).did(CloseRecording) == [
        CloseRecording("recording-1")
    ]
