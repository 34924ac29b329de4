"""What the sample company is made of. Times are aware and in UTC, money is in cents of a yuan (CNY)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.contracts.customers import CustomerLevel
from app.contracts.tickets import TicketPriority, TicketStatus
from app.server.core.plan import QueuePlan
from app.server.core.showing import CallerRule
from app.server.core.types import CallOutcome
from app.server.core.waiting.plan import Hours

OrderStatus = Literal["UNPAID", "PAID", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED"]
TicketEventKind = Literal["CREATED", "ASSIGNED", "STATUS", "NOTE"]
Ender = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class SampleLabel:
    """A code with its name in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class SampleUser:
    """An agent or a supervisor; the extension is also the user name of the telephone."""

    username: str
    extension: str
    role: Literal["AGENT", "SUPERVISOR"]
    name_zh: str
    name_en: str
    queue_ids: tuple[str, ...]
    skills: Mapping[str, int] = field(default_factory=dict[str, int])
    senior: bool = False
    region: str = ""
    department_zh: str = ""
    department_en: str = ""


@dataclass(frozen=True, slots=True)
class SampleNote:
    """A template of a note."""

    name_zh: str
    name_en: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """What the desk does with a queue's calls. `outcomes`: codes that may be chosen, none: all."""

    outcomes: tuple[str, ...] = ()
    outcome_required: bool = True
    notes: tuple[SampleNote, ...] = ()
    script: str = ""


@dataclass(frozen=True, slots=True)
class SampleReply:
    """A quick reply of the team."""

    group: str
    title: str
    text: str
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class SampleSavedNumber:
    """An outside number at hand; made up, not to be dialled."""

    number: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SampleQueue:
    queue_id: str
    name_zh: str
    name_en: str
    ring_s: int
    wrap_up_s: int
    service_level_s: int
    rules: QueuePlan
    desk: SampleDesk = field(default_factory=SampleDesk)


@dataclass(frozen=True, slots=True)
class SampleHours:
    hours: Hours
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SampleNumber:
    """A number that customers dial; `flow_file` is relative to `resources/`. Outside of `hours_id` ("": none)
    the flow `closed_flow_id` answers."""

    number: str
    name_zh: str
    name_en: str
    flow_file: str
    hours_id: str = ""
    closed_flow_id: str = ""


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """A made-up customer; `number` is in E.164 (+86…)."""

    customer_id: str
    name: str
    number: str
    level: CustomerLevel
    language: Literal["zh", "en"]
    region: str
    email: str
    address: str
    tags: tuple[str, ...]
    since: datetime
    note: str
    dedicated_agent: str = ""
    more_numbers: tuple[str, ...] = ()  # besides; others may have them too


@dataclass(frozen=True, slots=True)
class SampleOrderItem:
    name: str
    quantity: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """`number` reads SO<local date>-<serial of that day>."""

    number: str
    customer_id: str
    ordered_at: datetime
    items: tuple[SampleOrderItem, ...]
    amount_cents: int
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class SampleCall:
    """A past call. `agent` is a user name; `queued_at` is None for who left in the menu.

    `wait_s` counts from `queued_at` to the answer or to the caller's leaving; `result` is the agent's
    outcome code, empty when nobody answered.
    """

    call_id: str
    started_at: datetime
    ended_at: datetime
    dialled_number: str
    caller_number: str
    customer_id: str | None
    queue_id: str | None
    agent: str | None
    outcome: CallOutcome
    queued_at: datetime | None
    answered_at: datetime | None
    wait_s: float
    talk_s: float
    hold_s: float
    wrap_up_s: float
    result: str
    note: str
    follow_up_at: datetime | None
    ended_by: Ender


@dataclass(frozen=True, slots=True)
class SampleTicketEvent:
    """One step of a ticket; `actor` is a user name, `status` the status from then on."""

    at: datetime
    actor: str
    kind: TicketEventKind
    status: TicketStatus
    text: str


@dataclass(frozen=True, slots=True)
class SampleTicket:
    """`number` reads T<local date>-<serial of that day>; the last event carries the present status."""

    number: str
    customer_id: str
    call_id: str | None
    type: str
    priority: TicketPriority
    status: TicketStatus
    title: str
    text: str
    created_at: datetime
    created_by: str
    assigned_to: str | None
    due_at: datetime
    events: tuple[SampleTicketEvent, ...]


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """Everything, with references by user name, queue id, customer id, call id and number."""

    seed: int
    made_at: datetime
    name_zh: str
    name_en: str
    outcomes: tuple[SampleLabel, ...]
    not_ready_reasons: tuple[SampleLabel, ...]
    ticket_types: tuple[SampleLabel, ...]
    order_statuses: tuple[SampleLabel, ...]
    users: tuple[SampleUser, ...]
    queues: tuple[SampleQueue, ...]
    skills: tuple[SampleLabel, ...]
    hours: tuple[SampleHours, ...]
    numbers: tuple[SampleNumber, ...]
    customers: tuple[SampleCustomer, ...]
    orders: tuple[SampleOrder, ...]
    calls: tuple[SampleCall, ...]
    tickets: tuple[SampleTicket, ...]
    saved_numbers: tuple[SampleSavedNumber, ...] = ()
    caller_numbers: tuple[SampleSavedNumber, ...] = ()
    caller_rules: tuple[CallerRule, ...] = ()
    replies: tuple[SampleReply, ...] = ()

    @property
    def agents(self) -> tuple[SampleUser, ...]:
        return tuple(user for user in self.users if user.role == "AGENT")

    @property
    def supervisors(self) -> tuple[SampleUser, ...]:
        return tuple(user for user in self.users if user.role == "SUPERVISOR")
