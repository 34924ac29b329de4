"""What is kept in the ledger: everything that happened to calls, agents and queues.

Calls, time lines, statistics and the live board are views of these facts. The class name is the
``kind`` in the ledger and the fields its payload: add fields only with a default, never rename.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from app.server.core.frozen import frozen
from app.server.core.talk_facts import (
    LegMeasured as LegMeasured,
)
from app.server.core.talk_facts import (
    LegReplaced as LegReplaced,
)
from app.server.core.talk_facts import (
    PartyChanged as PartyChanged,
)
from app.server.core.talk_facts import (
    PartyJoined as PartyJoined,
)
from app.server.core.talk_facts import (
    PartyLeft as PartyLeft,
)
from app.server.core.talk_facts import (
    RecordingPaused as RecordingPaused,
)
from app.server.core.talk_facts import (
    RecordingResumed as RecordingResumed,
)
from app.server.core.talk_facts import (
    RecordingStarted as RecordingStarted,
)
from app.server.core.talk_facts import (
    RecordingStopped as RecordingStopped,
)
from app.server.core.talk_facts import (
    ReplySpoken as ReplySpoken,
)
from app.server.core.talk_facts import (
    SupervisorActed as SupervisorActed,
)
from app.server.core.talk_facts import (
    TransferCameBack as TransferCameBack,
)
from app.server.core.talk_facts import (
    TransferEnded as TransferEnded,
)
from app.server.core.talk_facts import (
    TransferStarted as TransferStarted,
)
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause, Explanation

if TYPE_CHECKING:
    from typing_extensions import TypeIs


@frozen
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
    shown_number: str = ""  # of a call of ours, where another than the line's own was chosen


@frozen
class CallerKnown:
    call_id: str
    customer_id: str
    level: str
    region: str = ""


@frozen
class MenuChosen:
    call_id: str
    node: str
    digit: str


@frozen
class CallQueued:
    """``again``: back at its place after an offer that was not taken. Without: a new entry of this queue.

    ``since``: what his waiting is counted from, where that is before now (he called again, flowed over, had
    asked for a call-back), ISO 8601. ``ahead``: before all others.
    """

    call_id: str
    queue_id: str
    position: int
    again: bool = False
    since: str = ""
    ahead: bool = False
    extra_priority: float = 0.0  # besides the queue's and that of his level


@frozen
class CallMoved:
    """Where a call stands now, where no other fact says so: in the menu again, in a transfer, a survey, …"""

    call_id: str
    before: CallState
    after: CallState


@frozen
class CallLeftQueue:
    """Out of a queue without an agent and without hanging up. ``how``: "flowed-out", "called-back",
    "message", "transferred". ``to``: queue, flow, number or call-back."""

    call_id: str
    queue_id: str
    how: str
    to: str
    trigger: str = ""  # of an overflow rule
    waited_s: float = 0.0


@frozen
class WaitAnnounced:
    """What a waiting caller was told; scored against what happened. ``high_s`` 0: no time was said."""

    call_id: str
    queue_id: str
    position: int
    low_s: int
    high_s: int


@frozen
class NodeLeft:
    """A caller's visit of a node of a flow. ``exit``: "next", a digit, "no-input", "invalid", "failed",
    "not-found", "hung-up", "agent", … ``spent_s``: between coming and leaving."""

    call_id: str
    flow_id: str
    version: int
    node: str
    exit: str
    spent_s: float


@frozen
class FlowEnded:
    """``how``: "queue", "transfer", "end", "message", "call-back", "hung-up", "back", "failed"."""

    call_id: str
    flow_id: str
    version: int
    how: str


@frozen
class MessageLeft:
    """A voice message is the part from ``from_s`` of ``length_s`` of its call's recording."""

    message_id: str
    call_id: str
    queue_id: str
    number: str
    recording_id: str
    from_s: float
    length_s: float


@frozen
class MessageSent:
    """A short message was handed to the notifier; its text is not kept here."""

    call_id: str
    number: str


@frozen
class SurveyStarted:
    """The talk is over and the customer, still on the line, is asked how it was. ``by``: of CallEnded,
    which follows once he has answered or hung up, with these times. ``agent_id``: who is rated."""

    call_id: str
    queue_id: str
    agent_id: str | None
    flow_id: str
    by: str
    talk_s: float
    hold_s: float


@frozen
class SurveyAnswered:
    """``agent_id``: who is rated, None where nobody was talked with."""

    call_id: str
    queue_id: str
    agent_id: str | None
    question: str
    digit: str
    score: int


@frozen
class CallBackPromised:
    """``waiting_since``: ISO 8601; its place in the line. ``agent_id``: a reconnection with her; else ""."""

    callback_id: str
    queue_id: str
    number: str
    for_call_id: str
    waiting_since: str
    agent_id: str = ""
    level: str = ""


@frozen
class CallBackTried:
    """``call_id``: of this attempt. ``next_at``: ISO 8601 of the next one, "" where it was the last."""

    callback_id: str
    call_id: str
    attempt: int
    result: str  # "no-answer", "busy", "unreachable", "agent-left", …
    next_at: str = ""


@frozen
class CallBackEnded:
    """``result``: "talked", "cancelled", "called-again", "given-up", "expired"."""

    callback_id: str
    result: str
    call_id: str = ""
    actor: str = ""


@frozen
class ReconnectTried:
    """A cut-off customer is called back within the same call. ``result``: "back", "no-answer", "busy",
    "unreachable", "stopped", "dialling"."""

    call_id: str
    agent_id: str | None
    attempt: int
    result: str


@frozen
class WrapUpLengthened:
    call_id: str
    agent_id: str
    by_s: int


@frozen
class OfferMade:
    call_id: str
    offer_id: str
    agent_id: str
    queue_id: str
    why: Explanation


@frozen
class OfferEnded:
    """``result``: "taken", "declined", "no-answer", "caller-left", "no-phone", "other-took"."""

    call_id: str
    offer_id: str
    agent_id: str
    result: str


@frozen
class RingMissed:
    """A call rang at an agent outside of the queues' offers, and she did not take it. ``reason``: as of
    ShowOffer ("direct", "transfer", …). ``why``: "no-answer", "declined", "caller-left", "no-phone"."""

    call_id: str
    offer_id: str
    agent_id: str
    reason: str
    why: str
    from_agent_id: str = ""


@frozen
class CallConnected:
    """``queue_id`` "": a call of no queue. ``again``: somebody has talked with this customer before."""

    call_id: str
    agent_id: str
    queue_id: str
    waited_s: float
    again: bool = False


@frozen
class CallHeld:
    call_id: str
    agent_id: str


@frozen
class CallResumed:
    call_id: str
    agent_id: str
    held_s: float


@frozen
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


@frozen
class AgentStateChanged:
    """``cause``: what moved her ("signed-in", "wish", "offer", "answered", "no-answer", …)."""

    agent_id: str
    before: AgentState
    after: AgentState
    reason: str
    cause: str
    actor: str
    call_id: str | None = None


@frozen
class WrapUpEnded:
    """``how``: "finished" by the agent, "time-out", "supervisor", or "next-call" (she has the call again)."""

    call_id: str
    agent_id: str
    wrap_up_s: float
    how: str


@frozen
class ServerStarted:
    """``cut_off_calls``: calls that the last run left open and that were closed as cut off."""

    version: str
    cut_off_calls: int


Fact = (
    CallArrived
    | CallerKnown
    | MenuChosen
    | CallQueued
    | CallMoved
    | CallLeftQueue
    | WaitAnnounced
    | NodeLeft
    | FlowEnded
    | MessageLeft
    | MessageSent
    | SurveyStarted
    | SurveyAnswered
    | CallBackPromised
    | CallBackTried
    | CallBackEnded
    | ReconnectTried
    | WrapUpLengthened
    | OfferMade
    | OfferEnded
    | RingMissed
    | CallConnected
    | CallHeld
    | CallResumed
    | CallEnded
    | PartyJoined
    | PartyLeft
    | PartyChanged
    | LegReplaced
    | LegMeasured
    | ReplySpoken
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
KINDS: frozenset[type[Fact]] = frozenset(get_args(Fact))


def is_fact(each: object) -> TypeIs[Fact]:
    return each.__class__ in KINDS
