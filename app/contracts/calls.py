"""Offers, calls, what came of them, and recordings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.customers import CustomerFile
from app.contracts.parties import CallPartyView, ConsultView, PartyView, ReconnectView, TransferView
from app.contracts.people import Label

CallStateName = Literal[
    "DIALLING",
    "MENU",
    "QUEUED",
    "OFFERED",
    "TALKING",
    "HELD",
    "RECONNECTING",
    "SURVEY",
    "TRANSFER",
    "ENDED",
]
Direction = Literal["IN", "OUT", "INTERNAL", "CALLBACK"]
CallOutcomeName = Literal[
    "ANSWERED",
    "ABANDONED",
    "IN_MENU",
    "REFUSED",
    "CUT_OFF",
    "NOT_REACHED",
    "CALLED_BACK",
    "FLOWED_OUT",
    "MESSAGE",
]


class OfferView(Wire):
    """A call shown to one agent, with the customer's file."""

    offer_id: str
    call_id: str
    queue: Label
    caller_number: str  # masked
    waited_s: float
    made_at: datetime
    expires_at: datetime
    file: CustomerFile
    # or "callback", "reconnect", "transfer", "consult", "conference", "came-back", "direct" (her own number)
    reason: str = "queue"
    auto_answer: bool = False  # after a zip tone
    from_agent: str = ""  # the name of the colleague who passes it on
    note: str = ""  # what she noted so far


class ActiveCall(Wire):
    """The call that an agent has now (or still writes up)."""

    call_id: str
    state: CallStateName
    queue: Label
    caller_number: str
    waited_s: float
    connected_at: datetime | None = None
    held_since: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    recording: bool = False
    recording_paused: bool = False
    direction: Direction = "IN"
    parties: list[PartyView] = []
    consult: ConsultView | None = None
    reconnect: ReconnectView | None = None  # while RECONNECTING
    from_agent: str = ""  # the name of the colleague who passed it on
    note: str = ""  # what she noted
    wanted: str = ""  # why it came ("transfer", "consult", …), as in the offer
    file: CustomerFile


class CallResult(Wire):
    """Body of ``PUT /api/v1/calls/{call_id}/result``: what came of the call.

    ``finish`` ends the agent's wrap-up. Sent again, the latest one counts.
    """

    outcome: str = Field(max_length=40)
    note: str = Field(default="", max_length=8000)
    follow_up_at: datetime | None = None
    finish: bool = False


class CallView(Wire):
    """One call of the list."""

    call_id: str
    started_at: datetime
    ended_at: datetime | None
    outcome: CallOutcomeName | None
    customer_id: str | None
    customer_name: str
    caller_number: str
    queue: Label | None
    agent_id: str | None
    agent_name: str
    waited_s: float
    talk_s: float
    hold_s: float
    result: str
    note: str
    follow_up_at: datetime | None = None
    recording_id: str | None = None
    direction: Direction = "IN"


class MissedCallView(Wire):
    """An offer that rang at my desk and that I did not take. ``why``: "no-answer", "declined", "caller-left",
    "no-phone". ``answered_elsewhere``: somebody else helped the caller, there is nothing left to do.
    """

    offer_id: str
    call_id: str
    at: datetime
    why: str
    number: str  # masked
    customer_id: str | None
    customer_name: str
    queue: Label | None
    answered_elsewhere: bool = False
    called_back: bool = False


class CustomerChoice(Wire):
    """Body of ``PUT /api/v1/calls/{call_id}/customer``: which of several customers with this number calls."""

    customer_id: str


class CallRecord(CallView):
    """One call with all that was kept about it. ``ended_detail``: what the wire said ("q850-38", …)."""

    ended_by: str = ""
    ended_cause: str = ""
    ended_detail: str = ""
    parties: list[CallPartyView] = []
    transfers: list[TransferView] = []


class RecordingGap(Wire):
    """Silence in the file, and why: paused on purpose, the machinery died, the disk did not take it."""

    from_ms: int
    to_ms: int
    reason: Literal["paused", "lost", "not-written"]


class RecordingHoldWish(Wire):
    """Body of ``PUT /api/v1/recordings/{recording_id}/hold``: keep it, or no longer."""

    held: bool = True
    reason: str = Field(max_length=1000)


class RecordingView(Wire):
    recording_id: str
    call_id: str
    state: Literal["OPEN", "FINISHING", "READY", "FAILED", "DELETED"]
    started_at: datetime
    duration_ms: int | None = None
    sha256: str = ""
    gaps_ms: list[tuple[int, int]] = []
    gaps: list[RecordingGap] = []
    held: bool = False  # a legal hold keeps it from being deleted
    hold_reason: str = ""
