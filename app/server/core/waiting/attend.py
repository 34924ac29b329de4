"""Who waits is attended to: music, announcements in their time, the rules of overflow looked at.

In:  his entry, his return to the line, timers. Out: what he hears, and timers for the next look.
``Turn.move_call`` cancels these timers as soon as he does not wait any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.server.core.call import Call
from app.server.core.callbacks import promise
from app.server.core.commands import PlayPrompts
from app.server.core.facts import WaitAnnounced
from app.server.core.flow import visits
from app.server.core.targets import is_number
from app.server.core.timers import AnnouncementDue, OverflowDue
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState
from app.server.core.waiting import announce, outlook, rules
from app.server.core.waiting.plan import Trigger, Waiting
from app.server.core.waiting.score import Told

ORDINARY = Waiting()
DEFAULT_LANGUAGE = "zh"
AFTER_A_FLOW = timedelta(seconds=5)  # one that he had started by a key while waiting: looked again so often


def waiting_since(turn: Turn, call: Call, queue_id: str, since: datetime | None) -> datetime | None:
    """What his waiting counts from in this queue, where that is before now: he has waited elsewhere in this
    call, has hung up a moment ago, or a call-back waits for him."""
    known = [since, promise.claimed(turn, call, queue_id) if len(turn.house.callbacks) else None]
    if call.first_connected_at is None:
        known.append(call.waiting_since)
        if len(turn.house.grace):
            known.append(turn.house.grace.take(call.customer_number, queue_id, turn.now))
    return min([moment for moment in known if moment is not None], default=None)


def entered(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    """A new entry of the queue. Where a rule leads him on at once he hears nothing of this one."""
    call.told = Told()
    if call.settled is CallOutcome.FLOWED_OUT:
        call.settled = None  # he waits again
    rule = rules.applying(turn.house, call, turn.now)
    if rule is not None:
        turn.overflowing.append((call, rule, prompts))
        return
    entertain(turn, call, prompts)
    outlook.note(turn.house, call, said=False, now=turn.now)
    looks_later(turn, call)


def entertain(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    """These, then music until something else is played."""
    queue = turn.house.plan.queues.get(call.queue_id or "")
    music = queue.music if queue else turn.house.plan.music
    turn.do(PlayPrompts(call.leg_id, turn.new_id("play"), (*prompts, music), loop=True))


def looks_later(turn: Turn, call: Call) -> None:
    """When something is to be said to him, or a rule on his waiting is due."""
    if call.call_id in turn.house.timers.of:
        turn.cancel_timers(call.call_id, AnnouncementDue, OverflowDue)
    if call.state is not CallState.QUEUED or not call.leg_id or call.queued_at is None:
        return
    announced_at = announce.next_look(_waiting(turn, call).announcements, call.told, call.queued_at, turn.now)
    if announced_at is not None:
        turn.set_timer(AnnouncementDue(call.call_id), announced_at)
    if (rule_at := rules.looks_at(turn.house, call, turn.now)) is not None:
        turn.set_timer(OverflowDue(call.call_id), rule_at)


def announcement_due(turn: Turn, call: Call) -> None:
    """Something may be said to him now. While a flow speaks with him, it waits until that is over."""
    if call.state is not CallState.QUEUED or call.queued_at is None:
        return
    if call.flow is not None:
        turn.set_timer(AnnouncementDue(call.call_id), turn.now + AFTER_A_FLOW)
        return
    rule = rules.applying(turn.house, call, turn.now, (Trigger.NO_AGENTS,))
    if rule is not None:  # those who were signed in belong to the queue no longer
        turn.overflowing.append((call, rule, ()))
        return
    position = turn.house.lines.position(call)
    said = announce.words(
        _waiting(turn, call).announcements,
        call.told,
        call.queued_at,
        turn.now,
        position,
        outlook.of_call(turn.house, call, turn.now),
        language_of(turn, call),
    )
    if said is not None:
        _say(turn, call, said, position)
    looks_later(turn, call)


def offered(turn: Turn, call: Call) -> None:
    """An agent's phone rings: a flow that he had started is over, music again."""
    if call.flow is not None:
        visits.interrupt(turn, call, "agent", "queue")
        entertain(turn, call, ())


def language_of(turn: Turn, call: Call) -> str:
    flow = turn.house.plan.numbers.get(call.dialled_number)
    return call.language or (flow.language if flow else DEFAULT_LANGUAGE)


def place_is_kept(turn: Turn, call: Call) -> None:
    """He hung up while waiting: should he call again soon, his place is his. Who withholds his number is
    nobody we would know again."""
    if call.queue_id is None or call.first_connected_at is not None or not is_number(call.customer_number):
        return
    since = call.waiting_since or call.queued_at or turn.now
    grace_s = _waiting(turn, call).grace_s
    turn.house.grace.keep(call.customer_number, call.queue_id, since, turn.now, grace_s)


def _say(turn: Turn, call: Call, said: announce.Words, position: int) -> None:
    assert call.queue_id is not None
    entertain(turn, call, said.prompts)
    announce.hear(call.told, said, position, turn.now)
    if said.comfort:
        return
    outlook.note(turn.house, call, said=said.estimate is not None, now=turn.now)
    low_s, high_s = (said.estimate.low_s, said.estimate.high_s) if said.estimate else (0, 0)
    turn.keep(WaitAnnounced(call.call_id, call.queue_id, position, low_s, high_s))


def _waiting(turn: Turn, call: Call) -> Waiting:
    queue = turn.house.plan.queues.get(call.queue_id or "")
    return queue.waiting if queue else ORDINARY
