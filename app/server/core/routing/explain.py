"""Why this agent: what is kept with each assignment, and shown to whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from app.server.core.agent import Agent
from app.server.core.routing import priority
from app.server.core.routing.demand import Place, Seat
from app.server.core.routing.strategies import known_name
from app.server.core.types import AgentState, Candidate, Explanation

MOST_LISTED = 50  # agents of a queue that are all listed
BEST_LISTED = 10  # of a larger one
OFFLINE = "offline"
_HINDRANCES: dict[AgentState, str] = {
    AgentState.OFFLINE: OFFLINE,
    AgentState.NOT_READY: "not-ready",
    AgentState.OFFERED: "offered",
    AgentState.TALKING: "talking",
    AgentState.WRAP_UP: "wrap-up",
    AgentState.TECH_FAULT: "tech-fault",
}
LATER = "later"  # free too, but behind those who are listed
KEPT_FREE = "kept-free"  # free, but he waits for his own agent


def hindrance(agent: Agent) -> str:
    """Why no call can be offered to her now; "" where one can."""
    if (hindered := _HINDRANCES.get(agent.state)) is not None:
        return hindered
    if not agent.phone_registered:
        return "no-phone"
    return "on-phone" if agent.legs else ""


def explanation(
    place: Place, chosen: Agent, special: str, seats: Mapping[str, Seat], now: datetime
) -> Explanation:
    """Everybody of a small queue; of a large one the best, and how many others were kept from it by what."""
    line, call = place.line, place.call
    parts = priority.parts(line.plan.priority, call, now)
    ranked = (
        _own(place, chosen, now)
        if place.own
        else _ranked(place, seats, now, BEST_LISTED if line.large else 0)
    )
    listed = {candidate.agent_id for candidate in ranked}
    if line.large:
        others = _others(place, len(listed & line.free.keys()))
    else:
        ranked += _shut_out(place, listed)
        others = {}
    return Explanation(
        rule=known_name(line.plan.choice.strategy),
        chosen=chosen.agent_id,
        candidates=tuple(ranked),
        special=special,
        wants=dict(place.demand.wants) if place.demand else {},
        relaxed=place.ring,
        score=sum(parts),
        score_parts=parts,
        others=others,
        line=len(line.order),
    )


def _own(place: Place, chosen: Agent, now: datetime) -> list[Candidate]:
    known = place.line.free.get(chosen.agent_id)
    return [Candidate(chosen.agent_id, _idle_s(chosen, now), None, known[0] if known else ())]


def _ranked(place: Place, seats: Mapping[str, Seat], now: datetime, most: int) -> list[Candidate]:
    assert place.demand is not None
    order = place.demand.ranked(place.line.where(place.call.region))
    return [
        Candidate(agent_id, _idle_s(seats[agent_id].agent, now), None, standing)
        for standing, agent_id in islice(order, most or None)
    ]


def _shut_out(place: Place, listed: set[str]) -> list[Candidate]:
    members = place.line.members
    if place.own:
        return [
            seat.excluded or Candidate(seat.agent_id, None, KEPT_FREE)
            for seat in members
            if seat.agent_id not in listed
        ]
    return [seat.listed for seat in members if seat.agent_id not in listed]


def _others(place: Place, listed: int) -> dict[str, int]:
    line = place.line
    others = dict(line.hindered)
    others.pop("", None)  # who is free
    if place.demand is None:
        others[KEPT_FREE] = len(line.free) - listed
    else:
        able = len(place.demand.free[""])
        others["skill"] = len(line.free) - able
        others[LATER] = able - listed
    return {why: number for why, number in others.items() if number}


def _idle_s(agent: Agent, now: datetime) -> float:
    return (now - agent.idle_since).total_seconds() if agent.idle_since else 0.0
