"""What somebody dialled or typed, and what that means in this house."""

from __future__ import annotations

import re
from enum import Enum

from app.server.core.agent import Agent
from app.server.core.call import IN_TALK
from app.server.core.frozen import frozen
from app.server.core.house import House
from app.server.core.party import PartyState
from app.server.core.types import AgentState, CallState, EndCause

_PHONE_NUMBER = re.compile(r"\+?[0-9]{3,20}")
MOST_CALLS_OF_AN_AGENT = 3
_DECORATION = str.maketrans("", "", " -()/.\u00a0")


class TargetKind(Enum):
    AGENT = "AGENT"
    PHONE = "PHONE"  # of somebody who takes no calls from queues
    QUEUE = "QUEUE"
    FLOW = "FLOW"  # a number of ours that a menu answers
    OUTSIDE = "OUTSIDE"
    NOBODY = "NOBODY"


@frozen
class Target:
    """``key``: agent id, queue id, number; ``number``: what to ring or to show."""

    kind: TargetKind
    key: str = ""
    number: str = ""


NOBODY = Target(TargetKind.NOBODY)


def resolve(house: House, text: str) -> Target:
    """Extensions first, then queues, our own numbers, and whatever looks like a telephone number."""
    plan, text = house.plan, text.strip()
    if (agent := house.agent_of_phone(text) or house.agents.get(text)) is not None:
        return Target(TargetKind.AGENT, agent.agent_id, agent.sip_user)
    if text in plan.phones:
        return Target(TargetKind.PHONE, plan.phones[text].user_id, text)
    for queue in plan.queues.values():
        if text == queue.queue_id or (queue.number and text == queue.number):
            return Target(TargetKind.QUEUE, queue.queue_id, queue.number)
    if text in plan.numbers:
        return Target(TargetKind.FLOW, text, text)
    number = text.translate(_DECORATION)
    if _PHONE_NUMBER.fullmatch(number):
        return Target(TargetKind.OUTSIDE, number, number)
    return NOBODY


def is_number(text: str) -> bool:
    """It looks like a telephone number."""
    return _PHONE_NUMBER.fullmatch(text.translate(_DECORATION)) is not None


def may_dial_out(house: House, sip_user: str) -> bool:
    """Phones that nobody has planned reach this house only."""
    agent = house.agent_of_phone(sip_user)
    planned = house.plan.agents.get(agent.agent_id) if agent else house.plan.phones.get(sip_user)
    return planned is not None and planned.dial_out


def why_not(agent: Agent) -> EndCause | None:
    """Why a colleague cannot be rung for somebody's call now; None: she can."""
    if not agent.phone_registered:
        return EndCause.UNREACHABLE
    if agent.state in (AgentState.OFFERED, AgentState.TALKING) or agent.legs:
        return EndCause.BUSY
    return None


def why_not_dial(house: House, agent: Agent) -> EndCause | None:
    """Why she cannot call anybody herself now; None: she can, besides calls that are all on hold too."""
    if not agent.phone_registered:
        return EndCause.UNREACHABLE
    talks = agent.state is AgentState.TALKING and not agent.legs  # its end is just being met
    if agent.state is AgentState.OFFERED or talks or len(agent.legs) >= MOST_CALLS_OF_AN_AGENT:
        return EndCause.BUSY
    for leg_id, call_id in agent.legs.items():
        call = house.calls[call_id]
        rings = call.parties[leg_id].state is PartyState.RINGING
        if call.state is not CallState.HELD or call.consult is not None or rings:
            return EndCause.BUSY
    return None


def why_not_directly(house: House, agent: Agent) -> EndCause | None:
    """Why a call for herself cannot ring at her; None: it can, as a second one too while she talks.

    One waits at most; never while a queue's call is offered to her, nor while she dials or consults.
    """
    if agent.state is AgentState.OFFERED:
        return EndCause.BUSY
    if not agent.legs:
        return None
    if not house.plan.call_waiting or len(agent.legs) >= MOST_CALLS_OF_AN_AGENT:
        return EndCause.BUSY
    for leg_id, call_id in agent.legs.items():
        call = house.calls[call_id]
        consults = call.consult is not None and call.consult.agent_leg_id == leg_id
        if call.state not in IN_TALK or consults or call.parties[leg_id].state is PartyState.RINGING:
            return EndCause.BUSY
    return None
