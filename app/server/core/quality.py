"""How each leg sounds: live to its agent's desktop, and one fact for all of it at the end.

The last report comes after the leg's end; until then, or a minute, it is kept to which call it belonged.
"""

from __future__ import annotations

from datetime import timedelta

from app.server.core.call import Call
from app.server.core.commands import ShowQuality
from app.server.core.events import LegQuality
from app.server.core.facts import LegMeasured
from app.server.core.house import Measured
from app.server.core.party import Party
from app.server.core.turn import Turn
from app.server.core.types import PartyKind, StreamQuality

WAIT_FOR_LAST = timedelta(seconds=60)
MOST_SAMPLES = 2880  # four hours; a longer call keeps its first ones
UNKNOWN = -1.0
_KINDS = {kind: kind.value for kind in PartyKind}


def reported(turn: Turn, event: LegQuality) -> None:
    known = turn.house.measured.get(event.leg_id) or _begin(turn, event.leg_id)
    if known is None:
        return
    if event.final:
        del turn.house.measured[event.leg_id]
        turn.keep(_summary(known, event))
        return
    if len(known.samples) < MOST_SAMPLES:
        known.samples.append(_sample(event))
    if known.agent_id is not None and known.ended_at is None:
        turn.do(
            ShowQuality(
                agent_id=known.agent_id,
                call_id=known.call_id,
                leg_id=event.leg_id,
                codec=event.codec,
                received=event.received,
                sent=event.sent,
                round_trip_ms=event.round_trip_ms,
            )
        )


def leg_ended(turn: Turn, leg_id: str) -> None:
    """Called while it is still known whose leg it was."""
    measured, ended = turn.house.measured, turn.house.measured_ended
    if (known := measured.get(leg_id) or _begin(turn, leg_id)) is not None:
        known.ended_at = turn.now
        ended.append((turn.now, leg_id))
    while ended and turn.now - ended[0][0] > WAIT_FOR_LAST:
        measured.pop(ended.popleft()[1], None)


def remember(turn: Turn, call: Call, party: Party) -> None:
    """Before it leaves its call: its line, and with it the last report, ends later."""
    if party.leg_id not in turn.house.measured:
        turn.house.measured[party.leg_id] = Measured(call.call_id, _KINDS[party.kind], party.agent_id, [])


def _begin(turn: Turn, leg_id: str) -> Measured | None:
    call = turn.house.calls.get(turn.house.legs.get(leg_id, ""))
    party = call.parties.get(leg_id) if call else None
    if call is None or party is None:
        return None
    remember(turn, call, party)
    return turn.house.measured[leg_id]


def _summary(known: Measured, event: LegQuality) -> LegMeasured:
    heard = [mos for mos, *_ in known.samples]
    return LegMeasured(
        call_id=known.call_id,
        leg_id=event.leg_id,
        party=known.party,
        agent_id=known.agent_id,
        codec=event.codec,
        received=event.received,
        sent=event.sent,
        round_trip_ms=event.round_trip_ms,
        worst_mos=min([*heard, event.received.mos]),
        samples=tuple(known.samples),
    )


def _sample(event: LegQuality) -> tuple[float, float, float, float, float]:
    received: StreamQuality = event.received
    return (
        round(received.mos, 2),
        round(received.loss_pct, 1),
        round(received.jitter_ms, 1),
        round(event.sent.mos, 2) if event.sent else UNKNOWN,
        round(event.round_trip_ms, 1) if event.round_trip_ms is not None else UNKNOWN,
    )
