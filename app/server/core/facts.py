"""What is kept in the ledger: everything that happened to calls, agents and queues.

Calls, time lines, statistics and the live board are views of these facts. The class name is the
``kind`` in the ledger and the fields its payload: add fields only with a default, never rename.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.server.core.types import AgentState, CallOutcome, EndCause, Explanation, StreamQuality


@dataclass(frozen=True, slots=True)
class CallArrived:
    """``direction``: "IN", "OUT" or "INTERNAL"; of the last two ``agent_id`` is who dialled."""

    call_id: str
    dialled_number: str
    caller_number: str
    caller_name: str
    source: str
    direction: str = "IN"
    agent_id: str | None = None
    diverted_from: str = ""


@dataclass(frozen=True, slots=True)
class CallerKnown:
    call_id: str
    customer_id: str
    level: str


@dataclass(frozen=True, slots=True)
class MenuChosen:
    call_id: str
    node: str
    digit: str


@dataclass(frozen=True, slots=True)
class CallQueued:
    """``again``: back at its place after an offer that was not taken. Without: a new entry of this queue."""

    call_id: str
    queue_id: str
    position: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class OfferMade:
    call_id: str
    offer_id: str
    agent_id: str
    queue_id: str
    why: Explanation


@dataclass(frozen=True, slots=True)
class OfferEnded:
    """``result``: "taken", "declined", "no-answer", "caller-left", "no-phone"."""

    call_id: str
    offer_id: str
    agent_id: str
    result: str


@dataclass(frozen=True, slots=True)
class CallConnected:
    """``queue_id`` "": a call of no queue. ``again``: somebody has talked with this customer before."""

    call_id: str
    agent_id: str
    queue_id: str
    waited_s: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class CallHeld:
    call_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class CallResumed:
    call_id: str
    agent_id: str
    held_s: float


@dataclass(frozen=True, slots=True)
class CallEnded:
    """``by``: "customer", "agent", "supervisor", "system". ``detail``: LegEnded's."""

    call_id: str
    outcome: CallOutcome
    cause: EndCause
    by: str
    agent_id: str | None
    queue_id: str | None
    waited_s: float
    talk_s: float
    hold_s: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PartyJoined:
    """Somebody besides the customer hears and is heard. ``kind``, ``role``: of PartyKind and Role.

    ``number``: her phone or his outside number. A supervisor's id stands in ``supervisor_id`` alone.
    """

    call_id: str
    leg_id: str
    kind: str
    agent_id: str | None
    number: str
    role: str = "TALK"
    supervisor_id: str = ""


@dataclass(frozen=True, slots=True)
class PartyLeft:
    """``talk_s``, ``hold_s``: of the conversation while this party was in it."""

    call_id: str
    leg_id: str
    kind: str
    agent_id: str | None
    talk_s: float
    hold_s: float
    cause: str = ""


@dataclass(frozen=True, slots=True)
class LegReplaced:
    """A party goes on with another phone (RFC 3891)."""

    call_id: str
    old_leg_id: str
    new_leg_id: str
    agent_id: str | None


@dataclass(frozen=True, slots=True)
class PartyChanged:
    """``what``: "muted", "unmuted", "held", "resumed", "leads" (the call is hers now)."""

    call_id: str
    leg_id: str
    agent_id: str | None
    what: str


@dataclass(frozen=True, slots=True)
class TransferStarted:
    """``mode``: "blind", "consult". ``target_kind``: "AGENT", "QUEUE", "FLOW", "OUTSIDE"."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    mode: str
    target_kind: str
    target: str


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """``result``: "completed", "conference", "cancelled", "caller-left", or why the target did not take it
    ("busy", "no-answer", "declined", "unreachable", …)."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    result: str


@dataclass(frozen=True, slots=True)
class TransferCameBack:
    """Nobody took it: ``to`` is "agent" (who had transferred), "queue", or "nobody"."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    to: str


@dataclass(frozen=True, slots=True)
class SupervisorActed:
    """For the audit. ``what``: "listen", "coach", "talk", "take-over", "hang-up", "not-reached"."""

    call_id: str
    supervisor_id: str
    what: str
    about_agent: str = ""


@dataclass(frozen=True, slots=True)
class LegMeasured:
    """How the sound of one leg was, over all of it.

    ``samples``: of every report (5 s): [mos received, lost %, jitter ms, mos sent, round trip ms]; -1 for
    what the peer did not say.
    """

    call_id: str
    leg_id: str
    party: str
    agent_id: str | None
    codec: str
    received: StreamQuality
    sent: StreamQuality | None
    round_trip_ms: float | None
    worst_mos: float
    samples: tuple[tuple[float, float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingPaused:
    recording_id: str
    call_id: str
    agent_id: str | None


@dataclass(frozen=True, slots=True)
class RecordingResumed:
    """``by``: "agent", "time-out", "system"."""

    recording_id: str
    call_id: str
    agent_id: str | None
    by: str


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    recording_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    recording_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class AgentStateChanged:
    """``cause``: what moved her ("signed-in", "wish", "offer", "answered", "no-answer", …)."""

    agent_id: str
    before: AgentState
    after: AgentState
    reason: str
    cause: str
    actor: str
    call_id: str | None = None


@dataclass(frozen=True, slots=True)
class WrapUpEnded:
    """``how``: "finished" by the agent, "time-out", or "next-call" (she took a customer before its end)."""

    call_id: str
    agent_id: str
    wrap_up_s: float
    how: str


@dataclass(frozen=True, slots=True)
class ServerStarted:
    """``cut_off_calls``: calls that the last run left open and that were closed as cut off."""

    version: str
    cut_off_calls: int


Fact = (
    CallArrived
    | CallerKnown
    | MenuChosen
    | CallQueued
    | OfferMade
    | OfferEnded
    | CallConnected
    | CallHeld
    | CallResumed
    | CallEnded
    | PartyJoined
    | PartyLeft
    | PartyChanged
    | LegReplaced
    | LegMeasured
    | TransferStarted
    | TransferEnded
    | TransferCameBack
    | SupervisorActed
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
    | AgentStateChanged
    | WrapUpEnded
    | ServerStarted
)
