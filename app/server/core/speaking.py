"""A quick reply is spoken into a talk: everybody in it hears it, she who wished it too, and it is recorded.

In:  an agent's wish, the end of what is said. Out: one voice more in the bridge, on the agent's side of the
recording. It stops when she wishes, and by itself where she is out of the talk, holds it, or gives it away.
"""

from __future__ import annotations

from app.server.core.call import Call
from app.server.core.commands import ShowSpeaking, SpeakPrompts, StopSpeaking
from app.server.core.events import SpeakWished
from app.server.core.facts import ReplySpoken
from app.server.core.house import House, Speech
from app.server.core.party import Party, PartyState
from app.server.core.turn import Turn
from app.server.core.types import CallState, Role


def possible(call: Call, party: Party) -> bool:
    """She is heard in this talk now."""
    heard = party.state is PartyState.TALKING and party.role is Role.TALK and not party.muted
    return call.state is CallState.TALKING and call.bridge_id is not None and heard


def begin(turn: Turn, call: Call, party: Party, event: SpeakWished) -> None:
    """Another one that is being spoken into this call gives way."""
    if not possible(call, party) or call.bridge_id is None:
        return
    _stop_all(turn, call.call_id)
    speech = Speech(
        voice_id=turn.new_id("voice"),
        call_id=call.call_id,
        bridge_id=call.bridge_id,
        leg_id=party.leg_id,
        agent_id=event.agent_id,
        reply_id=event.reply_id,
        began_at=turn.now,
    )
    turn.house.speeches[speech.voice_id] = speech
    turn.do(
        SpeakPrompts(
            voice_id=speech.voice_id,
            bridge_id=speech.bridge_id,
            prompts=event.prompts,
            call_id=call.call_id,
            recording_id=call.recording_id or "",
        )
    )
    turn.do(ShowSpeaking(speech.agent_id, speech.call_id, speech.reply_id, "speaking"))


def stop(turn: Turn, call: Call, agent_id: str) -> None:
    """By her who wished it, or by whoever leads the call."""
    if any(each.call_id == call.call_id for each in turn.house.speeches.values()):
        _stop_all(turn, call.call_id, agent_id if call.agent_id != agent_id else "")


def over(turn: Turn, voice_id: str) -> bool:
    """It was heard to its end. False: no such voice."""
    speech = turn.house.speeches.get(voice_id)
    if speech is not None:
        _end(turn, speech, "ended")
    return speech is not None


def settle(turn: Turn) -> None:
    """At the end of each turn: what is spoken into a talk that is no longer one is stopped."""
    for speech in list(turn.house.speeches.values()):
        if not _goes_on(turn.house, speech):
            _end(turn, speech, "stopped")


def _goes_on(house: House, speech: Speech) -> bool:
    call = house.calls.get(speech.call_id)
    party = call.parties.get(speech.leg_id) if call else None
    if call is None or party is None or call.bridge_id != speech.bridge_id:
        return False
    return call.state is CallState.TALKING and party.state is PartyState.TALKING


def _stop_all(turn: Turn, call_id: str, agent_id: str = "") -> None:
    for speech in list(turn.house.speeches.values()):
        if speech.call_id == call_id and agent_id in ("", speech.agent_id):
            _end(turn, speech, "stopped")


def _end(turn: Turn, speech: Speech, how: str) -> None:
    del turn.house.speeches[speech.voice_id]
    turn.do(StopSpeaking(speech.voice_id))
    turn.do(ShowSpeaking(speech.agent_id, speech.call_id, speech.reply_id, how))
    spoken_s = (turn.now - speech.began_at).total_seconds()
    turn.keep(ReplySpoken(speech.call_id, speech.agent_id, speech.reply_id, how, spoken_s))
