"""An agent: what she is doing, what she wishes for next, since when she is idle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import auto

from app.server.core.frozen import frozen
from app.server.core.machine import TableEnum
from app.server.core.types import AgentState


class AgentEvent(TableEnum):
    WISH_READY = auto()
    WISH_NOT_READY = auto()
    WISH_OFFLINE = auto()
    OFFERED = auto()
    ANSWERED = auto()
    NOT_TAKEN = auto()  # declined or rang out: she is not ready until she says so
    WITHDRAWN = auto()  # the caller left
    CALL_OVER = auto()
    CALL_LOST = auto()  # her phone vanished in the call
    PHONE_LOST = auto()
    CUT_OFF_BY_RESTART = auto()  # the server was restarted in her talk
    ON_PHONE = auto()  # she talks or dials without having been offered a call
    WRITES_ON = auto()  # a wrap-up that had to wait: she was on the phone, or wrote up another call


_S, _E = AgentState, AgentEvent
TRANSITIONS: dict[tuple[AgentState, AgentEvent], AgentState] = {
    (_S.OFFLINE, _E.WISH_READY): _S.READY,
    (_S.OFFLINE, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.OFFLINE, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.OFFLINE, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.OFFLINE, _E.CUT_OFF_BY_RESTART): _S.WRAP_UP,
    (_S.NOT_READY, _E.WISH_READY): _S.READY,
    (_S.NOT_READY, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.NOT_READY, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.NOT_READY, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.READY, _E.WISH_READY): _S.READY,
    (_S.READY, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.READY, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.READY, _E.OFFERED): _S.OFFERED,
    (_S.READY, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.OFFERED, _E.ANSWERED): _S.TALKING,
    (_S.OFFERED, _E.NOT_TAKEN): _S.NOT_READY,
    (_S.OFFERED, _E.WITHDRAWN): _S.READY,
    (_S.OFFERED, _E.WISH_NOT_READY): _S.NOT_READY,  # met as the offer ends
    (_S.OFFERED, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.OFFERED, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.OFFLINE, _E.ON_PHONE): _S.TALKING,
    (_S.NOT_READY, _E.ON_PHONE): _S.TALKING,
    (_S.READY, _E.ON_PHONE): _S.TALKING,
    (_S.OFFERED, _E.ON_PHONE): _S.TALKING,  # she was on the phone when the offer ended
    (_S.OFFERED, _E.WRITES_ON): _S.WRAP_UP,  # of a talk that ended while it rang
    (_S.WRAP_UP, _E.ON_PHONE): _S.TALKING,
    (_S.TECH_FAULT, _E.ON_PHONE): _S.TALKING,
    (_S.TALKING, _E.WISH_READY): _S.READY,  # after a talk that needs no wrap-up
    (_S.TALKING, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.TALKING, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.TALKING, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.TALKING, _E.WRITES_ON): _S.WRAP_UP,
    (_S.TALKING, _E.CALL_OVER): _S.WRAP_UP,
    (_S.TALKING, _E.CALL_LOST): _S.TECH_FAULT,
    (_S.WRAP_UP, _E.WISH_READY): _S.READY,
    (_S.WRAP_UP, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.WRAP_UP, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.WRAP_UP, _E.PHONE_LOST): _S.TECH_FAULT,
    (_S.WRAP_UP, _E.WRITES_ON): _S.WRAP_UP,  # of the call before
    (_S.TECH_FAULT, _E.WISH_READY): _S.READY,
    (_S.TECH_FAULT, _E.WISH_NOT_READY): _S.NOT_READY,
    (_S.TECH_FAULT, _E.WISH_OFFLINE): _S.OFFLINE,
    (_S.TECH_FAULT, _E.PHONE_LOST): _S.TECH_FAULT,
}

WISHES: dict[AgentState, AgentEvent] = {
    AgentState.READY: AgentEvent.WISH_READY,
    AgentState.NOT_READY: AgentEvent.WISH_NOT_READY,
    AgentState.OFFLINE: AgentEvent.WISH_OFFLINE,
}
DEVICE_FAULT = "tech-fault"  # reason of a wish NOT_READY: her microphone is gone; no break of hers
ENGAGED = frozenset({AgentState.OFFERED, AgentState.TALKING, AgentState.WRAP_UP})


@frozen
class Wish:
    """A state asked for: READY, NOT_READY or OFFLINE, met at once or after the call."""

    state: AgentState
    reason: str
    actor: str

    @property
    def event(self) -> AgentEvent:
        """What it is for the table: a device that is gone is a fault, as a phone that is."""
        gone = self.reason == DEVICE_FAULT and self.state is AgentState.NOT_READY
        return AgentEvent.PHONE_LOST if gone else WISHES[self.state]


@frozen
class UnfinishedWrapUp:
    """It waits: she was on the phone when the call ended, or picked it up while she wrote."""

    call_id: str
    left_s: float
    spent_s: float
    more_s: int = 60
    extended: bool = False


@dataclass(slots=True)
class Agent:
    """``idle_since``: end of the last contact handled, or first readiness; breaks do not reset it."""

    agent_id: str
    sip_user: str
    queue_ids: tuple[str, ...]
    since: datetime
    state: AgentState = AgentState.OFFLINE
    reason: str = ""
    next_wish: Wish | None = None
    phone_registered: bool = False
    phone_broke_in_talk: bool = False  # its registration was lost in this talk; it may be back
    idle_since: datetime | None = None
    call_id: str | None = None  # offered, writing up, or the one of ``talks`` that she speaks in
    legs: dict[str, str] = field(default_factory=dict[str, str])  # of hers in calls (also ringing) → call
    talks: dict[str, bool] = field(default_factory=dict[str, bool])  # calls she is in → to be written up
    after_talk: Wish | None = None  # what she was before she picked up the phone
    unfinished: list[UnfinishedWrapUp] = field(default_factory=list[UnfinishedWrapUp])  # the latest is next
    wrap_up_spent_s: float = 0.0  # before she left the present wrap-up for a moment
    wrap_up_ends_at: datetime | None = None
    wrap_up_more_s: int = 60  # by how much she may extend the present one
    wrap_up_extended: bool = False
    handled_calls: int = 0
    handled_today: int = 0
    busy_s: float = 0.0  # of today: talk, hold and wrap-up
    ready_s: float = 0.0  # of today
    offered_at: datetime | None = None  # the last time
    break_ended_at: datetime | None = None  # when she was last ready after being off or not ready
