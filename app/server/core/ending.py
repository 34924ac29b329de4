"""A call ends: everything that belongs to it is given back, in one place, whoever ended it."""

from __future__ import annotations

from app.server.core.call import Call, CallEvent
from app.server.core.commands import CloseRecording, HangUpLeg
from app.server.core.facts import CallEnded, RecordingStopped
from app.server.core.house import DigitAwaited, Turn
from app.server.core.types import CallOutcome, EndCause


def end(turn: Turn, call: Call, outcome: CallOutcome, cause: EndCause, by: str) -> None:
    """Hang up its legs, close its recording, keep what it was. ``by``: "customer", "agent", "system"."""
    turn.cancel_timers(lambda purpose: isinstance(purpose, DigitAwaited) and purpose.call_id == call.call_id)
    turn.move_call(call, CallEvent.ENDED)
    for leg_id in (call.agent_leg_id, call.leg_id):
        if leg_id is not None and leg_id in turn.house.legs:
            turn.do(HangUpLeg(leg_id))
    if call.recording_id is not None:
        turn.do(CloseRecording(call.recording_id))
        turn.keep(RecordingStopped(call.recording_id, call.call_id))
    turn.keep(
        CallEnded(
            call_id=call.call_id,
            outcome=outcome,
            cause=cause,
            by=by,
            agent_id=call.agent_id,
            queue_id=call.queue_id,
            waited_s=call.waited_s,
            talk_s=call.talk_s,
            hold_s=call.hold_s,
        )
    )
    del turn.house.calls[call.call_id]
