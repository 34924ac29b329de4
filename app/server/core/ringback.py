"""The ring-back tone: one of ours hears that it rings at the other end, until there is better to hear."""

from __future__ import annotations

from app.server.core.commands import PlayPrompts, StopPlaying
from app.server.core.party import Party, PartyState
from app.server.core.turn import Turn

TONE = "tone/ringback"


def begins(turn: Turn, party: Party | None) -> None:
    """Only for who has answered already: a phone that dialled makes the tone itself (180)."""
    if party is not None and party.state is PartyState.TALKING and not party.hears_ringing:
        party.hears_ringing = True
        turn.do(PlayPrompts(party.leg_id, turn.new_id("play"), (TONE,), loop=True))


def ends(turn: Turn, party: Party | None) -> None:
    """It was answered, or nobody is there, or the other end's own sound is heard. Nothing where none was."""
    if party is not None and party.hears_ringing:
        party.hears_ringing = False
        if party.leg_id in turn.house.legs:
            turn.do(StopPlaying(party.leg_id))
