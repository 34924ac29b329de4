"""The main job: menu, queue, offer, talk, hold, wrap-up, in the order in which a caller lives it."""

from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    OriginateLeg,
    PlayPrompts,
    RecordLeg,
    RejectLeg,
    ShowOffer,
    StopPlaying,
    WithdrawOffer,
)
from app.server.core.events import (
    CallerIdentified,
    HangUpWished,
    HoldWished,
    LegEnded,
    PromptFinished,
    ResumeWished,
    WrapUpFinished,
)
from app.server.core.facts import CallConnected, CallEnded, CallQueued, MenuChosen, OfferMade, WrapUpEnded
from app.server.core.types import AgentState, CallOutcome, EndCause, Side
from tests.core.playbook import NORMAL, Playbook


def test_a_known_number_is_answered_recorded_and_greeted():
    play = Playbook().rings(number="4001")
    assert play.did(AnswerLeg) == [AnswerLeg("caller-1")]
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "caller-1", Side.CUSTOMER)]
    assert play.did(PlayPrompts)[0].prompts == ("zh/welcome",)


def test_an_unknown_number_is_refused_and_leaves_a_record():
    play = Playbook().rings(number="9999")
    assert play.did(RejectLeg) == [RejectLeg("caller-1", EndCause.REJECTED)]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.REFUSED
    assert not play.house.calls


def test_the_menu_follows_the_greeting_and_a_key_leads_to_the_queue():
    play = Playbook().rings(number="4001").happens(PromptFinished("caller-1", "play-1"))
    assert play.did(PlayPrompts)[0].prompts == ("zh/main-menu",)
    play.presses("1")
    assert play.kept(MenuChosen) == [MenuChosen("call-1", "menu", "1")]
    assert play.kept(CallQueued) == [CallQueued("call-1", "sales", 1)]
    assert play.did(PlayPrompts) == [
        PlayPrompts("caller-1", "play-3", ("zh/queue-wait", "music/calm"), loop=True)
    ]


def test_a_key_in_the_greeting_is_kept_for_the_menu():
    play = Playbook().rings(number="4001").presses("2")
    assert not play.commands, "the announcement that the call is recorded is heard to its end"
    play.happens(PromptFinished("caller-1", "play-1"))
    assert play.kept(CallQueued)[0].queue_id == "service"


def test_wrong_keys_in_the_greeting_are_asked_again():
    play = Playbook().rings(number="4001").presses("7").happens(PromptFinished("caller-1", "play-1"))
    assert play.did(PlayPrompts)[-1].prompts == ("zh/invalid-choice", "zh/main-menu")


def test_silence_and_wrong_keys_are_asked_again_then_the_caller_is_led_on():
    play = (
        Playbook()
        .rings(number="4001")
        .happens(PromptFinished("caller-1", "play-1"), PromptFinished("caller-1", "play-2"))
    )
    play.passes(5)
    assert play.did(PlayPrompts)[0].prompts == ("zh/no-input", "zh/main-menu")
    play.presses("7")
    assert play.did(PlayPrompts)[0].prompts == ("zh/invalid-choice", "zh/main-menu")
    play.happens(PromptFinished("caller-1", "play-4"))
    assert not play.passes(4).commands
    assert play.passes(1).kept(CallQueued)[0].queue_id == "sales"


def test_a_menu_whose_prompt_end_is_never_reported_goes_on_all_the_same():
    play = Playbook().rings(number="4001").happens(PromptFinished("caller-1", "play-1"))
    assert play.passes(121).did(PlayPrompts)[0].prompts[0] == "zh/no-input"


def test_goodbye_is_heard_before_the_line_is_closed():
    play = Playbook().rings(number="4001").happens(PromptFinished("caller-1", "play-1")).presses("9")
    assert not play.did(HangUpLeg)
    play.happens(PromptFinished("caller-1", "play-3"))
    assert play.did(HangUpLeg) == [HangUpLeg("caller-1")]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU


def test_the_file_pops_up_before_the_phone_rings():
    play = Playbook().ready("wang")
    play.rings()
    order = [type(c) for c in play.commands if isinstance(c, ShowOffer | OriginateLeg)]
    assert order == [ShowOffer, OriginateLeg]
    assert play.did(OriginateLeg)[0].sip_user == "1001"
    assert play.did(OriginateLeg)[0].like_leg_id == "caller-1"
    assert play.state("wang") is AgentState.OFFERED


def test_the_offer_carries_the_customer_found_while_waiting():
    play = Playbook().rings().happens(CallerIdentified("call-1", "customer-7", "VIP"))
    play.ready("wang")
    assert play.did(ShowOffer)[0].customer_id == "customer-7"


def test_answering_stops_the_music_and_joins_both():
    play = Playbook().ready("wang").rings().answers("wang")
    assert play.did(StopPlaying) == [StopPlaying("caller-1")]
    assert [join.leg_id for join in play.did(JoinBridge)] == ["caller-1", "leg-1"]
    assert play.did(RecordLeg) == [RecordLeg("recording-1", "call-1", "leg-1", Side.AGENT)]
    assert play.did(WithdrawOffer)[0].why == "answered"
    assert play.kept(CallConnected)[0].agent_id == "wang"
    assert play.state("wang") is AgentState.TALKING


def test_hold_gives_the_customer_music_and_resume_brings_him_back():
    play = Playbook().talk().happens(HoldWished("wang", "call-1"))
    assert play.did(LeaveBridge) == [LeaveBridge("caller-1")]
    assert play.did(PlayPrompts)[0].prompts == ("music/calm",)
    play.happens(HoldWished("wang", "call-1"))
    assert not play.commands
    play.passes(30).happens(ResumeWished("wang", "call-1"))
    assert play.did(JoinBridge) == [JoinBridge("bridge-1", "caller-1")]


def test_nobody_else_can_hold_my_call():
    assert not Playbook().talk("wang").ready("li").happens(HoldWished("li", "call-1")).commands


def test_talk_time_is_without_hold():
    play = Playbook().talk().passes(40).happens(HoldWished("wang", "call-1")).passes(20)
    play.happens(ResumeWished("wang", "call-1")).passes(10).happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.talk_s, ended.hold_s, ended.by) == (50, 20, "customer")


def test_the_customer_hangs_up_and_the_agent_writes_it_up():
    play = Playbook().talk().happens(LegEnded("caller-1", NORMAL, True))
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")]
    assert play.did(CloseRecording) == [CloseRecording("recording-1")]
    assert play.state("wang") is AgentState.WRAP_UP
    play.passes(12).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 12, "finished")]
    assert play.state("wang") is AgentState.READY


def test_wrap_up_runs_out_by_itself():
    play = Playbook().talk().happens(LegEnded("leg-1", NORMAL, True))
    assert play.kept(CallEnded)[0].by == "agent"
    play.passes(59)
    assert play.state("wang") is AgentState.WRAP_UP
    assert play.passes(1).kept(WrapUpEnded)[0].how == "time-out"


def test_the_agent_hangs_up_by_the_desktop():
    play = Playbook().talk().happens(HangUpWished("wang", "call-1"))
    assert {c.leg_id for c in play.did(HangUpLeg)} == {"caller-1", "leg-1"}
    assert play.kept(CallEnded)[0].by == "agent"


def test_who_waited_longest_is_served_first_and_by_the_agent_idle_longest():
    play = Playbook().ready("wang").passes(10).ready("li").passes(5).rings("c1")
    assert play.kept(OfferMade)[0].agent_id == "wang"
    why = play.kept(OfferMade)[0].why
    assert [(c.agent_id, c.idle_s) for c in why.candidates] == [("wang", 15), ("li", 5)]
    play.rings("c2").rings("c3").passes(1).rings("c4")
    assert not play.kept(OfferMade)
    assert play.ready("li").kept(OfferMade) == []
    play.answers("wang").happens(LegEnded("c1", NORMAL, True)).happens(WrapUpFinished("wang"))
    assert play.kept(OfferMade)[0].call_id == "call-3"
