"""A voice message: the part of a call's own recording from the beep to the end of what he says.

In:  a flow's node after its beep; a key, a timer, silence on the line or the end of the call.
Out: MessageLeft, where at least a second was spoken; who waited in a queue has left it by that.
"""

from __future__ import annotations

from datetime import timedelta

from app.server.core import recording
from app.server.core.call import Call
from app.server.core.callbacks import leaving
from app.server.core.callbacks.runs import MessageRun
from app.server.core.facts import MessageLeft
from app.server.core.timers import MessageRunsOut
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome

SHORTEST_S = 1.0


def begin(turn: Turn, call: Call, queue_id: str, max_s: int) -> bool:
    """The beep was heard. Nobody is offered him any more. False: this call is not recorded.

    A recording that was paused goes on.
    """
    if call.recording_id is None or call.message is not None:
        return False
    recording.goes_on(turn, call, "system")
    leaving.steps_aside(turn, call)
    call.message = MessageRun(queue_id or call.queue_id or "", turn.now)
    turn.set_timer(MessageRunsOut(call.call_id), turn.now + timedelta(seconds=max_s))
    return True


def end(turn: Turn, call: Call, *, gone: bool = False) -> bool:
    """It is over, by whatever. True: something was left.

    Without: who waited has flowed out of his queue, or, where he has hung up (``gone``), abandoned it.
    """
    run, call.message = call.message, None
    if run is None:
        return False
    turn.cancel_timers(call.call_id, MessageRunsOut)
    length_s = (turn.now - run.began_at).total_seconds()
    if length_s < SHORTEST_S or call.recording_id is None:
        if not gone:
            leaving.closes(turn, call, leaving.FLOWED_OUT)
        return False
    message_id = turn.new_id("message")
    from_s = (run.began_at - (call.recording_since or call.arrived_at)).total_seconds()
    turn.keep(
        MessageLeft(
            message_id=message_id,
            call_id=call.call_id,
            queue_id=run.queue_id,
            number=call.customer_number,
            recording_id=call.recording_id,
            from_s=from_s,
            length_s=length_s,
        )
    )
    leaving.closes(turn, call, leaving.MESSAGE, message_id)
    call.settled = CallOutcome.MESSAGE
    return True
