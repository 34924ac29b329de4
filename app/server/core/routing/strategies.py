"""Which of the free agents of a queue takes the next call. Each strategy is one small function.

In:  the agent, her membership of the queue, and what is known at the moment she becomes ready.
Out: her standing; the lowest is taken. It holds as long as she stays ready, so it must not change by time
alone: say since when she is idle, not for how long.

An own strategy: write one such function, add it to ``STRATEGIES``, name it in the queue's ``Choice``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from app.server.core.agent import Agent
from app.server.core.frozen import frozen
from app.server.core.routing.plan import Choice, Membership

Standing = tuple[float, ...]
Draw = Callable[[], float]  # a number from 0 up to 1
_NEVER = datetime(2020, 1, 1, tzinfo=UTC)


@frozen
class Moment:
    """``drawn``: a random number of hers. ``turn``: standing of the last one taken by lot in this queue."""

    choice: Choice
    drawn: float
    turn: float


Strategy = Callable[[Agent, Membership, Moment], Standing]


def longest_idle(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    """Since her last contact was written up; a break resets it only where the queue says so."""
    since = _seconds(agent.idle_since)
    if moment.choice.break_resets_idle:
        since = max(since, _seconds(agent.break_ended_at))
    return (since,)


def fewest_handled(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    """Contacts of today; of two alike, who is idle longer."""
    return (float(agent.handled_today), _seconds(agent.idle_since))


def least_occupied(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    """(Talk, hold and wrap-up) ÷ (the same and ready), of today until she became ready."""
    counted_s = agent.busy_s + agent.ready_s
    return (agent.busy_s / counted_s if counted_s > 0 else 0.0, _seconds(agent.idle_since))


def round_robin(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    """Whose last offer is longest ago."""
    return (_seconds(agent.offered_at), _seconds(agent.idle_since))


def fixed_order(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    return (float(membership.position), _seconds(agent.idle_since))


def random_weighted(agent: Agent, membership: Membership, moment: Moment) -> Standing:
    """By lot: twice the weight, twice the chance.

    Each draws an exponential time with her weight as rate, from the last winner's on; the shortest wins.
    The exponential has no memory, so who has lost before has the same chance as who draws anew.
    """
    if membership.weight <= 0:
        return (math.inf,)
    return (moment.turn - math.log(1.0 - moment.drawn) / membership.weight,)


STRATEGIES: dict[str, Strategy] = {
    "longest-idle": longest_idle,
    "fewest-handled": fewest_handled,
    "least-occupied": least_occupied,
    "round-robin": round_robin,
    "fixed-order": fixed_order,
    "random-weighted": random_weighted,
}
DEFAULT = "longest-idle"
BY_LOT = random_weighted


def known_name(name: str) -> str:
    """A plan may name a strategy that this version does not know."""
    return name if name in STRATEGIES else DEFAULT


def with_seniority(choice: Choice, senior: bool, standing: Standing) -> Standing:
    """Before the strategy: senior agents first or last where the queue says so."""
    if choice.senior == "first":
        return (0.0 if senior else 1.0, *standing)
    if choice.senior == "last":
        return (1.0 if senior else 0.0, *standing)
    return standing


def evenly() -> Draw:
    """Numbers that look drawn and are the same each time: for tests, replay, and who passes no others."""

    def numbers() -> Iterator[float]:
        number = 0.5
        while True:
            yield number
            number = (number + 0.6180339887498949) % 1.0

    return numbers().__next__


def _seconds(moment: datetime | None) -> float:
    return (moment - _NEVER).total_seconds() if moment is not None else 0.0
