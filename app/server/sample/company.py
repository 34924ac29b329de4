"""`generate()`: puts the sample company together from its parts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from app.server.sample import desk, routing, setup
from app.server.sample.calls import make_calls
from app.server.sample.customers import NumberBook, make_customers
from app.server.sample.demo import demo_calls, demo_orders, demo_ticket
from app.server.sample.model import SampleCompany
from app.server.sample.orders import Cupboards, make_orders
from app.server.sample.tickets import make_tickets

DEFAULT_SEED = 4001


def generate(seed: int = DEFAULT_SEED, *, now: datetime) -> SampleCompany:
    """The sample company as it stands at `now` (aware); the same arguments give the same company.

    Customers, their orders and so on draw from dice of their own, so that a change to one part leaves
    the others as they were.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    now = now.astimezone(UTC).replace(microsecond=0)
    dice = random.Random(seed)
    customer_dice, number_dice, order_dice, call_dice, ticket_dice = (
        random.Random(dice.getrandbits(64)) for _ in range(5)
    )
    book = NumberBook(number_dice)
    customers = make_customers(customer_dice, book, now)
    orders = make_orders(order_dice, customers, demo_orders(now), now)
    cupboards = Cupboards(orders)
    demo = demo_calls(now)
    past = make_calls(call_dice, book, customers, cupboards, demo, now)
    last_demo_call = next(call for call in past.calls if replace(call, call_id="") == demo[-1])
    tickets = make_tickets(ticket_dice, customers, cupboards, past, demo_ticket(last_demo_call, now), now)
    return SampleCompany(
        seed=seed,
        made_at=now,
        name_zh=setup.COMPANY_ZH,
        name_en=setup.COMPANY_EN,
        outcomes=setup.OUTCOMES,
        not_ready_reasons=setup.NOT_READY_REASONS,
        ticket_types=setup.TICKET_TYPES,
        order_statuses=setup.ORDER_STATUSES,
        users=setup.USERS,
        queues=setup.QUEUES,
        skills=routing.SKILLS,
        hours=routing.HOURS,
        numbers=setup.NUMBERS,
        customers=customers,
        orders=orders,
        calls=past.calls,
        tickets=tickets,
        saved_numbers=desk.SAVED_NUMBERS,
        caller_numbers=desk.CALLER_NUMBERS,
        caller_rules=desk.CALLER_RULES,
        replies=desk.REPLIES,
    )
