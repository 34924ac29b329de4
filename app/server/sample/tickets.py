"""The sample company's tickets: most were made from a call that left something to do."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.contracts.tickets import TicketPriority, TicketStatus
from app.server.sample import phrases
from app.server.sample.calls import CALL_DAYS, PastCalls
from app.server.sample.customers import DEMO_CUSTOMER_ID
from app.server.sample.dice import COMPANY_ZONE, fill, local_date_code, weighted, working_moment
from app.server.sample.model import (
    SampleCall,
    SampleCustomer,
    SampleTicket,
    SampleTicketEvent,
    TicketEventKind,
)
from app.server.sample.orders import Cupboards
from app.server.sample.phrases import Matter
from app.server.sample.setup import AGENTS, SUPERVISORS

TICKET_COUNT = 250
_DAYS_TO_DUE = {"CONSULT": 1, "REPAIR": 3, "REFUND": 5, "COMPLAINT": 2}
_QUEUE_OF_TYPE = {"CONSULT": "sales", "REPAIR": "service", "REFUND": "service", "COMPLAINT": "complaints"}
_SHARES_BY_AGE: tuple[tuple[timedelta, tuple[tuple[TicketStatus, float], ...]], ...] = (
    (timedelta(days=1), (("NEW", 40), ("ASSIGNED", 35), ("IN_PROGRESS", 25))),
    (
        timedelta(days=4),
        (("ASSIGNED", 15), ("IN_PROGRESS", 30), ("WAITING", 20), ("RESOLVED", 25), ("CONFIRMED", 10)),
    ),
    (
        timedelta(days=14),
        (("IN_PROGRESS", 8), ("WAITING", 5), ("RESOLVED", 20), ("CONFIRMED", 63), ("CANCELLED", 4)),
    ),
    (timedelta.max, (("IN_PROGRESS", 1), ("CONFIRMED", 95), ("CANCELLED", 4))),
)
# The way to each status, after it was created.
_WAYS: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    "NEW": (),
    "ASSIGNED": ("ASSIGNED",),
    "IN_PROGRESS": ("ASSIGNED", "IN_PROGRESS"),
    "WAITING": ("ASSIGNED", "IN_PROGRESS", "WAITING"),
    "RESOLVED": ("ASSIGNED", "IN_PROGRESS", "RESOLVED"),
    "CONFIRMED": ("ASSIGNED", "IN_PROGRESS", "RESOLVED", "CONFIRMED"),
    "CANCELLED": ("ASSIGNED", "CANCELLED"),
}


def make_tickets(
    dice: random.Random,
    customers: Sequence[SampleCustomer],
    cupboards: Cupboards,
    past: PastCalls,
    demo_ticket: SampleTicket,
    now: datetime,
) -> tuple[SampleTicket, ...]:
    """All tickets, oldest first, numbered by day; those without a call came by e-mail or a visit."""
    by_id = {customer.customer_id: customer for customer in customers}
    tickets = [demo_ticket]
    left = [call for call in past.calls if call.call_id in past.matters and call.customer_id]
    for call in dice.sample(left, min(len(left), TICKET_COUNT - 1)):
        customer = by_id[call.customer_id or ""]
        tickets.append(_from_call(dice, call, customer, past.matters[call.call_id], now))
    others = [customer for customer in customers if customer.customer_id != DEMO_CUSTOMER_ID]
    while len(tickets) < TICKET_COUNT:
        tickets.append(_without_call(dice, dice.choice(others), cupboards, now))
    return _numbered(sorted(tickets, key=lambda ticket: (ticket.created_at, ticket.customer_id)))


def _from_call(
    dice: random.Random, call: SampleCall, customer: SampleCustomer, matter: Matter, now: datetime
) -> SampleTicket:
    created_at = call.ended_at + timedelta(seconds=int(call.wrap_up_s / 2))
    ticket = _new_ticket(dice, customer, matter, created_at, call.agent or "")
    return _with_history(dice, replace(ticket, call_id=call.call_id), now)


def _without_call(
    dice: random.Random, customer: SampleCustomer, cupboards: Cupboards, now: datetime
) -> SampleTicket:
    earliest = max(customer.since, now - timedelta(days=CALL_DAYS))
    created_at = working_moment(dice, earliest, now - timedelta(minutes=20))
    template = dice.choice(
        phrases.MATTERS[weighted(dice, [("sales", 30), ("service", 50), ("complaints", 20)])]
    )
    owned = cupboards.of(customer.customer_id, created_at)
    title, text = fill(dice, (template.title, template.text), owned)
    matter = replace(template, title=title, text=text)
    return _with_history(
        dice, _new_ticket(dice, customer, matter, created_at, dice.choice(SUPERVISORS).username), now
    )


def _new_ticket(
    dice: random.Random, customer: SampleCustomer, matter: Matter, created_at: datetime, created_by: str
) -> SampleTicket:
    due = created_at.astimezone(COMPANY_ZONE) + timedelta(days=_DAYS_TO_DUE[matter.ticket_type])
    due_at = due.replace(hour=dice.choice((12, 17, 18)), minute=0, second=0, microsecond=0)
    return SampleTicket(
        number="",
        customer_id=customer.customer_id,
        call_id=None,
        type=matter.ticket_type,
        priority=_priority(dice, customer, matter.ticket_type),
        status="NEW",
        title=matter.title,
        text=matter.text,
        created_at=created_at,
        created_by=created_by,
        assigned_to=None,
        due_at=due_at.astimezone(created_at.tzinfo),
        events=(SampleTicketEvent(created_at, created_by, "CREATED", "NEW", "新建工单。"),),
    )


def _priority(dice: random.Random, customer: SampleCustomer, ticket_type: str) -> TicketPriority:
    if ticket_type == "COMPLAINT":
        return "URGENT" if customer.level in ("GOLD", "VIP") else "HIGH"
    if customer.level == "VIP":
        return "HIGH"
    return weighted(dice, [("LOW", 15), ("NORMAL", 70), ("HIGH", 15)])


def _with_history(dice: random.Random, ticket: SampleTicket, now: datetime) -> SampleTicket:
    """Let the ticket go its way as far as its age allows."""
    age = now - ticket.created_at
    status = weighted(dice, next(shares for limit, shares in _SHARES_BY_AGE if age <= limit))
    steps = _WAYS[status]
    if not steps:
        return ticket
    able = [agent.username for agent in AGENTS if _QUEUE_OF_TYPE[ticket.type] in agent.queue_ids]
    owner = ticket.created_by if ticket.created_by in able and dice.random() < 0.5 else dice.choice(able)
    usual = (ticket.due_at - ticket.created_at) * dice.uniform(0.4, 1.15)
    latest = min(now - timedelta(minutes=1), ticket.created_at + usual)
    moments = sorted(working_moment(dice, ticket.created_at, latest) for _ in steps)
    events = [
        SampleTicketEvent(
            at,
            ticket.created_by if step == "ASSIGNED" else owner,
            _kind(step),
            step,
            _words(dice, step, ticket.type, owner),
        )
        for at, step in zip(moments, steps, strict=True)
    ]
    return replace(ticket, status=status, assigned_to=owner, events=(*ticket.events, *events))


def _kind(step: TicketStatus) -> TicketEventKind:
    return "ASSIGNED" if step == "ASSIGNED" else "STATUS"


def _words(dice: random.Random, step: TicketStatus, ticket_type: str, owner: str) -> str:
    if step == "ASSIGNED":
        return f"指派给{next(agent.name_zh for agent in AGENTS if agent.username == owner)}。"
    if step == "CANCELLED":
        return phrases.CANCELLATION
    if step == "CONFIRMED":
        return phrases.CLOSING
    lists = {
        "IN_PROGRESS": phrases.NEXT_STEPS,
        "WAITING": phrases.WAITING_FOR,
        "RESOLVED": phrases.RESOLUTIONS,
    }
    return dice.choice(lists[step][ticket_type])


def _numbered(tickets: Sequence[SampleTicket]) -> tuple[SampleTicket, ...]:
    serials: dict[str, int] = defaultdict(int)
    numbered: list[SampleTicket] = []
    for ticket in tickets:
        day = local_date_code(ticket.created_at)
        serials[day] += 1
        numbered.append(replace(ticket, number=f"T{day}-{serials[day]:04d}"))
    return tuple(numbered)
