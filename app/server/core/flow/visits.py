"""What is kept of a caller's way through a flow: each visit of a node with its end and its length."""

from __future__ import annotations

from app.server.core import facts
from app.server.core.call import Call
from app.server.core.flow.steps import FlowOver, NodeLeft
from app.server.core.timers import DigitAwaited, SystemAwaited
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome


def note(turn: Turn, call: Call, step: NodeLeft | FlowOver) -> None:
    if isinstance(step, FlowOver):
        turn.keep(facts.FlowEnded(call.call_id, step.flow_id, step.version, step.how))
        return
    since, call.node_since = call.node_since or turn.now, turn.now
    spent_s = (turn.now - since).total_seconds()
    turn.keep(facts.NodeLeft(call.call_id, step.flow_id, step.version, step.node, step.exit, spent_s))


def interrupt(turn: Turn, call: Call, exit: str, how: str) -> None:
    """The flow of this call is over, wherever it was; nothing where there is none.

    ``exit``: "hung-up", "agent", "connected", "time-out", …; ``how``: of FlowEnded.
    """
    run, call.flow = call.flow, None
    forget(turn, call)
    if run is None:
        return
    if run.takes_message and call.settled is CallOutcome.MESSAGE:
        how = "message"  # he hung up after it, as most do
    for step in run.finish(exit, how):
        if isinstance(step, NodeLeft | FlowOver):
            note(turn, call, step)


def forget(turn: Turn, call: Call) -> None:
    """Nothing is waited for any more: no key, no prompt's end, no answer."""
    if call.play_id is not None:
        call.play_id, call.digit_wait_s = None, 0
        turn.cancel_timers(call.call_id, DigitAwaited)
    if call.request_id:
        turn.house.requests.pop(call.request_id, None)
        call.request_id = ""
        turn.cancel_timers(call.call_id, SystemAwaited)
