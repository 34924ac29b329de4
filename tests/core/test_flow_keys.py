"""Menus and keys of a flow, walked alone; flows that are not sound come to an end."""

from __future__ import annotations

from app.server.core.flow.plan import (
    BACK,
    REPEAT,
    Ask,
    Case,
    Collect,
    Condition,
    HangUp,
    Say,
    SetVariables,
    Test,
    ToQueue,
)
from app.server.core.flow.run import MAX_NODES_WITHOUT_INPUT
from app.server.core.flow.steps import (
    AskOut,
    Chosen,
    End,
    EnterQueue,
    FlowOver,
    Listen,
    NodeLeft,
    Speak,
)
from tests.core.flow_walk import BYE, Walk, menu, text


def test_a_key_chooses():
    walk = Walk(a=menu(k1="b"), b=BYE).keys("1")
    assert walk.steps == [Chosen("a", "1"), NodeLeft("f", 3, "a", "1"), Speak(("zh/goodbye",))]


def test_wrong_keys_and_silence_are_counted_together_then_otherwise():
    walk = Walk(a=menu(k1="b", otherwise="o"), b=BYE, o=ToQueue("help", ()))
    assert walk.keys("7").said == ("zh/invalid-choice", "zh/ask")
    assert walk.silence().said == ("zh/no-input", "zh/ask")
    assert walk.keys("8").exits == [("a", "invalid"), ("o", "queue")]
    assert walk.steps[-1] == EnterQueue("help", ())


def test_keys_pressed_ahead_lead_through_several_menus():
    walk = Walk(w=Say(("welcome",), "a"), a=menu(k1="b"), b=menu(k2="c"), c=BYE)
    assert walk.keys("12").steps == []
    assert walk.heard().said == ("zh/goodbye",)


def test_sixteen_keys_ahead_are_kept_and_no_more():
    walk = Walk(w=Say(("welcome",), "n"), n=Collect(("number",), "n", "bye", "bye", max_digits=20), bye=BYE)
    walk.keys("12345678901234567890")
    walk.heard()
    walk.keys("#")
    assert walk.variables["n"] == "1234567890123456"


def test_what_was_pressed_after_a_wrong_key_is_forgotten():
    walk = Walk(w=Say(("welcome",), "a"), a=menu(k1="b"), b=menu(k2="c"), c=BYE)
    assert walk.keys("71").heard().said == ("zh/invalid-choice", "zh/ask")
    assert walk.keys("1").said == ("zh/ask",), "the 1 before was meant for another place"


def test_back_leads_to_the_menu_before_and_repeat_says_it_again():
    walk = Walk(
        a=menu(("main",), k1="b"),
        b=menu(("orders",), k9=BACK, k8=REPEAT, k1="c"),
        c=Say(("c",), "d"),
        d=menu(("deep",), k9=BACK),
        bye=BYE,
    )
    assert walk.keys("1").said == ("zh/orders",)
    assert walk.keys("8").said == ("zh/orders",)
    walk.keys("1")
    assert walk.heard().said == ("zh/deep",)
    assert walk.keys("9").said == ("zh/orders",)
    assert walk.keys("9").said == ("zh/main",)


def test_back_in_the_first_menu_says_it_again():
    assert Walk(a=menu(k9=BACK), bye=BYE).keys("9").said == ("zh/ask",)


def test_back_after_an_announcement_is_the_menu_it_was_chosen_in():
    walk = Walk(a=menu(k1="b"), b=Say(("news",), BACK), bye=BYE).keys("1")
    assert walk.heard().said == ("zh/ask",)


def test_a_menu_that_leads_up_again_does_not_pile_up():
    walk = Walk(a=menu(k1="b", k9=BACK), b=menu(k0="a"), bye=BYE)
    walk.keys("10101010")
    assert walk.run.node == "a"
    assert walk.keys("9").said == ("zh/ask",), "main is main: there is nothing before it"


def number(**more: object) -> Collect:
    return Collect(("number",), "n", "next", "bad", **more)  # pyright: ignore[reportArgumentType]


def test_keys_are_collected_to_the_terminator():
    walk = Walk(n=number(min_digits=3), next=Say((text("{n}"),), "bad"), bad=BYE)
    assert walk.keys("12").steps == [Listen(5), Listen(5)]
    assert walk.keys("3#").steps[:3] == [Listen(5), Chosen("n", "123"), NodeLeft("f", 3, "n", "next")]
    assert walk.said == ("text/zh/123",)


def test_as_many_as_wanted_need_no_terminator_and_a_late_one_is_not_taken_for_a_choice():
    walk = Walk(n=number(max_digits=4), next=menu(k1="bad"), bad=BYE, bye=BYE)
    assert walk.keys("1234").said == ("zh/ask",)
    assert walk.keys("#").steps == []
    assert walk.keys("1").said == ("zh/goodbye",)


def test_silence_ends_a_number_that_is_long_enough():
    walk = Walk(n=number(min_digits=2), next=BYE, bad=BYE).keys("12").silence()
    assert walk.exits == [("n", "next")] and walk.variables == {"n": "12"}


def test_too_short_is_wrong_and_star_begins_anew():
    walk = Walk(n=number(min_digits=3, max_tries=2), next=BYE, bad=HangUp(("sorry",)))
    assert walk.keys("12#").said == ("zh/invalid-choice", "zh/number")
    walk.keys("999*123#")
    assert walk.variables == {"n": "123"}


def test_nothing_at_all_leads_to_otherwise():
    walk = Walk(n=number(max_tries=2), next=BYE, bad=HangUp(("sorry",)))
    assert walk.silence().said == ("zh/no-input", "zh/number")
    assert walk.silence().exits == [("n", "no-input")] and walk.said == ("zh/sorry",)


def test_a_secret_is_only_seen_by_a_system():
    walk = Walk(
        n=number(secret=True, max_digits=4),
        next=SetVariables({"copy": "{n}", "mark": "-{n}-"}, "say"),
        say=Say((text("{n}"), "ok"), "test"),
        test=Condition((Case(Test.VARIABLE, "n", "set", "", "bad"),), "ask"),
        ask=Ask("bank", "check", {"pin": "{n}", "who": "x"}, {}, "bad", "bad"),
        bad=BYE,
    )
    assert Chosen("n", "****") in walk.keys("4711").steps and walk.said == ("zh/ok",)
    assert "4711" not in repr(walk.steps) and walk.variables == {"copy": "", "mark": "--"}
    ask = walk.heard().steps[-1]
    assert isinstance(ask, AskOut) and ask.values == {"pin": "4711", "who": "x"}
    assert "4711" not in repr(ask), "a log line would give it away"


def test_a_circle_without_a_key_ends():
    walk = Walk(a=SetVariables({}, "b"), b=Condition((), "a"))
    assert (
        walk.steps[-1] == End() and walk.how == ["failed"] and len(walk.exits) == MAX_NODES_WITHOUT_INPUT + 1
    )


def test_announcements_in_a_circle_end():
    walk = Walk(a=Say(("x",), "b"), b=Say(("y",), "a"))
    for _ in range(MAX_NODES_WITHOUT_INPUT):
        walk.heard()
    assert walk.run.over


def test_a_menu_that_nobody_answers_is_not_asked_for_ever():
    walk = Walk(a=menu(otherwise=REPEAT, tries=2))
    for _ in range(3 * MAX_NODES_WITHOUT_INPUT):
        walk.silence()
    assert walk.run.over


def test_a_node_that_is_missing_ends_the_call_and_is_not_met_with_a_fault():
    assert Walk(a=menu(k1="nowhere"), bye=BYE).keys("1").steps[-1] == End()


def test_an_interrupted_flow_says_where_he_was():
    walk = Walk(a=menu(k1="b"), b=BYE)
    assert walk.run.finish("hung-up", "hung-up") == [
        NodeLeft("f", 3, "a", "hung-up"),
        FlowOver("f", 3, "hung-up"),
    ]
    assert walk.run.finish("hung-up", "hung-up") == []
