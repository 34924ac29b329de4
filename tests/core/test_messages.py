"""Voice messages: a part of the call's own recording, kept where something was said; the queue's books."""

from __future__ import annotations

from dataclasses import replace

from app.server.core.commands import CloseRecording, PlayPrompts
from app.server.core.events import LegEnded, MediaLost, PromptFinished
from app.server.core.facts import CallEnded, CallLeftQueue, MessageLeft, OfferMade
from app.server.core.flow.plan import Flow, HangUp, Message
from app.server.core.plan import Plan
from app.server.core.types import CallOutcome
from app.server.core.waiting.plan import Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan

SPEAK = Flow(
    "speak",
    "message",
    {"message": Message("sales", ("zh/leave-message",), "bye", max_s=60), "bye": HangUp(("zh/goodbye",))},
)


def plan() -> Plan:
    made = a_plan()
    sales = replace(made.queues["sales"], waiting=Waiting(keys={"2": "speak"}))
    return replace(
        made,
        queues={**made.queues, "sales": sales},
        flows={"speak": SPEAK},
        numbers={**made.numbers, "4003": SPEAK},
    )


def said(play: Playbook) -> str:
    return play.house.calls["call-1"].play_id or ""


def at_the_beep() -> Playbook:
    """He dialled the number of the messages ten seconds ago and has just heard the beep."""
    play = Playbook(plan()).rings(number="4003")
    assert play.did(PlayPrompts)[-1].prompts == ("zh/leave-message", "zh/beep")
    return play.passes(10).happens(PromptFinished("caller-1", said(play)))


def waiting_at_the_beep() -> Playbook:
    play = Playbook(plan()).rings().passes(10).presses("2")
    return play.passes(5).happens(PromptFinished("caller-1", said(play)))


def test_what_is_said_between_beep_and_hash_is_the_message():
    play = at_the_beep().passes(7).presses("#")
    assert play.kept(MessageLeft) == [
        MessageLeft("message-1", "call-1", "sales", "13800138000", "recording-1", from_s=10, length_s=7)
    ]
    assert play.did(PlayPrompts)[-1].prompts == ("zh/goodbye",)
    play.happens(PromptFinished("caller-1", said(play)))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.MESSAGE
    assert not play.house.timers.purposes


def test_who_just_hangs_up_has_left_it():
    play = at_the_beep().passes(7).happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(MessageLeft)[0].length_s == 7
    assert play.kept(CallEnded)[0].outcome is CallOutcome.MESSAGE
    order = [type(c) for c in play.commands if isinstance(c, CloseRecording)]
    assert order == [CloseRecording]


def test_it_is_ended_after_its_longest_time():
    play = at_the_beep().passes(60)
    assert play.kept(MessageLeft)[0].length_s == 60
    assert play.did(PlayPrompts)[-1].prompts == ("zh/goodbye",)


def test_silence_on_the_line_ends_it():
    assert at_the_beep().passes(9).happens(MediaLost("caller-1")).kept(MessageLeft)[0].length_s == 9


def test_less_than_a_second_is_none():
    play = at_the_beep().passes(0.9).presses("#")
    assert not play.kept(MessageLeft)
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU


def test_other_keys_belong_to_the_message():
    play = at_the_beep().passes(3).presses("5")
    assert not play.commands
    assert play.passes(2).presses("#").kept(MessageLeft)[0].length_s == 5


def test_who_waited_has_left_his_queue_by_it():
    play = waiting_at_the_beep().passes(8)
    play.ready("wang")
    assert not play.kept(OfferMade), "nobody cuts in while he speaks"
    play.presses("#")
    left = play.kept(CallLeftQueue)[0]
    assert (left.how, left.to, left.waited_s) == ("message", "message-1", 23)
    assert play.kept(MessageLeft)[0].from_s == 15
    books = play.house.balance("sales")
    assert (books.offered, books.messages) == (1, 1)
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.MESSAGE


def test_before_the_beep_he_may_still_be_answered():
    play = Playbook(plan()).rings().passes(10).presses("2").ready("wang").answers("wang")
    play.passes(60).happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED
    assert not play.kept(MessageLeft)


def test_who_waited_and_hangs_up_at_the_beep_has_abandoned_the_queue():
    play = waiting_at_the_beep().passes(0.5).happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.waited_s) == (CallOutcome.ABANDONED, 15.5)
    books = play.house.balance("sales")
    assert (books.messages, books.abandoned) == (0, 1)


def test_who_waited_and_says_nothing_has_flowed_out():
    play = waiting_at_the_beep().passes(0.5).presses("#")
    assert [left.how for left in play.kept(CallLeftQueue)] == ["flowed-out"]
    assert play.house.balance("sales").flowed_out == 1
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.FLOWED_OUT
