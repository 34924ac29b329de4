"""Where a flow leads, walked alone: queue, message, call-back, transfer, survey, sub-flow, back."""

from __future__ import annotations

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import (
    BACK,
    CallBack,
    Flow,
    GoBack,
    HangUp,
    Message,
    Say,
    SendText,
    SetVariables,
    SubFlow,
    Survey,
    ToQueue,
    TransferTo,
)
from app.server.core.flow.steps import (
    Back,
    End,
    EnterQueue,
    FlowOver,
    LeaveMessage,
    MessageOver,
    NodeLeft,
    Rate,
    Speak,
    Text,
    Transfer,
    WishCallBack,
)
from tests.core.flow_walk import BYE, Walk, menu, text


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
