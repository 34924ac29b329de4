"""What a caller has before him: the expected wait of a queue, as far as it may be told.

In:  the lines (``watch``: each change of who waits), what came of each wait. Out: estimates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from app.server.core.call import Call, CallEvent
from app.server.core.types import CallState
from app.server.core.waiting.estimate import Estimate, Pace
from app.server.core.waiting.score import MOST_PENDING, Expected, Score

if TYPE_CHECKING:
    from app.server.core.house import House

_QUEUED, _OFFERED = CallState.QUEUED, CallEvent.OFFERED


@dataclass(slots=True)
class Outlook:
    """Of one queue."""

    pace: Pace
    score: Score = field(default_factory=Score)


def of_call(house: House, call: Call, now: datetime) -> Estimate | None:
    """For somebody who waits."""
    assert call.queue_id is not None
    return expected(house, call.queue_id, house.lines.position(call), now)


def of_newcomer(house: House, queue_id: str, now: datetime) -> Estimate | None:
    """For somebody who would wait behind all others."""
    return expected(house, queue_id, house.lines.length(queue_id) + 1, now)


def expected(house: House, queue_id: str, position: int, now: datetime) -> Estimate | None:
    """None where it is unknown, or where what was said of late did not come true."""
    known = house.outlook(queue_id, now)
    if not known.score.trusted:
        return None
    return known.pace.expect(now, position, house.lines.signed_in(queue_id))


def watch(house: House, call: Call, before: CallState, event: CallEvent, now: datetime) -> None:
    """The call has moved; the line of its queue is as it is from now on."""
    waited, queue_id = before is _QUEUED, call.queue_id
    if queue_id is None or call.queued_at is None:
        return
    if waited or call.state is _QUEUED:
        pace = house.outlook(queue_id, now).pace
        if event is _OFFERED:
            pace.assigned(now, (now - call.queued_at).total_seconds())
        elif event is CallEvent.NOT_TAKEN:
            pace.not_taken(now)
        elif waited:
            pace.left(now)
        pace.stands(now, *house.lines.stands(queue_id))
    if not call.told.expected:
        return
    if event is CallEvent.CONNECTED:
        _came_true(house, call, queue_id, answered=True, now=now)
    elif call.state is CallState.ENDED or (waited and event is not _OFFERED):
        _came_true(house, call, queue_id, answered=False, now=now)


def note(house: House, call: Call, said: bool, now: datetime) -> None:
    """What is expected now, to be compared with what will happen; ``said``: he was told.

    Not where so many are free that he is served at once: nobody waits, and nothing would be told.
    """
    if call.queue_id is None or len(call.told.expected) >= MOST_PENDING:
        return
    lines, position = house.lines, house.lines.position(call)
    if lines.ready(call.queue_id) >= position:
        return
    pace = house.outlook(call.queue_id, now).pace
    estimate = pace.expect(now, position, lines.signed_in(call.queue_id))
    if estimate is not None:
        call.told.expected.append(Expected(now, estimate, said))


def _came_true(house: House, call: Call, queue_id: str, answered: bool, now: datetime) -> None:
    """His wait in this queue is over."""
    pending, call.told.expected = call.told.expected, []
    score = house.outlook(queue_id, now).score
    for each in pending:
        if answered:
            score.came(each, now)
        else:
            score.gave_up(each, now)
