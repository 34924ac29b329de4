"""Small value types that events, commands and facts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any

from app.server.core.frozen import empty, frozen
from app.server.core.machine import TableEnum


class AgentState(TableEnum):
    """What an agent is doing, as every desktop and report shows it."""

    OFFLINE = "OFFLINE"
    NOT_READY = "NOT_READY"
    READY = "READY"
    OFFERED = "OFFERED"
    TALKING = "TALKING"
    WRAP_UP = "WRAP_UP"
    TECH_FAULT = "TECH_FAULT"


class CallState(TableEnum):
    """Where a call stands."""

    DIALLING = "DIALLING"  # one of us has dialled; it rings at the other end
    MENU = "MENU"
    QUEUED = "QUEUED"
    OFFERED = "OFFERED"
    TALKING = "TALKING"
    HELD = "HELD"
    RECONNECTING = "RECONNECTING"  # the customer was cut off and is called back; the agent waits
    SURVEY = "SURVEY"  # the agent is out, the customer answers questions by key
    TRANSFER = "TRANSFER"  # music, while it rings at who is to take over
    ENDED = "ENDED"


class CallKind(Enum):
    """Who called whom. Only customers' calls are queued and written up."""

    CUSTOMER = "IN"
    OUTBOUND = "OUT"  # one of us called an outside number
    INTERNAL = "INTERNAL"  # one of us called another
    CALLBACK = "CALLBACK"  # we call a customer back who asked for it; it waits in his place


class PartyKind(TableEnum):
    CUSTOMER = "CUSTOMER"
    AGENT = "AGENT"
    OUTSIDE = "OUTSIDE"  # somebody else on an outside line
    SUPERVISOR = "SUPERVISOR"


class Role(TableEnum):
    """What a leg may do in a bridge. COACH and LISTEN belong to supervisors."""

    TALK = "TALK"
    LISTEN = "LISTEN"
    COACH = "COACH"


@frozen
class StreamQuality:
    """One direction of one leg's sound. ``mos`` by the E-model (ITU-T G.107), 1.0 to 4.5."""

    packets: int
    lost: int
    loss_pct: float
    jitter_ms: float
    mos: float


class Side(Enum):
    """Channel of a recording: the customer is left, the agent right."""

    CUSTOMER = "CUSTOMER"
    AGENT = "AGENT"


class EndCause(TableEnum):
    """Why a leg ended, in the words of this house; adapters map SIP codes and Q.850 causes to it."""

    NORMAL = "NORMAL"  # somebody hung up
    CANCELLED = "CANCELLED"  # the caller left before an answer
    BUSY = "BUSY"
    DECLINED = "DECLINED"
    NO_ANSWER = "NO_ANSWER"
    UNREACHABLE = "UNREACHABLE"  # no phone registered, or it does not reply
    REJECTED = "REJECTED"  # refused by us: unknown number, no capacity
    CUT_OFF = "CUT_OFF"  # connection lost without a goodbye
    FAILED = "FAILED"  # protocol or media fault


class CallOutcome(Enum):
    """How a call ended for the customer; the base of every report."""

    ANSWERED = "ANSWERED"  # talked with an agent
    ABANDONED = "ABANDONED"  # left while waiting for an agent
    IN_MENU = "IN_MENU"  # left in the voice menu
    REFUSED = "REFUSED"  # no such number, no capacity
    CUT_OFF = "CUT_OFF"  # ended by a fault of ours or of the line
    NOT_REACHED = "NOT_REACHED"  # a call of ours that nobody answered
    CALLED_BACK = "CALLED_BACK"  # left the queue for a call-back: no abandon
    FLOWED_OUT = "FLOWED_OUT"  # left the queue by an overflow rule and was not answered elsewhere
    MESSAGE = "MESSAGE"  # left a voice message instead of waiting


@frozen
class Candidate:
    """One agent looked at when a call was to be assigned: taken, or why not."""

    agent_id: str
    idle_s: float | None  # None: she was excluded
    excluded: str | None  # reason in a stable word: "not-ready", "no-phone", "on-phone", "skill", "kept-free"
    standing: tuple[float, ...] = ()  # by the queue's strategy; the lowest is taken


class _ListsLater:
    """A list that is most often read long after the decision, and by another thread: it is made from what was
    noted then when it is read for the first time."""

    __slots__ = ("_list",)

    _list: Callable[[], tuple[Candidate, ...]]

    if not TYPE_CHECKING:  # else every name would count as known

        def __getattr__(self, name: str) -> Any:
            if name != "candidates":
                raise AttributeError(name)
            listed = self._list()
            object.__setattr__(self, "candidates", listed)
            return listed


@frozen
class Explanation(_ListsLater):
    """Why this agent: rule, who was looked at, in the order of preference.

    ``special``: what came before the strategy: "dedicated", "last-agent", "region", "" for none. ``wants``:
    the levels asked for now, after ``relaxed`` relaxations. ``score`` is the caller's, of ``score_parts``
    (base, level, extra, ageing). ``others``: how many more were excluded, by reason, where a large queue's
    agents are not all listed. ``line``: how many waited in this queue.
    """

    rule: str
    chosen: str
    candidates: tuple[Candidate, ...]
    special: str = ""
    wants: dict[str, int] = field(default_factory=empty(dict[str, int]))
    relaxed: int = 0
    score: float = 0.0
    score_parts: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    others: dict[str, int] = field(default_factory=empty(dict[str, int]))
    line: int = 0

    def listing(self, candidates: Callable[[], tuple[Candidate, ...]]) -> Explanation:
        """This one, with who was looked at listed by ``candidates`` once somebody reads it."""
        object.__delattr__(self, "candidates")
        object.__setattr__(self, "_list", candidates)
        return self
