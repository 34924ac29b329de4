"""A customer whom nobody of ours talks with is put through: by his flow, or by a rule of his queue."""

from __future__ import annotations

from app.server.core import ringing
from app.server.core.call import Call, CallEvent, Transfer
from app.server.core.callbacks import leaving
from app.server.core.commands import PlayPrompts
from app.server.core.facts import TransferStarted
from app.server.core.party import Party, Purpose
from app.server.core.targets import Target, TargetKind
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState

RINGABLE = (TargetKind.AGENT, TargetKind.PHONE, TargetKind.OUTSIDE)


def put_through(
    turn: Turn, call: Call, target: Target, prompts: tuple[str, ...] = (), trigger: str = ""
) -> bool:
    """It rings there, he hears ``prompts`` and music. False: nobody can be rung, nothing has changed.

    The call is in a MENU or QUEUED; out of the queue it goes once it rings. Whether the number may be
    dialled was asked before. ``trigger``: of the rule that leads him there. Nobody takes it:
    ``transfer.failed``, which gives him back to his flow or his queue.
    """
    customer = call.customer
    if customer is None or target.kind not in RINGABLE:
        return False
    rung = ringing.ring(turn, call, target, Purpose.TRANSFER, customer.leg_id, direct=True)
    if not isinstance(rung, Party):
        return False
    if call.state is CallState.QUEUED:
        leaving.steps_aside(turn, call)
        leaving.closes(turn, call, leaving.FLOWED_OUT, target.key, trigger)
        call.settled = call.settled or CallOutcome.FLOWED_OUT
    call.transfer = Transfer(turn.new_id("transfer"), None, "", leg_id=rung.leg_id)
    kind = target.kind.value
    turn.keep(TransferStarted(call.call_id, call.transfer.transfer_id, None, "blind", kind, target.key))
    call.held_leg_id = customer.leg_id
    call.agent_id = call.agent_leg_id = None
    turn.move_call(call, CallEvent.TRANSFERRED)
    queue = turn.house.plan.queues.get(call.queue_id) if call.queue_id else None
    music = queue.music if queue else turn.house.plan.music
    turn.do(PlayPrompts(customer.leg_id, turn.new_id("play"), (*prompts, music), loop=True))
    return True
