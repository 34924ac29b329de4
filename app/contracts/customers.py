"""The customer's file, as it pops up and as it is opened."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire

CustomerLevel = Literal["NORMAL", "SILVER", "GOLD", "VIP"]
TimelineKind = Literal["CALL", "TICKET", "ORDER", "SURVEY", "MESSAGE"]


class CustomerView(Wire):
    """Private data is masked (``138****1234``) unless the viewer has the right to see it."""

    customer_id: str
    name: str
    level: CustomerLevel
    number: str
    region: str = ""
    language: str = "zh"
    email: str = ""
    address: str = ""
    tags: list[str] = []
    since: datetime | None = None
    note: str = ""


class TimelineItem(Wire):
    """One thing that happened. ``title`` says what, ``result`` what came of it."""

    item_id: str
    kind: TimelineKind
    at: datetime
    title: str
    result: str = ""
    detail: str = ""
    status: str = ""
    agent_name: str = ""
    amount_cents: int | None = None
    recording_id: str | None = None


class OpenTicket(Wire):
    ticket_id: str
    number: str
    title: str
    status: str
    due_at: datetime | None = None


class CustomerFile(Wire):
    """What an agent must know in the first second: who, promises that are open, what came last.

    ``customer`` is None for an unknown number; then ``number`` prefills the new file.
    """

    customer: CustomerView | None
    number: str
    matches: list[CustomerView] = []  # several customers have this number; ``customer`` is the likeliest
    open_tickets: list[OpenTicket] = []
    timeline: list[TimelineItem] = []
    timeline_cursor: str | None = None


class RevealWish(Wire):
    """Body of ``POST /api/v1/customers/{customer_id}/reveal``; every look is kept with its reason."""

    reason: str = Field(default="", max_length=200)


class RevealedNumber(Wire):
    """For one look: the desktop forgets it after half a minute."""

    number: str


class NewCustomer(Wire):
    """Body of ``POST /api/v1/customers``; the number of the running call is taken from ``call_id``.

    ``shares_number``: it may be another customer's too (a family, an exchange); else customer-exists.
    """

    name: str
    number: str = ""
    call_id: str | None = None
    note: str = ""
    shares_number: bool = False
