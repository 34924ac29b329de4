"""Users, agents, queues, sign-in and what a desktop needs to work."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire

AgentStateName = Literal["OFFLINE", "NOT_READY", "READY", "OFFERED", "TALKING", "WRAP_UP", "TECH_FAULT"]
UserRole = Literal["AGENT", "SENIOR", "SUPERVISOR", "QUALITY", "ADMIN", "AUDITOR"]


class Label(Wire):
    """A code with its name in both languages: outcome, not-ready reason, ticket type, queue."""

    code: str
    zh: str
    en: str


class UserView(Wire):
    user_id: str
    username: str
    display_name: str
    role: UserRole
    rights: list[str] = []  # "customers.export", "tickets.set-up", …


class Token(Wire):
    """Answer of ``POST /api/v1/auth/token``."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in_s: int
    user: UserView


class AgentView(Wire):
    """An agent's state; ``next_state`` is her wish for after the call."""

    agent_id: str
    state: AgentStateName
    reason: str = ""
    since: datetime
    next_state: Literal["READY", "NOT_READY", "OFFLINE"] | None = None
    next_reason: str = ""
    phone_registered: bool = False
    wrap_up_ends_at: datetime | None = None
    wrap_up_extended: bool = False  # once is all
    wrap_up_more_s: int = 0  # by how much the present wrap-up can be extended
    call_id: str | None = None  # the one she speaks in, is offered or writes up


class StateWish(Wire):
    """Body of ``PUT /api/v1/agents/me/state``."""

    state: Literal["READY", "NOT_READY", "OFFLINE"]
    reason: str = Field(default="", max_length=40)


class QueueView(Wire):
    """A queue on the strip: how many wait and since when the first does.

    ``waiting`` counts call-backs too (``callbacks_waiting``). ``expected_wait_s``: of somebody who comes now,
    None where nothing reliable is known.
    """

    queue_id: str
    name: Label
    waiting: int
    oldest_since: datetime | None = None
    agents_ready: int = 0
    agents_signed_in: int = 0
    callbacks_waiting: int = 0
    longest_wait_s: float = 0.0
    expected_wait_s: float | None = None


class TodayView(Wire):
    """An agent's own figures since midnight (server's time zone)."""

    answered: int
    talk_s_average: float
    missed: int


class PhoneView(Wire):
    """How the desktop's softphone registers. ``server_host`` empty: the host of the HTTP address."""

    sip_user: str
    sip_password: str
    domain: str
    server_host: str = ""
    tls_port: int
    certificate_sha256: str


class NoteTemplate(Wire):
    """Text that is put into a note; it may hold the variables of quick replies."""

    title: Label
    text: str


class QueueDeskRules(Wire):
    """What the desk does with the calls of one queue.

    ``outcomes``: codes that may be chosen, empty: all; without one the wrap-up is not finished where
    ``outcome_required``. ``auto_answer``: a zip tone in the ear, then she talks. ``script``: what to say, in
    paragraphs.
    """

    queue_id: str
    outcomes: list[str] = []
    outcome_required: bool = True
    auto_answer: bool = False
    note_templates: list[NoteTemplate] = []
    script: str = ""


class CallerNumber(Wire):
    """A number of the company's that an outgoing call may show."""

    number: str
    name: Label


class DeskConfig(Wire):
    """Answer of ``GET /api/v1/me``: who I am and all that the desktop needs to start.

    ``caller_numbers``: which may be shown; without a choice the company's rule chooses.
    """

    user: UserView
    agent: AgentView | None
    phone: PhoneView | None
    queues: list[QueueView]
    outcomes: list[Label]
    not_ready_reasons: list[Label]
    ticket_types: list[Label]
    today: TodayView
    company: str
    server_version: str
    queue_rules: list[QueueDeskRules] = []
    caller_numbers: list[CallerNumber] = []
