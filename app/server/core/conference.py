"""Three and more in one talk: somebody is added, is held, leaves."""

from __future__ import annotations

from app.server.core import engagement, holding, parting, ringing, roster
from app.server.core.call import IN_TALK, Call
from app.server.core.party import Party, PartyState, Purpose
from app.server.core.targets import Target, TargetKind
from app.server.core.turn import Turn
from app.server.core.types import EndCause, Role

MOST_PARTIES = 32
_CAN_JOIN = (TargetKind.AGENT, TargetKind.PHONE, TargetKind.OUTSIDE)


def stand_in(turn: Turn, target: Target) -> Target | None:
    """Of a queue the agent who would take its next call; anybody else is meant in person."""
    if target.kind is not TargetKind.QUEUE:
        return target
    agent = turn.house.lines.stand_in(target.key)
    return Target(TargetKind.AGENT, agent.agent_id, agent.sip_user) if agent is not None else None


def add(turn: Turn, call: Call, party: Party, target: Target) -> EndCause | None:
    """Ring one more; the others talk on. None: it rings; else why it cannot."""
    full = len(call.parties) >= MOST_PARTIES
    if call.state not in IN_TALK or call.consult is not None or full:
        return EndCause.REJECTED
    person = stand_in(turn, target)
    if person is None:
        return EndCause.BUSY
    if person.kind not in _CAN_JOIN:
        return EndCause.REJECTED
    rung = ringing.ring(turn, call, person, Purpose.CONFERENCE, party.leg_id, by=party.agent_id)
    return None if isinstance(rung, Party) else rung


def answered(turn: Turn, call: Call, party: Party) -> None:
    """The one who was added picked up."""
    if call.state not in IN_TALK or call.bridge_id is None:
        roster.leaves(turn, call, party)
        return
    roster.joins(turn, call, party)
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.takes_up(turn, agent, call, contact=False)
    if call.agent_leg_id is None and party.agent_id is not None:
        parting.takes_lead(turn, call, party)


def set_held(turn: Turn, call: Call, by: Party, leg_id: str, held: bool) -> None:
    """Music for one, or no longer. The customer, or the only other one: as by the hold key."""
    party = call.parties.get(leg_id)
    if party is None or party is by or not party.counts or call.consult is not None:
        return
    as_by_key = party is call.customer or party is holding.partner(call, by)
    if call.held_leg_id == leg_id:
        if not held:
            holding.resume(turn, call, by.agent_id or "")
    elif held and as_by_key:
        holding.hold(turn, call, by)
    elif held and party.state is PartyState.TALKING:
        roster.waits(turn, call, party)
        roster.changed(turn, call, party, "held")
    elif not held and party.state is PartyState.WAITING:
        roster.returns(turn, call, party)
        roster.changed(turn, call, party, "resumed")


def drop(turn: Turn, call: Call, leg_id: str) -> None:
    """Out with one of them, whether it talks or still rings. Who consults somebody ends that herself."""
    party = call.parties.get(leg_id)
    asks = call.consult is not None and leg_id == call.consult.agent_leg_id
    if party is None or party.role is not Role.TALK or asks:
        return
    parting.party_gone(turn, call, party, EndCause.NORMAL, by="agent")
