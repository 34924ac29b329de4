"""Flows in calls: what the caller hears, what systems are asked, where he ends, what is kept of his way."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from app.server.core.commands import (
    AskSystem,
    HangUpLeg,
    OriginateLeg,
    PlayPrompts,
    SendMessage,
    ShowOffer,
    StopPlaying,
)
from app.server.core.events import LegAnswered, LegEnded, PromptFinished, SystemAnswered
from app.server.core.facts import (
    CallConnected,
    CallEnded,
    CallLeftQueue,
    CallQueued,
    FlowEnded,
    MenuChosen,
    MessageSent,
    NodeLeft,
    TransferEnded,
    TransferStarted,
)
from app.server.core.flow.plan import (
    Ask,
    CallBack,
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
    TransferTo,
)
from app.server.core.plan import Plan
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause
from app.server.core.waiting.plan import Hours, NumberHours, Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan

BYE = HangUp(("goodbye",))
SORRY = HangUp(("sorry",))
OUTSIDE = "02155556666"
Span = tuple[time, time]


def a_flow(**nodes: Node) -> Flow:
    return Flow("f", next(iter(nodes)), nodes)


def with_flow(plan: Plan | None = None, /, **nodes: Node) -> Playbook:
    """4003 is answered by this flow."""
    plan = plan or a_plan()
    return Playbook(replace(plan, numbers={**plan.numbers, "4003": a_flow(**nodes)}))


def while_waiting(keys: str = "1", /, **nodes: Node) -> Playbook:
    """Pressed while waiting for sales (4002), these keys begin a flow."""
    plan = a_plan()
    sales = replace(plan.queues["sales"], waiting=Waiting(keys=dict.fromkeys(keys, "w")))
    flow = replace(a_flow(**nodes), flow_id="w")
    return Playbook(replace(plan, queues={**plan.queues, "sales": sales}, flows={"w": flow}))


def said(play: Playbook) -> list[tuple[str, ...]]:
    return [each.prompts for each in play.did(PlayPrompts)]


def heard(play: Playbook) -> Playbook:
    call = next(iter(play.house.calls.values()))
    return play.happens(PromptFinished("caller-1", call.play_id or ""))


def hangs_up(play: Playbook) -> Playbook:
    return play.happens(LegEnded("caller-1", NORMAL, True))


def exits(play: Playbook) -> list[tuple[str, str, float]]:
    return [(each.node, each.exit, each.spent_s) for each in play.kept(NodeLeft)]


# --- systems -------------------------------------------------------------------------------------


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


# --- prompts whose end is never reported ------------------------------------------------------------


def test_a_long_announcement_is_heard_to_its_end_and_a_lost_one_does_not_hold_him_for_ever():
    play = with_flow(a=Say(("terms",), "b"), b=BYE).rings(number="4003").passes(800)
    assert not play.commands
    assert said(play.passes(101)) == [("zh/goodbye",)]
    assert play.passes(900).kept(CallEnded)


def test_the_end_of_a_prompt_that_was_replaced_counts_for_nothing():
    play = heard(Playbook().rings(number="4001")).presses("7")
    play.happens(PromptFinished("caller-1", "play-2"))
    assert not play.passes(6).commands, "the clock runs from the end of what he hears now"


# --- messages, languages -------------------------------------------------------------------------


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


# --- transfers -----------------------------------------------------------------------------------


def put_through(target: str, **more: Node) -> Playbook:
    play = with_flow(t=TransferTo(target, ("transferring",), "bad"), bad=SORRY, **more)
    return play.ready("wang", "li").rings(number="4003")


def test_an_agent_is_rung_and_takes_the_call():
    play = put_through("1002")
    assert play.did(OriginateLeg)[0].sip_user == "1002" and play.did(ShowOffer)[0].reason == "direct"
    assert said(play) == [("zh/transferring", "music/calm")]
    assert play.kept(TransferStarted)[0].target == "li"
    play.passes(3).happens(LegAnswered("leg-1"))
    assert play.kept(CallConnected) == [CallConnected("call-1", "li", "", 0.0)]
    assert exits(play) == [("t", "connected", 3.0)] and play.kept(FlowEnded)[0].how == "transfer"
    hangs_up(play)
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED
    assert play.state("li") is AgentState.READY


def test_nobody_there_and_the_flow_says_so():
    play = put_through("1002").passes(25)
    assert play.kept(TransferEnded)[0].result == "no-answer"
    assert said(play) == [("zh/sorry",)] and exits(play) == [("t", "failed", 25.0)]
    assert play.house.calls["call-1"].state is CallState.MENU
    heard(play)
    assert play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU


def test_somebody_who_cannot_be_rung_is_not_waited_for():
    play = with_flow(t=TransferTo("1002", (), "bad"), bad=SORRY).rings(number="4003")
    assert said(play) == [("zh/sorry",)] and not play.kept(TransferStarted)


def test_he_hangs_up_while_it_rings_for_him():
    play = hangs_up(put_through("1002").passes(3))
    assert exits(play) == [("t", "hung-up", 3.0)] and play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU
    assert HangUpLeg("leg-1", EndCause.CANCELLED) in play.did(HangUpLeg)
    assert not play.house.timers.purposes and not play.house.calls


def test_an_outside_number_that_stands_in_the_flow_is_dialled():
    play = put_through(OUTSIDE)
    assert play.did(OriginateLeg)[0].outside_number == OUTSIDE
    play.happens(LegAnswered("leg-1"))
    assert play.house.calls["call-1"].state is CallState.TALKING and not play.kept(CallConnected)


def test_a_caller_cannot_have_us_dial_a_number_of_his_choice():
    play = with_flow(n=Collect((), "n", "t", "bad"), t=TransferTo("{n}", (), "bad"), bad=SORRY).rings(
        number="4003"
    )
    for key in OUTSIDE + "#":
        play.presses(key)
    assert not play.did(OriginateLeg) and said(play) == [("zh/sorry",)]


def test_a_caller_may_dial_an_extension():
    play = with_flow(n=Collect((), "n", "t", "bad"), t=TransferTo("{n}", (), "bad"), bad=SORRY)
    play.ready("li").rings(number="4003")
    for key in "1002#":
        play.presses(key)
    assert play.did(OriginateLeg)[0].sip_user == "1002"


def test_a_transfer_to_a_queue_or_to_another_number():
    assert put_through("7001").kept(CallQueued)[0].queue_id == "service"
    assert said(put_through("4001")) == [("zh/welcome",)]


def test_numbers_that_lead_to_each_other_end():
    play = put_through("4003")
    assert play.kept(CallEnded)[0].outcome is CallOutcome.IN_MENU and not play.house.calls


def test_what_cannot_be_done_over_and_over_again_ends():
    nodes: dict[str, Node] = {f"t{n}": TransferTo("nobody", (), f"t{n + 1}") for n in range(40)}
    play = with_flow(**nodes, t40=TransferTo("4003", (), "t0")).rings(number="4003")
    assert not play.house.calls and len(play.kept(NodeLeft)) > 400


# --- sub-flows, conditions, queues ----------------------------------------------------------------


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


# --- opening hours of a number ---------------------------------------------------------------------


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


# --- while waiting ---------------------------------------------------------------------------------


def test_a_key_while_waiting_begins_a_flow_and_leads_back_to_the_music():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack(("please-wait",))).rings()
    assert said(play.presses("1")) == [("zh/you-are",)]
    assert not play.presses("5").commands
    heard(play)
    assert said(play) == [("zh/please-wait", "music/calm")] and play.did(PlayPrompts)[0].loop
    assert play.house.lines.length("sales") == 1
    assert said(play.presses("1")) == [("zh/you-are",)], "again, as often as he likes"
    assert not play.presses("9").commands


def test_an_agent_is_free_while_he_listens():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(2).ready("wang")
    assert exits(play) == [("a", "agent", 2.0)] and play.kept(FlowEnded)[0].how == "queue"
    assert said(play) == [("music/calm",)] and play.state("wang") is AgentState.OFFERED
    play.answers("wang")
    assert play.kept(CallConnected) and not play.house.timers.purposes


def test_his_way_ends_when_he_is_offered():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(2)
    play.ready("wang")
    assert not play.happens(PromptFinished("caller-1", "play-2")).commands
    assert not play.presses("1").commands, "her phone rings: no flow now"


def test_a_flow_while_waiting_may_lead_to_another_queue():
    play = while_waiting(q=ToQueue("service", ("moved",))).rings().passes(10).presses("1")
    assert play.kept(CallLeftQueue) == [
        CallLeftQueue("call-1", "sales", "flowed-out", "service", waited_s=10.0)
    ]
    assert play.kept(CallQueued)[0].queue_id == "service"
    assert said(play) == [("zh/moved", "music/calm")] or said(play) == [("moved", "music/calm")]
    assert (play.house.balance("sales").flowed_out, play.house.balance("service").offered) == (1, 1)


def test_the_queue_he_waits_in_keeps_his_place():
    play = while_waiting(q=ToQueue("sales", ("stay",))).rings().rings("c2").passes(5).presses("1")
    assert not play.kept(CallQueued) and said(play) == [("zh/stay", "music/calm")]
    assert play.house.lines.position(play.house.calls["call-1"]) == 1


def test_a_good_bye_while_waiting_is_no_abandon():
    play = heard(while_waiting(b=BYE).rings().passes(10).presses("1"))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.FLOWED_OUT
    balance = play.house.balance("sales")
    assert (balance.offered, balance.abandoned, balance.flowed_out) == (1, 0, 1)


def test_he_hangs_up_in_a_flow_while_waiting_and_has_abandoned():
    play = hangs_up(while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(4))
    assert exits(play) == [("a", "hung-up", 4.0)]
    assert play.kept(FlowEnded)[0].how == "hung-up"
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ABANDONED


def test_a_transfer_while_waiting_leaves_the_queue_once_it_rings():
    play = while_waiting(t=TransferTo("2001", (), "g"), g=GoBack()).rings().presses("1")
    assert play.kept(CallLeftQueue)[0].to == "boss"
    assert play.house.lines.length("sales") == 0
    play.passes(1).rings("c2").passes(25)
    assert play.kept(CallQueued)[0].queue_id == "sales" and said(play)[-1] == ("music/calm",)
    assert play.house.lines.position(play.house.calls["call-1"]) == 1, "he came first"
    assert play.house.balance("sales").offered == 3 and play.house.balance("sales").flowed_out == 1


def test_a_call_back_that_is_promised_ends_the_waiting():
    play = while_waiting(c=CallBack("", ("noted",), "b"), b=BYE).rings().passes(7).presses("1")
    assert said(play) == [("zh/noted",)] and play.house.lines.length("sales") == 0
    heard(heard(play))
    assert play.kept(FlowEnded)[0].how == "call-back"
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CALLED_BACK


# --- what is kept of the way -------------------------------------------------------------------------


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
