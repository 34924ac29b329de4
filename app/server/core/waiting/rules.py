"""Overflow: which rule of his queue applies to a waiting caller now. Decides, changes nothing.

The first rule that applies is followed; each of a queue at most once for one call, and none leads back into
a queue that a rule led him out of. So rules that lead to each other come to an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from app.server.core.call import Call
from app.server.core.house import House
from app.server.core.plan import QueuePlan
from app.server.core.types import CallState
from app.server.core.waiting import durations, hours, outlook
from app.server.core.waiting.plan import Hours, Overflow, Trigger, Way

MOST_HOPS = 10
ON_ENTRY = frozenset(
    {
        Trigger.CLOSED,
        Trigger.NO_AGENTS,
        Trigger.AFTER_CLOSING_S,
        Trigger.WAITED_S,
        Trigger.LENGTH,
        Trigger.EXPECTED_WAIT_S,
        Trigger.PER_AGENT,
    }
)


TIMED = frozenset({Trigger.AFTER_CLOSING_S, Trigger.WAITED_S})


def applying(house: House, call: Call, now: datetime, triggers: Iterable[str] = ON_ENTRY) -> Overflow | None:
    """The first of the rules with these triggers that applies now."""
    queue = house.plan.queues.get(call.queue_id or "")
    if queue is None or not queue.overflow or call.state is not CallState.QUEUED:
        return None
    wanted = frozenset(triggers)
    for rule in _open_rules(house, call):
        if rule.trigger in wanted and _applies(house, call, rule, now):
            return rule
    return None


def looks_at(house: House, call: Call, now: datetime) -> datetime | None:
    """When the next rule on the time he has waited, or on closing time, is due; None where none is left."""
    queue = house.plan.queues.get(call.queue_id or "")
    if queue is None or not queue.overflow or call.queued_at is None:
        return None
    rules = [rule for rule in _open_rules(house, call) if rule.trigger in TIMED]
    due = [moment for rule in rules if (moment := _due_at(house, queue, call.queued_at, rule, now))]
    return max(now, min(due)) if due else None


def _open_rules(house: House, call: Call) -> Iterator[Overflow]:
    """Of his queue, those that still may be followed. None for a call-back that waits in nobody's ear."""
    queue = house.plan.queues.get(call.queue_id or "")
    if queue is None or not queue.overflow or not call.leg_id:
        return
    if len(call.overflows) >= MOST_HOPS:
        return
    for rule in queue.overflow:
        if (queue.queue_id, rule) not in call.overflows and _leads_on(house, call, queue, rule):
            yield rule


def _leads_on(house: House, call: Call, queue: QueuePlan, rule: Overflow) -> bool:
    match rule.way:
        case Way.QUEUE:
            been = {queue_id for queue_id, _ in call.overflows} | {queue.queue_id}
            return rule.target in house.plan.queues and rule.target not in been
        case Way.FLOW:
            return rule.target in house.plan.flows
        case _:
            return rule.way == Way.OUTSIDE


def _due_at(
    house: House, queue: QueuePlan, queued_at: datetime, rule: Overflow, now: datetime
) -> datetime | None:
    """Of a timed rule: now or before where it applies, else later."""
    after = timedelta(seconds=rule.threshold)
    if rule.trigger == Trigger.WAITED_S:
        return queued_at + after
    limits = house.plan.hours.get(queue.hours_id)
    if limits is None:
        return None
    if _closed_for(limits, queued_at, after, now):
        return now
    closed = hours.closes_at(limits, max(queued_at, now - after))
    if closed is not None and closed + after <= now:  # it was open again meanwhile
        closed = hours.closes_at(limits, now)
    return closed + after if closed else None


def _closed_for(limits: Hours, queued_at: datetime, after: timedelta, now: datetime) -> bool:
    """All this time it was not open and he waited."""
    begin = now - after
    if begin < queued_at or hours.is_open(limits, now):
        return False
    return not durations.open_between(limits, begin, now)


def _applies(house: House, call: Call, rule: Overflow, now: datetime) -> bool:
    """Where enough agents are free that he is served at once, the length of the line is of no matter."""
    assert call.queue_id is not None and call.queued_at is not None
    lines, queue_id = house.lines, call.queue_id
    signed_in, position = lines.signed_in(queue_id), lines.position(call)
    match rule.trigger:
        case Trigger.CLOSED:
            return not hours.open_by_id(house.plan, house.plan.queues[queue_id].hours_id, now)
        case Trigger.NO_AGENTS:
            return signed_in == 0
        case Trigger.WAITED_S | Trigger.AFTER_CLOSING_S:
            due_at = _due_at(house, house.plan.queues[queue_id], call.queued_at, rule, now)
            return due_at is not None and now >= due_at
        case _ if lines.ready(queue_id) >= position:
            return False
        case Trigger.LENGTH:
            return position - 1 >= rule.threshold
        case Trigger.PER_AGENT:
            return signed_in == 0 or lines.length(queue_id) / signed_in >= rule.threshold
        case Trigger.EXPECTED_WAIT_S:
            estimate = outlook.of_call(house, call, now)
            return estimate is not None and estimate.mean_s >= rule.threshold
        case _:
            return False
