"""Two calls of one phone become one, and a party goes on with another line.

``merge``: REFER with Replaces (RFC 5589 §7): the phone asks that its two partners talk with each other.
``replaced``: INVITE with Replaces (RFC 3891): a new line takes the place of an old one.
"""

from __future__ import annotations

from datetime import timedelta

from app.server.core import ending, engagement, holding, parting, quality, roster, transfer
from app.server.core.agent import Agent
from app.server.core.call import IN_TALK, Call, Transfer
from app.server.core.commands import (
    AnswerLeg,
    HangUpLeg,
    LeaveBridge,
    MuteLeg,
    RejectLeg,
    ReportTransfer,
    StopPlaying,
)
from app.server.core.events import LegIncoming, TransferWished
from app.server.core.facts import LegReplaced, TransferEnded, TransferStarted
from app.server.core.party import Party, PartyEvent, PartyState, Purpose, Ring
from app.server.core.timers import RingRunsOut
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind, Role


def merge(turn: Turn, call: Call, party: Party, event: TransferWished) -> None:
    """The partner of the one call is joined with the partner of the other."""
    other_call = turn.house.calls.get(turn.house.legs.get(event.target_leg_id, ""))
    other = other_call.parties.get(event.target_leg_id) if other_call else None
    as_customer = party is call.customer or (other_call is not None and other is other_call.customer)
    alike = other is not None and not as_customer and _same_phone(party, other)
    if other_call is None or other is None or other_call is call or not alike:
        turn.do(ReportTransfer(event.leg_id, event.transfer_id, transfer.REFUSED))
        return
    kept_call, own, gone_call, her_other = call, party, other_call, other
    if other_call.queue_id is not None and call.queue_id is None:
        kept_call, own, gone_call, her_other = other_call, other, call, party
    moved = _far_end(gone_call, her_other)
    kept = holding.partner(kept_call, own)
    busy = kept_call.state not in IN_TALK or kept_call.consult or gone_call.consult
    if moved is None or kept is None or busy or moved.role is not Role.TALK:
        turn.do(ReportTransfer(event.leg_id, event.transfer_id, transfer.REFUSED))
        return
    turn.do(ReportTransfer(event.leg_id, event.transfer_id, 200))
    done = Transfer(turn.new_id("transfer"), own.agent_id, own.leg_id, leg_id=moved.leg_id)
    kind = PartyKind.AGENT if moved.agent_id else PartyKind.OUTSIDE
    key = moved.agent_id or moved.number
    turn.keep(TransferStarted(kept_call.call_id, done.transfer_id, own.agent_id, "consult", kind.value, key))
    if moved.state is PartyState.RINGING:
        _ring_on(turn, kept_call, own, kept, gone_call, moved, done)
    else:
        _talk_on(turn, kept_call, own, gone_call, moved, done)


def replaced(turn: Turn, event: LegIncoming) -> None:
    """The new line is answered and put in the old one's place; the old one is ended."""
    call = turn.house.calls.get(turn.house.legs.get(event.replaces_leg_id, ""))
    party = call.parties.get(event.replaces_leg_id) if call else None
    sip_user = event.source.removeprefix("phone:") if event.source.startswith("phone:") else ""
    if call is None or party is None or not party.present or not _may_replace(call, party, sip_user):
        turn.do(RejectLeg(event.leg_id, EndCause.REJECTED))
        return
    old_leg_id = party.leg_id
    new_agent = turn.house.agent_of_phone(sip_user) if sip_user else None
    quality.remember(turn, call, party)
    turn.do(AnswerLeg(event.leg_id))
    turn.do(LeaveBridge(old_leg_id))
    _rename(turn, call, party, event.leg_id)
    _change_hands(turn, call, party, new_agent, sip_user)
    turn.turns_to(party.agent_id, call)
    if party.state is PartyState.WAITING:
        if not party.away:
            roster.entertain(turn, call, party)
    elif call.bridge_id is not None:  # None: a supervisor stays while the call rings for somebody else
        roster.into_bridge(turn, call, party)
    roster.record(turn, call, party)
    if party.muted:
        turn.do(MuteLeg(party.leg_id, True))
    turn.do(HangUpLeg(old_leg_id))
    turn.keep(LegReplaced(call.call_id, old_leg_id, party.leg_id, party.agent_id))


def _talk_on(turn: Turn, call: Call, own: Party, gone_call: Call, moved: Party, done: Transfer) -> None:
    """The far end of the other call comes over into this one."""
    gone_call.clock(turn.now)
    roster.note_leaving(turn, gone_call, moved, EndCause.NORMAL)
    if moved.state is PartyState.WAITING:
        turn.do(StopPlaying(moved.leg_id))
        turn.move_party(moved, PartyEvent.RESUMED)
    roster.drop_bridge(turn, gone_call)
    _move(turn, gone_call, call, moved)
    agent = roster.agent_of(turn, moved)
    if agent is not None:
        engagement.takes_up(turn, agent, call, contact=False)
    ending.end(turn, gone_call, CallOutcome.ANSWERED, EndCause.NORMAL, by="agent")
    if agent is not None:
        engagement.lets_go(turn, agent, gone_call)
    holding.resume(turn, call, own.agent_id or "")
    roster.joins(turn, call, moved)
    turn.keep(TransferEnded(call.call_id, done.transfer_id, done.agent_id, "completed"))
    roster.leaves(turn, call, own)
    parting.release(turn, call, own)
    transfer.handed_to(turn, call, moved)


def _ring_on(
    turn: Turn, call: Call, own: Party, kept: Party, gone_call: Call, moved: Party, done: Transfer
) -> None:
    """It still rings there: from now on for the customer, who hears music."""
    turn.cancel_timer(RingRunsOut(gone_call.call_id, moved.leg_id))
    _move(turn, gone_call, call, moved)
    moved.ring = Ring(Purpose.TRANSFER, moved.ring.offer_id if moved.ring else "")
    turn.set_timer(
        RingRunsOut(call.call_id, moved.leg_id), turn.now + timedelta(seconds=turn.house.plan.ring_s)
    )
    ending.end(turn, gone_call, CallOutcome.NOT_REACHED, EndCause.NORMAL, by="agent")
    call.transfer = done
    transfer.put_aside(turn, call, kept)
    transfer.step_out(turn, call, own, done)


def _far_end(call: Call, party: Party) -> Party | None:
    if call.state in IN_TALK:
        return holding.partner(call, party)
    rings = [each for each in call.parties.values() if each.state is PartyState.RINGING]
    hers = call.state is CallState.DIALLING and not call.callback_id  # a call-back is not passed on unreached
    return rings[0] if hers and len(rings) == 1 else None


def _move(turn: Turn, old: Call, new: Call, party: Party) -> None:
    del old.parties[party.leg_id]
    party.talk_before_s = party.hold_before_s = 0.0
    if old.leg_id == party.leg_id:
        old.leg_id = ""
    if old.held_leg_id == party.leg_id:
        old.held_leg_id = ""
    if party.kind is PartyKind.CUSTOMER:
        party.kind = PartyKind.OUTSIDE
    roster.admit(turn, new, party)
    if (known := turn.house.measured.get(party.leg_id)) is not None:
        known.call_id = new.call_id


def _same_phone(one: Party, other: Party) -> bool:
    return one.present and one.number == other.number and one.agent_id == other.agent_id is not None


def _may_replace(call: Call, party: Party, sip_user: str) -> bool:
    """Phones of this house replace each other's lines; an outside line only replaces an outside one."""
    inside = party.kind in (PartyKind.AGENT, PartyKind.SUPERVISOR) or party.agent_id is not None
    settled = call.state in IN_TALK or call.state in (CallState.QUEUED, CallState.TRANSFER)
    return settled and inside == bool(sip_user)


def _rename(turn: Turn, call: Call, party: Party, leg_id: str) -> None:
    """The same party under its new leg, at its old place in the order."""
    old = party.leg_id
    party.leg_id = leg_id
    call.parties = {each.leg_id: each for each in call.parties.values()}
    turn.house.legs[leg_id] = call.call_id
    if (agent := roster.agent_of(turn, party)) is not None:
        agent.legs.pop(old, None)
        agent.legs[leg_id] = call.call_id
    call.leg_id = leg_id if call.leg_id == old else call.leg_id
    call.agent_leg_id = leg_id if call.agent_leg_id == old else call.agent_leg_id
    call.held_leg_id = leg_id if call.held_leg_id == old else call.held_leg_id
    for attempt in (call.transfer, call.consult):
        if attempt is not None:
            attempt.leg_id = leg_id if attempt.leg_id == old else attempt.leg_id
            attempt.agent_leg_id = leg_id if attempt.agent_leg_id == old else attempt.agent_leg_id


def _change_hands(turn: Turn, call: Call, party: Party, new: Agent | None, sip_user: str) -> None:
    """Another one's phone took the line over: the talk is hers now."""
    old = roster.agent_of(turn, party)
    if not sip_user or old is new:
        return
    contact = bool(old and old.talks.get(call.call_id))
    joined = party.joined_at is not None
    roster.note_leaving(turn, call, party, EndCause.NORMAL)
    if old is not None:
        old.legs.pop(party.leg_id, None)
        turn.house.lines.agent_changed(old, turn.now)
    party.agent_id, party.number = (new.agent_id if new else None), sip_user
    if new is not None:
        new.legs[party.leg_id] = call.call_id
        turn.house.lines.agent_changed(new, turn.now)
        engagement.takes_up(turn, new, call, contact)
    if call.agent_leg_id == party.leg_id:
        call.agent_id = party.agent_id
    if joined:
        roster.note_joining(turn, call, party)
    if old is not None:
        engagement.lets_go(turn, old, call)
