"""Ring somebody for a call: a colleague's phone or an outside number, outside of the queues' offers.

In:  who is wanted and why. Out: a RINGING party; what follows its answer or failure is said by its purpose.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.server.core import roster, targets
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import OriginateLeg, ShowOffer
from app.server.core.party import Party, PartyState, Purpose, Ring
from app.server.core.showing import CallOut, shown_number
from app.server.core.targets import Target, TargetKind
from app.server.core.timers import RingRunsOut
from app.server.core.turn import Turn
from app.server.core.types import EndCause, PartyKind, Role

DIRECT = "direct"  # a call for the agent herself
_REASONS: dict[Purpose, str] = {
    Purpose.TRANSFER: "transfer",
    Purpose.CAME_BACK: "came-back",
    Purpose.CONSULT: "consult",
    Purpose.CONFERENCE: "conference",
}


def ring(
    turn: Turn,
    call: Call,
    target: Target,
    purpose: Purpose,
    like_leg_id: str,
    by: str | None = None,
    direct: bool = False,
) -> Party | EndCause:
    """The party that rings now, or why it cannot be rung. ``by``: the agent who wants it. ``direct``: of our
    agents, this one is whom he called."""
    agent = turn.house.agents.get(target.key) if target.kind is TargetKind.AGENT else None
    if agent is not None and (why_not := _why_not(turn, agent, direct)) is not None:
        return why_not
    outside = target.kind is TargetKind.OUTSIDE
    party = Party(
        leg_id=turn.new_id("leg"),
        kind=PartyKind.OUTSIDE if outside else PartyKind.AGENT,
        number=target.number,
        state=PartyState.RINGING,
        agent_id=agent.agent_id if agent else None,
    )
    reason = DIRECT if direct and agent is not None else _REASONS.get(purpose, "")
    party.ring = Ring(purpose, turn.new_id("offer") if agent and reason else "")
    _start(turn, call, party, like_leg_id, outside, reason, by or "")
    return party


def ring_callee(turn: Turn, call: Call, target: Target, like_leg_id: str) -> Party | EndCause:
    """Who was dialled. A colleague who talks is rung too: her phone may show a second call."""
    agent = turn.house.agents.get(target.key) if target.kind is TargetKind.AGENT else None
    if agent is not None and (why_not := targets.why_not_directly(turn.house, agent)) is not None:
        return why_not
    outside = target.kind is TargetKind.OUTSIDE
    party = Party(
        leg_id=turn.new_id("leg"),
        kind=PartyKind.CUSTOMER if outside else PartyKind.AGENT,
        number=target.number,
        state=PartyState.RINGING,
        agent_id=agent.agent_id if agent else None,
    )
    if outside:
        call.leg_id = party.leg_id
    party.ring = Ring(Purpose.CALLEE, turn.new_id("offer") if agent is not None else "")
    reason = "consult" if call.consult_for in turn.house.calls else DIRECT
    _start(turn, call, party, like_leg_id, outside, reason, by=_who_dialled(turn, call))
    return party


def _why_not(turn: Turn, agent: Agent, direct: bool) -> EndCause | None:
    if direct and agent.phone_registered:
        return targets.why_not_directly(turn.house, agent)
    return targets.why_not(agent)


def _who_dialled(turn: Turn, call: Call) -> str:
    """Also of a phone whose user takes no calls from queues."""
    planned = turn.house.plan.phones.get(call.caller_number)
    return call.agent_id or (planned.user_id if planned else "")


def ring_customer(
    turn: Turn, call: Call, number: str, purpose: Purpose, like_leg_id: str, ring_s: int
) -> Party:
    """An outside number that becomes the customer of this call: a call-back, a reconnection."""
    party = Party(turn.new_id("leg"), PartyKind.CUSTOMER, number, PartyState.RINGING, ring=Ring(purpose))
    call.leg_id = party.leg_id
    _start(turn, call, party, like_leg_id, outside=True, reason="", by="", ring_s=ring_s)
    return party


def ring_supervisor(
    turn: Turn, call: Call, supervisor_id: str, sip_user: str, purpose: Purpose, role: Role
) -> Party:
    """Her own phone, whatever she is doing: she asked for it."""
    agent = turn.house.agents.get(supervisor_id)
    party = Party(
        leg_id=turn.new_id("leg"),
        kind=PartyKind.SUPERVISOR,
        number=sip_user,
        state=PartyState.RINGING,
        agent_id=agent.agent_id if agent else None,
        supervisor_id=supervisor_id,
        role=role,
        ring=Ring(purpose),
    )
    _start(turn, call, party, call.leg_id, outside=False, reason="", by="", auto_answer=True)
    return party


def ring_own_phone(turn: Turn, call: Call, agent_id: str, sip_user: str) -> Party:
    party = Party(
        turn.new_id("leg"),
        PartyKind.AGENT,
        sip_user,
        PartyState.RINGING,
        agent_id,
        ring=Ring(Purpose.OWN_PHONE),
    )
    _start(turn, call, party, "", outside=False, reason="", by="", auto_answer=True)
    return party


def _start(
    turn: Turn,
    call: Call,
    party: Party,
    like_leg_id: str,
    outside: bool,
    reason: str,
    by: str,
    auto_answer: bool = False,
    ring_s: int = 0,
) -> None:
    """``ring_s`` 0: as long as the plan says."""
    assert party.ring is not None
    plan = turn.house.plan
    ring_s = ring_s or (plan.outside_ring_s if outside else plan.ring_s)
    expires_at = turn.now + timedelta(seconds=ring_s)
    roster.admit(turn, call, party)
    if party.ring.offer_id and party.agent_id is not None:
        party.wanted, party.from_agent_id = reason, by
        turn.do(_offer(turn, call, party.agent_id, party.ring.offer_id, expires_at, reason, by))
    if outside:
        number, name = _line_shown(turn, call, party.number, by), ""
    else:
        number, name = _shown(turn, call, party, by)
    turn.do(
        OriginateLeg(
            leg_id=party.leg_id,
            sip_user="" if outside else party.number,
            caller_number=number,
            caller_name=name,
            call_id=call.call_id,
            offer_id=party.ring.offer_id,
            like_leg_id=like_leg_id,
            timeout_s=ring_s + 5,  # our own clock ends it first
            outside_number=party.number if outside else "",
            auto_answer=auto_answer,
        )
    )
    turn.set_timer(RingRunsOut(call.call_id, party.leg_id), expires_at)


def _offer(
    turn: Turn, call: Call, agent_id: str, offer_id: str, expires_at: datetime, reason: str, by: str
) -> ShowOffer:
    """Of a second call from an agent's phone, her customer's file is shown: it is he that waits."""
    shown = turn.house.calls.get(call.consult_for, call)
    return ShowOffer(
        agent_id=agent_id,
        offer_id=offer_id,
        call_id=shown.call_id,
        queue_id=shown.queue_id or "",
        caller_number=shown.customer_number,
        customer_id=shown.customer_id,
        waited_s=shown.waited_s,
        expires_at=expires_at,
        reason=reason,
        from_agent_id=by,
        note=shown.note,
    )


def _line_shown(turn: Turn, call: Call, called: str, by: str) -> str:
    """Which of the company's numbers somebody outside sees; "" for the line's own."""
    plan = turn.house.plan
    agent_id = by or call.agent_id or ""
    planned = plan.agents.get(agent_id)
    queues = (call.queue_id,) if call.queue_id else planned.queue_ids if planned else ()
    out = CallOut(called, agent_id, planned.department if planned else "", queues)
    return shown_number(plan.caller_rules, plan.caller_numbers, out, call.shown_number)


def _shown(turn: Turn, call: Call, party: Party, by: str) -> tuple[str, str]:
    """Number and name that a phone of ours shows."""
    assert party.ring is not None
    if party.ring.purpose is Purpose.OWN_PHONE:
        return call.dialled_number, ""
    colleague = turn.house.agents.get(by)
    if party.ring.purpose in (Purpose.CONSULT, Purpose.CONFERENCE) and colleague is not None:
        return colleague.sip_user, ""
    if party.ring.purpose is Purpose.CALLEE:
        return call.caller_number, call.caller_name
    return call.customer_number, call.caller_name
