"""Who of the waiting callers is next: score = queue's base + level + extra + ageing × minutes waited.

All callers of a queue age alike, so their order never changes while they wait: it is kept as a sorted list
of ``Key``. Only between queues the scores of the first ones are compared.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Protocol

from app.server.core.call import Call
from app.server.core.routing.plan import Priority

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
Key = tuple[int, float, float, int, Call]  # not ahead, −(score at the epoch), waiting since, number, the call
Parts = tuple[float, float, float, float]
Rank = tuple[int, float, int, float, float, int]


class Waits(Protocol):
    """What a place in the line is made of: of a call, or of what the ledger says about one."""

    ahead: bool
    level: str
    extra_priority: float
    waiting_since: datetime | None
    queued_at: datetime | None


def place(priority: Priority, call: Waits) -> tuple[int, float, float]:
    """Its place in the line of its queue; the lowest is next."""
    since_s = (_since(call) - _EPOCH).total_seconds()
    rank = priority.ageing_per_min * since_s / 60.0 - _head_start(priority, call)
    return (0 if call.ahead else 1, rank, since_s)


def key(priority: Priority, call: Call, number: int) -> Key:
    """``number`` is unique: among equals, who entered first is next."""
    return (*place(priority, call), number, call)


def parts(priority: Priority, call: Call, now: datetime) -> Parts:
    """Base, level, extra and ageing; their sum is the score."""
    waited_min = (now - _since(call)).total_seconds() / 60.0
    level = priority.levels.get(call.level, 0.0)
    return (priority.base, level, call.extra_priority, priority.ageing_per_min * waited_min)


def rank(priority: Priority, place: Key, preference: int, now: datetime) -> Rank:
    """Between callers of several queues; the lowest is next.

    Less than a point apart counts as equal: then the agent's preference decides, then the exact score, then
    who has waited longer.
    """
    ahead, static, since_s, number, _ = place
    score = priority.ageing_per_min * (now - _EPOCH).total_seconds() / 60.0 - static
    return (ahead, -math.floor(score + 1e-6), preference, -round(score, 6), since_s, number)


def _head_start(priority: Priority, call: Waits) -> float:
    return priority.base + priority.levels.get(call.level, 0.0) + call.extra_priority


def _since(call: Waits) -> datetime:
    since = call.waiting_since or call.queued_at
    assert since is not None
    return since
