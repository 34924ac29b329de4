"""Flows that put a caller through: to an agent, an extension, a number outside, a queue."""

from __future__ import annotations

from app.server.core.commands import HangUpLeg, OriginateLeg, ShowOffer
from app.server.core.events import LegAnswered
from app.server.core.facts import (
    CallConnected,
    CallEnded,
    CallQueued,
    FlowEnded,
    NodeLeft,
    TransferEnded,
    TransferStarted,
)
from app.server.core.flow.plan import Collect, Node, TransferTo
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause
from tests.core.flow_calls import OUTSIDE, SORRY, exits, hangs_up, heard, said, with_flow
from tests.core.playbook import Playbook


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
