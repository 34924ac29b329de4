"""What a flow says, tests, remembers and asks of systems, walked alone: answers in, steps out."""

from __future__ import annotations

import pytest

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import (
    Ask,
    Case,
    Condition,
    HangUp,
    Language,
    Say,
    SetVariables,
    Test,
)
from app.server.core.flow.steps import (
    AskOut,
    LanguageChosen,
    NodeLeft,
    Speak,
)
from tests.core.flow_walk import BYE, Walk, text


def test_prompts_are_in_the_callers_language_and_values_are_said():
    walk = Walk(
        Assumed({"caller.number": "138"}), a=Say(("hello", "en/x", text("{caller.number}")), "b"), b=BYE
    )
    assert walk.steps == [Speak(("zh/hello", "en/x", "text/zh/138"))]
    assert walk.heard().steps == [NodeLeft("f", 3, "a", "next"), Speak(("zh/goodbye",))]


def test_a_value_that_is_not_known_is_left_out_and_silence_needs_no_time():
    walk = Walk(a=Say((text("{order.state}"),), "b"), b=BYE)
    assert walk.said == ("zh/goodbye",)


def test_a_language_holds_from_then_on():
    walk = Walk(a=Language("en", "b"), b=Say(("hello",), "c"), c=BYE)
    assert walk.steps == [LanguageChosen("en"), NodeLeft("f", 3, "a", "next"), Speak(("en/hello",))]


def test_the_language_of_the_customer_is_spoken_where_none_was_chosen():
    assert Walk(Assumed({"call.language": "en"}), a=BYE).said == ("en/goodbye",)


def test_a_prompt_whose_end_is_never_reported_does_not_hold_him():
    assert Walk(a=Say(("hello",), "b"), b=BYE).silence().said == ("zh/goodbye",)


WORLD = Assumed(
    {"customer.level": "VIP", "now.time": "17:30"},
    closed=frozenset({"night"}),
    holidays={"office": "春节"},
    queue_waiting={"sales": 4},
    queue_ready={"sales": 0},
    queue_signed_in={"sales": 2},
    queue_wait_s={"sales": 90.0},
)


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        ((Test.VARIABLE, "customer.level", "=", "VIP"), True),
        ((Test.VARIABLE, "customer.level", "in", "GOLD|VIP"), True),
        ((Test.VARIABLE, "customer.level", "in", "GOLD|V"), False),
        ((Test.VARIABLE, "customer.level", "!=", "VIP"), False),
        ((Test.VARIABLE, "now.time", "<", "18:00"), True),
        ((Test.VARIABLE, "nothing", "empty", ""), True),
        ((Test.VARIABLE, "nothing", "set", ""), False),
        ((Test.VARIABLE, "nothing", "<", "5"), False),
        ((Test.OPEN, "office", "=", "yes"), True),
        ((Test.OPEN, "night", "=", "no"), True),
        ((Test.HOLIDAY, "office", "=", "春节"), True),
        ((Test.HOLIDAY, "office", "=", ""), True),
        ((Test.HOLIDAY, "night", "=", ""), False),
        ((Test.WAITING, "sales", ">=", "4"), True),
        ((Test.WAITING, "sales", ">", "10"), False),
        ((Test.READY, "sales", "=", "0"), True),
        ((Test.SIGNED_IN, "sales", "<", "3"), True),
        ((Test.EXPECTED_WAIT, "sales", ">", "60"), True),
        ((Test.EXPECTED_WAIT, "service", "<", "60"), False),
        ((Test.EXPECTED_WAIT, "service", "!=", "60"), False),
        ((Test.EXPECTED_WAIT, "service", "empty", ""), True),
    ],
)
def test_conditions(case: tuple[Test, str, str, str], holds: bool):
    walk = Walk(WORLD, a=Condition((Case(*case, "y"),), "n"), y=HangUp(("yes",)), n=HangUp(("no",)))
    assert walk.said == (("zh/yes",) if holds else ("zh/no",))
    assert walk.exits == [("a", "case-1" if holds else "otherwise")]


@pytest.mark.parametrize(
    ("value", "operator", "wanted", "holds"),
    [("10", ">", "9", True), ("0012", "=", "12", False), ("1.50", "=", "1.5", True), ("b", ">", "a", True)],
)
def test_numbers_are_compared_as_numbers_and_codes_as_texts(
    value: str, operator: str, wanted: str, holds: bool
):
    walk = Walk(
        s=SetVariables({"x": value, "w": wanted}, "a"),
        a=Condition((Case(Test.VARIABLE, "x", operator, "{w}", "y"),), "n"),
        y=HangUp(("yes",)),
        n=HangUp(("no",)),
    )
    assert walk.said == (("zh/yes",) if holds else ("zh/no",))


def test_the_first_case_that_holds_is_taken():
    cases = (Case(Test.VARIABLE, "x", "empty", "", "y"), Case(Test.VARIABLE, "x", "=", "", "n"))
    assert Walk(a=Condition(cases, "n"), y=HangUp(("yes",)), n=BYE).said == ("zh/yes",)


def test_variables_are_bounded_and_what_they_hold_is_no_template():
    walk = Walk(
        a=SetVariables({f"v{n}": "x" * 900 for n in range(100)}, "b"),
        b=SetVariables({"v0": "{v1}"}, "c"),
        c=BYE,
    )
    assert len(walk.variables) == 64 and {len(each) for each in walk.variables.values()} == {500}
    around = Assumed({"caller.name": "{customer.level}", "customer.level": "VIP"})
    assert Walk(around, a=SetVariables({"x": "-{caller.name}-"}, "c"), c=BYE).variables == {
        "x": "-{customer.level}-"
    }


def test_what_the_house_knows_cannot_be_pretended():
    walk = Walk(
        Assumed({"customer.level": "NORMAL"}),
        a=SetVariables({"customer.level": "VIP"}, "b"),
        b=Condition((Case(Test.VARIABLE, "customer.level", "=", "VIP", "vip"),), "c"),
        vip=HangUp(("vip",)),
        c=BYE,
    )
    assert walk.said == ("zh/goodbye",)


def shop(**more: str) -> Ask:
    return Ask("shop", "order", {"number": "{n}"}, {"order.state": "data.state"}, "ok", "failed", **more)  # pyright: ignore[reportArgumentType]


def test_a_system_is_asked_and_its_answer_is_said():
    walk = Walk(
        s=SetVariables({"n": "77"}, "a"),
        a=shop(),
        ok=Say((text("{order.state}"),), "failed"),
        failed=BYE,
    )
    assert walk.steps[-1] == AskOut("shop", "order", {"number": "77"}, {"order.state": "data.state"}, 5)
    assert walk.heard().steps == [], "the end of the music answers nothing"
    walk.told("found", **{"order.state": "sent", "customer.level": "VIP", "other": "x"})
    assert walk.said == ("text/zh/sent",)
    assert walk.variables == {"n": "77", "order.state": "sent"}, "only what was asked for is taken over"


@pytest.mark.parametrize(
    ("result", "exit", "said"),
    [("not-found", "not-found", "zh/unknown"), ("failed", "failed", "zh/sorry"), ("?", "failed", "zh/sorry")],
)
def test_a_system_that_does_not_know_or_fails(result: str, exit: str, said: str):
    walk = Walk(
        a=shop(not_found="unknown"), ok=BYE, failed=HangUp(("sorry",)), unknown=HangUp(("unknown",))
    ).told(result)
    assert walk.exits == [("a", exit)] and walk.said == (said,)


def test_not_found_is_failed_where_nothing_else_is_said():
    assert Walk(a=shop(), ok=BYE, failed=HangUp(("sorry",))).told("not-found").said == ("zh/sorry",)


def test_a_long_answer_is_cut():
    walk = Walk(a=shop(), ok=BYE, failed=BYE).told("found", **{"order.state": "x" * 9000})
    assert walk.variables == {"order.state": "x" * 500}


def test_a_second_answer_changes_nothing():
    walk = Walk(a=shop(), ok=Say(("one",), "failed"), failed=BYE).told("found")
    assert walk.told("failed").steps == []
