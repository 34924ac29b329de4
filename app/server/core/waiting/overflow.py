"""Waiting callers are led on by the rules of their queue: to another queue, into a flow, to a number outside.

In:  who has just entered, who has waited long enough, agents who have signed out. Out: calls that go on
elsewhere; a rule that leads nowhere changes nothing, and the next one is looked at.
"""

from __future__ import annotations

from app.server.core import handing, queueing, targets
from app.server.core.call import Call
from app.server.core.callbacks import leaving
from app.server.core.flow import carry, visits
from app.server.core.timers import OverflowDue
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState
from app.server.core.waiting import attend, rules
from app.server.core.waiting.plan import Overflow, Trigger, Way


def settle(turn: Turn) -> None:
    """After an event: whoever entered a queue in it, or waits where the last agent has gone, is led on.

    Ends, since a call follows each rule of a queue once at most.
    """
    while turn.overflowing or turn.signed_out:
        for queue_id in turn.signed_out:
            _nobody_left(turn, queue_id)
        turn.signed_out.clear()
        waiting, turn.overflowing = turn.overflowing, []
        for call, rule, prompts in waiting:
            if call.state is CallState.QUEUED:
                _follow(turn, call, rule, prompts)


def due(turn: Turn, call: Call) -> None:
    """He has waited as long as a rule allows. While he is pressing keys, the rule waits for him."""
    if call.state is not CallState.QUEUED:
        return
    if call.flow is not None:
        turn.set_timer(OverflowDue(call.call_id), turn.now + attend.AFTER_A_FLOW)
        return
    rule = rules.applying(turn.house, call, turn.now, rules.TIMED)
    if rule is not None:
        _follow(turn, call, rule, ())
    else:
        attend.looks_later(turn, call)


def _nobody_left(turn: Turn, queue_id: str) -> None:
    queue = turn.house.plan.queues.get(queue_id)
    if queue is None or not any(rule.trigger == Trigger.NO_AGENTS for rule in queue.overflow):
        return
    for call in list(turn.house.lines.waiting(queue_id)):
        rule = rules.applying(turn.house, call, turn.now, (Trigger.NO_AGENTS,))
        if rule is not None:
            turn.overflowing.append((call, rule, ()))


def _follow(turn: Turn, call: Call, rule: Overflow, prompts: tuple[str, ...]) -> None:
    assert call.queue_id is not None
    call.overflows.append((call.queue_id, rule))
    visits.interrupt(turn, call, "overflow", "queue")
    match rule.way:
        case Way.QUEUE:
            since, ahead = call.waiting_since, call.ahead
            _out(turn, call, rule)
            queueing.enter(turn, call, rule.target, prompts, ahead=ahead, since=since)
        case Way.FLOW:
            _out(turn, call, rule)
            carry.begin(turn, call, turn.house.plan.flows[rule.target])
        case _:
            target = targets.resolve(turn.house, rule.target)
            if not handing.put_through(turn, call, target, prompts, trigger=rule.trigger):
                _stay(turn, call, prompts)


def _out(turn: Turn, call: Call, rule: Overflow) -> None:
    leaving.steps_aside(turn, call)
    leaving.closes(turn, call, leaving.FLOWED_OUT, rule.target, rule.trigger)
    call.settled = call.settled or CallOutcome.FLOWED_OUT


def _stay(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    """It led nowhere: the next rule, else he waits."""
    rule = rules.applying(turn.house, call, turn.now)
    if rule is not None:
        turn.overflowing.append((call, rule, prompts))
        return
    attend.entertain(turn, call, prompts)
    attend.looks_later(turn, call)
