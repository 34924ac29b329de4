"""She has a customer on hold and dials somebody else: two calls of hers, each for itself, no consultation."""

from __future__ import annotations

import pytest

from app.server.core.commands import OriginateLeg
from app.server.core.events import (
    CallWished,
    ConsultWished,
    Event,
    HoldWished,
    LegAnswered,
    LegEnded,
    TakeUpWished,
    WrapUpFinished,
)
from app.server.core.facts import CallHeld, CallResumed, WrapUpEnded
from app.server.core.types import AgentState, CallState, EndCause
from tests.core.playbook import NORMAL, Playbook

SUPPLIER = "02155556666"


def on_hold() -> Playbook:
    """wang talks with caller-1 (leg-1, call-1), who hears music."""
    return Playbook().talk().happens(HoldWished("wang", "call-1"))


def both() -> Playbook:
    """Her phone (leg-2) and the supplier's (leg-3) are call-2."""
    return on_hold().happens(CallWished("wang", SUPPLIER), LegAnswered("leg-2"), LegAnswered("leg-3"))


def test_her_phone_rings_for_the_second_call_while_the_first_waits():
    play = on_hold().happens(CallWished("wang", SUPPLIER))
    rung = play.did(OriginateLeg)
    assert [(leg.sip_user, leg.auto_answer) for leg in rung] == [("1001", True)]
    assert play.house.calls["call-1"].state is CallState.HELD
    assert play.state("wang") is AgentState.TALKING


def test_she_speaks_with_the_second_and_goes_back_to_the_first():
    play = both()
    assert play.house.agents["wang"].call_id == "call-2"
    assert play.house.calls["call-2"].state is CallState.TALKING
    assert play.house.calls["call-1"].state is CallState.HELD, "he still hears music"
    play.passes(20).happens(TakeUpWished("wang", "call-1"))
    assert play.kept(CallHeld) == [CallHeld("call-2", "wang")]
    assert play.kept(CallResumed) == [CallResumed("call-1", "wang", 20)]


def test_nobody_answers_and_the_first_still_waits_for_her():
    play = on_hold().happens(CallWished("wang", SUPPLIER), LegAnswered("leg-2"))
    play.happens(LegEnded("leg-3", EndCause.BUSY, False))
    assert "call-2" not in play.house.calls
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.TALKING, "call-1")
    assert play.house.calls["call-1"].state is CallState.HELD


def test_the_customer_hangs_up_on_hold_and_is_written_up_after_the_second():
    play = both().happens(LegEnded("caller-1", NORMAL, True))
    assert play.state("wang") is AgentState.TALKING
    play.happens(LegEnded("leg-3", NORMAL, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")
    play.passes(5).happens(WrapUpFinished("wang"))
    assert play.kept(WrapUpEnded) == [WrapUpEnded("call-1", "wang", 5, "finished")]


def test_the_customer_hangs_up_before_her_own_phone_has_answered():
    play = on_hold().happens(CallWished("wang", SUPPLIER), LegEnded("caller-1", NORMAL, True))
    play.happens(LegAnswered("leg-2"), LegAnswered("leg-3"))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.TALKING, "call-2")
    play.happens(LegEnded("leg-3", NORMAL, True))
    assert (play.state("wang"), play.house.agents["wang"].call_id) == (AgentState.WRAP_UP, "call-1")


@pytest.mark.parametrize(
    "before",
    [
        [],  # she talks
        [HoldWished("wang", "call-1"), CallWished("wang", "13800138001")],  # she dials already
        [ConsultWished("wang", "call-1", "1002")],
    ],
    ids=["talking", "dialling", "consulting"],
)
def test_she_dials_nobody_over_a_voice_in_her_ear(before: list[Event]):
    play = Playbook().talk().ready("li").happens(*before)
    calls = set(play.house.calls)
    play.happens(CallWished("wang", SUPPLIER))
    assert set(play.house.calls) == calls and not play.did(OriginateLeg)


def test_three_calls_are_the_most():
    play = both().happens(HoldWished("wang", "call-2"), CallWished("wang", "13800138001"))
    play.happens(LegAnswered("leg-4"), LegAnswered("leg-5"), HoldWished("wang", "call-3"))
    play.happens(CallWished("wang", "13800138002"))
    assert set(play.house.calls) == {"call-1", "call-2", "call-3"}
