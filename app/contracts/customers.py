"""The customer's file, as it pops up and as it is opened."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.fields import FieldValue
from app.contracts.people import Label

CustomerLevel = Literal["NORMAL", "SILVER", "GOLD", "VIP"]
TimelineKind = Literal["CALL", "TICKET", "ORDER", "SURVEY", "MESSAGE"]


class NumberView(Wire):
    """``raw`` is how it was entered, masked like ``number``. ``number_id`` names it without telling it."""

    number_id: str
    number: str
    raw: str = ""
    kind: Literal["", "MOBILE", "HOME", "WORK", "OTHER"] = ""


class CustomerView(Wire):
    """Private data is masked (``138****1234``) unless the viewer has the right to see it.

    ``masked``: which of the fields are. ``consent``: what he agreed to, by code of the flag; None: not asked.
    ``merged_into``: this file was merged into another one.
    """

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
    numbers: list[NumberView] = []
    loyalty: int = 0
    value_cents: int = 0
    dedicated_agent_id: str = ""
    dedicated_agent_name: str = ""
    fields: dict[str, FieldValue] = {}
    consent: dict[str, bool | None] = {}
    version: int = 1
    masked: list[str] = []
    merged_into: str | None = None


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


class LastContact(Wire):
    """The last talk with him: what came of it in the reader's language, how he rated it (on average)."""

    at: datetime
    call_id: str
    agent_name: str = ""
    outcome: str = ""
    note: str = ""
    rating: float | None = None


class OpenTicket(Wire):
    ticket_id: str
    number: str
    title: str
    status: str
    due_at: datetime | None = None


class AccountView(Wire):
    """What a system of the company says of him besides orders. ``balance_cents``: to his credit; below zero
    he owes it; None: not said."""

    source_id: str
    name: Label
    balance_cents: int | None = None
    currency: str = "CNY"
    as_of: datetime


class CustomerFile(Wire):
    """What an agent must know in the first second: who, promises that are open, what came last.

    ``customer`` is None for an unknown number; then ``number`` prefills the new file. ``unwanted``: what he
    is not sent, because he said so or refused it in his consents.
    """

    customer: CustomerView | None
    number: str
    matches: list[CustomerView] = []  # several customers have this number; ``customer`` is the likeliest
    open_tickets: list[OpenTicket] = []
    accounts: list[AccountView] = []
    timeline: list[TimelineItem] = []
    timeline_cursor: str | None = None
    last_contact: LastContact | None = None
    unwanted: list[Literal["SMS", "EMAIL"]] = []


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


class NumberChange(Wire):
    """A number of a customer: a known one (``number_id``) or a new one (``raw``)."""

    number_id: str = ""
    raw: str = Field(default="", max_length=60)
    kind: Literal["", "MOBILE", "HOME", "WORK", "OTHER"] = ""


class CustomerChange(Wire):
    """Body of ``PATCH /api/v1/customers/{customer_id}``: None leaves as it is. ``numbers`` replaces all of
    them,
    the first is shown. A masked value that comes back as it was shown changes nothing.

    ``version``: of what was read; another one meanwhile and the same field changed: ``customer-changed``
    (409),
    with the present ``customer`` in the problem.
    """

    version: int
    name: str | None = Field(default=None, min_length=1, max_length=200)
    level: CustomerLevel | None = None
    region: str | None = Field(default=None, max_length=80)
    language: Literal["zh", "en"] | None = None
    email: str | None = Field(default=None, max_length=200)
    address: str | None = Field(default=None, max_length=400)
    tags: list[str] | None = Field(default=None, max_length=50)
    note: str | None = Field(default=None, max_length=8000)
    loyalty: int | None = Field(default=None, ge=0, le=10**9)
    value_cents: int | None = Field(default=None, ge=0, le=10**15)
    dedicated_agent_id: str | None = Field(default=None, max_length=64)
    numbers: list[NumberChange] | None = Field(default=None, max_length=20)
    fields: dict[str, FieldValue] | None = None
    consent: dict[str, bool | None] | None = None
    shares_number: bool = False
