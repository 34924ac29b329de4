"""How tickets are set up, as a file of the company: types, and what tickets do by themselves."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.tickets import TicketPriority, TicketTypeView

LARGEST_FILE_CHARS = 300_000


class SetUpFile(Wire):
    """A YAML file, as ``seatline admin`` reads and writes it. ``version``: of what is in force. Sent back
    with a ``PUT`` it is compared: where somebody else changed it meanwhile the answer is ``file-changed``
    (409) with the file as it is ``present``; "" is not compared."""

    text: str = Field(max_length=LARGEST_FILE_CHARS)
    version: str = Field(default="", max_length=64)


class SetUpFault(Wire):
    """``place``: "REFUND.states.WAITING", "make[3].title"; "" for the file as a whole."""

    place: str
    zh: str
    en: str


class TypesChecked(Wire):
    """Answer of ``POST /api/v1/tickets/types/check`` and ``PUT /api/v1/tickets/types``: everything that is
    wrong at once. Without a fault ``types`` are those of the file, ``new`` and ``changed`` their codes,
    ``macros`` how many of them would be different; ``file`` (of a ``PUT``): what is in force from then on."""

    faults: list[SetUpFault] = []
    types: list[TicketTypeView] = []
    new: list[str] = []
    changed: list[str] = []
    macros: int = 0
    views: int = 0
    file: SetUpFile | None = None


class MakeRuleView(Wire):
    """A ticket is made on this occasion where every condition that is there holds."""

    on: Literal["message", "call-back", "result"]
    type: str
    title: str
    text: str = ""
    priority: TicketPriority = "NORMAL"
    department: str = ""
    tags: list[str] = []
    outcomes: list[str] = []
    ends: list[str] = []
    queues: list[str] = []
    levels: list[str] = []
    customer_tags: list[str] = []
    words: list[str] = []


class EscalationView(Wire):
    """``after_min``: of opening time since it was due."""

    after_min: int
    to: Literal["assignee", "lead", "supervisors", "admins"]


class TicketRulesView(Wire):
    """What tickets do by themselves. ``*_days``: 0 is never."""

    make: list[MakeRuleView] = []
    late: list[EscalationView] = []
    wait_min: int
    confirm_after_days: int
    archive_after_days: int
    delete_after_days: int
    public_url: str = ""
    trusted_proxies: list[str] = []


class TicketRulesFile(Wire):
    """``GET /api/v1/tickets/rules``: those in force, and as a file."""

    rules: TicketRulesView
    text: str
    version: str = ""


class RulesChecked(Wire):
    """Answer of ``POST /api/v1/tickets/rules/check`` and ``PUT /api/v1/tickets/rules``. ``file`` (of a
    ``PUT``): what is in force from then on."""

    faults: list[SetUpFault] = []
    rules: TicketRulesView | None = None
    file: SetUpFile | None = None
