"""Where a call stood when its server died, as its facts tell: did he wait, or talk, and with whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.server.core.facts import (
    CallArrived,
    CallConnected,
    CallerKnown,
    CallLeftQueue,
    CallQueued,
    Fact,
    LegReplaced,
    PartyChanged,
    PartyJoined,
    PartyLeft,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
)

TimedFact = tuple[datetime, Fact]


@dataclass(slots=True)
class BrokenOff:
    """``since``: what his place in ``queue_id`` counts from. ``waits``: nobody talked with him just then.

    ``agent_id``: with whom he talked, "" where he waited. Neither: he was in a menu, or it was over for him.
    """

    number: str = ""
    source: str = ""
    direction: str = "IN"
    queue_id: str = ""
    since: datetime | None = None
    waits: bool = False
    agent_id: str = ""
    customer_id: str = ""
    level: str = ""
    talked: bool = False
    ringing: bool = False  # it rang at who was to take over
    present: set[str] = field(default_factory=set[str])  # legs of those who talked with him

    @property
    def is_owed_a_call(self) -> bool:
        return bool(self.queue_id) and self.since is not None and (self.waits or bool(self.agent_id))


def stood(facts: Iterable[TimedFact]) -> BrokenOff:
    """The facts of one call, in their order."""
    found = BrokenOff()
    for at, fact in facts:
        _then(found, at, fact)
    if found.talked and not found.waits and not found.present:
        found.waits, found.agent_id = found.ringing, ""  # else a menu or a survey after the talk
    elif found.ringing and not found.talked:
        found.waits = True
    return found


def _then(found: BrokenOff, at: datetime, fact: Fact) -> None:
    match fact:
        case CallArrived():
            found.number, found.source, found.direction = fact.caller_number, fact.source, fact.direction
        case CallerKnown():
            found.customer_id, found.level = fact.customer_id, fact.level
        case CallQueued():
            if not fact.again or found.since is None:
                found.since = datetime.fromisoformat(fact.since) if fact.since else at
            found.queue_id, found.waits, found.agent_id, found.ringing = fact.queue_id, True, "", False
        case CallLeftQueue():
            found.waits = False
        case CallConnected():
            found.queue_id, found.agent_id = fact.queue_id or found.queue_id, fact.agent_id
            found.waits, found.talked, found.ringing = False, True, False
        case PartyChanged(what="leads"):
            found.agent_id = fact.agent_id or found.agent_id
        case TransferStarted() | TransferCameBack(to="agent"):
            found.ringing = True
        case TransferEnded():
            found.ringing = False
        case PartyJoined(role="TALK"):
            found.present.add(fact.leg_id)
        case LegReplaced() if fact.old_leg_id in found.present:
            found.present.add(fact.new_leg_id)
            found.present.discard(fact.old_leg_id)
        case PartyLeft():
            found.present.discard(fact.leg_id)
        case _:
            pass
