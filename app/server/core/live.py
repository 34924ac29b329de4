"""The live state as a person would see it: who does what, which calls there are and where they stand.

``snapshot`` takes it from the house; ``replay`` makes the same from the facts of the ledger alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.house import House
from app.server.core.types import AgentState, CallState, PartyKind

IN_LINE = (CallState.QUEUED, CallState.OFFERED)


@dataclass(frozen=True, slots=True)
class LiveAgent:
    """Who is not off. ``call_id``: of what she writes up."""

    state: AgentState
    reason: str
    since: datetime
    call_id: str | None


@dataclass(frozen=True, slots=True)
class LiveParty:
    """Who is in the talk besides the customer."""

    agent_id: str | None
    supervisor_id: str
    role: str
    muted: bool


@dataclass(frozen=True, slots=True)
class LiveCall:
    """``waiting_since``: what his place counts from, None where he does not wait. ``entry_open``: of his
    queue's books. ``customer_left``: the others talk on without him."""

    caller_number: str
    dialled_number: str
    arrived_at: datetime
    state: CallState
    queue_id: str | None
    customer_id: str
    level: str
    region: str
    waiting_since: datetime | None
    ahead: bool
    entry_open: bool
    customer_left: bool
    parties: dict[str, LiveParty]  # by leg


@dataclass(frozen=True, slots=True)
class LiveOffer:
    call_id: str
    agent_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LiveCallBack:
    """``call_id``: of the call that waits for it, is offered or dialled; "" while there is none."""

    queue_id: str
    number: str
    for_call_id: str
    waiting_since: datetime
    agent_id: str
    level: str
    tries: int
    call_id: str


@dataclass(slots=True)
class Live:
    """``waiting``: calls of each queue in their order. ``balances``: by queue, without counts of 0."""

    agents: dict[str, LiveAgent] = field(default_factory=dict[str, LiveAgent])
    calls: dict[str, LiveCall] = field(default_factory=dict[str, LiveCall])
    offers: dict[str, LiveOffer] = field(default_factory=dict[str, LiveOffer])
    callbacks: dict[str, LiveCallBack] = field(default_factory=dict[str, LiveCallBack])
    waiting: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    balances: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])


def snapshot(house: House) -> Live:
    lines = {
        queue_id: [call.call_id for call in house.lines.waiting(queue_id)] for queue_id in house.plan.queues
    }
    return Live(
        agents={
            agent_id: _agent(agent)
            for agent_id, agent in house.agents.items()
            if agent.state is not AgentState.OFFLINE
        },
        calls={call_id: _call(call) for call_id, call in house.calls.items()},
        offers={
            offer.offer_id: LiveOffer(offer.call_id, offer.agent_id, offer.made_at)
            for offer in house.offers.values()
        },
        callbacks={
            each.callback_id: LiveCallBack(
                queue_id=each.queue_id,
                number=each.number,
                for_call_id=each.for_call_id,
                waiting_since=each.waiting_since,
                agent_id=each.agent_id,
                level=each.level,
                tries=each.tries,
                call_id=each.call_id,
            )
            for each in house.callbacks
        },
        waiting={queue_id: line for queue_id, line in lines.items() if line},
        balances={
            queue_id: {what: count for what, count in asdict(balance).items() if count}
            for queue_id, balance in house.balances.items()
        },
    )


def _agent(agent: Agent) -> LiveAgent:
    writes_up = agent.state is AgentState.WRAP_UP
    return LiveAgent(agent.state, agent.reason, agent.since, agent.call_id if writes_up else None)


def _call(call: Call) -> LiveCall:
    waits = call.state in IN_LINE
    return LiveCall(
        caller_number=call.caller_number,
        dialled_number=call.dialled_number,
        arrived_at=call.arrived_at,
        state=call.state,
        queue_id=call.queue_id,
        customer_id=call.customer_id or "",
        level=call.level,
        region=call.region,
        waiting_since=call.waiting_since if waits else None,
        ahead=call.ahead and waits,
        entry_open=call.entry_open,
        customer_left=call.customer_left is not None,
        parties={
            leg_id: LiveParty(party.agent_id, party.supervisor_id, party.role.value, party.muted)
            for leg_id, party in call.parties.items()
            if party.joined_at is not None and party.kind is not PartyKind.CUSTOMER
        },
    )
