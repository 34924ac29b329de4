"""Three and more in one call, supervisors on it, pauses of its recording, and how it sounds."""

import pytest

from app.server.core.commands import (
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    MuteLeg,
    OriginateLeg,
    PauseRecording,
    PlayPrompts,
    RecordLeg,
    ResumeRecording,
    SendDigits,
    ShowQuality,
    StopRecordingLeg,
)
from app.server.core.events import (
    ConsultWished,
    DigitPressed,
    DigitsWished,
    ForcedHangUp,
    HangUpWished,
    HoldWished,
    LeaveWished,
    LegAnswered,
    LegEnded,
    LegQuality,
    MonitorEnded,
    MonitorWished,
    PartyDropped,
    PartyHeld,
    PartyMuted,
    PartyWished,
    PhoneRegistered,
    RecordingPauseWished,
    RecordingResumeWished,
    TakeOverWished,
)
from app.server.core.facts import (
    CallEnded,
    LegMeasured,
    PartyChanged,
    PartyJoined,
    PartyLeft,
    RecordingPaused,
    RecordingResumed,
    SupervisorActed,
)
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause, Role, Side, StreamQuality
from tests.core.playbook import NORMAL, Playbook, a_plan


def three(target: str = "1002") -> Playbook:
    """wang (leg-1), caller-1 and leg-2 (li, or an outside number) talk."""
    play = Playbook(a_plan(3)).talk("wang").ready("li", "zhao").passes(30)
    return play.happens(PartyWished("wang", "call-1", target), LegAnswered("leg-2"))


# --- conference ----------------------------------------------------------------------------------


def test_a_colleague_joins_without_the_others_noticing():
    play = Playbook(a_plan(3)).talk("wang").ready("li").happens(PartyWished("wang", "call-1", "1002"))
    assert not play.did(LeaveBridge) and not play.did(PlayPrompts), "they talk on while it rings"
    play.happens(LegAnswered("leg-2"))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2")]
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "leg-2", Side.AGENT)]
    assert play.kept(PartyJoined)[0].agent_id == "li"
    assert play.state("li") is AgentState.TALKING


def test_she_leaves_and_the_others_go_on():
    play = three().happens(LeaveWished("wang", "call-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert not play.kept(CallEnded)
    assert play.house.calls["call-1"].agent_id == "li"
    assert play.state("wang") is AgentState.WRAP_UP
    play.passes(10).happens(LegEnded("leg-2", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("caller-1")], "the last one alone is hung up"
    assert play.state("li") is AgentState.WRAP_UP, "the customer was hers in the end"


def test_who_only_joined_leaves_by_hanging_up_and_has_nothing_to_write_up():
    play = three().happens(HangUpWished("li", "call-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2")]
    assert play.state("li") is AgentState.READY
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_who_leads_ends_it_for_all():
    play = three().happens(HangUpWished("wang", "call-1"))
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"caller-1", "leg-1", "leg-2"}


def test_customer_and_outside_number_go_on_without_any_of_us():
    play = three("02155556666").happens(HoldWished("wang", "call-1"), LegEnded("leg-1", NORMAL, True))
    assert play.did(JoinBridge)[-1].leg_id == "caller-1", "nobody is left on hold for ever"
    assert play.house.calls["call-1"].agent_id is None
    play.passes(60).happens(LegEnded("caller-1", NORMAL, True))
    assert (play.kept(CallEnded)[0].talk_s, play.kept(CallEnded)[0].by) == (90, "customer")


def test_the_customer_leaves_and_the_others_finish_their_words():
    play = three().happens(LegEnded("caller-1", NORMAL, True))
    assert not play.did(HangUpLeg) and not play.kept(CallEnded)
    play.passes(20).happens(LegEnded("leg-2", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.by, ended.talk_s, ended.outcome) == ("customer", 30, CallOutcome.ANSWERED)
    assert play.state("wang") is AgentState.WRAP_UP


def test_the_customer_is_put_out_and_the_others_go_on():
    play = three().happens(PartyDropped("wang", "call-1", "caller-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("caller-1")] and not play.kept(CallEnded)
    assert [fact.what for fact in play.kept(PartyChanged)] == ["left"]
    assert play.house.calls["call-1"].state is CallState.TALKING
    play.happens(LegEnded("caller-1", NORMAL, False), HangUpWished("wang", "call-1"))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.by) == (CallOutcome.ANSWERED, "agent")


def test_a_supervisor_does_not_take_over_a_talk_with_nobody():
    play = Playbook(a_plan(3)).talk("wang")
    play.happens(MonitorWished("boss", "2001", "call-1", Role.TALK), LegAnswered("leg-2"))
    play.happens(LegEnded("caller-1", NORMAL, True), TakeOverWished("boss", "2001", "call-1"))
    assert play.state("wang") is AgentState.TALKING and len(play.house.calls["call-1"].in_talk()) == 2


def test_a_customer_on_hold_is_put_out_and_that_is_the_end():
    play = three().happens(PartyHeld("wang", "call-1", "caller-1", True))
    play.happens(PartyDropped("wang", "call-1", "caller-1"))
    assert play.kept(CallEnded)[0].by == "agent" and not play.house.calls


def test_one_is_dropped_muted_held():
    play = three().happens(PartyMuted("wang", "call-1", "leg-2", True))
    assert play.did(MuteLeg) == [MuteLeg("leg-2", True)]
    play.happens(PartyMuted("wang", "call-1", "leg-2", True))
    assert not play.commands
    play.happens(PartyHeld("wang", "call-1", "leg-2", True))
    assert play.did(LeaveBridge) == [LeaveBridge("leg-2")]
    assert play.house.calls["call-1"].state is CallState.TALKING, "the others talk on"
    play.happens(PartyHeld("wang", "call-1", "leg-2", False))
    assert play.did(JoinBridge)[0].leg_id == "leg-2"
    play.happens(PartyDropped("wang", "call-1", "leg-2"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2")]
    assert play.kept(PartyLeft)[0].agent_id == "li"


def test_who_is_consulted_does_not_put_out_who_asks():
    play = Playbook(a_plan(3)).talk("wang").ready("li").happens(ConsultWished("wang", "call-1", "1002"))
    play.happens(LegAnswered("leg-2")).happens(PartyDropped("li", "call-1", "leg-1"))
    assert not play.commands and "leg-1" in play.house.calls["call-1"].parties


def test_one_who_is_rung_is_called_off():
    play = Playbook(a_plan(3)).talk("wang").ready("li").happens(PartyWished("wang", "call-1", "1002"))
    play.happens(PartyDropped("wang", "call-1", "leg-2"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2", EndCause.CANCELLED)]
    assert play.state("li") is AgentState.READY


def test_one_who_does_not_come_changes_nothing():
    play = Playbook(a_plan(3)).talk("wang").ready("li").happens(PartyWished("wang", "call-1", "1002"))
    play.happens(LegEnded("leg-2", EndCause.DECLINED, True))
    assert play.kept(PartyChanged)[0].what == "declined"
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_a_queue_joins_by_the_agent_free_longest():
    play = Playbook(a_plan(3)).talk("wang").ready("li").passes(9).ready("zhao")
    play.happens(PartyWished("wang", "call-1", "sales"))
    assert play.did(OriginateLeg)[0].sip_user == "1002"


def test_thirty_two_and_no_more():
    play = Playbook().talk("wang")
    for number in range(40):
        play.happens(PartyWished("wang", "call-1", f"0215555{number:04}"))
    assert len(play.house.calls["call-1"].parties) == 32
    for leg in list(play.house.calls["call-1"].parties):
        play.happens(LegAnswered(leg))
    assert len(play.house.calls["call-1"].in_talk()) == 32
    play.happens(HangUpWished("wang", "call-1"))
    assert len(play.did(HangUpLeg)) == 32


def test_digits_go_to_whom_she_talks_with():
    play = Playbook().talk("wang").happens(DigitsWished("wang", "call-1", "12#"))
    assert play.did(SendDigits) == [SendDigits("caller-1", "12#")]


def test_keys_of_a_phone_that_has_them_only_in_the_signalling_are_passed_on():
    play = Playbook().talk("wang")
    hers = play.agent_leg("wang")
    for leg_id, other in ((hers, "caller-1"), ("caller-1", hers)):
        play.happens(DigitPressed(leg_id, "4", in_sound=False), DigitPressed(leg_id, "5"))
        assert play.did(SendDigits) == [SendDigits(other, "4")]


# --- supervisors ---------------------------------------------------------------------------------


def watched(role: Role = Role.LISTEN) -> Playbook:
    play = Playbook(a_plan(2)).talk("wang").happens(MonitorWished("boss", "2001", "call-1", role))
    assert play.did(OriginateLeg)[0].sip_user == "2001"
    return play.happens(LegAnswered("leg-2"))


@pytest.mark.parametrize(
    ("role", "coached", "recorded"),
    [(Role.LISTEN, "", False), (Role.COACH, "leg-1", False), (Role.TALK, "", True)],
)
def test_a_supervisor_is_in_with_her_role(role: Role, coached: str, recorded: bool):
    play = watched(role)
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2", role, coached)]
    assert bool(play.did(RecordLeg)) is recorded
    assert play.kept(SupervisorActed)[0].what == role.value.lower()


def test_she_changes_from_listening_to_coaching_to_talking():
    play = watched().happens(MonitorWished("boss", "2001", "call-1", Role.COACH))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2", Role.COACH, "leg-1")]
    assert not play.did(StopRecordingLeg)
    play.happens(MonitorWished("boss", "2001", "call-1", Role.TALK))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "leg-2", Role.TALK, "")]
    recorded = play.did(RecordLeg)[0].recording_id
    play.happens(MonitorWished("boss", "2001", "call-1", Role.LISTEN))
    assert play.did(StopRecordingLeg) == [StopRecordingLeg(recorded, "leg-2")]


def test_listening_keeps_no_call_alive():
    play = watched().happens(LegEnded("leg-1", NORMAL, True))
    assert {hung.leg_id for hung in play.did(HangUpLeg)} == {"caller-1", "leg-2"}


def test_she_stops_listening_and_nothing_else_happens():
    play = watched().happens(MonitorEnded("boss", "call-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-2")]
    assert play.house.calls["call-1"].state is CallState.TALKING


def test_she_takes_over_and_the_agent_is_released():
    play = watched().happens(HoldWished("wang", "call-1"), TakeOverWished("boss", "2001", "call-1"))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert play.state("wang") is AgentState.WRAP_UP
    assert JoinBridge("bridge-1", "caller-1") in play.did(JoinBridge), "he is off hold"
    assert play.did(RecordLeg)[0].leg_id == "leg-2"
    assert play.kept(SupervisorActed)[0].what == "take-over"
    assert play.happens(LegEnded("leg-2", NORMAL, True)).kept(CallEnded)


def test_a_supervisor_who_is_an_agent_leads_and_writes_up():
    play = Playbook(a_plan(2)).talk("wang").happens(PhoneRegistered("li"))
    play.happens(TakeOverWished("li", "1002", "call-1"), LegAnswered("leg-2"))
    assert play.state("li") is AgentState.TALKING
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert (play.kept(CallEnded)[0].agent_id, play.state("li")) == ("li", AgentState.WRAP_UP)


def test_force_hang_up_ends_it_in_any_state():
    play = Playbook().talk("wang").happens(ForcedHangUp("boss", "call-1"))
    assert play.kept(CallEnded)[0].by == "supervisor"
    waiting = Playbook().rings().happens(ForcedHangUp("boss", "call-1"))
    assert waiting.did(HangUpLeg) == [HangUpLeg("caller-1")]
    assert waiting.house.balance("sales").cut_off == 1


# --- recording -----------------------------------------------------------------------------------


def test_a_paused_recording_goes_on_by_itself():
    play = Playbook().talk("wang").happens(RecordingPauseWished("wang", "call-1"))
    assert play.did(PauseRecording) == [PauseRecording("recording-1")]
    assert play.kept(RecordingPaused)[0].agent_id == "wang"
    assert not play.happens(RecordingPauseWished("wang", "call-1")).commands
    assert not play.passes(119).commands
    assert play.passes(1).did(ResumeRecording) == [ResumeRecording("recording-1")]
    assert play.kept(RecordingResumed)[0].by == "time-out"


def test_she_lets_the_recording_go_on_herself():
    play = Playbook().talk("wang").happens(RecordingPauseWished("wang", "call-1")).passes(20)
    play.happens(RecordingResumeWished("wang", "call-1"))
    assert play.kept(RecordingResumed)[0].by == "agent"
    assert not play.passes(200).did(ResumeRecording)


def test_nobody_else_pauses_her_recording():
    play = Playbook().talk("wang").ready("li").happens(RecordingPauseWished("li", "call-1"))
    assert not play.commands


# --- how it ends and sounds ----------------------------------------------------------------------


def test_why_a_line_was_cut_off_is_kept():
    play = Playbook().talk().happens(LegEnded("caller-1", EndCause.CUT_OFF, False, "rtp-gone"))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.detail) == (CallOutcome.CUT_OFF, "rtp-gone")


def sound(leg: str, mos: float, final: bool = False) -> LegQuality:
    return LegQuality(leg, "G722", StreamQuality(250, 2, 0.8, 4.0, mos), None, 12.0, final)


def test_an_agent_sees_how_her_own_line_sounds():
    play = Playbook().talk("wang").happens(sound("leg-1", 4.1))
    shown = play.did(ShowQuality)[0]
    assert (shown.agent_id, shown.call_id, shown.received.mos) == ("wang", "call-1", 4.1)
    assert not play.happens(sound("caller-1", 3.0)).commands, "the customer's line is not hers"


def test_the_last_report_comes_after_the_end_and_is_kept_with_the_worst():
    play = Playbook().talk("wang").happens(sound("leg-1", 4.1), sound("leg-1", 2.5), sound("leg-1", 4.0))
    play.happens(LegEnded("caller-1", NORMAL, True), LegEnded("leg-1", NORMAL, False)).passes(2)
    play.happens(sound("leg-1", 3.9, final=True), sound("caller-1", 4.3, final=True))
    mine, his = play.kept(LegMeasured)
    assert (mine.call_id, mine.agent_id, mine.party, mine.worst_mos) == ("call-1", "wang", "AGENT", 2.5)
    assert [sample[0] for sample in mine.samples] == [4.1, 2.5, 4.0]
    assert (his.party, his.worst_mos) == ("CUSTOMER", 4.3)
    assert not play.house.measured


def test_a_report_that_never_comes_is_not_waited_for_for_ever():
    play = (
        Playbook().talk("wang").happens(LegEnded("caller-1", NORMAL, True), LegEnded("leg-1", NORMAL, False))
    )
    assert play.house.measured
    play.passes(61).rings("c2").happens(LegEnded("c2", NORMAL, True))
    assert set(play.house.measured) == {"c2"}
    assert not play.happens(sound("leg-1", 3.9, final=True)).kept(LegMeasured)
