"""Flows in calls: what the caller hears, what systems are asked, what is kept of his way."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from app.server.core.commands import AskSystem, PlayPrompts, SendMessage, StopPlaying
from app.server.core.events import PromptFinished, SystemAnswered
from app.server.core.facts import CallEnded, CallQueued, FlowEnded, MenuChosen, MessageSent
from app.server.core.flow.plan import (
    Ask,
    Case,
    Collect,
    Condition,
    Flow,
    GoBack,
    HangUp,
    Language,
    Menu,
    Node,
    Say,
    SendText,
    SetVariables,
    Spoken,
    SpokenKind,
    SubFlow,
    Test,
    ToQueue,
)
from app.server.core.types import CallOutcome, CallState
from app.server.core.waiting.plan import Hours, NumberHours
from tests.core.flow_calls import BYE, SORRY, exits, hangs_up, heard, said, with_flow
from tests.core.playbook import Playbook, a_plan

Span = tuple[time, time]


def order_line() -> dict[str, Node]:
    return {
        "n": Collect(("order-number",), "n", "ask", "sorry", max_digits=6),
        "ask": Ask("shop", "order", {"no": "{n}"}, {"state": "s"}, "ok", "sorry", prompts=("one-moment",)),
        "ok": Say((Spoken(SpokenKind.TEXT, "{state}"),), "bye"),
        "bye": BYE,
        "sorry": SORRY,
    }


def asked() -> Playbook:
    play = with_flow(**order_line()).rings(number="4003")
    for key in "123456":
        play.presses(key)
    return play


def test_a_system_is_asked_while_the_caller_hears_that_and_music():
    play = asked()
    assert play.did(AskSystem) == [
        AskSystem("request-1", "call-1", "shop", "order", {"no": "123456"}, {"state": "s"}, 5)
    ]
    assert said(play) == [("zh/one-moment", "music/calm")] and play.did(PlayPrompts)[0].loop
    assert play.kept(MenuChosen) == [MenuChosen("call-1", "n", "123456")]
    play.happens(SystemAnswered("request-1", "found", {"state": "sent"}))
    assert said(play) == [("text/zh/sent",)]


def test_a_key_stops_the_question_and_the_next_is_awaited():
    play = with_flow(**order_line()).rings(number="4003").presses("1")
    assert play.did(StopPlaying) == [StopPlaying("caller-1")]
    assert not play.passes(4.9).commands
    play.presses("2").passes(5)
    assert play.did(AskSystem)[0].values == {"no": "12"}, "what was pressed in time is the number"


def test_a_system_that_says_nothing_does_not_hold_the_caller():
    play = asked().passes(4.9)
    assert not play.commands
    play.passes(0.2)
    assert said(play) == [("zh/sorry",)] and exits(play) == [("ask", "failed", 5.0)]
    assert not play.house.requests
    assert not play.happens(SystemAnswered("request-1", "found", {"state": "sent"})).commands, "too late"


def test_an_answer_for_somebody_who_has_left_is_for_nobody():
    play = hangs_up(asked())
    assert exits(play) == [("ask", "hung-up", 0.0)]
    assert not play.house.requests and not play.house.timers.purposes
    assert not play.happens(SystemAnswered("request-1", "found", {"state": "sent"})).commands


def test_answers_to_questions_that_were_never_asked():
    assert not asked().happens(SystemAnswered("request-9", "found", {})).commands


def test_the_answer_of_the_first_question_is_not_that_of_the_second():
    nodes = order_line()
    play = with_flow(
        **{**nodes, "n": Ask("shop", "a", {}, {}, "ask", "ask"), "ok": Ask("shop", "b", {}, {}, "bye", "bye")}
    )
    play.rings(number="4003").passes(5)  # the first one ran out of time
    assert not play.happens(SystemAnswered("request-1", "found", {})).commands
    assert play.happens(SystemAnswered("request-2", "found", {})).did(AskSystem)[0].operation == "b"


def test_a_secret_is_neither_in_the_facts_nor_in_what_is_logged():
    play = with_flow(
        n=Collect(("pin",), "pin", "ask", "sorry", max_digits=4, secret=True),
        ask=Ask("bank", "check", {"pin": "{pin}"}, {}, "sorry", "sorry"),
        sorry=SORRY,
    ).rings(number="4003")
    commands = [command for key in "4711" for command in play.presses(key).commands]
    assert play.kept(MenuChosen) == [MenuChosen("call-1", "n", "****")]
    assert play.did(AskSystem)[0].values["pin"] == "4711"
    assert "4711" not in repr(commands) and "4711" not in repr(play.house.calls)


def test_a_long_announcement_is_heard_to_its_end_and_a_lost_one_does_not_hold_him_for_ever():
    play = with_flow(a=Say(("terms",), "b"), b=BYE).rings(number="4003").passes(800)
    assert not play.commands
    assert said(play.passes(101)) == [("zh/goodbye",)]
    assert play.passes(900).kept(CallEnded)


def test_the_end_of_a_prompt_that_was_replaced_counts_for_nothing():
    play = heard(Playbook().rings(number="4001")).presses("7")
    play.happens(PromptFinished("caller-1", "play-2"))
    assert not play.passes(6).commands, "the clock runs from the end of what he hears now"


def test_a_short_message_is_sent_to_the_callers_number():
    play = with_flow(t=SendText("hello {caller.number}", "b"), b=BYE).rings(number="4003")
    assert play.did(SendMessage) == [SendMessage("call-1", "13800138000", "hello 13800138000")]
    assert play.kept(MessageSent) == [MessageSent("call-1", "13800138000")]


def test_nothing_is_sent_to_who_shows_no_number():
    play = with_flow(t=SendText("hello", "b"), b=BYE).rings(number="4003", caller="anonymous")
    assert not play.did(SendMessage) and not play.kept(MessageSent)


def test_nothing_is_sent_to_a_number_that_he_has_entered():
    play = with_flow(n=Collect((), "n", "t", "b"), t=SendText("hello", "b", "{n}"), b=BYE).rings(
        number="4003"
    )
    sent: list[SendMessage] = []
    for key in "13900139000#":
        sent += play.presses(key).did(SendMessage)
    assert not sent and said(play) == [("zh/goodbye",)]
    play = with_flow(t=SendText("new call", "b", "13900139000"), b=BYE).rings(number="4003")
    assert play.did(SendMessage)[0].number == "13900139000", "but to one that stands in the flow"


def test_who_shows_no_number_has_none_for_the_flow():
    play = with_flow(
        c=Condition((Case(Test.VARIABLE, "caller.number", "empty", "", "b"),), "s"), b=BYE, s=SORRY
    )
    assert said(play.rings(number="4003", caller="anonymous")) == [("zh/goodbye",)]
    assert said(play.rings("c2", "4003")) == [("zh/sorry",)]


def test_a_language_chosen_in_the_flow_is_the_calls():
    play = with_flow(a=Language("en", "b"), b=BYE).rings(number="4003")
    assert said(play) == [("en/goodbye",)]
    assert play.house.calls["call-1"].language == "en"


def test_a_sub_flow_of_the_plan():
    plan = replace(a_plan(), flows={"faq": Flow("faq", "s", {"s": Say(("faq",), "g"), "g": GoBack()})})
    play = with_flow(plan, a=SubFlow("faq", "b"), b=BYE).rings(number="4003")
    assert said(play) == [("zh/faq",)]
    assert said(heard(play)) == [("zh/goodbye",)]
    assert [each.how for each in play.kept(FlowEnded)] == ["back"]


def test_a_condition_looks_at_the_queue():
    branch = Condition((Case(Test.SIGNED_IN, "sales", "=", "0", "bye"),), "q")
    nodes: dict[str, Node] = {"c": branch, "q": ToQueue("sales", ()), "bye": BYE}
    assert said(with_flow(**nodes).rings(number="4003")) == [("zh/goodbye",)]
    assert with_flow(**nodes).ready("wang").rings(number="4003").kept(CallQueued)
    waiting = Condition((Case(Test.WAITING, "sales", ">=", "1", "bye"),), "q")
    play = with_flow(**{**nodes, "c": waiting}).rings("c1", "4003").rings("c2", "4003")
    assert said(play) == [("zh/goodbye",)]


def test_what_the_flow_knows_of_him_goes_with_him_into_the_queue():
    play = with_flow(
        s=SetVariables({"kind": "repair"}, "q"), q=ToQueue("sales", ("wait",), {"english": 5}, priority=3)
    ).rings(number="4003")
    call = play.house.calls["call-1"]
    assert (call.wants, call.extra_priority, call.variables) == ({"english": 5}, 3.0, {"kind": "repair"})


def test_a_queue_that_is_gone_ends_the_call():
    play = with_flow(q=ToQueue("closed-down", ())).rings(number="4003")
    assert play.kept(CallEnded)[0].outcome is CallOutcome.REFUSED


def office(*spans: Span) -> Playbook:
    plan = a_plan()
    return Playbook(
        replace(
            plan,
            flows={"night": Flow("night", "n", {"n": HangUp(("closed",))})},
            hours={"office": Hours("office", "UTC", (spans,) * 7)},
            number_hours={"4001": NumberHours("office", "night")},
        )
    )


def test_outside_of_its_hours_another_flow_answers():
    assert said(office((time(8), time(18))).rings(number="4001")) == [("zh/welcome",)]
    assert said(office((time(10), time(18))).rings(number="4001")) == [("zh/closed",)]
    assert office((time(10), time(18))).rings(number="4002").kept(CallQueued)


def test_every_visit_is_kept_with_its_exit_and_its_length():
    play = Playbook().rings(number="4001").passes(6)
    heard(play)
    assert exits(play) == [("welcome", "next", 6.0)]
    play.passes(3).presses("7")
    assert exits(play) == []
    play.passes(2).presses("1")
    assert exits(play) == [("menu", "1", 5.0), ("sales", "queue", 0.0)]
    assert play.kept(FlowEnded) == [FlowEnded("call-1", "main", 1, "queue")]


def test_who_hangs_up_in_a_menu_is_seen_there():
    play = hangs_up(heard(Playbook().rings(number="4001").passes(6)).passes(2))
    assert exits(play) == [("menu", "hung-up", 2.0)]
    assert play.kept(FlowEnded) == [FlowEnded("call-1", "main", 1, "hung-up")]


def test_a_way_that_is_walked_to_its_end():
    play = heard(with_flow(b=BYE).rings(number="4003").passes(3))
    assert exits(play) == [("b", "end", 3.0)]
    assert play.kept(FlowEnded) == [FlowEnded("call-1", "f", 1, "end")]


@pytest.mark.parametrize("target", ["4001", "4003"])
def test_after_a_talk_a_flow_may_be_walked_again(target: str):
    from app.server.core.events import BlindTransferWished

    play = with_flow(m=Menu((), {"1": "b"}, 5, 3, "i", "n", "b"), b=BYE).ready("wang").rings()
    play.answers("wang").happens(BlindTransferWished("wang", "call-1", target))
    assert play.house.calls["call-1"].state is CallState.MENU
    hangs_up(play.passes(1))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED
