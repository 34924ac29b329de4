"""What an agent wants done with a call that she is in, from her desktop or a program."""

from __future__ import annotations

from app.server.core import (
    conference,
    consult,
    holding,
    outbound,
    parting,
    recording,
    roster,
    speaking,
    targets,
    transfer,
)
from app.server.core.call import IN_TALK, Call
from app.server.core.callbacks import reconnect
from app.server.core.events import (
    BlindTransferWished,
    ConsultCancelled,
    ConsultCompleted,
    ConsultJoined,
    ConsultSwapped,
    ConsultWished,
    DigitsWished,
    HangUpWished,
    HoldWished,
    LeaveWished,
    PartyDropped,
    PartyHeld,
    PartyMuted,
    PartyWished,
    ReconnectStopped,
    RecordingPauseWished,
    RecordingResumeWished,
    ResumeWished,
    SpeakStopped,
    SpeakWished,
    TakeUpWished,
    TalkEvent,
)
from app.server.core.party import Party
from app.server.core.turn import Turn
from app.server.core.types import CallState, EndCause

_TURNS_TO = (ConsultWished, ConsultCancelled, ConsultSwapped, ConsultJoined)


def wished(turn: Turn, event: TalkEvent) -> None:
    call = turn.house.calls.get(event.call_id)
    party = line_of(call, event.agent_id) if call else None
    if call is None or party is None:
        return
    if isinstance(event, _TURNS_TO):
        turn.turns_to(event.agent_id, call)
    match event:
        case HangUpWished():
            _hang_up(turn, call, party)
        case HoldWished():
            holding.hold(turn, call, party)
        case ResumeWished() | TakeUpWished():
            holding.resume(turn, call, event.agent_id)
        case RecordingPauseWished():
            if call.state in IN_TALK:
                recording.pauses(turn, call, event.agent_id)
        case RecordingResumeWished():
            recording.goes_on(turn, call, "agent", event.agent_id)
        case ReconnectStopped():
            if party.leg_id == call.agent_leg_id:
                reconnect.stopped(turn, call)
        case DigitsWished(_, _, digits):
            holding.press(turn, call, party, digits)
        case SpeakWished():
            speaking.begin(turn, call, party, event)
        case SpeakStopped():
            speaking.stop(turn, call, event.agent_id)
        case BlindTransferWished() | ConsultWished() | PartyWished():
            _somebody_wanted(turn, call, party, event)
        case ConsultCompleted():
            call.note = event.note or call.note
            if _consults(call, party):
                consult.complete(turn, call)
        case ConsultCancelled():
            if _consults(call, party):
                consult.cancel(turn, call)
        case ConsultSwapped():
            if _consults(call, party):
                consult.swap(turn, call)
        case ConsultJoined():
            if _consults(call, party):
                consult.join(turn, call)
        case PartyDropped() | PartyMuted() | PartyHeld() | LeaveWished():
            _in_conference(turn, call, party, event)


def line_of(call: Call, agent_id: str) -> Party | None:
    """Her line in this call, once it is answered; not where she called as a customer."""
    mine = [each for each in call.parties.values() if each.agent_id == agent_id and each is not call.customer]
    return next((each for each in mine if each.present or call.state is CallState.DIALLING), None)


def _hang_up(turn: Turn, call: Call, party: Party) -> None:
    """Who leads the call ends it; who only joined it leaves."""
    if call.state is CallState.DIALLING:
        outbound.not_reached(turn, call, EndCause.CANCELLED, by="agent")
    elif call.state is CallState.RECONNECTING and call.agent_id == party.agent_id:
        reconnect.stopped(turn, call)
    elif call.agent_id == party.agent_id and call.state in IN_TALK:
        parting.over(turn, call, EndCause.NORMAL, by="agent")
    else:
        _leave(turn, call, party)


def _leave(turn: Turn, call: Call, party: Party) -> None:
    if not consult.line_gone(turn, call, party, EndCause.NORMAL):
        parting.party_gone(turn, call, party, EndCause.NORMAL, by="agent")


def _somebody_wanted(
    turn: Turn, call: Call, party: Party, event: BlindTransferWished | ConsultWished | PartyWished
) -> None:
    target = targets.resolve(turn.house, event.target)
    call.note = event.note or call.note
    match event:
        case BlindTransferWished():
            transfer.begin(turn, call, party, target)
        case ConsultWished():
            consult.begin(turn, call, party, target)
        case PartyWished():
            conference.add(turn, call, party, target)


def _in_conference(
    turn: Turn, call: Call, party: Party, event: PartyDropped | PartyMuted | PartyHeld | LeaveWished
) -> None:
    if call.state not in IN_TALK:
        return
    match event:
        case LeaveWished():
            _leave(turn, call, party)
        case PartyDropped(_, _, leg_id):
            if call.consult is not None and leg_id == call.consult.leg_id:
                consult.cancel(turn, call)
            elif leg_id == call.leg_id and call.customer is not None:
                parting.party_gone(turn, call, call.customer, EndCause.NORMAL, by="agent")
            elif leg_id != party.leg_id:
                conference.drop(turn, call, leg_id)
        case PartyMuted(_, _, leg_id, muted):
            other = call.parties.get(leg_id)
            if other is not None and other.counts:
                roster.mute(turn, call, other, muted)
        case PartyHeld(_, _, leg_id, held):
            conference.set_held(turn, call, party, leg_id, held)


def _consults(call: Call, party: Party) -> bool:
    return call.consult is not None and call.consult.agent_leg_id == party.leg_id
