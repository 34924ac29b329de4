"""Why this agent: what is kept with each assignment, and shown to whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.frozen import frozen
from app.server.core.routing import priority
from app.server.core.routing.demand import Free, Place
from app.server.core.routing.strategies import known_name
from app.server.core.types import AgentState, Candidate, Explanation

MOST_LISTED = 50  # agents of a queue that are all listed
BEST_LISTED = 10  # of a larger one
OFFLINE = "offline"
HINDRANCES: dict[AgentState, str] = {
    AgentState.OFFLINE: OFFLINE,
    AgentState.NOT_READY: "not-ready",
    AgentState.OFFERED: "offered",
    AgentState.TALKING: "talking",
    AgentState.WRAP_UP: "wrap-up",
    AgentState.TECH_FAULT: "tech-fault",
}
LATER = "later"  # free too, but behind those who are listed
KEPT_FREE = "kept-free"  # free, but he waits for his own agent
UNABLE = "skill"  # free, but she lacks one that is wanted
Listing = Callable[[], tuple[Candidate, ...]]


@frozen
class _Looked:
    """Who was looked at, as it was then. ``free``: in their order. ``members`` of a small queue and what
    hindered each, "" for free: of those who are not in ``free``, ``otherwise`` did."""

    now: datetime
    free: tuple[Free, ...]
    members: tuple[str, ...]
    hindered: tuple[str, ...]
    otherwise: str

    def listed(self) -> tuple[Candidate, ...]:
        ranked = [
            Candidate(agent_id, _idle_s(idle_since, self.now), None, standing)
            for standing, agent_id, idle_since in self.free
        ]
        known = {candidate.agent_id for candidate in ranked}
        ranked += [
            Candidate(agent_id, None, hindered or self.otherwise)
            for agent_id, hindered in zip(self.members, self.hindered, strict=True)
            if agent_id not in known
        ]
        return tuple(ranked)


def explanation(place: Place, chosen: Agent, special: str, hindered: list[str], now: datetime) -> Explanation:
    """Everybody of a small queue; of a large one the best, and how many others were kept from it by what.

    ``hindered``: what keeps each agent from a call now, in the order of the seats.
    """
    line, demand = place.line, place.demand
    parts = priority.parts(line.plan.priority, place.call, now)
    if demand is None:
        known = line.free.get(chosen.agent_id)
        free = (known or ((), chosen.agent_id, chosen.idle_since),)
        listed, otherwise = int(known is not None), KEPT_FREE
    else:
        free = demand.ranked(place.where, BEST_LISTED if line.large else None)
        listed, otherwise = len(free), UNABLE
    if line.large:
        looked = _Looked(now, free, (), (), otherwise)
    else:
        looked = _Looked(now, free, line.names, line.of_members(hindered), otherwise)
    return Explanation(
        known_name(line.plan.choice.strategy),
        chosen.agent_id,
        (),
        special,
        dict(demand.wants) if demand else {},
        place.ring,
        sum(parts),
        parts,
        _others(place, listed) if line.large else {},
        len(line.order),
    ).listing(looked.listed)


def _others(place: Place, listed: int) -> dict[str, int]:
    line = place.line
    others = dict(line.hindered)
    others.pop("", None)  # who is free
    if place.demand is None:
        others[KEPT_FREE] = len(line.free) - listed
    else:
        able = len(place.demand.everywhere)
        others[UNABLE] = len(line.free) - able
        others[LATER] = able - listed
    return {why: number for why, number in others.items() if number}


def _idle_s(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0
