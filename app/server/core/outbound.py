"""Calls that one of us makes: from a phone or by a click, to a colleague, a number of ours, or outside."""

from __future__ import annotations

from app.server.core import conversation, ending, engagement, reception, ringback, ringing, roster, targets
from app.server.core.agent import Agent
from app.server.core.call import Call, CallEvent
from app.server.core.commands import AnswerLeg, IdentifyCaller, ProgressLeg, RingLeg
from app.server.core.events import LegIncoming
from app.server.core.facts import CallArrived, CallConnected, RecordingStarted
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.party import Party, PartyState
from app.server.core.targets import Target, TargetKind
from app.server.core.turn import Turn
from app.server.core.types import CallKind, CallOutcome, CallState, EndCause, PartyKind

CALLABLE = (TargetKind.AGENT, TargetKind.PHONE, TargetKind.OUTSIDE)


def dialled(turn: Turn, event: LegIncoming, sip_user: str) -> None:
    """A registered phone calls."""
    house = turn.house
    agent = house.agent_of_phone(sip_user)
    target = targets.resolve(house, event.dialled_number)
    match target.kind:
        case TargetKind.FLOW:
            reception.welcome(turn, event, reception.flow_of(turn, target.key), agent)
        case TargetKind.QUEUE:
            flow = Flow(target.key, "queue", {"queue": ToQueue(target.key, ())})
            reception.welcome(turn, event, flow, agent)
        case TargetKind.OUTSIDE if not targets.may_dial_out(house, sip_user):
            reception.refuse(turn, event, EndCause.REJECTED, CallKind.OUTBOUND.value)
        case TargetKind.NOBODY:
            reception.refuse(turn, event, EndCause.REJECTED, CallKind.INTERNAL.value)
        case _ if target.number == sip_user:
            reception.refuse(turn, event, EndCause.BUSY, CallKind.INTERNAL.value)
        case _:
            call = _begin(turn, target, sip_user, event.caller_name, event.source, agent)
            caller = Party(event.leg_id, PartyKind.AGENT, sip_user, PartyState.CALLING)
            caller.agent_id = agent.agent_id if agent else None
            roster.admit(turn, call, caller)
            _takes_part(turn, call, caller)
            turn.turns_to(caller.agent_id, call)
            _ring_callee(turn, call, target)


def clicked(turn: Turn, agent: Agent, number: str, from_number: str = "") -> None:
    """Click to dial: her own phone first, then the number. What cannot be called was refused before.

    Whom she has on hold waits on, and she can go to and fro.
    ``from_number``: which of the company's numbers it shows.
    """
    target = targets.resolve(turn.house, number)
    if target.kind not in CALLABLE or target.number == agent.sip_user:
        return
    if target.kind is TargetKind.OUTSIDE and not targets.may_dial_out(turn.house, agent.sip_user):
        return
    if targets.why_not_dial(turn.house, agent) is not None:
        return
    call = _begin(turn, target, agent.sip_user, "", f"agent:{agent.agent_id}", agent, from_number)
    caller = ringing.ring_own_phone(turn, call, agent.agent_id, agent.sip_user)
    call.agent_leg_id = caller.leg_id


def own_phone_answered(turn: Turn, call: Call, caller: Party) -> None:
    roster.open_bridge(turn, call)
    roster.joins(turn, call, caller)
    _takes_part(turn, call, caller)
    _ring_callee(turn, call, targets.resolve(turn.house, call.dialled_number))


def rings(turn: Turn, call: Call, early_media: bool) -> None:
    """It rings at the other end; she hears that, or what the other end sends before it answers."""
    callee, caller = _callee(call), _caller(call)
    if callee is None or caller is None or call.state is not CallState.DIALLING:
        return
    if early_media:
        roster.open_bridge(turn, call)
        ringback.ends(turn, caller)
        if caller.state is PartyState.CALLING:
            turn.do(ProgressLeg(caller.leg_id))
            roster.into_bridge(turn, call, caller)
        roster.into_bridge(turn, call, callee)
    elif caller.state is PartyState.CALLING:
        turn.do(RingLeg(caller.leg_id))
    else:
        ringback.begins(turn, caller)


def callee_answered(turn: Turn, call: Call, callee: Party) -> None:
    """Both hear each other. A talk with the outside is recorded."""
    caller = _caller(call)
    assert caller is not None
    ringback.ends(turn, caller)
    if call.kind is CallKind.OUTBOUND:
        call.recording_id = turn.new_id("recording")
        turn.keep(RecordingStarted(call.recording_id, call.call_id))
    if caller.state is PartyState.CALLING:
        turn.do(AnswerLeg(caller.leg_id))
        roster.open_bridge(turn, call)
        roster.joins(turn, call, caller)
    else:
        roster.record(turn, call, caller)
    conversation.meet(turn, call, caller, callee)
    turn.move_call(call, CallEvent.CONNECTED)
    _takes_part(turn, call, callee)
    turn.keep(CallConnected(call.call_id, call.agent_id or "", "", 0.0))


def not_reached(turn: Turn, call: Call, cause: EndCause, by: str) -> None:
    """Nobody answered, or who dialled has given up."""
    ending.end(turn, call, CallOutcome.NOT_REACHED, cause, by)


def _begin(
    turn: Turn,
    target: Target,
    sip_user: str,
    name: str,
    source: str,
    agent: Agent | None,
    from_number: str = "",
) -> Call:
    kind = CallKind.OUTBOUND if target.kind is TargetKind.OUTSIDE else CallKind.INTERNAL
    call = Call(
        call_id=turn.new_id("call"),
        leg_id="",
        dialled_number=target.number,
        caller_number=sip_user,
        caller_name=name,
        arrived_at=turn.now,
        kind=kind,
        state=CallState.DIALLING,
        shown_number=from_number if from_number in turn.house.plan.caller_numbers else "",
    )
    turn.house.calls[call.call_id] = call
    agent_id = agent.agent_id if agent else None
    turn.keep(
        CallArrived(
            call_id=call.call_id,
            dialled_number=target.number,
            caller_number=sip_user,
            caller_name=name,
            source=source,
            direction=kind.value,
            agent_id=agent_id,
            shown_number=call.shown_number,
        )
    )
    if kind is CallKind.OUTBOUND:
        turn.do(IdentifyCaller(call.call_id, target.number))
    if agent is not None:
        call.agent_id = agent.agent_id
        call.consult_for = _waiting_customer(turn, agent)
    return call


def _waiting_customer(turn: Turn, agent: Agent) -> str:
    """The call of hers that is on hold while she dials: the new one is about it."""
    mine = [turn.house.calls[call_id] for call_id in agent.talks]
    held = [call for call in mine if call.state is CallState.HELD and call.kind is not CallKind.INTERNAL]
    return held[0].call_id if held else ""


def _takes_part(turn: Turn, call: Call, party: Party) -> None:
    if call.agent_leg_id is None and party.kind is PartyKind.AGENT:
        call.agent_id, call.agent_leg_id = party.agent_id, party.leg_id
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.takes_up(turn, agent, call, contact=False)


def _ring_callee(turn: Turn, call: Call, target: Target) -> None:
    caller = _caller(call)
    like = caller.leg_id if caller else ""
    rung = ringing.ring_callee(turn, call, target, like)
    if isinstance(rung, EndCause):
        not_reached(turn, call, rung, by="system")


def _caller(call: Call) -> Party | None:
    """Who dialled is the first of the call."""
    return next(iter(call.parties.values()), None)


def _callee(call: Call) -> Party | None:
    return next((party for party in call.parties.values() if party.state is PartyState.RINGING), None)
