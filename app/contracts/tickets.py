"""Tickets: a promise to a customer, with a number that can be read out on the phone."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.people import Label

TicketPriority = Literal["LOW", "NORMAL", "HIGH", "URGENT"]
TicketStatus = Literal[
    "NEW", "ASSIGNED", "IN_PROGRESS", "WAITING", "RESOLVED", "CONFIRMED", "ARCHIVED", "REOPENED", "CANCELLED"
]  # the states that every type begins with; a type may have others, so the wire carries plain texts
StateKind = Literal["NEW", "OPEN", "WAITING", "RESOLVED", "CONFIRMED", "ARCHIVED", "CANCELLED"]
ClockKind = Literal["FIRST_RESPONSE", "UPDATE", "RESOLUTION"]
ClockState = Literal["RUNNING", "FROZEN", "MET", "MISSED", "STOPPED"]


# --- what a ticket of a type is: GET /tickets/types; administrators PUT /tickets/types/{code} --


class TicketState(Wire):
    """``kind`` says what a state means: clocks freeze in WAITING, end in RESOLVED; ARCHIVED cannot be
    moved.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")
    name: Label
    kind: StateKind


class TicketMove(Wire):
    """A way from one state to another. ``needs``: what must be said or filled in first."""

    from_state: str
    to_state: str
    name: Label
    needs: list[Literal["reason", "assignee", "checklist", "solution"]] = []
    leads_only: bool = False


class TicketTemplate(Wire):
    name: Label
    title: str = ""
    text: str = ""
    priority: TicketPriority = "NORMAL"
    tags: list[str] = []


class Promise(Wire):
    """Minutes of opening hours within which something is to be done; None: no clock."""

    priority: TicketPriority
    first_response_min: int | None = None
    update_min: int | None = None
    resolution_min: int | None = None


class TicketTypeView(Wire):
    """``department``: whose duty it is; ``skill``: needed to work on it; ``hours_id``: the clocks count in
    these.
    """

    code: str
    name: Label
    fields: list[FieldDefinition] = []
    states: list[TicketState]
    moves: list[TicketMove]
    checklist: list[Label] = []
    templates: list[TicketTemplate] = []
    promises: list[Promise] = []
    department: str = ""
    skill: str = ""
    hours_id: str = ""
    tell_customer: bool = True
    active: bool = True


# --- one ticket --


class NewTicket(Wire):
    """Body of ``POST /api/v1/tickets``. ``assign``: by duty where "duty"."""

    customer_id: str | None = None
    call_id: str | None = None
    type: str = Field(max_length=40)
    priority: TicketPriority = "NORMAL"
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=8000)
    due_at: datetime | None = None
    fields: dict[str, FieldValue] = {}
    tags: list[str] = Field(default=[], max_length=30)
    parent_id: str | None = None
    department: str = Field(default="", max_length=120)
    assigned_to: str | None = Field(default=None, max_length=64)
    assign: Literal["none", "duty"] = "duty"


class ClockView(Wire):
    """``due_at``: as it stands now; None while it is frozen, then ``left_s`` of opening hours remain."""

    kind: ClockKind
    state: ClockState
    due_at: datetime | None = None
    left_s: int | None = None


class ChecklistItem(Wire):
    index: int
    name: Label
    done: bool = False
    done_by: str = ""
    done_at: datetime | None = None


class AttachmentView(Wire):
    """``GET /api/v1/tickets/{id}/attachments/{attachment_id}`` is its content."""

    attachment_id: str
    name: str
    media_type: str
    size_bytes: int
    at: datetime
    by: str
    for_customer: bool = False
    comment_id: str | None = None
    may_remove: bool = False  # by this reader


class CommentView(Wire):
    comment_id: str
    at: datetime
    by: str
    text: str
    for_customer: bool
    from_customer: bool = False


class TicketLink(Wire):
    """Another ticket ("child", "parent", "related") or a call."""

    kind: Literal["parent", "child", "related", "call"]
    target_id: str
    number: str = ""
    title: str = ""
    status: str = ""
    recording_id: str | None = None
    at: datetime | None = None
    may_remove: bool = False  # by this reader; the call that it came from stays


class TicketEventView(Wire):
    """One change: who, when, what, from, to, why. ``by`` "": done by itself."""

    event_id: int
    at: datetime
    by: str
    kind: str
    field: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


class TicketView(Wire):
    """A ticket as lists show it. ``status_name``: in the reader's language."""

    ticket_id: str
    number: str  # T20261121-0042
    customer_id: str | None
    customer_name: str
    call_id: str | None
    recording_id: str | None = None
    type: str
    priority: TicketPriority
    status: str
    title: str
    text: str
    created_at: datetime
    created_by: str
    due_at: datetime | None = None
    type_name: str = ""
    status_name: str = ""
    status_kind: StateKind = "NEW"
    version: int = 1
    department: str = ""
    assigned_to: str | None = None
    assigned_name: str = ""
    accepted: bool = False
    tags: list[str] = []
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    clocks: list[ClockView] = []
    late: bool = False  # a clock was missed and the thing is still to be done
    comments: int = 0
    attachments: int = 0
    children_open: int = 0
    watching: bool = False
    source: str = "AGENT"  # AGENT, MESSAGE, OUTCOME, RULE, CALLBACK, API, EMAIL, CUSTOMER


class TicketFile(Wire):
    """``GET /api/v1/tickets/{ticket_id}``: all of one. ``moves``: what this person may do now.

    ``check_code``: with the number it opens the customer's page (``page_url``).
    """

    ticket: TicketView
    fields: dict[str, FieldValue] = {}
    checklist: list[ChecklistItem] = []
    comments: list[CommentView] = []
    attachments: list[AttachmentView] = []
    links: list[TicketLink] = []
    watchers: list[tuple[str, str]] = []  # user id, name
    history: list[TicketEventView] = []  # the newest hundred
    history_cursor: str | None = None
    moves: list[TicketMove] = []
    check_code: str = ""
    page_url: str = ""
    satisfaction: int | None = None  # 1 to 5
    satisfaction_note: str = ""
    deliveries: list[DeliveryView] = []


class DeliveryView(Wire):
    """What the customer was told of this ticket, and whether it got there."""

    at: datetime
    channel: str
    template: str
    state: Literal["NEW", "SENT", "DELIVERED", "FAILED", "SKIPPED"]
    why: str = ""


TicketFile.model_rebuild()


# --- what is done with it --


class TicketChange(Wire):
    """Body of ``PATCH /api/v1/tickets/{ticket_id}``: None leaves as it is.

    ``version``: of what was read. Meanwhile changed by somebody else: other fields are merged; the same
    field:
    ``ticket-changed`` (409) with ``ticket`` (the present TicketFile) and ``changed`` (names of fields) in the
    problem, nothing written.
    """

    version: int
    title: str | None = Field(default=None, min_length=1, max_length=200)
    text: str | None = Field(default=None, max_length=8000)
    type: str | None = Field(default=None, max_length=40)
    priority: TicketPriority | None = None
    department: str | None = Field(default=None, max_length=120)
    customer_id: str | None = Field(default=None, max_length=64)
    tags: list[str] | None = Field(default=None, max_length=30)
    fields: dict[str, FieldValue] | None = None
    checklist: dict[int, bool] | None = None
    due_at: datetime | None = None
    reason: str = Field(default="", max_length=1000)


class TicketMoveWish(Wire):
    """Body of ``POST /api/v1/tickets/{ticket_id}/move``."""

    version: int
    to_state: str = Field(max_length=40)
    reason: str = Field(default="", max_length=1000)
    solution: str = Field(default="", max_length=8000)  # told to the customer when it is resolved


class TicketAssign(Wire):
    """Body of ``POST /api/v1/tickets/{ticket_id}/assign``: to a person, a department, or by duty."""

    version: int
    to: Literal["person", "department", "duty", "me"]
    user_id: str = Field(default="", max_length=64)
    department: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=1000)


class TicketAnswer(Wire):
    """Body of ``POST /api/v1/tickets/{ticket_id}/accept``: taken, or sent back with a reason."""

    version: int
    accept: bool = True
    reason: str = Field(default="", max_length=1000)


class NewComment(Wire):
    """Body of ``POST /api/v1/tickets/{ticket_id}/comments``; for the customer it is sent to him too."""

    text: str = Field(min_length=1, max_length=8000)
    for_customer: bool = False


class WatchWish(Wire):
    """Body of ``PUT /api/v1/tickets/{ticket_id}/watch``; ``user_id`` "": oneself."""

    watch: bool = True
    user_id: str = Field(default="", max_length=64)


class LinkWish(Wire):
    """Body of ``POST /api/v1/tickets/{ticket_id}/links``."""

    kind: Literal["child", "related", "call"]
    target: str = Field(max_length=64)  # number or id of the ticket, id of the call


class MacroView(Wire):
    """``GET /api/v1/tickets/macros``: several changes by one click (``POST /tickets/{id}/macro``)."""

    macro_id: str
    name: Label
    types: list[str] = []  # empty: all
    to_state: str = ""
    priority: TicketPriority | None = None
    add_tags: list[str] = []
    assign: Literal["", "me", "duty", "department"] = ""
    department: str = ""
    comment: str = ""
    for_customer: bool = False


class MacroWish(Wire):
    version: int
    macro_id: str


class BulkWish(Wire):
    """Body of ``POST /api/v1/tickets/bulk``: the same for many, each by itself."""

    ticket_ids: list[str] = Field(min_length=1, max_length=200)
    to_state: str = Field(default="", max_length=40)
    assign: TicketAssign | None = None
    priority: TicketPriority | None = None
    add_tags: list[str] = Field(default=[], max_length=10)
    reason: str = Field(default="", max_length=1000)


class BulkResult(Wire):
    done: list[str]
    refused: dict[str, str]  # ticket id → sentence


# --- lists and the board --

TicketSort = Literal["newest", "due", "priority", "updated"]


class TicketQuery(Wire):
    """Parameters of ``GET /api/v1/tickets`` and what a saved view keeps. Lists: any of them; empty: all.

    ``mine``: assigned to me; ``unassigned``; ``watching``; ``late``; ``soon``: a clock is due within 1 h;
    ``archived``: these alone. ``q``: words in number, title, text, customer's name.
    """

    q: str = Field(default="", max_length=100)
    status: list[str] = []
    kind: list[StateKind] = []
    type: list[str] = []
    priority: list[TicketPriority] = []
    department: list[str] = []
    assigned_to: list[str] = []
    tag: list[str] = []
    customer_id: str | None = None
    mine: bool = False
    unassigned: bool = False
    watching: bool = False
    late: bool = False
    soon: bool = False
    archived: bool = False
    since: datetime | None = None
    until: datetime | None = None
    sort: TicketSort = "newest"


class SavedView(Wire):
    """``GET, POST /api/v1/tickets/views``; ``PUT, DELETE …/{view_id}``."""

    view_id: str = ""
    name: str = Field(min_length=1, max_length=120)
    query: TicketQuery
    shared: bool = False
    mine: bool = True


class TicketCounts(Wire):
    """``GET /api/v1/tickets/counts``: of what stands on the rail and above the lists."""

    mine: int
    unassigned: int
    late: int
    soon: int
    by_status: dict[str, int] = {}


class BoardColumn(Wire):
    state: TicketState
    count: int
    tickets: list[TicketView]  # the first thirty
    cursor: str | None = None


class BoardView(Wire):
    """``GET /api/v1/tickets/board?type=…`` with the parameters of a TicketQuery."""

    type: str
    columns: list[BoardColumn]


# --- the customer's side --


class ProgressFile(Wire):
    """Meant for the customer: ``GET /api/v1/public/tickets/{number}/files/{file_id}?code=…``."""

    file_id: str
    name: str
    size_bytes: int
    at: datetime


class TicketProgress(Wire):
    """``GET /api/v1/public/tickets/{number}?code=…`` (no sign-in; rate-limited)."""

    number: str
    title: str
    type_name: str
    status_name: str
    status_kind: StateKind
    created_at: datetime
    updated_at: datetime | None
    due_at: datetime | None
    comments: list[CommentView] = []
    files: list[ProgressFile] = []
    may_answer: bool = False
    may_rate: bool = False
    solution: str = ""
    satisfaction: int | None = None


class SatisfactionWish(Wire):
    """Body of ``POST /api/v1/public/tickets/{number}/satisfaction``; ``solved`` false reopens."""

    code: str = Field(max_length=40)
    solved: bool
    score: int | None = Field(default=None, ge=1, le=5)
    note: str = Field(default="", max_length=2000)


class CustomerAnswer(Wire):
    """Body of ``POST /api/v1/public/tickets/{number}/comments``."""

    code: str = Field(max_length=40)
    text: str = Field(min_length=1, max_length=4000)


# --- tickets from outside: a secret token instead of a sign-in --


class OutsideTicket(Wire):
    """Body of ``POST /api/v1/inbox/tickets``. ``external_id``: the sender's; said again, no second ticket is
    made. The customer is found by ``customer_id``, ``number`` or ``email``, in this order.
    """

    external_id: str = Field(min_length=1, max_length=120)
    type: str = Field(default="", max_length=40)
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=8000)
    priority: TicketPriority = "NORMAL"
    department: str = Field(default="", max_length=120)
    tags: list[str] = Field(default=[], max_length=30)
    fields: dict[str, FieldValue] = {}
    customer_id: str = Field(default="", max_length=64)
    number: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)


class TakenIn(Wire):
    """What came of it. ``new`` false: it was known already, or became a comment on this ticket. ``number``
    "": nothing was to be done with it (an automatic answer)."""

    number: str
    new: bool
