"""Customers that come in under bad conditions: sent twice, with a full disk, fifty changes at once."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import func, select, text

from app.contracts.customer_work import ImportMapping
from app.server.connectors.sources import repository
from app.server.connectors.sources.demo_shop import SOURCE_FILE
from app.server.storage.database import Database
from app.server.storage.errors import StorageFullError
from app.server.storage.tables import (
    Customer,
    CustomerNumber,
    CustomerSource,
    ImportLine,
    ImportRow,
    SourceEvent,
    SourceRow,
)
from tests.doubles.api_house import KEY, House, open_house
from tests.doubles.customer_work import LEAD, WorkRoom

ROWS = 200


def spreadsheet(rows: int = ROWS) -> bytes:
    lines = [f"客户{number},139{number:08},{'备注' * 150}" for number in range(rows)]
    return "\n".join(["姓名,手机,备注", *lines]).encode()


def count(database: Database, table: type) -> int:
    return database.read_now(lambda session: session.scalar(select(func.count()).select_from(table))) or 0


@pytest.fixture
async def house(filled_sqlite, tmp_path) -> AsyncIterator[House]:
    database = filled_sqlite.copy(tmp_path, busy_timeout_s=5.0)
    async with open_house(database, filled_sqlite.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def send(boss: httpx.AsyncClient, content: bytes, key: str) -> httpx.Response:
    files, headers = {"file": ("客户.csv", content)}, {"Idempotency-Key": key}
    return await boss.post("/api/v1/customers/imports", files=files, headers=headers)


async def test_an_upload_whose_answer_was_lost_is_one_import(house):
    boss = await house.client("2001")
    first = await send(boss, spreadsheet(30), "k1")
    again, at_once = await asyncio.gather(
        send(boss, spreadsheet(30), "k1"), send(boss, spreadsheet(30), "k2")
    )
    assert (first.status_code, again.status_code, at_once.status_code) == (201, 201, 201)
    assert first.json() == again.json() and at_once.json()["import_id"] != first.json()["import_id"]
    listed = (await boss.get("/api/v1/customers/imports")).json()["items"]
    assert len(listed) == 2 and count(house.database, ImportLine) == 60
    other = await send(boss, spreadsheet(31), "k1")
    assert (other.status_code, other.json()["error_id"]) == (409, "idempotency-conflict")


@pytest.fixture
def full_room(sqlite_template, tmp_path) -> Iterator[WorkRoom]:
    database = Database(sqlite_template.new(tmp_path))
    yield WorkRoom(database)
    database.close_now()


def pages(database: Database, more: int) -> None:
    """The disk has room for so many more pages."""
    with database.connection() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={used + more}"))


async def test_a_disk_that_fills_up_in_an_import_stops_it_and_it_goes_on_when_there_is_room(full_room):
    database, importing = full_room.database, full_room.work.importing
    uploaded = await importing.upload(LEAD, "客户.csv", spreadsheet(), full_room.now)
    mapping = ImportMapping(targets=["name", "number", "note"])
    await importing.check(LEAD, uploaded.import_id, mapping, full_room.now)
    await database.write(lambda session: importing.run(session, LEAD, uploaded.import_id, full_room.now))
    pages(database, 40)
    with pytest.raises(StorageFullError):
        await full_room.settle()
    stopped = await importing.get(LEAD, uploaded.import_id)
    came = count(database, Customer)
    assert stopped.state == "RUNNING" and 0 < came == stopped.created < ROWS
    with pytest.raises(StorageFullError):  # asked again, it says so again and nothing is half done
        await full_room.settle()
    assert count(database, Customer) == came

    pages(database, 1_000_000)
    await full_room.settle()
    done = await importing.get(LEAD, uploaded.import_id)
    assert (done.state, done.created) == ("DONE", ROWS)
    assert count(database, Customer) == count(database, CustomerNumber) == ROWS


async def test_a_disk_that_is_full_at_the_upload_leaves_no_import(full_room):
    pages(full_room.database, 5)
    with pytest.raises(StorageFullError):
        await full_room.work.importing.upload(LEAD, "客户.csv", spreadsheet(), full_room.now)
    assert count(full_room.database, ImportRow) == 0
    pages(full_room.database, 1_000_000)
    uploaded = await full_room.work.importing.upload(LEAD, "客户.csv", spreadsheet(), full_room.now)
    assert uploaded.rows == ROWS


async def test_fifty_signed_messages_at_once_are_all_taken_once(house):
    def set_up(session):
        source = repository.write_source(session, SOURCE_FILE)
        repository.set_secret(session.get_one(SourceRow, source.source_id), KEY, "webhook", "s3")
        for number in range(10):
            link = CustomerSource(source_id="shop", external_id=f"L{number}", customer_id=f"c{number + 1:04}")
            link.fetched_at = datetime.now(UTC)
            session.add(link)

    await house.database.write(set_up)
    timestamp = str(int(datetime.now(UTC).timestamp()))

    async def tell(number: int) -> int:
        """Five for each of ten customers; each of the fifty is sent twice."""
        whose, turn = number % 10, number // 10
        fields = [{"address": f"路 {whose}"}, {"email": f"l{whose}@example.com"}, {"level": "GOLD"}]
        customer = {"id": f"L{whose}", **fields[turn % 3]}
        body = json.dumps({"type": "customer.changed", "customer": customer}).encode()
        signature = hmac.new(b"s3", timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {
            "X-Seatline-Timestamp": timestamp, "X-Seatline-Event": f"e{number}",
            "X-Seatline-Signature": f"sha256={signature}",
        }  # fmt: skip
        return (await outside.post("/api/v1/hooks/sources/shop", content=body, headers=headers)).status_code

    outside = await house.client()
    answers = await asyncio.gather(*(tell(number) for number in [*range(50), *range(50)]))
    assert answers == [204] * 100
    assert count(house.database, SourceEvent) == 50
    rows = house.database.read_now(
        lambda session: [session.get_one(Customer, f"c{number + 1:04}") for number in range(10)]
    )
    assert [(row.address, row.email, row.level) for row in rows] == [
        (f"路 {number}", f"l{number}@example.com", "GOLD") for number in range(10)
    ]
