"""Signed messages of the company's system change a customer's file once; all others change nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from app.server.connectors.sources import hooks as signing
from app.server.connectors.sources.demo_shop import DemoShop
from app.server.connectors.sources.hooks import HookRefusedError, Hooks, Message
from app.server.customers.from_sources import SourceCustomers
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, Order, OrderSource
from tests.doubles.source_house import KEY, NOW, PATIENT, House, house, shop

__all__ = ["house", "shop"]


def message(data: object, secret: str = "s3", event: str = "e1", at: datetime = NOW) -> Message:
    body, timestamp = json.dumps(data).encode(), str(int(at.timestamp()))
    return Message(timestamp, signing.signature_of(secret, timestamp, body), event, body)


CHANGED = {
    "type": "customer.changed",
    "customer_id": "L1",
    "customer": {"id": "L1", "name": "李明", "level": "GOLD"},
}


@pytest.fixture
async def hooks(house: House, shop: DemoShop) -> Hooks:
    await house.set_up(PATIENT, url=shop.url, webhook="s3")
    await house.ask()
    return Hooks(house.database, KEY, SourceCustomers(), lambda: NOW)


async def test_a_signed_message_changes_the_file_once(house: House, hooks: Hooks) -> None:
    assert await hooks.take("shop", message(CHANGED)) is not None
    customer = (await house.all(Customer))[0]
    assert customer.level == "GOLD"
    other = CHANGED | {"customer": {"id": "L1", "level": "SILVER"}}
    assert await hooks.take("shop", message(other)) is None  # the same event: taken before
    assert (await house.all(Customer))[0].level == "GOLD"


async def test_an_order_of_somebody_known_is_kept(house: House, hooks: Hooks) -> None:
    order = {"number": "SO1", "at": NOW.isoformat(), "items": "净水器 × 1", "amount_cents": 99900,
             "status": "DELIVERED", "delivery": "已签收"}  # fmt: skip
    await hooks.take("shop", message({"type": "order.changed", "customer_id": "L1", "order": order}))
    assert [each.status for each in await house.all(Order)] == ["DELIVERED"]
    assert [each.delivery for each in await house.all(OrderSource)] == ["已签收"]


@pytest.mark.parametrize(
    "wrong",
    [
        message(CHANGED, secret="other"),
        message(CHANGED, at=NOW - timedelta(seconds=301)),
        message(CHANGED, at=NOW + timedelta(seconds=301)),
        message(CHANGED, event=""),
        Message("１２３", "sha256=00", "e", b"{}"),
        Message("", "", "", b""),
    ],
)
async def test_what_is_not_signed_now_by_the_source_changes_nothing(
    house: House, hooks: Hooks, wrong: Message
) -> None:
    with pytest.raises(HookRefusedError):
        await hooks.take("shop", wrong)
    with pytest.raises(HookRefusedError):
        await hooks.take("nobody", message(CHANGED))
    assert (await house.all(Customer))[0].level == "VIP"


async def test_a_source_without_a_secret_takes_no_message(house: House, shop: DemoShop) -> None:
    await house.set_up(PATIENT, url=shop.url)
    with pytest.raises(HookRefusedError):
        await Hooks(house.database, KEY, SourceCustomers(), lambda: NOW).take("shop", message(CHANGED, ""))


@pytest.mark.parametrize("data", [[], {"type": "x"}, {"type": "customer.changed"}, {"type": "order.changed"}])
async def test_a_signed_message_without_sense_is_refused_with_a_sentence(hooks: Hooks, data: object) -> None:
    with pytest.raises(InvalidValueError):
        await hooks.take("shop", message(data))
