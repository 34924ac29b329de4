"""The example shop: what it is asked is in the documentation; it is a source as long as it runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import yaml

from app.server.connectors.sources.contract import OPERATIONS
from app.server.connectors.sources.demo_shop import DemoShop, contract_document, shop_of, system_file
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.tables import Customer, CustomerNumber, Order, SourceRow
from tests.doubles.source_house import LI, NOW


def test_the_systems_file_of_the_shop_is_one_that_can_be_imported() -> None:
    assert set(system_file("http://127.0.0.1:1")["operations"]) == set(OPERATIONS)


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
