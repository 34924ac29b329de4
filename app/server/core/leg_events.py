"""What a line reports, and to which part of the house that goes: by the party's state and purpose."""

from __future__ import annotations

from app.server.core import (
    conference,
    consult,
    conversation,
    holding,
    merging,
    outbound,
    parting,
    quality,
    queueing,
    reception,
    roster,
    speaking,
    supervising,
    transfer,
)
from app.server.core.call import Call
from app.server.core.callbacks import attempts, reconnect
from app.server.core.commands import ReportTransfer
from app.server.core.events import (
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegIncoming,
    LegResumed,
    LegRinging,
    MediaLost,
    PromptFinished,
    TransferWished,
)
from app.server.core.facts import SupervisorActed
from app.server.core.flow import carry
from app.server.core.offer import Offer, OfferEvent
from app.server.core.party import Party, PartyState, Purpose
from app.server.core.turn import Turn
from app.server.core.types import CallState, EndCause, PartyKind

LegEvent = (
    LegRinging
    | LegAnswered
    | LegEnded
    | LegHeld
    | LegResumed
    | TransferWished
    | DigitPressed
    | PromptFinished
    | MediaLost
)
_OFFER_LEG_ENDED: dict[EndCause, OfferEvent] = {
    EndCause.DECLINED: OfferEvent.AGENT_DECLINED,
    EndCause.BUSY: OfferEvent.AGENT_DECLINED,
    EndCause.NO_ANSWER: OfferEvent.LEASE_EXPIRED,
}
PHONE = "phone:"


def incoming(turn: Turn, event: LegIncoming) -> None:
    if event.replaces_leg_id:
        merging.replaced(turn, event)
    elif event.source.startswith(PHONE):
        outbound.dialled(turn, event, event.source.removeprefix(PHONE))
    elif not reconnect.takes_back(turn, event):
        reception.arrived(turn, event)


def happened(turn: Turn, event: LegEvent) -> None:
    house = turn.house
    call = house.calls.get(house.legs.get(event.leg_id, ""))
    if isinstance(event, LegEnded):
        quality.leg_ended(turn, event.leg_id)
        house.legs.pop(event.leg_id, None)
    if call is None:
        if isinstance(event, PromptFinished) and speaking.over(turn, event.leg_id):
            return
        if isinstance(event, TransferWished):
            turn.do(ReportTransfer(event.leg_id, event.transfer_id, transfer.REFUSED))
        return
    offer = _offer_of(turn, call, event.leg_id)
    if offer is not None:
        _of_offer(turn, offer, event)
    elif (party := call.parties.get(event.leg_id)) is not None:
        _of_party(turn, call, party, event)


def rung_in_vain(turn: Turn, call: Call, party: Party, cause: EndCause) -> None:
    """A party that was rung outside of an offer does not come."""
    purpose = party.ring.purpose if party.ring else None
    roster.leaves(turn, call, party, cause)
    match purpose:
        case Purpose.CALLEE | Purpose.OWN_PHONE:
            outbound.not_reached(turn, call, cause, by="system")
        case Purpose.TRANSFER:
            transfer.failed(turn, call, cause)
        case Purpose.CAME_BACK:
            transfer.not_taken_back(turn, call)
        case Purpose.CONSULT:
            consult.failed(turn, call, cause)
        case Purpose.CONFERENCE:
            roster.changed(turn, call, party, cause.value.lower().replace("_", "-"))
        case Purpose.SUPERVISE | Purpose.TAKE_OVER:
            turn.keep(SupervisorActed(call.call_id, party.supervisor_id, "not-reached"))
        case Purpose.CALL_BACK:
            attempts.not_reached(turn, call, cause)
        case Purpose.RECONNECT:
            reconnect.in_vain(turn, call, cause)
        case None:
            pass


def _of_offer(turn: Turn, offer: Offer, event: LegEvent) -> None:
    match event:
        case LegAnswered():
            call = turn.house.calls[offer.call_id]
            connect = attempts.agent_answered if attempts.waits_for_agent(call) else conversation.connect
            connect(turn, offer)
        case LegEnded(_, cause):
            queueing.untaken(turn, offer, _OFFER_LEG_ENDED.get(cause, OfferEvent.PHONE_LOST))
        case _:
            pass


def _of_party(turn: Turn, call: Call, party: Party, event: LegEvent) -> None:
    match event:
        case LegEnded():
            _ended(turn, call, party, event)
        case LegRinging(_, early_media):
            _rings(turn, call, party, early_media)
        case LegAnswered():
            _answered(turn, call, party)
        case LegHeld():
            holding.phone_holds(turn, call, party)
        case LegResumed():
            holding.phone_resumes(turn, call, party)
        case TransferWished():
            if event.target_leg_id:
                merging.merge(turn, call, party, event)
            else:
                transfer.wished_by_phone(turn, call, party, event)
        case DigitPressed(_, digit, in_sound):
            if not in_sound and party.counts:
                holding.press(turn, call, party, digit)
            if party.leg_id == call.leg_id:
                reception.digit(turn, call, digit)
        case PromptFinished(_, play_id):
            carry.spoken(turn, call, play_id)
        case MediaLost():
            _sound_gone(turn, call, party)


def _rings(turn: Turn, call: Call, party: Party, early_media: bool) -> None:
    match party.ring.purpose if party.ring else None:
        case Purpose.CALLEE:
            outbound.rings(turn, call, early_media)
        case Purpose.TRANSFER:
            transfer.progress(turn, call)
        case Purpose.CONSULT:
            consult.rings(turn, call, party, early_media)
        case Purpose.CALL_BACK | Purpose.RECONNECT:
            attempts.rings(turn, call, party, early_media)
        case _:
            pass


def _answered(turn: Turn, call: Call, party: Party) -> None:
    match party.ring.purpose if party.ring else None:
        case Purpose.CALLEE:
            outbound.callee_answered(turn, call, party)
        case Purpose.OWN_PHONE:
            outbound.own_phone_answered(turn, call, party)
        case Purpose.TRANSFER | Purpose.CAME_BACK:
            transfer.answered(turn, call, party)
        case Purpose.CONSULT:
            consult.answered(turn, call, party)
        case Purpose.CONFERENCE:
            conference.answered(turn, call, party)
        case Purpose.SUPERVISE | Purpose.TAKE_OVER:
            supervising.answered(turn, call, party)
        case Purpose.CALL_BACK:
            attempts.reached(turn, call, party)
        case Purpose.RECONNECT:
            reconnect.back(turn, call, party)
        case None:
            pass  # our answer was confirmed


def _ended(turn: Turn, call: Call, party: Party, event: LegEnded) -> None:
    cause = event.cause
    if party.state is PartyState.RINGING:
        if call.state is CallState.DIALLING:
            call.ended_detail = event.detail
        rung_in_vain(turn, call, party, cause)
        return
    if party.counts or party.state is PartyState.CALLING:
        call.ended_detail = event.detail
    if call.state is CallState.DIALLING:
        outbound.not_reached(turn, call, cause, by="agent")
    elif party.leg_id == call.leg_id and reconnect.possible(turn.house, call, party, cause):
        reconnect.begins(turn, call, party)
    elif party.leg_id == call.leg_id:
        conversation.caller_left(turn, call, party, cause)
    elif call.state is CallState.RECONNECTING:
        reconnect.agent_gone(turn, call, party, cause)
    elif consult.line_gone(turn, call, party, cause):
        pass
    elif cause is EndCause.CUT_OFF and party.agent_id is not None:
        conversation.phone_lost(turn, call, party)
    else:
        ours = party.kind in (PartyKind.AGENT, PartyKind.SUPERVISOR)
        parting.party_gone(turn, call, party, cause, by="agent" if ours else "customer")


def _sound_gone(turn: Turn, call: Call, party: Party) -> None:
    """Silence alone is no end: lines may fall silent. With the agent's phone lost as well, it is one."""
    if party.leg_id == call.leg_id and call.message is not None:
        carry.message_over(turn, call)
        return
    agent = roster.agent_of(turn, party)
    if agent is None or not party.present or party.leg_id == call.leg_id:
        return
    if call.state is CallState.DIALLING or not (agent.phone_broke_in_talk or not agent.phone_registered):
        return
    if call.state is CallState.RECONNECTING:
        reconnect.agent_gone(turn, call, party, EndCause.CUT_OFF)
    elif not consult.line_gone(turn, call, party, EndCause.CUT_OFF):
        conversation.phone_lost(turn, call, party)


def _offer_of(turn: Turn, call: Call, leg_id: str) -> Offer | None:
    return turn.house.offers.get(call.offers.get(leg_id, ""))
