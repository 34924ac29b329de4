"""The company's systems know their customers: asked at a call, kept, told of changes, heard."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import select

from app.server.connectors.model import SystemAccount, SystemSetUpError, make_operation
from app.server.connectors.service import Connectors
from app.server.connectors.sources import hooks as signing
from app.server.connectors.sources import repository
from app.server.connectors.sources.contract import OPERATIONS, ShopCustomer, ShopOrder
from app.server.connectors.sources.demo_shop import (
    SOURCE_FILE,
    DemoShop,
    contract_document,
    shop_of,
    system_file,
)
from app.server.connectors.sources.hooks import HookRefusedError, Hooks, Message
from app.server.connectors.sources.pushes import Pushes
from app.server.connectors.sources.service import Sources
from app.server.customers.from_sources import SourceCustomers
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import (
    Customer,
    CustomerNumber,
    CustomerSource,
    Order,
    OrderSource,
    SourcePush,
    SourceRow,
)
from tests.doubles.company_system import answering, company_system, silent

KEY = b"k" * 32
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LI, WANG = "+8613812340001", "+8613812340002"


def stock() -> tuple[dict[str, ShopCustomer], dict[str, list[ShopOrder]]]:
    customers = {
        "L1": ShopCustomer(id="L1", name="李明", numbers=[LI], level="VIP", address="上海市南京路 1 号"),
        "W2": ShopCustomer(id="W2", name="王芳", numbers=[WANG], email="w@example.com"),
    }
    at = NOW - timedelta(days=1)
    order = ShopOrder(number="SO1", at=at, items="净水器 × 1", amount_cents=99900, status="SHIPPED")
    return customers, {"L1": [order]}


class Told(list[tuple[str, str, bool]]):
    def __call__(self, error_id: str, text: str, over: bool) -> None:
        self.append((error_id, text, over))


class House:
    """Sources on a real database, asked over real HTTP."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.alarms = Told()
        self.now = 1000.0
        self.connectors = Connectors(database, KEY, self.alarms)
        self.sources = Sources(
            database, KEY, self.connectors, SourceCustomers(), self.alarms, clock=lambda: self.now
        )

    async def set_up(self, *files: dict[str, Any], url: str = "", **secrets: str) -> None:
        def work(session: Any) -> None:
            for file in files:
                source = repository.write_source(session, file)
                for name, value in secrets.items():
                    repository.set_secret(session.get_one(SourceRow, source.source_id), KEY, name, value)

        await self.database.write(work)
        if url:
            headers = {"Authorization": "Bearer {secret.token}"}
            operations = {name: make_operation(name, each) for name, each in OPERATIONS.items()}
            self.connectors.use(
                {"shop": SystemAccount("shop", url, headers, {"token": "t"}, 3000, 0, operations)}
            )
        await self.sources.load()

    async def ask(self, number: str = LI) -> Any:
        task = self.sources.asking(number)
        return None if task is None else await task

    async def all(self, table: Any) -> list[Any]:
        return await self.database.read(lambda session: list(session.scalars(select(table))))

    async def known(self, name: str = "李明", number: str = LI, **more: Any) -> str:
        def work(session: Any) -> None:
            session.add(Customer(customer_id="ours", name=name, tags=[], **more))
            session.flush()
            session.add(CustomerNumber(e164=number, customer_id="ours", raw=number))

        await self.database.write(work)
        return "ours"


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    made = House(database)
    yield made
    await made.sources.close()
    await made.connectors.close()


@pytest.fixture
async def shop() -> AsyncIterator[DemoShop]:
    made = DemoShop("t", stock)
    await made.start()
    yield made
    await made.stop()


async def test_an_unknown_caller_whom_the_shop_knows_becomes_one(house: House, shop: DemoShop) -> None:
    await house.set_up(SOURCE_FILE, url=shop.url)
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
    await house.set_up(SOURCE_FILE, url=shop.url)
    await house.ask()
    customer = (await house.all(Customer))[0]
    assert (customer.address, customer.level) == ("我们记录的地址", "VIP")  # empty ones are filled
    shop._customers["L1"] = shop.customer("L1").model_copy(update={"address": "北京市长安街 9 号"})
    house.now += 61
    await house.ask()
    assert (await house.all(Customer))[0].address == "北京市长安街 9 号"


async def test_asked_again_only_when_the_answer_is_old(house: House, shop: DemoShop) -> None:
    await house.set_up(SOURCE_FILE, url=shop.url)
    await house.ask()
    count = len(shop.asked)
    assert await house.ask() is None and len(shop.asked) == count
    house.now += 60
    assert not (await house.ask()).changed
    assert shop.asked[count:].count("customer") == 1
    assert await house.ask("4001") is None  # an extension is nobody's customer


async def test_two_calls_at_once_ask_once(house: House, shop: DemoShop) -> None:
    shop.slow_s = 0.05
    await house.set_up(SOURCE_FILE, url=shop.url)
    first, second = house.sources.asking(LI), house.sources.asking("138 1234 0001")
    assert first is second and first is not None
    await first
    assert shop.asked.count("customer") == 1 and len(await house.all(Customer)) == 1


async def test_nobody_is_made_where_the_source_does_not_know_him_or_may_not(
    house: House, shop: DemoShop
) -> None:
    await house.set_up(SOURCE_FILE | {"create": False}, url=shop.url)
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
    await house.set_up(SOURCE_FILE, url=shop.url)
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
        await house.set_up(OWN_SHAPE, url=erp.base_url)
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
        await house.set_up(
            SOURCE_FILE | {"operations": {"customer": "customer"}, "pushes": []}, url=erp.base_url
        )
        await house.ask()
    for customer in await house.all(Customer):
        assert customer.name == "x" and customer.level == "NORMAL" and customer.value_cents == 0
    assert not [each for each in house.alarms if "fault" in each[1]]


# --- views of a database ------------------------------------------------------------------------

SQL = {
    "id": "warehouse",
    "name": {"zh": "数仓", "en": "Warehouse"},
    "kind": "sql",
    "views": {
        "customer": {"view": "v_customers", "key": "phone"},
        "orders": {"view": "v_orders", "key": "customer_id", "order_by": "at"},
    },
    "mapping": {"customer": {"name": "full_name"}, "order": {"amount_cents": {"from": "yuan", "times": 100}}},
}


async def test_views_of_a_database_are_read_and_never_written(house: House, tmp_path: Path) -> None:
    path = tmp_path / "erp.db"
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE c (id, full_name, phone);"
            "CREATE TABLE o (customer_id, number, at, items, yuan, status);"
            "INSERT INTO c VALUES ('9', '孙俪', '13812340001');"
            "INSERT INTO o VALUES ('9', 'N1', '2026-11-01T10:00:00+08:00', '风扇', 59.9, 'PAID');"
            "CREATE VIEW v_customers AS SELECT * FROM c; CREATE VIEW v_orders AS SELECT * FROM o;"
        )
    await _with_url(house, path)
    await house.ask()
    assert (await house.all(Customer))[0].name == "孙俪"
    assert [(each.number, each.amount_cents) for each in await house.all(Order)] == [("N1", 5990)]
    reader = house.sources.reader("warehouse")
    assert reader is not None
    with pytest.raises(Exception, match=r"readonly|read-only|query_only"):
        reader[1]._engine.connect().exec_driver_sql("DELETE FROM c")  # pyright: ignore


async def _with_url(house: House, path: Path) -> None:
    def work(session: Any) -> None:
        repository.write_source(session, SQL)
        repository.set_secret(session.get_one(SourceRow, "warehouse"), KEY, "url", f"sqlite:///{path}")

    await house.database.write(work)
    await house.sources.load()


async def test_a_view_that_hangs_is_given_up_and_left_alone(house: House, tmp_path: Path) -> None:
    path = tmp_path / "slow.db"
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE VIEW v_customers AS {many} SELECT i, 'x' || i AS phone FROM n")
    await _with_url(house, path)
    known = house.sources.reader("warehouse")
    assert known is not None
    for _ in range(5):
        with pytest.raises(Exception, match=r"time-out|database"):
            await known[1].customer(LI, 0.05)
    with pytest.raises(Exception, match="circuit-open"):
        await known[1].customer(LI, 0.05)


@pytest.mark.parametrize("name", ["v; DROP TABLE x", "v--", 'v"x', "a.b.c", ""])
def test_only_names_become_part_of_a_statement(name: str) -> None:
    with pytest.raises(SystemSetUpError):
        repository.make_source(SQL | {"views": {"customer": {"view": name, "key": "phone"}}})


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


# --- changes on their way to the source ---------------------------------------------------------


async def test_a_change_here_is_told_to_the_source_until_it_takes_it(house: House, shop: DemoShop) -> None:
    await house.set_up(SOURCE_FILE, url=shop.url)
    customer_id = (await house.ask()).customer_id
    now = NOW
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: now)

    def change(session: Any) -> None:
        session.get_one(Customer, customer_id).address = "杭州市西湖区 8 号"
        pushes.note(session, customer_id, ["address", "note"], "1001", now)

    await house.database.write(change)
    await shop.stop()
    assert await pushes.send_due() == 1 and await pushes.send_due() == 0  # it waits for its next try
    again = DemoShop("t", stock)
    await again.start()
    house.connectors.use({"shop": _account(again.url)})
    now += timedelta(seconds=11)
    assert await pushes.send_due() == 1
    assert again.customer("L1").address == "杭州市西湖区 8 号"
    assert [(each.state, each.tries) for each in await house.all(SourcePush)] == [("SENT", 2)]
    await again.stop()


async def test_who_is_new_here_is_made_there_once(house: House, shop: DemoShop) -> None:
    await house.known("周杰", "+8613700000007")
    await house.set_up(SOURCE_FILE, url=shop.url)
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
    await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
    await pushes.send_due()
    link = (await house.all(CustomerSource))[0]
    assert shop.customer(link.external_id).name == "周杰"
    assert shop.customer(link.external_id).numbers == ["+8613700000007"]


async def test_a_creation_whose_answer_was_lost_is_not_repeated(house: House) -> None:
    async with company_system() as lost:
        lost.behave = silent
        await house.known("周杰", "+8613700000007")
        await house.set_up(SOURCE_FILE, url=lost.base_url)
        operations = {name: make_operation(name, each) for name, each in OPERATIONS.items()}
        house.connectors.use({"shop": SystemAccount("shop", lost.base_url, {}, {}, 100, 0, operations)})
        pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
        await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
        await pushes.send_due()
    assert [(each.state, each.why) for each in await house.all(SourcePush)] == [("FAILED", "unsure")]
    assert any(each[0] == "source-pushes" and not each[2] for each in house.alarms)


async def test_a_program_killed_while_it_creates_does_not_create_twice(house: House) -> None:
    async with company_system() as slow:
        slow.behave = silent
        await house.known("周杰", "+8613700000007")
        await house.set_up(SOURCE_FILE, url=slow.base_url)
        pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
        await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
        sending = asyncio.get_running_loop().create_task(pushes.send_due())
        async with asyncio.timeout(10):
            while not slow.requests:
                await asyncio.sleep(0.01)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        assert await Pushes(house.database, house.sources, house.alarms, lambda: NOW).send_due() == 0
    assert [(each.state, each.why) for each in await house.all(SourcePush)] == [("FAILED", "unsure")]


async def test_a_source_is_not_told_what_it_told_itself(house: House, shop: DemoShop) -> None:
    await house.set_up(SOURCE_FILE, url=shop.url)
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
    await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "source:shop", NOW))
    assert await house.all(SourcePush) == []


def _account(url: str) -> SystemAccount:
    operations = {name: make_operation(name, each) for name, each in OPERATIONS.items()}
    headers = {"Authorization": "Bearer {secret.token}"}
    return SystemAccount("shop", url, headers, {"token": "t"}, 3000, 0, operations)


# --- signed messages from it --------------------------------------------------------------------


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
    await house.set_up(SOURCE_FILE, url=shop.url, webhook="s3")
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
    await house.set_up(SOURCE_FILE, url=shop.url)
    with pytest.raises(HookRefusedError):
        await Hooks(house.database, KEY, SourceCustomers(), lambda: NOW).take("shop", message(CHANGED, ""))


@pytest.mark.parametrize("data", [[], {"type": "x"}, {"type": "customer.changed"}, {"type": "order.changed"}])
async def test_a_signed_message_without_sense_is_refused_with_a_sentence(hooks: Hooks, data: object) -> None:
    with pytest.raises(InvalidValueError):
        await hooks.take("shop", message(data))


def test_the_systems_file_of_the_shop_is_one_that_can_be_imported() -> None:
    assert set(system_file("http://127.0.0.1:1")["operations"]) == set(OPERATIONS)


# --- the example --------------------------------------------------------------------------------


def test_the_description_of_what_we_ask_is_the_one_in_the_documentation() -> None:
    kept = Path(__file__).parents[2] / "docs" / "connector-openapi.yaml"
    assert yaml.safe_load(kept.read_text("utf-8")) == yaml.safe_load(contract_document())


async def test_the_example_shop_knows_the_customers_of_the_data_folder(database: Database) -> None:
    def one(session: Any) -> None:
        session.add(Customer(customer_id="c1", name="李明", tags=[]))
        session.flush()
        session.add(CustomerNumber(e164=LI, customer_id="c1", raw=LI))
        order = Order(order_id="o1", number="SO9", customer_id="c1", at=NOW, items="灯")
        order.amount_cents, order.status = 100, "PAID"
        session.add(order)

    await database.write(one)
    shop = DemoShop("t", lambda: database.read_now(shop_of))
    await shop.start()
    async with httpx.AsyncClient(base_url=shop.url, headers={"Authorization": "Bearer t"}) as client:
        found = (await client.get(f"/customers/by-number/{LI}")).json()
        orders = (await client.get(f"/customers/{found['id']}/orders")).json()["orders"]
        assert (found["name"], [each["number"] for each in orders]) == ("李明", ["SO9"])
        assert (await client.get("/customers/x", headers={"Authorization": "Bearer no"})).status_code == 401
        assert (await client.get("/customers/x")).status_code == 404
    await shop.stop()


def test_the_example_is_a_source_of_the_company_as_long_as_it_runs(tmp_path: Path) -> None:
    """The program itself, as it is started from the command line."""
    data = tmp_path / "data"
    data.mkdir()
    load_keys(data)
    url = f"sqlite:///{data / 'seatline.db'}"
    words = [sys.executable, "-m", "app", "admin", "--data", str(data), "demo-shop", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert "is asked as the source 'shop'" in process.stdout.readline()
            assert _definition(url)["active"] is True
        finally:
            process.send_signal(signal.SIGINT)
            _, trouble = process.communicate(timeout=30)
    assert (process.returncode, trouble) == (0, "")
    assert _definition(url)["active"] is False


def _definition(url: str) -> dict[str, Any]:
    database = Database(url)
    try:
        return database.read_now(lambda session: session.get_one(SourceRow, "shop").definition)
    finally:
        database.close_now()
