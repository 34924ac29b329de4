"""What each node of a flow does, walked alone: keys and answers in, steps out. No leg, no clock."""

from __future__ import annotations

import pytest

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import (
    BACK,
    REPEAT,
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
    Message,
    Node,
    Prompts,
    Say,
    SendText,
    SetVariables,
    Spoken,
    SpokenKind,
    SubFlow,
    Survey,
    Test,
    ToQueue,
    TransferTo,
)
from app.server.core.flow.run import MAX_NODES_WITHOUT_INPUT, FlowRun
from app.server.core.flow.steps import (
    AskOut,
    Back,
    Chosen,
    End,
    EnterQueue,
    FlowOver,
    LanguageChosen,
    LeaveMessage,
    Listen,
    MessageOver,
    NodeLeft,
    Rate,
    Speak,
    Step,
    Text,
    Transfer,
    WishCallBack,
)

BYE = HangUp(("goodbye",))


def text(template: str) -> Spoken:
    return Spoken(SpokenKind.TEXT, template)


class Walk:
    """One run and the steps that the last event brought."""

    def __init__(self, around: Assumed | None = None, /, **nodes: Node) -> None:
        self.around = around or Assumed()
        self.variables: dict[str, str] = {}
        self.run = FlowRun(Flow("f", next(iter(nodes)), nodes, version=3), self.variables)
        self.steps: list[Step] = self.run.start(self.around)

    def keys(self, keys: str) -> Walk:
        self.steps = [step for key in keys for step in self.run.digit(self.around, key)]
        return self

    def silence(self) -> Walk:
        self.steps = self.run.silence(self.around)
        return self

    def heard(self) -> Walk:
        self.steps = self.run.spoken(self.around)
        return self

    def told(self, result: str, **values: str) -> Walk:
        self.steps = self.run.told(self.around, result, values)
        return self

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps if isinstance(step, Speak) for name in step.prompts)

    @property
    def exits(self) -> list[tuple[str, str]]:
        return [(step.node, step.exit) for step in self.steps if isinstance(step, NodeLeft)]

    @property
    def how(self) -> list[str]:
        return [step.how for step in self.steps if isinstance(step, FlowOver)]


def menu(prompts: Prompts = ("ask",), otherwise: str = "bye", tries: int = 3, **options: str) -> Menu:
    return Menu(
        prompts,
        {key.removeprefix("k"): node for key, node in options.items()},
        timeout_s=5,
        max_tries=tries,
        invalid="invalid-choice",
        no_input="no-input",
        otherwise=otherwise,
    )


# --- say, prompts, languages ---------------------------------------------------------------------


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


# --- menus ---------------------------------------------------------------------------------------


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


# --- collect -------------------------------------------------------------------------------------


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


# --- conditions, variables -----------------------------------------------------------------------


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


# --- systems -------------------------------------------------------------------------------------


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


# --- ends ----------------------------------------------------------------------------------------


def test_a_queue_is_entered_with_what_is_wanted():
    walk = Walk(q=ToQueue("sales", ("wait",), {"english": 5}, priority=2))
    assert walk.steps[-1] == EnterQueue("sales", ("zh/wait",), {"english": 5}, 2)
    assert walk.how == ["queue"] and walk.run.over
    assert walk.keys("1").steps == walk.silence().steps == walk.heard().steps == []


def test_goodbye_is_heard_first():
    walk = Walk(a=BYE)
    assert walk.steps == [Speak(("zh/goodbye",))]
    assert walk.heard().steps == [NodeLeft("f", 3, "a", "end"), FlowOver("f", 3, "end"), End()]


def test_a_message_begins_after_the_beep_and_ends_with_a_key():
    walk = Walk(m=Message("sales", ("after-the-beep",), "b", max_s=60), b=BYE)
    assert walk.said == ("zh/after-the-beep", "zh/beep")
    assert walk.keys("#").steps == [] and walk.heard().steps == [LeaveMessage("sales", 60)]
    assert walk.heard().steps == walk.silence().steps == [], "he is speaking"
    assert walk.keys("1").steps == [] and walk.keys("#").steps == [MessageOver()]
    assert walk.run.done(walk.around) == [NodeLeft("f", 3, "m", "next"), Speak(("zh/goodbye",))]
    assert walk.heard().how == ["message"]


def test_a_message_that_cannot_be_taken_goes_on_all_the_same():
    walk = Walk(m=Message("sales", (), "b"), b=BYE).heard()
    assert walk.run.failed(walk.around)[0] == NodeLeft("f", 3, "m", "failed")


def test_a_call_back_is_promised_then_said():
    walk = Walk(
        Assumed({"caller.number": "138"}), c=CallBack("sales", ("noted",), "b", "{caller.number}"), b=BYE
    )
    assert walk.steps == [WishCallBack("sales", "138")] and walk.heard().steps == []
    assert walk.run.done(walk.around) == [Speak(("zh/noted",))]
    assert walk.heard().said == ("zh/goodbye",) and walk.heard().how == ["call-back"]


def test_a_call_back_that_cannot_be_promised():
    walk = Walk(c=CallBack("", (), "b", failed="x"), b=BYE, x=HangUp(("sorry",)))
    assert walk.run.failed(walk.around) == [NodeLeft("f", 3, "c", "failed"), Speak(("zh/sorry",))]


def test_a_transfer_says_whether_the_flow_itself_names_the_target():
    assert Walk(t=TransferTo("02155556666", ("wait",), "f"), f=BYE).steps == [
        Transfer("02155556666", ("zh/wait",), written=True)
    ]
    walk = Walk(s=SetVariables({"n": "00900123"}, "t"), t=TransferTo("{n}", (), "f"), f=HangUp(("sorry",)))
    assert walk.steps[-1] == Transfer("00900123", (), written=False)
    assert walk.run.failed(walk.around) == [NodeLeft("f", 3, "t", "failed"), Speak(("zh/sorry",))]


def test_a_short_message_takes_no_time():
    walk = Walk(Assumed({"queue.position": "3"}), t=SendText("第{queue.position}位", "b"), b=BYE)
    assert walk.steps == [Text("", "第3位"), NodeLeft("f", 3, "t", "next"), Speak(("zh/goodbye",))]


# --- surveys -------------------------------------------------------------------------------------


def rating() -> Survey:
    return Survey("satisfied", ("rate",), {"1": 5, "2": 1}, "bye", {"2": "why"}, max_tries=2)


def test_a_rating_and_the_question_that_follows_a_bad_one():
    assert Walk(a=rating(), why=BYE, bye=BYE).keys("1").steps[0] == Rate("satisfied", "1", 5)
    walk = Walk(a=rating(), why=Survey("reason", ("why",), {"1": 1}, "bye"), bye=BYE).keys("2")
    assert walk.steps[0] == Rate("satisfied", "2", 1) and walk.said == ("zh/why",)


def test_nobody_is_asked_for_ever():
    walk = Walk(a=rating(), why=BYE, bye=BYE)
    assert walk.keys("7").said == ("zh/invalid-choice", "zh/rate")
    walk.silence()
    assert walk.exits == [("a", "no-input")] and not [s for s in walk.steps if isinstance(s, Rate)]


# --- sub-flows, going back -----------------------------------------------------------------------


def test_a_sub_flow_comes_back_and_shares_the_variables():
    sub = Flow("sub", "s", {"s": SetVariables({"x": "1"}, "g"), "g": GoBack()}, version=2)
    walk = Walk(Assumed(flows={"sub": sub}), a=SubFlow("sub", "b"), b=Say((text("{x}"),), "c"), c=BYE)
    assert walk.steps == [
        NodeLeft("f", 3, "a", "next"),
        NodeLeft("sub", 2, "s", "next"),
        NodeLeft("sub", 2, "g", "back"),
        FlowOver("sub", 2, "back"),
        Speak(("text/zh/1",)),
    ]


def test_a_sub_flow_may_end_the_call():
    sub = Flow("sub", "s", {"s": ToQueue("sales", ())})
    assert Walk(Assumed(flows={"sub": sub}), a=SubFlow("sub", "b"), b=BYE).how == ["queue", "queue"]


def test_sub_flows_that_are_too_deep_or_missing_are_passed_over():
    around = Assumed(
        flows={"f": Flow("f", "a", {"a": SubFlow("f", "b"), "b": Say(("up",), "c"), "c": GoBack()})}
    )
    walk = Walk(around, a=SubFlow("f", "b"), b=BYE)
    assert walk.said == ("zh/up",) and walk.exits[-1] == ("a", "failed")
    assert [walk.heard().said for _ in range(3)] == [("zh/up",), ("zh/up",), ("zh/goodbye",)]
    assert Walk(a=SubFlow("none", "b"), b=BYE).exits == [("a", "failed")]


def test_back_out_of_a_sub_flow_is_the_menu_that_led_there():
    sub = Flow("sub", "s", {"s": menu(("deep",), k9=BACK, otherwise="s")})
    walk = Walk(Assumed(flows={"sub": sub}), a=menu(k1="b"), b=SubFlow("sub", "a"), bye=BYE).keys("1")
    assert walk.said == ("zh/deep",)
    walk.keys("9")
    assert walk.said == ("zh/ask",) and walk.how == ["back"] and walk.run.flow.flow_id == "f"


def test_who_waits_goes_back_to_the_music():
    walk = Walk(Assumed(in_queue=True), g=GoBack(("still-waiting",)))
    assert walk.steps[-1] == Back(("zh/still-waiting",)) and walk.how == ["back"]


def test_who_does_not_wait_has_nothing_to_go_back_to():
    assert Walk(g=GoBack(("so-long",))).heard().steps[-1] == End()


# --- flows that are not sound --------------------------------------------------------------------


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
