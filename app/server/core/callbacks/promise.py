"""Promises of call-backs: made, remembered, put off, kept or ended. ``attempts`` carries the tries out.

In:  a caller's wish, the end of a try, a caller who rings again. Out: facts, and a timer for the next look.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.server.core.call import Call
from app.server.core.callbacks import leaving, numbers
from app.server.core.callbacks.callback import Callback, CallbackEvent, CallbackState
from app.server.core.facts import CallBackEnded, CallBackPromised, CallBackTried
from app.server.core.house import House
from app.server.core.targets import TargetKind, resolve
from app.server.core.timers import CallBackDue
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause
from app.server.core.waiting.plan import CallBackRules

MOST_PENDING = 10_000
SETTLE = timedelta(seconds=2)  # after he has hung up: his phone is not free at once
SOON = timedelta(seconds=10)  # an agent's phone was lost in the try: that was not his fault


def promise(turn: Turn, call: Call, queue_id: str, number: str) -> Callback | None:
    """He need not wait on the line: he is called back at the place that he has, or gets now.

    ``queue_id`` "": the one he waits in. ``number`` "": his own. None: it cannot be promised (no such
    queue, a number that we do not call). A promise for this queue and number that stands already is kept.
    """
    queue_id = queue_id or call.queue_id or ""
    dialled = callable_number(turn.house, call, queue_id, number)
    if not dialled or call.state is CallState.OFFERED:
        return None
    standing = pending(turn.house, queue_id, dialled)
    if standing is None and len(turn.house.callbacks) >= MOST_PENDING:
        return None
    callback = standing or _new(turn, call, queue_id, dialled)
    if standing is not None:
        standing.waiting_since = min(standing.waiting_since, _since(turn, call, queue_id))
    leaving.for_call_back(turn, call, callback.callback_id)
    call.settled = CallOutcome.CALLED_BACK
    _is_asked_in(callback, call)
    return callback


def for_cut_off(turn: Turn, call: Call, number: str) -> None:
    """Both lines of a talk were lost: he is called back as soon as may be, she is asked first."""
    if call.queue_id in turn.house.plan.queues and pending(turn.house, call.queue_id, number) is None:
        _is_asked_in(_new(turn, call, call.queue_id, number, agent_id=call.agent_id or ""), call)


def callable_number(house: House, call: Call, queue_id: str, number: str) -> str:
    """What is dialled for this wish, "" for nothing. His own number is dialled as he showed it."""
    queue = house.plan.queues.get(queue_id)
    if queue is None:
        return ""
    own = call.customer_number
    wanted = numbers.plain(number) if number else numbers.plain(own)
    if number and numbers.same(wanted, own):
        wanted = numbers.plain(own)
    elif number and not queue.waiting.call_back.other_numbers:
        return ""
    return wanted if diallable(house, wanted) else ""


def diallable(house: House, number: str) -> bool:
    """An outside line that we call by ourselves; none of our own, none that costs more than a call."""
    return numbers.may_be_called(number) and resolve(house, number).kind is TargetKind.OUTSIDE


def pending(house: House, queue_id: str, number: str) -> Callback | None:
    return next((each for each in house.callbacks.of(number) if each.queue_id == queue_id), None)


def claimed(turn: Turn, call: Call, queue_id: str) -> datetime | None:
    """He enters a queue in which a call-back waits for him: since when it waits, which is his place now."""
    callback = pending(turn.house, queue_id, call.customer_number)
    if callback is None or callback.state is CallbackState.DIALLING:
        return None
    if callback.callback_id in call.promised:  # he had asked for it in this call, and waits all the same
        call.promised.remove(callback.callback_id)
        call.settled = None
    supersede(turn, callback)
    ends(turn, callback, "called-again", call_id=call.call_id)
    return callback.waiting_since


def supersede(turn: Turn, callback: Callback) -> None:
    """The call that waits or rings for it is out of the line now, and is ended before the turn is over."""
    if (call := turn.house.calls.get(callback.call_id)) is not None:
        turn.house.lines.leave(call)
        turn.superseded.append(call.call_id)


def ends(turn: Turn, callback: Callback, result: str, call_id: str = "", actor: str = "") -> None:
    """Whatever came of it; a call that still waits for it is to be ended besides."""
    turn.move_callback(callback, CallbackEvent.ENDED)
    turn.cancel_timers(callback.callback_id, CallBackDue)
    turn.house.callbacks.remove(callback)
    turn.keep(CallBackEnded(callback.callback_id, result, call_id, actor))


def call_over(turn: Turn, call: Call, cause: EndCause, by: str) -> None:
    """A call has ended, in whatever way: one that was a try, or one in which call-backs were promised."""
    for callback_id in call.promised:
        callback = turn.house.callbacks.get(callback_id)
        if callback is not None and callback.state is CallbackState.RESTING:
            callback.due_at = max(callback.due_at or turn.now, turn.now + SETTLE)
            look_at(turn, callback, callback.due_at)
    callback = turn.house.callbacks.get(call.callback_id)
    if callback is None or callback.call_id != call.call_id:
        return
    callback.call_id = ""
    if callback.state is CallbackState.DIALLING:
        _tried_in_vain(turn, callback, call, cause, by)
    elif callback.state is CallbackState.WAITING:
        ends(turn, callback, "cancelled", call.call_id, actor=by)


def rules_of(house: House, callback: Callback) -> CallBackRules:
    queue = house.plan.queues.get(callback.queue_id)
    return queue.waiting.call_back if queue else CallBackRules()


def expires_at(house: House, callback: Callback) -> datetime:
    return callback.waiting_since + timedelta(seconds=rules_of(house, callback).give_up_after_s)


def look_at(turn: Turn, callback: Callback, at: datetime) -> None:
    """Decide about it then; one timer for each."""
    turn.cancel_timers(callback.callback_id, CallBackDue)
    turn.set_timer(CallBackDue(callback.callback_id), at)


def _new(turn: Turn, call: Call, queue_id: str, number: str, agent_id: str = "") -> Callback:
    callback = Callback(
        callback_id=turn.new_id("callback"),
        queue_id=queue_id,
        number=number,
        for_call_id=call.call_id,
        waiting_since=_since(turn, call, queue_id),
        agent_id=agent_id,
        customer_id=call.customer_id or "",
        level=call.level,
        region=call.region,
        language=call.language,
        wants=dict(call.wants),
        extra_priority=call.extra_priority,
    )
    turn.house.callbacks.add(callback)
    turn.keep(
        CallBackPromised(
            callback_id=callback.callback_id,
            queue_id=queue_id,
            number=number,
            for_call_id=call.call_id,
            waiting_since=callback.waiting_since.isoformat(),
            agent_id=agent_id,
            level=call.level,
        )
    )
    return callback


def _is_asked_in(callback: Callback, call: Call) -> None:
    callback.asked_in = call.call_id
    if callback.callback_id not in call.promised:
        call.promised.append(callback.callback_id)


def _since(turn: Turn, call: Call, queue_id: str) -> datetime:
    """What his place counts from: that of the queue he is in; of another one from now on."""
    waits_there = call.queue_id == queue_id and call.first_connected_at is None
    return (call.waiting_since or call.queued_at or turn.now) if waits_there else turn.now


def _tried_in_vain(turn: Turn, callback: Callback, call: Call, cause: EndCause, by: str) -> None:
    rules = rules_of(turn.house, callback)
    turn.move_callback(callback, CallbackEvent.IN_VAIN)
    lost = by == "agent" and cause is EndCause.CUT_OFF
    callback.tries += not lost
    next_at = turn.now + (SOON if lost else timedelta(seconds=rules.retry_after_s))
    used_up = callback.tries >= rules.tries
    too_late = next_at >= expires_at(turn.house, callback)
    result = "agent-left" if by != "system" else cause.value.lower().replace("_", "-")
    said = "" if used_up or too_late else next_at.isoformat()
    turn.keep(CallBackTried(callback.callback_id, call.call_id, callback.tries, result, said))
    if used_up or too_late:
        ends(turn, callback, "given-up" if used_up else "expired", call.call_id)
        return
    callback.due_at = next_at
    look_at(turn, callback, next_at)
