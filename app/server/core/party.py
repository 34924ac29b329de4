"""One party of a call: whose line it is, whether it rings, talks or hears music."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import auto

from app.server.core.frozen import frozen
from app.server.core.machine import TableEnum
from app.server.core.types import PartyKind, Role, Side


class PartyState(TableEnum):
    CALLING = auto()  # it dialled us and hears the ringing
    RINGING = auto()  # we ring it
    WAITING = auto()  # a menu or music
    TALKING = auto()
    LEAVING = auto()  # its phone transferred the others away and waits to hear how that went
    GONE = auto()


class PartyEvent(TableEnum):
    ANSWERED = auto()
    HELD = auto()
    RESUMED = auto()
    TRANSFERRED_AWAY = auto()
    CAME_BACK = auto()
    LEFT = auto()


_S, _E = PartyState, PartyEvent
TRANSITIONS: dict[tuple[PartyState, PartyEvent], PartyState] = {
    (_S.CALLING, _E.ANSWERED): _S.TALKING,
    (_S.CALLING, _E.LEFT): _S.GONE,
    (_S.RINGING, _E.ANSWERED): _S.TALKING,
    (_S.RINGING, _E.LEFT): _S.GONE,
    (_S.WAITING, _E.RESUMED): _S.TALKING,
    (_S.WAITING, _E.TRANSFERRED_AWAY): _S.LEAVING,
    (_S.WAITING, _E.LEFT): _S.GONE,
    (_S.TALKING, _E.HELD): _S.WAITING,
    (_S.TALKING, _E.TRANSFERRED_AWAY): _S.LEAVING,
    (_S.TALKING, _E.LEFT): _S.GONE,
    (_S.LEAVING, _E.CAME_BACK): _S.TALKING,
    (_S.LEAVING, _E.LEFT): _S.GONE,
}


_PRESENT = frozenset({PartyState.WAITING, PartyState.TALKING})
_TALK, _CUSTOMER = Role.TALK, PartyKind.CUSTOMER


class Purpose(TableEnum):
    """Why a party is rung: what follows when it answers or does not."""

    CALLEE = auto()  # of a call that one of us dialled
    OWN_PHONE = auto()  # of who clicked to dial
    TRANSFER = auto()
    CAME_BACK = auto()  # nobody took the transfer: the transferring agent again
    CONSULT = auto()
    CONFERENCE = auto()
    SUPERVISE = auto()
    TAKE_OVER = auto()
    CALL_BACK = auto()  # the customer to whom it was promised
    RECONNECT = auto()  # the customer who was cut off


@frozen
class Ring:
    """``offer_id``: what is on the rung agent's screen, "" for none."""

    purpose: Purpose
    offer_id: str = ""


@dataclass(slots=True)
class Party:
    """``agent_id``: whose phone it is, None for who is no agent. ``supervisor_id``: of a SUPERVISOR."""

    leg_id: str
    kind: PartyKind
    number: str
    state: PartyState
    agent_id: str | None = None
    supervisor_id: str = ""
    role: Role = Role.TALK
    ring: Ring | None = None
    muted: bool = False
    hears_ringing: bool = False  # the tone, while it rings at whom it wants
    phone_holds: bool = False  # its phone has put us on hold
    away: bool = False  # she speaks in another call of hers; the others talk on
    wanted: str = ""  # why she was rung, as her desktop was told ("transfer", "direct", …)
    from_agent_id: str = ""  # who wanted it
    joined_at: datetime | None = None
    talk_before_s: float = 0.0  # of the call, when this party joined
    hold_before_s: float = 0.0

    @property
    def side(self) -> Side:
        """Of the recording."""
        return Side.CUSTOMER if self.kind is _CUSTOMER else Side.AGENT

    @property
    def present(self) -> bool:
        """It answered and has not left."""
        return self.state in _PRESENT

    @property
    def counts(self) -> bool:
        """It keeps a conversation alive; who only listens or coaches does not."""
        return self.role is _TALK and self.state in _PRESENT
