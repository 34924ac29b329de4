"""The company's systems know their customers: asked at a call, mapped by data, kept; files are checked."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.server.connectors.model import SystemAccount, SystemSetUpError
from app.server.connectors.sources import repository
from app.server.connectors.sources.demo_shop import SOURCE_FILE, DemoShop
from app.server.storage.tables import Customer, CustomerNumber, CustomerSource, Order, OrderSource
from tests.doubles.company_system import answering, company_system, silent
from tests.doubles.source_house import LI, PATIENT, House, house, shop

__all__ = ["house", "shop"]


async def test_an_unknown_caller_whom_the_shop_knows_becomes_one(house: House, shop: DemoShop) -> None:
    await house.set_up(PATIENT, url=shop.url)
    asked = await house.ask()
    customer = (await house.all(Customer))[0]
    assert (asked.customer_id, asked.changed) == (customer.customer_id, True)
    assert (customer.name, customer.level, customer.address) == ("李明", "VIP", "上海市南京路 1 号")
    assert [each.e164 for each in await house.all(CustomerNumber)] == [LI]
    order, its = (await house.all(Order))[0], (await house.all(OrderSource))[0]
    assert (order.number, order.amount_cents, order.status) == ("SO1", 99900, "SHIPPED")
    assert "运输中" in its.delivery
    assert (await house.all(CustomerSource))[0].balance_cents == shop.balance("L1")


async def test_our_own_entries_stand_until_the_source_changes_the_field(house: House, shop: DemoShop) -> None:
    await house.known(address="我们记录的地址")
    await house.set_up(PATIENT, url=shop.url)
    await house.ask()
    customer = (await house.all(Customer))[0]
    assert (customer.address, customer.level) == ("我们记录的地址", "VIP")  # empty ones are filled
    shop._customers["L1"] = shop.customer("L1").model_copy(update={"address": "北京市长安街 9 号"})
    house.now += 61
    await house.ask()
    assert (await house.all(Customer))[0].address == "北京市长安街 9 号"


async def test_asked_again_only_when_the_answer_is_old(house: House, shop: DemoShop) -> None:
    await house.set_up(PATIENT, url=shop.url)
    await house.ask()
    count = len(shop.asked)
    assert await house.ask() is None and len(shop.asked) == count
    house.now += 60
    assert not (await house.ask()).changed
    assert shop.asked[count:].count("customer") == 1
    assert await house.ask("4001") is None  # an extension is nobody's customer


async def test_two_calls_at_once_ask_once(house: House, shop: DemoShop) -> None:
    shop.slow_s = 0.05
    await house.set_up(PATIENT, url=shop.url)
    first, second = house.sources.asking(LI), house.sources.asking("138 1234 0001")
    assert first is second and first is not None
    await first
    assert shop.asked.count("customer") == 1 and len(await house.all(Customer)) == 1


async def test_nobody_is_made_where_the_source_does_not_know_him_or_may_not(
    house: House, shop: DemoShop
) -> None:
    await house.set_up(PATIENT | {"create": False}, url=shop.url)
    assert (await house.ask()).customer_id is None
    assert (await house.ask("+8613900000000")).customer_id is None
    assert await house.all(Customer) == []


async def test_a_shared_number_is_nobodys_by_itself(house: House, shop: DemoShop) -> None:
    """Two of ours have the number: what the shop tells belongs to neither, so it makes a file of its own."""
    await house.known()

    def second(session: Any) -> None:
        session.add(Customer(customer_id="wife", name="王丽", tags=[]))
        session.flush()
        session.add(CustomerNumber(e164=LI, customer_id="wife", raw=LI))

    await house.database.write(second)
    await house.set_up(PATIENT, url=shop.url)
    asked = await house.ask()
    assert asked.customer_id not in ("ours", "wife", None)


async def test_a_dead_or_slow_system_costs_nothing_but_its_answer(house: House) -> None:
    async with company_system() as dead:
        dead.behave = silent
        await house.set_up(SOURCE_FILE, url=dead.base_url)
        account = house.connectors._systems["shop"].account
        house.connectors.use(
            {"shop": SystemAccount("shop", dead.base_url, {}, {}, 100, 0, account.operations)}
        )
        for _ in range(5):
            house.now += 60
            assert (await asyncio.wait_for(house.ask(), 5)).customer_id is None
        before = len(dead.requests)
        house.now += 60
        assert (await house.ask()).customer_id is None
        assert len(dead.requests) == before  # left alone for a while
    assert ("system-shop", False) in [(each[0], each[2]) for each in house.alarms]


OWN_SHAPE = {
    "id": "erp",
    "name": {"zh": "ERP", "en": "ERP"},
    "system": "shop",
    "operations": {"customer": "customer", "orders": "orders"},
    "lists": {"orders": "data.rows"},
    "mapping": {
        "customer": {
            "id": "data.custNo",
            "name": "data.custName",
            "level": {"from": "data.grade", "values": {"钻石": "VIP", "金": "GOLD"}, "default": "NORMAL"},
            "numbers": "data.mobile",
            "value_cents": {"from": "data.spent", "times": 100},
        },
        "order": {
            "number": "no",
            "at": "ts",
            "items": {"from": "lines", "each": "{name} × {qty}"},
            "amount_cents": {"from": "total", "times": "100"},
            "status": {"from": "st", "values": {"2": "SHIPPED"}, "default": "PAID"},
        },
    },
}


async def test_answers_of_another_shape_are_mapped_by_data(house: House) -> None:
    data = {
        "data": {
            "custNo": 77, "custName": "赵敏", "grade": "钻石", "mobile": "138 1234 0001",
            "spent": "1234.56",
            "rows": [
                {"no": "A1", "ts": 1763777000, "total": 88.8, "st": 2,
                 "lines": [{"name": "水壶", "qty": 2}, {"name": "灯", "qty": 1}]},
                {"no": "", "ts": "2026-11-01"},
                {"no": "A2", "ts": "not a time"},
            ],
        }
    }  # fmt: skip
    async with company_system() as erp:
        erp.behave = answering(200, data)
        await house.set_up(OWN_SHAPE | {"pop_ms": 2000}, url=erp.base_url)
        await house.ask()
    customer = (await house.all(Customer))[0]
    assert (customer.name, customer.level, customer.value_cents) == ("赵敏", "VIP", 123456)
    orders = await house.all(Order)
    assert [(each.number, each.items, each.amount_cents, each.status) for each in orders] == [
        ("A1", "水壶 × 2、灯 × 1", 8880, "SHIPPED")
    ]


@pytest.mark.parametrize(
    "raw",
    [b"[]", b'{"id": null, "name": "x"}', b'{"id": {"a": 1}}', b'"text"', b'{"id": "1", "name": ["x"]}',
     b'{"id": "1", "name": "x", "numbers": {"a": "b"}, "level": 7, "value_cents": 1e400, "since": true}'],
)  # fmt: skip
async def test_nonsense_is_left_out_never_kept(house: House, raw: bytes) -> None:
    async with company_system() as erp:
        erp.behave = answering(200, raw=raw)
        await house.set_up(PATIENT | {"operations": {"customer": "customer"}, "pushes": []}, url=erp.base_url)
        await house.ask()
    for customer in await house.all(Customer):
        assert customer.name == "x" and customer.level == "NORMAL" and customer.value_cents == 0
    assert not [each for each in house.alarms if "fault" in each[1]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "ftp"}, "rest or sql"),
        ({"pop_ms": 9000}, "pop_ms"),
        ({"mapping": {"customer": {"password": "x"}}}, "no field 'password'"),
        ({"pushes": ["tags", "secret"]}, "pushes"),
        ({"operations": {"drop": "x"}}, "no operation 'drop'"),
        ({"unknown": 1}, "no field 'unknown'"),
    ],
)
def test_a_wrong_file_says_what_to_correct(change: dict[str, Any], said: str) -> None:
    with pytest.raises(SystemSetUpError, match=said):
        repository.make_source(SOURCE_FILE | change)
