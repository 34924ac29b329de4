"""What is kept in the ledger: everything that happened to calls, agents and queues.

Calls, time lines, statistics and the live board are views of these facts. The class name is the
``kind`` in the ledger and the fields its payload: add fields only with a default, never rename.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.server.core.types import AgentState, CallOutcome, EndCause, Explanation


@dataclass(frozen=True, slots=True)
class CallArrived:
    call_id: str
    dialled_number: str
    caller_number: str
    caller_name: str
    source: str


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
    """``again``: back at its place after an offer that was not taken."""

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
    call_id: str
    agent_id: str
    queue_id: str
    waited_s: float


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
    """``by``: "customer", "agent", "system"."""

    call_id: str
    outcome: CallOutcome
    cause: EndCause
    by: str
    agent_id: str | None
    queue_id: str | None
    waited_s: float
    talk_s: float
    hold_s: float


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
    """``how``: "finished" by the agent or "time-out"."""

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
    | RecordingStarted
    | RecordingStopped
    | AgentStateChanged
    | WrapUpEnded
    | ServerStarted
)
