"""Who may take a waiting call, and from when on more may: first his own agent alone, then ring by ring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.routing.plan import Choice
from app.server.core.types import AgentState

DEDICATED = "dedicated"
LAST_AGENT = "last-agent"


def own_agent(choice: Choice, call: Call, now: datetime, agents: Mapping[str, Agent]) -> tuple[str, str]:
    """The agent he waits for alone, and whether as "dedicated" or "last-agent"; ("", "") for none.

    The dedicated one need not be of the queue; the last one must still be, and within the days set.
    """
    if not (call.dedicated_agent_id or call.last_agent_id):  # most often
        return "", ""
    if call.own_agent_over or call.queued_at is None:
        return "", ""
    waited_s = (now - call.queued_at).total_seconds()
    if waited_s < _dedicated_s(choice, call) and _is_here(agents, call.dedicated_agent_id):
        return call.dedicated_agent_id, DEDICATED
    last = call.last_agent_id
    in_time = waited_s < _last_agent_s(choice, call) and _is_here(agents, last)
    if in_time and call.queue_id in agents[last].queue_ids:
        return last, LAST_AGENT
    return "", ""


def widens_at(choice: Choice, call: Call, now: datetime) -> datetime | None:
    """When to look again who may take it; None: never more."""
    own = not call.own_agent_over and (call.dedicated_agent_id or call.last_agent_id)
    if not (choice.relax or own):  # most often
        return None
    assert call.queued_at is not None
    since = call.waiting_since or call.queued_at
    moments = [since + timedelta(seconds=relaxation.after_s) for relaxation in choice.relax]
    if own:
        for own_s in (_dedicated_s(choice, call), _last_agent_s(choice, call)):
            if own_s:
                moments.append(call.queued_at + timedelta(seconds=own_s))
    return min((moment for moment in moments if moment > now), default=None)


def _dedicated_s(choice: Choice, call: Call) -> int:
    return max(choice.dedicated_s, call.own_agent_s) if call.dedicated_agent_id else 0


def _last_agent_s(choice: Choice, call: Call) -> int:
    if not call.last_agent_id or call.last_agent_at is None or call.queued_at is None:
        return 0
    recent = call.queued_at - call.last_agent_at <= timedelta(days=choice.last_agent_days)
    return choice.last_agent_s if recent else 0


def _is_here(agents: Mapping[str, Agent], agent_id: str) -> bool:
    agent = agents.get(agent_id) if agent_id else None
    return agent is not None and agent.state is not AgentState.OFFLINE
