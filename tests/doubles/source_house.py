"""A company's shop and our sources of customers on a real database, asked over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.server.connectors.model import SystemAccount, make_operation
from app.server.connectors.service import Connectors
from app.server.connectors.sources import repository
from app.server.connectors.sources.contract import OPERATIONS, ShopCustomer, ShopOrder
from app.server.connectors.sources.demo_shop import SOURCE_FILE, DemoShop
from app.server.connectors.sources.service import Sources
from app.server.customers.from_sources import SourceCustomers
from app.server.storage.database import Database
from app.server.storage.tables import Customer, CustomerNumber, SourceRow

KEY = b"k" * 32
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PATIENT = SOURCE_FILE | {"pop_ms": 2000}  # a busy machine is no slow shop
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


def account(url: str) -> SystemAccount:
    operations = {name: make_operation(name, each) for name, each in OPERATIONS.items()}
    headers = {"Authorization": "Bearer {secret.token}"}
    return SystemAccount("shop", url, headers, {"token": "t"}, 3000, 0, operations)
