"""The sample company's flows, and those that come with Seatline, walked as callers walk them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import Flow
from app.server.core.flow.run import FlowRun
from app.server.core.flow.steps import (
    AskOut,
    Back,
    End,
    EnterQueue,
    LeaveMessage,
    MessageOver,
    Rate,
    Speak,
    Step,
    Text,
    WishCallBack,
)
from tests.unit.test_sample_flows import KNOWN

FLOWS = dict(KNOWN.flows or {})
CALLER = {"caller.number": "13800138000", "queue.position": "3"}
TAKES_ORDERS = {
    "order.number": "1007",
    "order.status": "SHIPPED",
    "order.date": "2026-11-02",
    "order.amount": "12800",
}


class Caller:
    """Presses keys, listens, waits; systems answer what the test says."""

    def __init__(self, flow: str, waits: bool = False, language: str = "") -> None:
        self.around = Assumed({**CALLER, "call.language": language}, FLOWS, in_queue=waits)
        self.run = FlowRun(FLOWS[flow])
        self.all: list[Step] = []
        self._add(self.run.start(self.around))

    def _add(self, steps: list[Step]) -> None:
        self.all += steps

    def listens(self) -> Caller:
        """To everything, until somebody else has the word or a key is wanted."""
        while isinstance(self.all[-1], Speak) and not self.all[-1].wait_s and not self.run.over:
            self._add(self.run.spoken(self.around))
        return self

    def keys(self, keys: str) -> Caller:
        for key in keys:
            self.listens()
            self._add(self.run.digit(self.around, key))
        return self.listens()

    def told(self, result: str, **values: str) -> Caller:
        self._add(self.run.told(self.around, result, values))
        return self.listens()

    @property
    def prompts(self) -> list[str]:
        return [name for step in self.all if isinstance(step, Speak) for name in step.prompts]

    @property
    def last(self) -> Step:
        return self.all[-1]


def test_eight_is_english_and_everything_after_it():
    caller = Caller("main-menu").keys("81")
    assert caller.last == EnterQueue("sales", ("en/transferring",))
    assert "en/main-menu" in caller.prompts


def test_who_is_known_to_speak_english_is_greeted_so():
    assert Caller("main-menu", language="en").prompts == ["en/welcome"]


def test_the_latest_order_is_said_and_star_leads_back_to_the_menu():
    caller = Caller("main-menu").keys("4")
    assert isinstance(caller.last, AskOut) and caller.last.values["caller"] == "13800138000"
    caller.told("found", **TAKES_ORDERS)
    assert "zh/order-shipped" in caller.prompts and caller.prompts[-1] == "zh/lookup-menu"
    caller.keys("*")
    assert caller.prompts[-2:] == ["zh/main-menu", "en/for-english"]


def test_an_order_that_is_not_known_by_his_number_is_asked_for():
    caller = Caller("orders").told("not-found").keys("1007#")
    assert isinstance(caller.last, AskOut) and caller.last.values["number"] == "1007"
    assert "zh/order-not-found" in caller.told("not-found").prompts


def test_a_shop_that_does_not_answer_is_said_and_people_are_offered():
    caller = Caller("orders").told("failed")
    assert "zh/lookup-failed" in caller.prompts
    assert isinstance(caller.keys("0").last, EnterQueue)


def test_a_call_back_to_his_own_number_while_waiting():
    caller = Caller("call-back", waits=True)
    assert caller.keys("1").last == WishCallBack("", "")
    caller._add(caller.run.done(caller.around))  # pyright: ignore[reportPrivateUsage]
    assert "zh/callback-noted" in caller.listens().prompts and caller.last == End()


def test_who_wants_no_call_back_goes_on_waiting():
    assert isinstance(Caller("call-back", waits=True).keys("*").last, Back)


def test_his_place_by_short_message_and_on_he_waits():
    caller = Caller("sms-place", waits=True).listens()
    assert [step.text for step in caller.all if isinstance(step, Text)] == [
        "您当前排在第3位。轮到您时将为您接通，请勿挂机。"
    ]
    assert isinstance(caller.last, Back)


def test_a_bad_mark_is_asked_about_a_good_one_is_not():
    bad = Caller("survey").keys("12")
    assert [(step.question, step.score) for step in bad.all if isinstance(step, Rate)] == [
        ("satisfaction", 1),
        ("reason", 2),
    ]
    good = Caller("survey").keys("5")
    assert [step.score for step in good.all if isinstance(step, Rate)] == [5] and good.last == End()


def test_a_message_outside_of_opening_hours():
    caller = Caller("closed").keys("1")
    assert isinstance(caller.last, LeaveMessage)
    assert caller.keys("#").last == MessageOver()


@pytest.mark.parametrize("flow", FLOWS)
@settings(max_examples=25, deadline=None)
@given(
    waits=st.booleans(),
    happenings=st.lists(
        st.sampled_from([*"0123456789*#", "heard", "silence", "found", "failed", "done"]),
        min_size=10,
        max_size=40,
    ),
)
def test_whatever_he_does_he_comes_to_an_end(flow: str, waits: bool, happenings: list[str]):
    around = Assumed(CALLER, FLOWS, in_queue=waits)
    run = FlowRun(FLOWS[flow])
    run.start(around)
    for what in [*happenings, *["silence", "heard", "failed"] * 60]:
        match what:
            case "heard":
                run.spoken(around)
            case "silence":
                run.silence(around)
            case "found" | "failed":
                run.told(around, what, TAKES_ORDERS)
                run.failed(around)
            case "done":
                run.done(around)
            case _:
                run.digit(around, what)
    assert run.over


def test_every_flow_was_walked():
    assert {"main-menu", "orders", "survey"} <= set(FLOWS) and all(
        isinstance(f, Flow) for f in FLOWS.values()
    )
