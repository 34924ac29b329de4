"""No answer, refusals, callers who leave, phones that vanish, breaks wished in a talk."""

import pytest

from app.server.core.commands import HangUpLeg, JoinBridge, OriginateLeg, PlayPrompts, WithdrawOffer
from app.server.core.events import (
    AgentRestored,
    DigitPressed,
    LegAnswered,
    LegEnded,
    MediaLost,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PromptFinished,
    StateWished,
    TimerFired,
    WrapUpFinished,
)
from app.server.core.facts import (
    AgentStateChanged,
    CallConnected,
    CallEnded,
    CallQueued,
    OfferEnded,
    WrapUpEnded,
)
from app.server.core.types import AgentState, CallOutcome, EndCause
from tests.core.playbook import NORMAL, Playbook


def test_no_answer_sets_the_agent_not_ready_and_the_caller_goes_first():
    play = Playbook().ready("wang").rings("c1").passes(3).rings("c2")
    play.passes(17)
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1", EndCause.CANCELLED)]
    assert play.kept(OfferEnded)[0].result == "no-answer"
    assert play.kept(CallQueued)[0] == CallQueued("call-1", "sales", 1, again=True, ahead=True)
    assert play.state("wang") is AgentState.NOT_READY
    assert play.house.agents["wang"].reason == "no-answer"
    play.ready("li")
    assert play.did(OriginateLeg)[0].call_id == "call-1"


def test_declining_is_like_no_answer():
    play = Playbook().ready("wang").rings().happens(OfferDeclined("wang", "offer-1"))
    assert play.did(WithdrawOffer)[0].why == "declined"
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "declined")
    assert not play.happens(LegEnded("leg-1", EndCause.CANCELLED, False)).commands


@pytest.mark.parametrize(
    ("cause", "result", "state"),
    [
        (EndCause.DECLINED, "declined", AgentState.NOT_READY),
        (EndCause.BUSY, "declined", AgentState.NOT_READY),
        (EndCause.NO_ANSWER, "no-answer", AgentState.NOT_READY),
        (EndCause.UNREACHABLE, "no-phone", AgentState.TECH_FAULT),
        (EndCause.FAILED, "no-phone", AgentState.TECH_FAULT),
    ],
)
def test_what_her_phone_says(cause: EndCause, result: str, state: AgentState):
    play = Playbook().ready("wang").rings().happens(LegEnded("leg-1", cause, True))
    assert play.kept(OfferEnded)[0].result == result
    assert play.state("wang") is state


def test_a_caller_who_leaves_stops_the_phone_at_once_and_the_agent_stays_ready():
    play = Playbook().ready("wang").rings().passes(4).happens(LegEnded("caller-1", EndCause.CANCELLED, True))
    assert play.did(HangUpLeg)[0] == HangUpLeg("leg-1", EndCause.CANCELLED)
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ABANDONED
    assert play.kept(CallEnded)[0].waited_s == 4
    assert play.kept(CallEnded)[0].agent_id is None
    assert play.state("wang") is AgentState.READY
    assert play.house.balance("sales").abandoned == 1


def test_an_answer_that_crosses_the_callers_goodbye_changes_nothing():
    play = Playbook().ready("wang").rings().happens(LegEnded("caller-1", EndCause.CANCELLED, True))
    assert not play.happens(LegAnswered("leg-1")).did(JoinBridge)


def test_a_break_wished_in_the_talk_is_met_after_the_wrap_up():
    play = Playbook().talk().happens(StateWished("wang", AgentState.NOT_READY, "LUNCH", "wang"))
    assert play.state("wang") is AgentState.TALKING
    play.happens(StateWished("wang", AgentState.NOT_READY, "BREAK", "wang"))
    play.happens(LegEnded("caller-1", NORMAL, True), WrapUpFinished("wang"))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "BREAK")


def test_ready_in_the_wrap_up_ends_it():
    play = Playbook().talk().happens(LegEnded("caller-1", NORMAL, True))
    play.happens(StateWished("wang", AgentState.READY, "", "wang"))
    assert play.state("wang") is AgentState.READY


def test_ready_without_a_phone_waits_for_the_phone():
    play = Playbook().happens(StateWished("wang", AgentState.READY, "", "wang"))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.TECH_FAULT, "no-phone")
    play.rings()
    assert not play.did(OriginateLeg)
    play.happens(PhoneRegistered("wang"))
    assert play.kept(AgentStateChanged)[0].cause == "phone-back"
    assert play.did(OriginateLeg)


def test_a_phone_lost_while_idle_is_a_technical_fault_and_heals_by_itself():
    play = Playbook().ready("wang").happens(PhoneLost("wang"))
    assert play.state("wang") is AgentState.TECH_FAULT
    assert play.happens(PhoneRegistered("wang")).house.agents["wang"].state is AgentState.READY


def test_a_phone_that_dies_in_the_talk_costs_the_customer_nothing_but_a_moment():
    play = Playbook().talk().passes(30).happens(PhoneLost("wang"))
    assert play.state("wang") is AgentState.TALKING
    play.happens(MediaLost("leg-1"))
    assert play.state("wang") is AgentState.TECH_FAULT
    assert play.kept(CallQueued)[0].again
    assert play.did(PlayPrompts)[0].prompts == ("music/calm",)
    play.happens(PhoneRegistered("wang"))
    assert play.did(OriginateLeg)[0].call_id == "call-1"
    play.answers("wang")
    assert play.kept(CallConnected)
    ended = play.passes(10).happens(LegEnded("caller-1", NORMAL, True)).kept(CallEnded)[0]
    assert ended.talk_s == 40
    assert play.house.balance("sales").answered == 1


def test_a_phone_that_broke_and_came_back_still_lost_the_talk():
    play = Playbook().talk().happens(PhoneLost("wang"), PhoneRegistered("wang"))
    assert play.state("wang") is AgentState.TALKING
    play.happens(MediaLost("leg-1"))
    assert play.did(OriginateLeg)[0].call_id == "call-1"


@pytest.mark.parametrize("leg", ["caller-1", "leg-1"])
def test_silence_alone_ends_no_talk(leg: str):
    assert not Playbook().talk().happens(MediaLost(leg)).commands


def test_a_customer_whose_line_dies_is_cut_off_not_hung_up():
    play = Playbook().talk().happens(LegEnded("caller-1", EndCause.CUT_OFF, False))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CUT_OFF
    assert [c.leg_id for c in play.did(HangUpLeg)] == ["leg-1"]
    assert play.state("wang") is AgentState.WRAP_UP


def test_who_stays_away_with_her_phone_has_gone_home():
    play = Playbook().ready("wang").happens(PhoneLost("wang"))
    assert play.passes(599).house.agents["wang"].state is AgentState.TECH_FAULT
    assert play.passes(1).house.agents["wang"].state is AgentState.OFFLINE
    play.rings().happens(PhoneRegistered("wang"))
    assert play.state("wang") is AgentState.OFFLINE, "tomorrow she says herself that she is ready"


def test_a_phone_that_comes_back_in_time_stops_the_clock():
    play = Playbook().ready("wang").happens(PhoneLost("wang")).passes(300).happens(PhoneRegistered("wang"))
    assert play.passes(600).house.agents["wang"].state is AgentState.READY


def test_after_a_restart_a_ready_agent_is_ready_again_with_her_phone():
    play = Playbook().happens(AgentRestored("wang", AgentState.READY, ""))
    assert play.state("wang") is AgentState.TECH_FAULT
    assert play.happens(PhoneRegistered("wang")).house.agents["wang"].state is AgentState.READY


def test_after_a_restart_a_break_is_still_a_break():
    play = Playbook().happens(AgentRestored("wang", AgentState.NOT_READY, "LUNCH"))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.NOT_READY, "LUNCH")


def test_a_talk_cut_off_by_a_restart_is_written_up():
    play = Playbook().happens(AgentRestored("wang", AgentState.WRAP_UP, "", "call-old", "sales"))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-old")
    play.happens(PhoneRegistered("wang"), WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded)[0].call_id == "call-old"
    assert play.state("wang") is AgentState.READY


def test_an_agent_who_has_moved_since_is_not_restored():
    play = Playbook().ready("wang").happens(AgentRestored("wang", AgentState.NOT_READY, "LUNCH"))
    assert play.state("wang") is AgentState.READY


def test_leaving_in_the_menu_is_no_abandonment():
    play = Playbook().rings(number="4001").happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU
    assert play.house.balance("sales").offered == 0


@pytest.mark.parametrize(
    "late",
    [
        LegEnded("nobody", NORMAL, True),
        LegAnswered("leg-1"),
        DigitPressed("caller-1", "1"),
        PromptFinished("caller-1", "play-9"),
        TimerFired("timer-1"),
        OfferDeclined("wang", "offer-1"),
        OfferDeclined("nobody", "offer-1"),
        WrapUpFinished("wang"),
        MediaLost("leg-1"),
    ],
)
def test_late_events_change_nothing(late):
    play = Playbook().talk().happens(LegEnded("caller-1", NORMAL, True), WrapUpFinished("wang"))
    assert not play.happens(late).commands
