"""From the live state of the house to what desktops show: pure functions, house in, contract models out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from app.contracts.calls import ActiveCall, CallStateName, OfferView
from app.contracts.customers import CustomerFile
from app.contracts.people import AgentStateName, AgentView, Label, QueueView
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.house import House
from app.server.core.offer import Offer
from app.server.core.types import AgentState, CallState

LabelOf = Callable[[str], Label]
WAITING = (CallState.QUEUED, CallState.OFFERED)
AGENT_STATES: dict[AgentState, AgentStateName] = {
    AgentState.OFFLINE: "OFFLINE",
    AgentState.NOT_READY: "NOT_READY",
    AgentState.READY: "READY",
    AgentState.OFFERED: "OFFERED",
    AgentState.TALKING: "TALKING",
    AgentState.WRAP_UP: "WRAP_UP",
    AgentState.TECH_FAULT: "TECH_FAULT",
}
WISH_NAMES: dict[AgentState, Literal["READY", "NOT_READY", "OFFLINE"]] = {
    AgentState.READY: "READY",
    AgentState.NOT_READY: "NOT_READY",
    AgentState.OFFLINE: "OFFLINE",
}
CALL_STATES: dict[CallState, CallStateName] = {
    CallState.MENU: "MENU",
    CallState.QUEUED: "QUEUED",
    CallState.OFFERED: "OFFERED",
    CallState.TALKING: "TALKING",
    CallState.HELD: "HELD",
    CallState.ENDED: "ENDED",
}


def agent_view(agent: Agent) -> AgentView:
    wish = agent.next_wish
    return AgentView(
        agent_id=agent.agent_id,
        state=AGENT_STATES[agent.state],
        reason=agent.reason,
        since=agent.since,
        next_state=WISH_NAMES[wish.state] if wish else None,
        next_reason=wish.reason if wish else "",
        phone_registered=agent.phone_registered,
        wrap_up_ends_at=agent.wrap_up_ends_at,
        call_id=agent.call_id,
    )


def queue_view(house: House, queue_id: str, label_of: LabelOf) -> QueueView:
    waiting = [call for call in house.calls.values() if call.queue_id == queue_id and call.state in WAITING]
    ready = [
        agent
        for agent in house.agents.values()
        if queue_id in agent.queue_ids and agent.state is AgentState.READY
    ]
    return QueueView(
        queue_id=queue_id,
        name=label_of(queue_id),
        waiting=len(waiting),
        oldest_since=min((call.queued_at for call in waiting if call.queued_at), default=None),
        agents_ready=len(ready),
    )


def offer_view(offer: Offer, call: Call, label_of: LabelOf, file: CustomerFile) -> OfferView:
    assert call.queue_id is not None and call.queued_at is not None
    return OfferView(
        offer_id=offer.offer_id,
        call_id=call.call_id,
        queue=label_of(call.queue_id),
        caller_number=file.number,
        waited_s=(offer.made_at - call.queued_at).total_seconds(),
        made_at=offer.made_at,
        expires_at=offer.expires_at,
        file=file,
    )


def active_call(call: Call, label_of: LabelOf, file: CustomerFile) -> ActiveCall:
    assert call.queue_id is not None
    return ActiveCall(
        call_id=call.call_id,
        state=CALL_STATES[call.state],
        queue=label_of(call.queue_id),
        caller_number=file.number,
        waited_s=call.waited_s,
        connected_at=call.connected_at,
        held_since=call.held_at,
        recording=call.recording_id is not None,
        file=file,
    )


def ended_call(before: ActiveCall, at: datetime, by: str) -> ActiveCall:
    """The same call after its end, for the agent who writes it up."""
    return before.model_copy(
        update={"state": "ENDED", "ended_at": at, "ended_by": by, "held_since": None, "recording": False}
    )
