"""After the talk the customer is asked how it was; the agent is not kept by that."""

from __future__ import annotations

from dataclasses import replace

from app.server.core.commands import (
    CloseRecording,
    DestroyBridge,
    HangUpLeg,
    OriginateLeg,
    PlayPrompts,
    StopRecordingLeg,
)
from app.server.core.events import (
    BlindTransferWished,
    CallWished,
    ForcedHangUp,
    HangUpWished,
    HoldWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    MonitorEnded,
    PhoneLost,
    PromptFinished,
    RecordingPauseWished,
    TakeOverWished,
    WrapUpFinished,
)
from app.server.core.facts import (
    CallEnded,
    FlowEnded,
    NodeLeft,
    PartyLeft,
    SurveyAnswered,
    SurveyStarted,
    WrapUpEnded,
)
from app.server.core.flow.plan import CallBack, Flow, HangUp, Message, Survey, ToQueue
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause
from app.server.core.waiting.plan import Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan

QUESTIONS = Flow(
    "survey",
    "how",
    {
        "how": Survey("satisfied", ("rate",), {"1": 5, "2": 3, "3": 1}, "thanks", {"3": "why"}),
        "why": Survey("reason", ("why",), {"1": 1, "2": 2}, "thanks"),
        "thanks": HangUp(("thanks",)),
    },
)


def after_talk(survey: str = "survey", questions: Flow = QUESTIONS) -> Playbook:
    """wang has talked for 40 s with a customer of sales."""
    plan = a_plan(3)
    sales = replace(plan.queues["sales"], survey=survey)
    plan = replace(plan, queues={**plan.queues, "sales": sales}, flows={"survey": questions})
    return Playbook(plan).talk("wang").passes(40)


def asked(survey: str = "survey", questions: Flow = QUESTIONS) -> Playbook:
    return after_talk(survey, questions).happens(HangUpWished("wang", "call-1"))


def said(play: Playbook) -> list[tuple[str, ...]]:
    return [each.prompts for each in play.did(PlayPrompts)]


def test_the_agent_is_out_and_the_customer_is_asked():
    play = asked()
    assert said(play) == [("zh/rate",)] and not play.kept(CallEnded)
    assert play.did(HangUpLeg) == [HangUpLeg("leg-1")] and play.did(DestroyBridge)
    assert play.state("wang") is AgentState.WRAP_UP
    assert play.house.calls["call-1"].state is CallState.SURVEY
    assert not play.did(CloseRecording) and not play.did(StopRecordingLeg), "recorded to the last word"
    assert play.kept(PartyLeft)[0].talk_s == 40
    assert play.kept(SurveyStarted) == [SurveyStarted("call-1", "sales", "wang", "survey", "agent", 40, 0)]


def test_his_answers_are_kept_for_call_queue_and_agent():
    play = asked().passes(3).presses("3")
    assert play.kept(SurveyAnswered) == [SurveyAnswered("call-1", "sales", "wang", "satisfied", "3", 1)]
    assert said(play) == [("zh/why",)]
    play.presses("2")
    assert play.kept(SurveyAnswered) == [SurveyAnswered("call-1", "sales", "wang", "reason", "2", 2)]
    assert said(play) == [("zh/thanks",)]
    play.passes(2).happens(PromptFinished("caller-1", "play-4"))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.by, ended.cause) == (CallOutcome.ANSWERED, "agent", NORMAL)
    assert (ended.talk_s, ended.agent_id, ended.queue_id) == (40, "wang", "sales")
    assert play.did(HangUpLeg) == [HangUpLeg("caller-1")] and play.did(CloseRecording)
    assert not play.house.calls


def test_her_phone_put_down_is_as_good_as_the_button():
    play = after_talk().happens(LegEnded("leg-1", NORMAL, True))
    assert said(play) == [("zh/rate",)] and play.state("wang") is AgentState.WRAP_UP
    assert not play.did(HangUpLeg)


def test_he_hangs_up_instead_of_answering():
    play = asked().passes(2).happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(NodeLeft)[0].exit == "hung-up" and play.kept(FlowEnded)[0].how == "hung-up"
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.by, ended.talk_s) == (CallOutcome.ANSWERED, "agent", 40)
    assert not play.kept(SurveyAnswered) and not play.house.timers.purposes.keys() - wrap_ups(play)


def wrap_ups(play: Playbook) -> set[str]:
    return {
        key
        for key, purpose in play.house.timers.purposes.items()
        if type(purpose).__name__ == "WrapUpRunsOut"
    }


def test_the_line_of_a_survey_may_break_and_the_talk_was_still_answered():
    play = asked().happens(LegEnded("caller-1", EndCause.CUT_OFF, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED and not play.house.calls


def test_nobody_is_asked_longer_than_five_minutes():
    patient = Survey("satisfied", ("rate",), {"1": 5}, "thanks", timeout_s=20, max_tries=999)
    endless = Flow("survey", "how", {**QUESTIONS.nodes, "how": patient})
    play = asked(questions=endless)
    play.passes(299)
    assert "call-1" in play.house.calls
    play.passes(1.5)
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED
    assert play.kept(NodeLeft)[-1].exit == "time-out" and HangUpLeg("caller-1") in play.did(HangUpLeg)


def test_she_takes_the_next_call_while_he_still_answers():
    play = asked().happens(WrapUpFinished("wang")).rings("c2").answers("wang")
    assert play.state("wang") is AgentState.TALKING
    play.presses("1").happens(PromptFinished("caller-1", "play-4"))
    assert play.state("wang") is AgentState.TALKING and "call-1" not in play.house.calls


def test_wrap_up_is_over_before_the_survey_is():
    play = asked().passes(5).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded)[0].call_id == "call-1" and play.state("wang") is AgentState.READY


def test_who_hangs_up_himself_is_not_asked():
    play = after_talk().happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded) and not play.did(PlayPrompts)


def test_no_survey_is_set_or_it_is_gone():
    for survey in ("", "no-such-flow"):
        play = asked(survey=survey)
        assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED and not play.did(PlayPrompts)


def test_a_customer_on_hold_is_asked_too():
    play = (
        after_talk().happens(HoldWished("wang", "call-1")).passes(10).happens(HangUpWished("wang", "call-1"))
    )
    assert said(play) == [("zh/rate",)]
    play.passes(301)
    assert (play.kept(CallEnded)[0].talk_s, play.kept(CallEnded)[0].hold_s) == (40, 10)


def test_a_recording_that_was_paused_goes_on():
    play = after_talk().happens(RecordingPauseWished("wang", "call-1"), HangUpWished("wang", "call-1"))
    assert not play.house.calls["call-1"].recording_paused


def test_the_last_agent_is_rated():
    play = after_talk().ready("li").happens(BlindTransferWished("wang", "call-1", "1002"))
    play.happens(LegAnswered("leg-2")).passes(5).happens(HangUpWished("li", "call-1"))
    assert play.presses("2").kept(SurveyAnswered)[0].agent_id == "li"


def test_a_supervisor_who_took_over_and_hangs_up_is_not_rated_herself():
    play = after_talk().happens(TakeOverWished("boss", "2001", "call-1"), LegAnswered("leg-2"))
    assert said(play.happens(MonitorEnded("boss", "call-1"))) == [("zh/rate",)]
    assert play.presses("1").kept(SurveyAnswered)[0].agent_id == "wang"


def test_who_is_forced_out_is_not_asked():
    play = after_talk().happens(ForcedHangUp("boss", "call-1"))
    assert play.kept(CallEnded)[0].by == "supervisor" and not play.did(PlayPrompts)
    play = asked().happens(ForcedHangUp("boss", "call-1"))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED and not play.house.calls


def test_a_talk_that_was_cut_off_is_not_rated():
    play = after_talk().happens(PhoneLost("wang"), LegEnded("leg-1", EndCause.CUT_OFF, False))
    assert play.house.calls["call-1"].state is CallState.QUEUED


def test_a_colleague_who_called_the_queue_is_not_asked():
    for user, number in (("1002", "1002"), ("2001", "2001")):
        play = after_talk().happens(LegEnded("caller-1", NORMAL, True), WrapUpFinished("wang"))
        play.happens(LegIncoming("phone-1", "sales", number, "", f"phone:{user}")).answers("wang")
        play.happens(HangUpWished("wang", "call-2"))
        assert play.kept(CallEnded) and not play.did(PlayPrompts)


def test_who_was_called_back_is_asked_too():
    wish = Flow("wish", "c", {"c": CallBack("", (), "bye"), "bye": HangUp(())})
    plan = after_talk().house.plan
    sales = replace(plan.queues["sales"], waiting=Waiting(keys={"1": "wish"}))
    play = Playbook(replace(plan, queues={**plan.queues, "sales": sales}, flows={**plan.flows, "wish": wish}))
    play.rings().presses("1").happens(LegEnded("caller-1", NORMAL, True)).passes(5).ready("wang")
    play.answers("wang")
    customer = play.did(OriginateLeg)[-1]
    assert customer.outside_number == "13800138000"
    play.happens(LegAnswered(customer.leg_id)).passes(30)
    call = next(iter(play.house.calls.values()))
    assert call.state is CallState.TALKING
    play.happens(HangUpWished("wang", call.call_id))
    assert said(play) == [("zh/rate",)]
    assert play.presses("1", customer.leg_id).kept(SurveyAnswered)[0].agent_id == "wang"


def test_a_talk_that_ended_by_a_fault_is_not_rated():
    play = after_talk().happens(LegEnded("leg-1", EndCause.FAILED, True))
    assert play.kept(CallEnded) and not play.did(PlayPrompts)


def test_colleagues_and_calls_of_ours_are_not_asked():
    play = after_talk()
    play.happens(LegEnded("caller-1", NORMAL, True)).happens(WrapUpFinished("wang"))
    play.happens(CallWished("wang", "02155556666"), LegAnswered("leg-2"), LegAnswered("leg-3"))
    play.happens(HangUpWished("wang", "call-2"))
    assert play.kept(CallEnded) and not play.did(PlayPrompts)


def test_he_may_say_something_too():
    spoken = Flow("survey", "m", {"m": Message("sales", ("say-it",), "bye"), "bye": HangUp(())})
    play = asked(questions=spoken)
    assert said(play) == [("zh/say-it", "zh/beep")]
    play.happens(PromptFinished("caller-1", "play-2")).passes(5).presses("#")
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED


def test_a_survey_cannot_lead_back_into_a_queue():
    play = asked(questions=Flow("survey", "q", {"q": ToQueue("sales", ())}))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED and not play.house.calls
