"""Customers and orders in views of the company's own database: read, never written, given up in time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from app.server.connectors.model import SystemSetUpError
from app.server.connectors.sources import repository
from app.server.storage.tables import Customer, Order, SourceRow
from tests.doubles.source_house import KEY, LI, House, house

__all__ = ["house"]


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
