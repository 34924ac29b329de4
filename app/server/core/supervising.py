"""Supervisors on a call: listen, whisper, barge in, take over, end it. Each deed is kept for the audit.

Her own phone is rung and joined. The agent is not told of listening. Whether she may was asked before.
"""

from __future__ import annotations

from app.server.core import consult, ending, engagement, holding, parting, queueing, ringing, roster
from app.server.core.call import IN_TALK, Call
from app.server.core.callbacks import reconnect
from app.server.core.commands import StopRecordingLeg
from app.server.core.events import ForcedHangUp, MonitorEnded, MonitorWished, SupervisorEvent, TakeOverWished
from app.server.core.facts import CallConnected, SupervisorActed
from app.server.core.flow import survey
from app.server.core.offer import OfferEvent
from app.server.core.party import Party, PartyState, Purpose, Ring
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind, Role


def acts(turn: Turn, call: Call, event: SupervisorEvent) -> None:
    match event:
        case MonitorWished(supervisor_id, sip_user, _, role):
            _monitor(turn, call, supervisor_id, sip_user, role)
        case MonitorEnded(supervisor_id):
            if (party := of(call, supervisor_id)) is not None:
                parting.party_gone(turn, call, party, EndCause.NORMAL, by="supervisor")
        case TakeOverWished(supervisor_id, sip_user):
            _take_over(turn, call, supervisor_id, sip_user)
        case ForcedHangUp(supervisor_id):
            _note(turn, call, supervisor_id, "hang-up")
            _force_end(turn, call)


def of(call: Call, supervisor_id: str) -> Party | None:
    return next((each for each in call.parties.values() if each.supervisor_id == supervisor_id), None)


def answered(turn: Turn, call: Call, party: Party) -> None:
    """Her phone was picked up: she is in, in her role."""
    takes_over = party.ring is not None and party.ring.purpose is Purpose.TAKE_OVER
    if call.state not in IN_TALK or call.bridge_id is None:
        roster.leaves(turn, call, party)
        return
    roster.joins(turn, call, party)
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.takes_up(turn, agent, call, contact=False)
    if takes_over and _others(call, party):
        _hand_over(turn, call, party)
    else:
        _note(turn, call, party.supervisor_id, party.role.value.lower())


def _monitor(turn: Turn, call: Call, supervisor_id: str, sip_user: str, role: Role) -> None:
    party = of(call, supervisor_id)
    if party is None:
        if call.state in IN_TALK and not _talks(call, supervisor_id):
            ringing.ring_supervisor(turn, call, supervisor_id, sip_user, Purpose.SUPERVISE, role)
        return
    needed = party.counts and role is not Role.TALK and len(call.in_talk()) <= 2
    if party.role is role or needed or party.kind is not PartyKind.SUPERVISOR:
        return  # one of the only two who talk cannot fall silent
    turn.turns_to(party.agent_id, call)
    if party.state is PartyState.WAITING:
        roster.returns(turn, call, party)
    if party.role is Role.TALK and party.present and call.recording_id is not None:
        turn.do(StopRecordingLeg(call.recording_id, party.leg_id))  # what she says now is not for the record
    party.role = role
    if party.state is PartyState.RINGING:
        party.ring = Ring(Purpose.SUPERVISE)  # also where she had wanted to take over
    if party.present:
        if call.bridge_id is not None:
            roster.into_bridge(turn, call, party)
        roster.record(turn, call, party)
        _note(turn, call, supervisor_id, role.value.lower())


def _take_over(turn: Turn, call: Call, supervisor_id: str, sip_user: str) -> None:
    party = of(call, supervisor_id)
    if call.state not in IN_TALK or (party is None and _talks(call, supervisor_id)):
        return
    if party is None:
        ringing.ring_supervisor(turn, call, supervisor_id, sip_user, Purpose.TAKE_OVER, Role.TALK)
    elif party.state is PartyState.RINGING:
        party.role = Role.TALK
        party.ring = Ring(Purpose.TAKE_OVER)
    elif party.leg_id != call.agent_leg_id and _others(call, party):
        party.role = Role.TALK
        turn.turns_to(party.agent_id, call)
        if party.state is PartyState.WAITING:
            roster.returns(turn, call, party)
        roster.into_bridge(turn, call, party)
        roster.record(turn, call, party)
        _hand_over(turn, call, party)


def _talks(call: Call, supervisor_id: str) -> bool:
    """She is in it as an agent, or about to be."""
    return any(each.agent_id == supervisor_id for each in call.parties.values())


def _others(call: Call, party: Party) -> bool:
    """Somebody is there to talk with once the agent is out: the customer may have left the conference."""
    return any(each is not party and each.leg_id != call.agent_leg_id for each in call.in_talk())


def _hand_over(turn: Turn, call: Call, party: Party) -> None:
    """The agent is released to her wrap-up; the customer is off hold."""
    _note(turn, call, party.supervisor_id, "take-over")
    consult.cancel(turn, call)
    old = call.parties.get(call.agent_leg_id or "")
    if party.agent_id is not None:
        party.kind = PartyKind.AGENT
        parting.takes_lead(turn, call, party)
        turn.keep(CallConnected(call.call_id, party.agent_id, call.queue_id or "", call.waited_s, again=True))
    else:
        parting.leads(turn, call, party)
    holding.resume(turn, call, party.agent_id or "")
    if old is not None and old is not party:
        roster.leaves(turn, call, old)
        parting.release(turn, call, old)


def _force_end(turn: Turn, call: Call) -> None:
    if call.state in IN_TALK or call.state is CallState.TRANSFER:
        parting.over(turn, call, EndCause.NORMAL, by="supervisor", forced=True)
        return
    if call.state is CallState.SURVEY:
        survey.over(turn, call, "ended")
        return
    if call.state is CallState.RECONNECTING:
        reconnect.stopped(turn, call, by="supervisor")
        return
    queueing.withdraw(turn, call, OfferEvent.CALLER_LEFT)
    if call.entry_open and call.queue_id is not None and call.queued_at is not None:
        call.entry_open = False
        call.waited_s += (turn.now - call.queued_at).total_seconds()
        turn.house.balance(call.queue_id).cut_off += 1
    reached = CallOutcome.NOT_REACHED if call.state is CallState.DIALLING else CallOutcome.CUT_OFF
    ending.end(turn, call, reached, EndCause.NORMAL, by="supervisor")


def _note(turn: Turn, call: Call, supervisor_id: str, what: str) -> None:
    turn.keep(SupervisorActed(call.call_id, supervisor_id, what, about_agent=call.agent_id or ""))
