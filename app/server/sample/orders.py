"""The sample company's orders, drawn by chance around those that the demo needs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.server.sample.customers import DEMO_CUSTOMER_ID
from app.server.sample.dice import local_date_code, weighted, working_moment
from app.server.sample.model import OrderStatus, SampleCustomer, SampleOrder, SampleOrderItem
from app.server.sample.words import PRODUCTS

ORDER_COUNT = 1500
_SPAN = timedelta(days=400)
_BUYING = {"NORMAL": 1.0, "SILVER": 2.0, "GOLD": 3.5, "VIP": 5.0}
_DELIVERED_SHARES: tuple[tuple[OrderStatus, float], ...] = (
    ("DELIVERED", 92),
    ("CANCELLED", 4),
    ("REFUNDED", 4),
)
_FRESH_SHARES: tuple[tuple[OrderStatus, float], ...] = (("PAID", 80), ("UNPAID", 15), ("CANCELLED", 5))
_PRICES = {name: price_cents for name, price_cents, _ in PRODUCTS}


def make_orders(
    dice: random.Random,
    customers: Sequence[SampleCustomer],
    demo_orders: Sequence[SampleOrder],
    now: datetime,
) -> tuple[SampleOrder, ...]:
    """All orders, oldest first, numbered by day."""
    buyers = [customer for customer in customers if customer.customer_id != DEMO_CUSTOMER_ID]
    orders = list(demo_orders)
    weights = [_BUYING[buyer.level] for buyer in buyers]
    for buyer in dice.choices(buyers, weights, k=ORDER_COUNT - len(orders)):
        orders.append(_make_order(dice, buyer, now))
    return _numbered(dice, sorted(orders, key=lambda order: (order.ordered_at, order.customer_id)))


def build_order(
    customer_id: str, ordered_at: datetime, lines: Sequence[tuple[str, int]], status: OrderStatus
) -> SampleOrder:
    """An order of (product, quantity) at list prices, still without its number."""
    items = tuple(SampleOrderItem(name, quantity, _PRICES[name]) for name, quantity in lines)
    amount_cents = sum(item.quantity * item.price_cents for item in items)
    return SampleOrder("", customer_id, ordered_at, items, amount_cents, status)


class Cupboards:
    """What each customer had bought at a moment, for sentences about it."""

    def __init__(self, orders: Sequence[SampleOrder]) -> None:
        self._orders: dict[str, list[SampleOrder]] = defaultdict(list)
        for order in orders:
            if order.status not in ("CANCELLED", "REFUNDED"):
                self._orders[order.customer_id].append(order)

    def of(self, customer_id: str | None, at: datetime) -> list[str]:
        bought = [order for order in self._orders.get(customer_id or "", []) if order.ordered_at < at]
        return [item.name for order in bought for item in order.items]


def _make_order(dice: random.Random, buyer: SampleCustomer, now: datetime) -> SampleOrder:
    ordered_at = working_moment(dice, max(buyer.since, now - _SPAN), now - timedelta(minutes=30))
    count = weighted(dice, [(1, 65), (2, 25), (3, 10)])
    lines: list[tuple[str, int]] = []
    for name, price_cents, _ in dice.sample(PRODUCTS, count):
        lines.append((name, weighted(dice, [(1, 70), (2, 25), (3, 5)]) if price_cents < 50_000 else 1))
    age = now - ordered_at
    if age < timedelta(days=1):
        status = weighted(dice, _FRESH_SHARES)
    elif age < timedelta(days=4):
        status = "SHIPPED"
    else:
        status = weighted(dice, _DELIVERED_SHARES)
    return build_order(buyer.customer_id, ordered_at, lines, status)


def _numbered(dice: random.Random, orders: Sequence[SampleOrder]) -> tuple[SampleOrder, ...]:
    """Give numbers in the order of time; gaps stand for the shop's other orders of that day."""
    serials: dict[str, int] = defaultdict(int)
    numbered: list[SampleOrder] = []
    for order in orders:
        day = local_date_code(order.ordered_at)
        serials[day] += dice.randrange(1, 60)
        numbered.append(replace(order, number=f"SO{day}-{serials[day]:04d}"))
    return tuple(numbered)
