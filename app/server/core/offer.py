"""One call shown to one agent: from being made to being taken, refused or run out. A lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import auto

from app.server.core.machine import TableEnum


class OfferState(TableEnum):
    RINGING = auto()
    TAKEN = auto()
    REFUSED = auto()
    RAN_OUT = auto()  # RONA: ring on no answer
    WITHDRAWN = auto()  # the caller left, or the phone was lost


class OfferEvent(TableEnum):
    AGENT_ANSWERED = auto()
    AGENT_DECLINED = auto()
    LEASE_EXPIRED = auto()
    CALLER_LEFT = auto()
    PHONE_LOST = auto()
    OTHER_TOOK = auto()  # several phones rang for him


_S, _E = OfferState, OfferEvent
TRANSITIONS: dict[tuple[OfferState, OfferEvent], OfferState] = {
    (_S.RINGING, _E.AGENT_ANSWERED): _S.TAKEN,
    (_S.RINGING, _E.AGENT_DECLINED): _S.REFUSED,
    (_S.RINGING, _E.LEASE_EXPIRED): _S.RAN_OUT,
    (_S.RINGING, _E.CALLER_LEFT): _S.WITHDRAWN,
    (_S.RINGING, _E.PHONE_LOST): _S.WITHDRAWN,
    (_S.RINGING, _E.OTHER_TOOK): _S.WITHDRAWN,
}
RESULTS: dict[OfferEvent, str] = {
    _E.AGENT_ANSWERED: "taken",
    _E.AGENT_DECLINED: "declined",
    _E.LEASE_EXPIRED: "no-answer",
    _E.CALLER_LEFT: "caller-left",
    _E.PHONE_LOST: "no-phone",
    _E.OTHER_TOOK: "other-took",
}


@dataclass(slots=True)
class Offer:
    """A reservation of one agent for one call; it always ends, at ``expires_at`` at the latest."""

    offer_id: str
    call_id: str
    agent_id: str
    leg_id: str
    made_at: datetime
    expires_at: datetime
    state: OfferState = OfferState.RINGING
