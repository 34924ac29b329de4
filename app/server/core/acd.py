"""Who takes the next call: candidates, order, and why. Pure functions over agents and calls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.types import AgentState, CallState, Candidate, Explanation

LONGEST_IDLE = "longest-idle"


def waiting_order(calls: Iterable[Call]) -> list[Call]:
    """Queued calls, the next one first: those put ahead, then by the time they entered the queue."""
    queued = [call for call in calls if call.state is CallState.QUEUED and call.queued_at is not None]
    return sorted(queued, key=lambda call: (not call.ahead, call.queued_at, call.call_id))


def choose(queue_id: str, agents: Iterable[Agent], now: datetime) -> Explanation | None:
    """The ready agent of this queue who has been idle longest; None where there is none."""
    members = sorted(
        (agent for agent in agents if queue_id in agent.queue_ids), key=lambda agent: agent.agent_id
    )
    candidates = [_look_at(agent, now) for agent in members]
    free = [candidate for candidate in candidates if candidate.excluded is None]
    if not free:
        return None
    ranked = sorted(free, key=lambda candidate: -(candidate.idle_s or 0.0))
    shut_out = [candidate for candidate in candidates if candidate.excluded is not None]
    return Explanation(LONGEST_IDLE, ranked[0].agent_id, (*ranked, *shut_out))


def _look_at(agent: Agent, now: datetime) -> Candidate:
    if agent.state is not AgentState.READY:
        return Candidate(agent.agent_id, None, agent.state.name.lower().replace("_", "-"))
    if not agent.phone_registered:
        return Candidate(agent.agent_id, None, "no-phone")
    if agent.legs:
        return Candidate(agent.agent_id, None, "on-phone")
    idle_s = (now - agent.idle_since).total_seconds() if agent.idle_since else 0.0
    return Candidate(agent.agent_id, idle_s, None)
