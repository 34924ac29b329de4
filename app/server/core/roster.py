"""Who is in a call: parties come, join the talk, hear music, leave. All ways in and out go through here."""

from __future__ import annotations

from app.server.core import quality
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import (
    CreateBridge,
    DestroyBridge,
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    MuteLeg,
    PlayPrompts,
    RecordLeg,
    RejectLeg,
    StopPlaying,
    WithdrawOffer,
)
from app.server.core.facts import PartyChanged, PartyJoined, PartyLeft, RingMissed
from app.server.core.party import Party, PartyEvent, PartyState
from app.server.core.timers import RingRunsOut
from app.server.core.turn import Turn
from app.server.core.types import AgentState, EndCause, PartyKind, Role

_RINGING, _LEFT, _TALK, _COACH = PartyState.RINGING, PartyEvent.LEFT, Role.TALK, Role.COACH
_READY = AgentState.READY
_CUSTOMER, _SUPERVISOR = PartyKind.CUSTOMER, PartyKind.SUPERVISOR
_KINDS = {kind: kind.value for kind in PartyKind}
_ROLES = {role: role.value for role in Role}
_CAUSES = {cause: cause.value for cause in EndCause}
_WHY: dict[EndCause, str] = {
    EndCause.NO_ANSWER: "no-answer",
    EndCause.BUSY: "declined",
    EndCause.DECLINED: "declined",
    EndCause.UNREACHABLE: "no-phone",
    EndCause.FAILED: "no-phone",
}


def admit(turn: Turn, call: Call, party: Party) -> None:
    """It belongs to the call from now on, in whatever state."""
    call.parties[party.leg_id] = party
    turn.house.legs[party.leg_id] = call.call_id
    if (agent := agent_of(turn, party)) is not None:
        agent.legs[party.leg_id] = call.call_id
        if agent.state is _READY:  # else her state keeps calls from her
            turn.house.lines.agent_changed(agent, turn.now)


def joins(turn: Turn, call: Call, party: Party) -> None:
    """It answered: into the bridge, onto the recording, into the records."""
    if party.state is _RINGING:
        turn.turns_to(party.agent_id, call)
    if party.state in (_RINGING, PartyState.CALLING):
        turn.move_party(party, PartyEvent.ANSWERED)
    stop_ringing(turn, call, party, "answered")
    into_bridge(turn, call, party)
    record(turn, call, party)
    note_joining(turn, call, party)


def leaves(turn: Turn, call: Call, party: Party, cause: EndCause = EndCause.NORMAL) -> None:
    """Out of the call; its line is closed if it still is open."""
    note_leaving(turn, call, party, cause)
    stop_ringing(turn, call, party, _WHY.get(cause, "cancelled"))
    was = party.state
    if party.leg_id in turn.house.legs and was is not _RINGING:
        quality.remember(turn, call, party)
    turn.move_party(party, _LEFT)
    del call.parties[party.leg_id]
    turn.stirred[call.call_id] = None
    if (agent := agent_of(turn, party)) is not None:
        agent.legs.pop(party.leg_id, None)
        if agent.state is _READY:
            turn.house.lines.agent_changed(agent, turn.now)
    if party.leg_id in turn.house.legs:
        turn.do(_closing(was, party, cause))


def note_joining(turn: Turn, call: Call, party: Party) -> None:
    """The fact that it is in the talk. The customer always is: his call's record says so."""
    party.joined_at = turn.now
    party.talk_before_s, party.hold_before_s = call.talk_by(turn.now), call.hold_by(turn.now)
    if party.kind is _CUSTOMER:
        return
    turn.keep(
        PartyJoined(
            call.call_id,
            party.leg_id,
            _KINDS[party.kind],
            party.agent_id,
            party.number,
            _ROLES[party.role],
            party.supervisor_id,
        )
    )


def note_leaving(turn: Turn, call: Call, party: Party, cause: EndCause) -> None:
    """The fact that it left the talk; once, also where its line is kept for a while."""
    if party.joined_at is None or party.kind is _CUSTOMER:
        return
    party.joined_at = None
    turn.keep(
        PartyLeft(
            call.call_id,
            party.leg_id,
            _KINDS[party.kind],
            party.agent_id,
            call.talk_by(turn.now) - party.talk_before_s,
            call.hold_by(turn.now) - party.hold_before_s,
            _CAUSES[cause],
        )
    )


def waits(turn: Turn, call: Call, party: Party) -> None:
    """Music instead of the others."""
    if party.away:  # out already, for reasons of her own
        party.away = False
        entertain(turn, call, party)
        return
    turn.do(LeaveBridge(party.leg_id))
    entertain(turn, call, party)
    turn.move_party(party, PartyEvent.HELD)


def returns(turn: Turn, call: Call, party: Party) -> None:
    """From the music back to the others."""
    turn.do(StopPlaying(party.leg_id))
    turn.move_party(party, PartyEvent.RESUMED)
    into_bridge(turn, call, party)


def steps_aside(turn: Turn, call: Call, party: Party) -> None:
    """She speaks in another call of hers; the others of this one talk on."""
    turn.do(LeaveBridge(party.leg_id))
    turn.move_party(party, PartyEvent.HELD)
    party.away = True
    changed(turn, call, party, "held")


def comes_back(turn: Turn, call: Call, party: Party) -> None:
    """After ``steps_aside``."""
    turn.move_party(party, PartyEvent.RESUMED)
    into_bridge(turn, call, party)
    changed(turn, call, party, "resumed")


def entertain(turn: Turn, call: Call, party: Party) -> None:
    party.hears_ringing = False  # music replaces the tone
    queue = turn.house.plan.queues.get(call.queue_id) if call.queue_id else None
    music = queue.music if queue else turn.house.plan.music
    turn.do(PlayPrompts(party.leg_id, turn.new_id("play"), (music,), loop=True))


def mute(turn: Turn, call: Call, party: Party, muted: bool) -> None:
    if party.muted is not muted:
        party.muted = muted
        turn.do(MuteLeg(party.leg_id, muted))
        changed(turn, call, party, "muted" if muted else "unmuted")


def changed(turn: Turn, call: Call, party: Party, what: str) -> None:
    turn.keep(PartyChanged(call.call_id, party.leg_id, party.agent_id, what))


def record(turn: Turn, call: Call, party: Party) -> None:
    if call.recording_id is not None and party.role is _TALK:
        turn.do(RecordLeg(call.recording_id, call.call_id, party.leg_id, party.side))


def open_bridge(turn: Turn, call: Call) -> None:
    """A new bridge; supervisors who are on the call follow into it."""
    if call.bridge_id is not None:
        return
    call.bridge_id = turn.new_id("bridge")
    turn.do(CreateBridge(call.bridge_id))
    for party in call.parties.values():
        if party.kind is _SUPERVISOR and party.present:
            into_bridge(turn, call, party)


def drop_bridge(turn: Turn, call: Call) -> None:
    if call.bridge_id is not None:
        turn.do(DestroyBridge(call.bridge_id))
        call.bridge_id = None


def into_bridge(turn: Turn, call: Call, party: Party) -> None:
    assert call.bridge_id is not None
    party.away = False
    turn.stirred[call.call_id] = None
    coached = (call.agent_leg_id or "") if party.role is _COACH else ""
    turn.do(JoinBridge(call.bridge_id, party.leg_id, party.role, coached))


def stop_ringing(turn: Turn, call: Call, party: Party, why: str) -> None:
    ring, party.ring = party.ring, None
    if ring is None:
        return
    turn.cancel_timer(RingRunsOut(call.call_id, party.leg_id))
    if ring.offer_id and party.agent_id is not None:
        turn.do(WithdrawOffer(party.agent_id, ring.offer_id, call.call_id, why))
        if why != "answered" and party.from_agent_id != party.agent_id:
            missed = "caller-left" if why == "cancelled" else why
            turn.keep(
                RingMissed(
                    call_id=call.call_id,
                    offer_id=ring.offer_id,
                    agent_id=party.agent_id,
                    reason=party.wanted,
                    why=missed,
                    from_agent_id=party.from_agent_id,
                )
            )


def agent_of(turn: Turn, party: Party) -> Agent | None:
    return turn.house.agents.get(party.agent_id) if party.agent_id else None


def _closing(was: PartyState, party: Party, cause: EndCause) -> RejectLeg | HangUpLeg:
    if was is PartyState.CALLING:
        return RejectLeg(party.leg_id, EndCause.REJECTED if cause is EndCause.NORMAL else cause)
    if was is _RINGING:
        return HangUpLeg(party.leg_id, EndCause.CANCELLED)
    return HangUpLeg(party.leg_id)
