"""An id of a file that was merged, kept in a link, a draft, a call or elsewhere, leads to the survivor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.contracts.live import CustomerChanged
from app.server.connectors.sources.pushes import _due
from app.server.storage.merged import survivor
from app.server.storage.tables import Customer, SourcePush
from tests.doubles.api_house import House, open_house

OLD, NEW = "c0002", "c0001"


@pytest.fixture
async def house(filled_sqlite, tmp_path) -> AsyncIterator[House]:
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path) as opened:
        boss = await opened.client("2001")
        merged = await boss.post("/api/v1/customers/merges", json={"survivor_id": NEW, "other_id": OLD})
        assert merged.status_code == 201
        yield opened
    database.close_now()


async def test_the_old_id_opens_the_survivors_file(house):
    agent = await house.client("1001")
    old = (await agent.get(f"/api/v1/customers/{OLD}")).json()
    assert old == (await agent.get(f"/api/v1/customers/{NEW}")).json()
    assert (old["customer"]["customer_id"], old["customer"]["merged_into"]) == (NEW, None)
    lines = [(await agent.get(f"/api/v1/customers/{each}/timeline")).json() for each in (OLD, NEW)]
    assert lines[0] == lines[1] and lines[0]["items"]
    reason = {"reason": "核对"}
    shown = [
        (await agent.post(f"/api/v1/customers/{each}/reveal", json=reason)).json()["number"]
        for each in (OLD, NEW)
    ]
    assert shown[0] == shown[1]


async def test_a_change_to_the_old_file_is_refused_with_the_present_one(house):
    agent = await house.client("1001")
    answer = await agent.patch(f"/api/v1/customers/{OLD}", json={"version": 1, "level": "GOLD"})
    body = answer.json()
    assert (answer.status_code, body["error_id"], body["changed"]) == (
        409, "customer-changed", ["merged_into"],
    )  # fmt: skip
    assert body["present"]["customer_id"] == NEW
    again = {"version": body["present"]["version"], "level": "GOLD"}
    changed = await agent.patch(f"/api/v1/customers/{body['present']['customer_id']}", json=again)
    assert (changed.status_code, changed.json()["level"]) == (200, "GOLD")


async def test_what_is_written_under_the_old_id_is_the_survivors(house):
    agent = await house.client("1001")
    ticket = {"type": "CONSULT", "title": "咨询", "text": "", "customer_id": OLD}
    made = (await agent.post("/api/v1/tickets", json=ticket)).json()
    assert made["customer_id"] == NEW
    wish = {"customer_id": OLD, "reason": "核对地址", "minutes": 30}
    assert (await agent.post("/api/v1/access-requests", json=wish)).json()["customer_id"] == NEW
    called = await agent.post("/api/v1/calls", json={"customer_id": OLD})
    assert called.status_code == 201 and "13812345678" in called.json()["call_id"]


async def test_a_call_that_is_said_to_be_the_old_ones_is_the_survivors(house):
    agent = await house.client("1001")
    await house.a_call("c1", "1001", "13812345678")
    chosen = await agent.put("/api/v1/calls/c1/customer", json={"customer_id": OLD})
    assert chosen.json()["customer"]["customer_id"] == NEW
    await house.ledger.flush()
    assert (await agent.get("/api/v1/calls/c1")).json()["customer_id"] == NEW


async def test_every_desktop_is_told_to_read_both_files_again(house):
    async with asyncio.timeout(5):
        while not {OLD, NEW} <= {
            each.customer_id for _, each in house.desk.told if isinstance(each, CustomerChanged)
        }:
            await asyncio.sleep(0.01)


async def test_a_change_on_its_way_to_a_source_is_told_of_the_survivor(house):
    now = house.work.viewing._clock()
    push = SourcePush(source_id="shop", customer_id=OLD, fields=["address"], at=now, next_at=now, state="NEW")
    await house.database.write(lambda session: session.add(push))
    due = await house.database.read(lambda session: _due(session, now))
    assert [(customer_id, fields) for _, _, customer_id, fields in due] == [(NEW, ["address"])]


async def test_a_chain_of_merges_leads_to_its_end_and_a_circle_to_nobody_for_ever(house):
    def change(session):
        session.get_one(Customer, NEW).merged_into = "c0003"
        session.flush()
        return survivor(session, OLD).customer_id, survivor(session, "nobody"), survivor(session, None)

    assert await house.database.write(change) == ("c0003", None, None)

    def circle(session):
        session.get_one(Customer, "c0003").merged_into = OLD
        session.flush()
        return survivor(session, OLD)

    assert await house.database.write(circle) is not None  # a damaged row costs no answer
