"""Messages of ``WS /api/v1/live?cursor=N`` (bearer token in the Authorization header).

Each carries the ``cursor`` to come back with. The first is always ``hello`` with the whole present
state, so a desktop that missed messages (or a server that restarted) needs nothing else to be right
again. Only what concerns this user is sent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.contracts.base import Wire
from app.contracts.calls import ActiveCall, OfferView
from app.contracts.colleagues import ColleagueView
from app.contracts.notices import NoticeView
from app.contracts.parties import SoundView
from app.contracts.people import AgentView, QueueView, TodayView


class Hello(Wire):
    kind: Literal["hello"] = "hello"
    cursor: int
    server_time: datetime
    server_version: str
    agent: AgentView | None
    offer: OfferView | None
    call: ActiveCall | None
    other_calls: list[ActiveCall] = []  # on hold while she speaks in ``call``
    queues: list[QueueView]
    today: TodayView | None


class AgentChanged(Wire):
    kind: Literal["agent_changed"] = "agent_changed"
    cursor: int
    agent: AgentView


class OfferMade(Wire):
    kind: Literal["offer_made"] = "offer_made"
    cursor: int
    offer: OfferView


class OfferWithdrawn(Wire):
    """``why``: "answered", "no-answer", "declined", "caller-left", "no-phone", "cancelled"."""

    kind: Literal["offer_withdrawn"] = "offer_withdrawn"
    cursor: int
    offer_id: str
    call_id: str
    why: str


class CallChanged(Wire):
    kind: Literal["call_changed"] = "call_changed"
    cursor: int
    call: ActiveCall


class CallQuality(Wire):
    """How the agent's own line sounds now, every 5 s of a call. ``sent``: as her phone says it."""

    kind: Literal["call_quality"] = "call_quality"
    cursor: int
    call_id: str
    leg_id: str
    codec: str
    received: SoundView
    sent: SoundView | None = None
    round_trip_ms: float | None = None


class ColleagueChanged(Wire):
    kind: Literal["colleague_changed"] = "colleague_changed"
    cursor: int
    colleague: ColleagueView


class SpeakingChanged(Wire):
    """A quick reply, or what an article says, is spoken into the call. ``reply_id``: of either. ``state``:
    "speaking", "ended", "stopped", "failed"."""

    kind: Literal["speaking_changed"] = "speaking_changed"
    cursor: int
    call_id: str
    reply_id: str
    state: Literal["speaking", "ended", "stopped", "failed"]


class QueueChanged(Wire):
    kind: Literal["queue_changed"] = "queue_changed"
    cursor: int
    queue: QueueView


class TodayChanged(Wire):
    kind: Literal["today_changed"] = "today_changed"
    cursor: int
    today: TodayView


class NoticeMade(Wire):
    """Something this person wants to know; a quiet sign, urgent ones a banner."""

    kind: Literal["notice_made"] = "notice_made"
    cursor: int
    notice: NoticeView


class TicketsChanged(Wire):
    """Tickets were changed: who shows one of them reads it again. At most one a second; ``more``: not all are
    named."""

    kind: Literal["tickets_changed"] = "tickets_changed"
    cursor: int
    ticket_ids: list[str]
    more: bool = False


class CustomerChanged(Wire):
    """The file of a customer whose call this agent has was filled in or changed (an order came late, a
    colleague wrote): read it again."""

    kind: Literal["customer_changed"] = "customer_changed"
    cursor: int
    customer_id: str


LiveMessage = Annotated[
    Hello
    | AgentChanged
    | OfferMade
    | OfferWithdrawn
    | CallChanged
    | CallQuality
    | ColleagueChanged
    | SpeakingChanged
    | QueueChanged
    | TodayChanged
    | NoticeMade
    | TicketsChanged
    | CustomerChanged,
    Field(discriminator="kind"),
]
live_message: TypeAdapter[LiveMessage] = TypeAdapter(LiveMessage)
