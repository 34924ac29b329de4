"""A customer's call: where it stands, how long it waited, talked and was on hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from app.server.core.ivr import MenuRun
from app.server.core.types import CallState


class CallEvent(Enum):
    QUEUED = auto()
    OFFERED = auto()
    NOT_TAKEN = auto()
    CONNECTED = auto()
    HELD = auto()
    RESUMED = auto()
    AGENT_LOST = auto()  # the agent's phone vanished: back to the head of the queue
    ENDED = auto()


_S, _E = CallState, CallEvent
TRANSITIONS: dict[tuple[CallState, CallEvent], CallState] = {
    (_S.MENU, _E.QUEUED): _S.QUEUED,
    (_S.MENU, _E.ENDED): _S.ENDED,
    (_S.QUEUED, _E.OFFERED): _S.OFFERED,
    (_S.QUEUED, _E.ENDED): _S.ENDED,
    (_S.OFFERED, _E.NOT_TAKEN): _S.QUEUED,
    (_S.OFFERED, _E.CONNECTED): _S.TALKING,
    (_S.OFFERED, _E.ENDED): _S.ENDED,
    (_S.TALKING, _E.HELD): _S.HELD,
    (_S.TALKING, _E.AGENT_LOST): _S.QUEUED,
    (_S.TALKING, _E.ENDED): _S.ENDED,
    (_S.HELD, _E.RESUMED): _S.TALKING,
    (_S.HELD, _E.AGENT_LOST): _S.QUEUED,
    (_S.HELD, _E.ENDED): _S.ENDED,
}


@dataclass(slots=True)
class Call:
    """One call from the first ring to the last word. Leg and bridge ids name what voice knows."""

    call_id: str
    leg_id: str  # the customer's
    dialled_number: str
    caller_number: str
    caller_name: str
    arrived_at: datetime
    state: CallState = CallState.MENU
    menu: MenuRun | None = None
    play_id: str | None = None  # of the menu's prompts now played
    digit_wait_s: int = 0  # for a key, once they are heard
    customer_id: str | None = None
    recording_id: str | None = None
    queue_id: str | None = None
    queued_at: datetime | None = None  # kept through offers that were not taken
    ahead: bool = False  # before all others of the queue
    offer_id: str | None = None
    agent_id: str | None = None
    agent_leg_id: str | None = None
    bridge_id: str | None = None
    first_connected_at: datetime | None = None
    connected_at: datetime | None = None
    held_at: datetime | None = None
    waited_s: float = 0.0
    talk_s: float = 0.0
    hold_s: float = 0.0
    counted_hold_s: float = 0.0  # hold of earlier talks of this call, for the talk time
