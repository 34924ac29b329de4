"""From the live state of the house to what desktops show: pure functions, house in, contract models out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.contracts.calls import ActiveCall, CallStateName, Direction, OfferView
from app.contracts.customers import CustomerFile
from app.contracts.parties import ConsultView, PartyKindName, PartyStateName, PartyView, ReconnectView
from app.contracts.people import AgentStateName, AgentView, Label, QueueView
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import ShowOffer, ShowReconnect
from app.server.core.house import House
from app.server.core.party import Party, PartyState
from app.server.core.types import AgentState, CallKind, CallState, PartyKind
from app.server.core.waiting import outlook

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
    CallState.DIALLING: "DIALLING",
    CallState.MENU: "MENU",
    CallState.QUEUED: "QUEUED",
    CallState.OFFERED: "OFFERED",
    CallState.TALKING: "TALKING",
    CallState.HELD: "HELD",
    CallState.RECONNECTING: "RECONNECTING",
    CallState.TRANSFER: "TRANSFER",
    CallState.SURVEY: "ENDED",  # for every agent it is
    CallState.ENDED: "ENDED",
}


DIRECTIONS: dict[CallKind, Direction] = {
    CallKind.CUSTOMER: "IN",
    CallKind.OUTBOUND: "OUT",
    CallKind.INTERNAL: "INTERNAL",
    CallKind.CALLBACK: "CALLBACK",
}
PARTY_KINDS: dict[PartyKind, PartyKindName] = {
    PartyKind.CUSTOMER: "CUSTOMER",
    PartyKind.AGENT: "AGENT",
    PartyKind.OUTSIDE: "OUTSIDE",
    PartyKind.SUPERVISOR: "SUPERVISOR",
}
PARTY_STATES: dict[PartyState, PartyStateName] = {
    PartyState.CALLING: "CALLING",
    PartyState.RINGING: "RINGING",
    PartyState.WAITING: "WAITING",
    PartyState.TALKING: "TALKING",
    PartyState.LEAVING: "LEAVING",
    PartyState.GONE: "LEAVING",
}


@dataclass(frozen=True, slots=True)
class Names:
    """How people and numbers are shown."""

    person: Callable[[str], str] = lambda user_id: user_id
    # (who looks, whose number, the number) → as it is shown to her
    number: Callable[[str, str | None, str], str] = lambda viewer_id, customer_id, number: number


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
        wrap_up_extended=agent.wrap_up_extended,
        wrap_up_more_s=agent.wrap_up_more_s if agent.state is AgentState.WRAP_UP else 0,
        call_id=agent.call_id,
    )


def queue_view(house: House, queue_id: str, label_of: LabelOf, now: datetime | None = None) -> QueueView:
    """``now`` None: without what changes by time alone."""
    waiting = [call for call in house.calls.values() if call.queue_id == queue_id and call.state in WAITING]
    ready = [
        agent
        for agent in house.agents.values()
        if queue_id in agent.queue_ids and agent.state is AgentState.READY
    ]
    oldest_since = min((call.queued_at for call in waiting if call.queued_at), default=None)
    expected = outlook.of_newcomer(house, queue_id, now) if now else None
    return QueueView(
        queue_id=queue_id,
        name=label_of(queue_id),
        waiting=len(waiting),
        oldest_since=oldest_since,
        agents_ready=len(ready),
        agents_signed_in=house.lines.signed_in(queue_id),
        callbacks_waiting=sum(1 for call in waiting if call.kind is CallKind.CALLBACK),
        longest_wait_s=max(0.0, (now - oldest_since).total_seconds()) if now and oldest_since else 0.0,
        expected_wait_s=expected.mean_s if expected else None,
    )


def offer_view(
    command: ShowOffer, made_at: datetime, names: Names, label_of: LabelOf, file: CustomerFile
) -> OfferView:
    return OfferView(
        offer_id=command.offer_id,
        call_id=command.call_id,
        queue=label_of(command.queue_id),
        caller_number=file.number,
        waited_s=command.waited_s,
        made_at=made_at,
        expires_at=command.expires_at,
        file=file,
        reason=command.reason,
        auto_answer=command.auto_answer,
        from_agent=names.person(command.from_agent_id) if command.from_agent_id else "",
        note=command.note,
    )


def party_view(call: Call, party: Party, names: Names, viewer_id: str) -> PartyView:
    """Numbers of customers and outside lines are masked; our own extensions are not."""
    inside = party.agent_id or party.supervisor_id
    customer_id = call.customer_id if party.kind is PartyKind.CUSTOMER else None
    return PartyView(
        leg_id=party.leg_id,
        kind=PARTY_KINDS[party.kind],
        state=PARTY_STATES[party.state],
        agent_id=party.agent_id,
        name=names.person(inside) if inside else "",
        number=party.number if inside else names.number(viewer_id, customer_id, party.number),
        muted=party.muted,
        leads=party.leg_id == call.agent_leg_id,
    )


def shown_parties(call: Call) -> list[Party]:
    """Whom an agent may know of: not who listens, not who coaches, not a supervisor who is still rung."""
    hidden = PartyKind.SUPERVISOR
    return [each for each in call.parties.values() if each.kind is not hidden or each.counts]


def reconnect_view(command: ShowReconnect) -> ReconnectView | None:
    """None once it is over."""
    if command.state not in ("dialling", "waiting"):
        return None
    return ReconnectView(
        state=command.state, attempt=command.attempt, tries=command.tries, next_at=command.next_at
    )


def active_call(
    call: Call,
    names: Names,
    label_of: LabelOf,
    file: CustomerFile,
    viewer_id: str,
    reconnect: ReconnectView | None = None,
    mine: Party | None = None,
) -> ActiveCall:
    """``viewer_id``: to whom it is shown; ``mine``: her line, and why she has it."""
    consult = call.consult
    away = mine is not None and mine.away  # for her it is as if on hold
    given = mine is not None and bool(mine.wanted)
    return ActiveCall(
        call_id=call.call_id,
        state="HELD" if away and call.state is CallState.TALKING else CALL_STATES[call.state],
        queue=label_of(call.queue_id or ""),
        caller_number=file.number,
        waited_s=call.waited_s,
        connected_at=call.connected_at,
        held_since=call.held_at,
        recording=call.recording_id is not None,
        recording_paused=call.recording_paused,
        direction=DIRECTIONS[call.kind],
        parties=[party_view(call, each, names, viewer_id) for each in shown_parties(call)],
        consult=ConsultView(leg_id=consult.leg_id, with_target=consult.with_target) if consult else None,
        reconnect=reconnect,
        from_agent=names.person(mine.from_agent_id) if mine and mine.from_agent_id else "",
        note=call.note if given else "",
        wanted=mine.wanted if mine else "",
        file=file,
    )


def ended_call(before: ActiveCall, at: datetime, by: str) -> ActiveCall:
    """The same call after its end, for the agent who writes it up."""
    return before.model_copy(
        update={
            "state": "ENDED",
            "ended_at": at,
            "ended_by": by,
            "held_since": None,
            "recording": False,
            "recording_paused": False,
            "parties": [],
            "consult": None,
            "reconnect": None,
        }
    )
