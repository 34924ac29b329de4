"""Who is and was in a call, transfers, and how each line sounded."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from app.contracts.base import Wire

PartyKindName = Literal["CUSTOMER", "AGENT", "OUTSIDE", "SUPERVISOR"]
PartyStateName = Literal["CALLING", "RINGING", "WAITING", "TALKING", "LEAVING"]
Sample = tuple[float, float, float, float, float]


class PartyView(Wire):
    """Somebody in a call now. WAITING: hears music; LEAVING: has transferred it and is about to go."""

    leg_id: str
    kind: PartyKindName
    state: PartyStateName
    agent_id: str | None = None
    name: str = ""
    number: str = ""  # masked
    muted: bool = False
    leads: bool = False


class ConsultView(Wire):
    """A transfer that is talked over first. ``with_target``: with whom of the two she talks now."""

    leg_id: str
    with_target: bool


class ReconnectView(Wire):
    """How the customer, who was cut off, is called back. ``state``: "dialling", or "waiting" until
    ``next_at``; ``attempt`` of ``tries``."""

    state: str
    attempt: int
    tries: int
    next_at: datetime | None = None


class CallPartyView(Wire):
    """Who was in a call, besides its customer. Talk and hold are those of the conversation meanwhile."""

    leg_id: str
    kind: PartyKindName
    agent_id: str | None
    name: str
    number: str  # masked
    role: str
    joined_at: datetime
    left_at: datetime | None
    talk_s: float
    hold_s: float


class TransferView(Wire):
    """``mode``: "blind", "consult". ``result``: "" while it is under way. ``came_back_to``: "agent", "queue",
    "nobody", or "" where it was taken."""

    at: datetime
    mode: str
    by: str
    target_kind: str
    target: str
    ended_at: datetime | None
    result: str
    came_back_to: str = ""


class SoundView(Wire):
    """One direction of one line's sound; ``mos`` by the E-model, 1.0 to 4.5."""

    packets: int
    lost: int
    loss_pct: float
    jitter_ms: float
    mos: float


class LegQualityView(Wire):
    """How one line sounded over all of the call. ``received``: from the party to us.

    ``samples``: every 5 s [mos received, lost %, jitter ms, mos sent, round trip ms], -1 where not known.
    """

    leg_id: str
    party: PartyKindName
    agent_id: str | None
    codec: str
    received: SoundView
    sent: SoundView | None
    round_trip_ms: float | None
    worst_mos: float
    samples: list[Sample] = []
