"""Out of a queue without an agent: for a call-back or a voice message. The books of the queue say so."""

from __future__ import annotations

from app.server.core.call import Call, CallEvent
from app.server.core.facts import CallLeftQueue
from app.server.core.timers import AnnouncementDue, OverflowDue
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState

CALLED_BACK, MESSAGE, FLOWED_OUT, TRANSFERRED = "called-back", "message", "flowed-out", "transferred"
_OUTCOMES: dict[str, CallOutcome] = {
    CALLED_BACK: CallOutcome.CALLED_BACK,
    MESSAGE: CallOutcome.MESSAGE,
    FLOWED_OUT: CallOutcome.FLOWED_OUT,
    TRANSFERRED: CallOutcome.FLOWED_OUT,
}


def steps_aside(turn: Turn, call: Call) -> None:
    """Out of the line, so that nobody is offered him; the entry in the books stays open."""
    if call.state is not CallState.QUEUED:
        return
    turn.cancel_timers(call.call_id, AnnouncementDue, OverflowDue)
    turn.move_call(call, CallEvent.MENU)


def for_call_back(turn: Turn, call: Call, callback_id: str) -> None:
    steps_aside(turn, call)
    closes(turn, call, CALLED_BACK, callback_id)


def closes(turn: Turn, call: Call, how: str, to: str = "", trigger: str = "") -> None:
    """The entry of the queue is over, in this way; nothing where none is open.

    That is how his call ends, too, if nobody talks with him any more (``Call.settled``).
    """
    if not call.entry_open or call.queue_id is None or call.queued_at is None:
        return
    call.entry_open = False
    waited_s = (turn.now - call.queued_at).total_seconds()
    call.waited_s += waited_s
    balance = turn.house.balance(call.queue_id)
    match how:
        case "called-back":
            balance.called_back += 1
        case "message":
            balance.messages += 1
        case _:
            balance.flowed_out += 1
    call.settled = _OUTCOMES[how]
    turn.keep(CallLeftQueue(call.call_id, call.queue_id, how, to, trigger, waited_s))


_UNSETTLED = (CallOutcome.IN_MENU, CallOutcome.FLOWED_OUT, CallOutcome.CUT_OFF)


def gave_up(turn: Turn, call: Call) -> None:
    """He hung up at the beep of a voice message, while his place in the queue was still his."""
    if call.entry_open and call.state is CallState.MENU and call.queue_id and call.queued_at is not None:
        call.entry_open = False
        call.waited_s += (turn.now - call.queued_at).total_seconds()
        turn.house.balance(call.queue_id).abandoned += 1
        call.settled = CallOutcome.ABANDONED


def outcome_of(call: Call, outcome: CallOutcome) -> CallOutcome:
    """A message or a promised call-back counts for more than how the line was put down."""
    talked = call.first_connected_at is not None
    return call.settled if call.settled is not None and outcome in _UNSETTLED and not talked else outcome
