"""Customers at the desk over HTTP: a number in full, several with one number, chosen in a call."""

from __future__ import annotations

import pytest

from app.server.storage.tables import AuditRow, Call, Customer, CustomerNumber
from tests.doubles.api_house import House
from tests.doubles.desk_tools import SHARED, rows, talk
from tests.doubles.filled import problem


async def test_a_number_in_full_is_a_look_that_is_kept(house: House):
    agent, lead = await house.client("1001"), await house.client("2001")
    path = "/api/v1/customers/c0001/reveal"
    assert problem(await agent.post(path)) == (422, "reason-needed")
    assert problem(await agent.post(path, json={"reason": "   "})) == (422, "reason-needed")
    assert rows(house, AuditRow, action="number.revealed") == [], "not seen, not noted"
    seen = await agent.post(path, json={"reason": " 快递要 电话 "})
    assert seen.json() == {"number": "+8613812345678"}
    assert "no-store" in seen.headers["cache-control"]
    assert (await lead.post(path)).json() == {"number": "+8613812345678"}, "supervisors need none"
    looks = rows(house, AuditRow, action="number.revealed")
    assert sorted((row.user_id, row.subject, row.detail) for row in looks) == [
        ("1001", "c0001", "快递要 电话"), ("2001", "c0001", ""),
    ]  # fmt: skip
    assert problem(await agent.post("/api/v1/customers/none/reveal", json={"reason": "x"})) == (
        404,
        "not-found",
    )
    nobody = await house.client()
    assert problem(await nobody.post(path)) == (401, "not-signed-in")


async def test_who_looks_at_very_many_numbers_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.server.customers.looks.MOST_LOOKS_AN_HOUR", 2)
    agent, other, lead = [await house.client(each) for each in ("1001", "1002", "2001")]
    path, reason = "/api/v1/customers/c0001/reveal", {"reason": "x"}
    assert [(await agent.post(path, json=reason)).status_code for _ in range(2)] == [200, 200]
    assert problem(await agent.post(path, json=reason)) == (429, "too-many-looks")
    assert (await other.post(path, json=reason)).status_code == 200
    assert [(await lead.post(path)).status_code for _ in range(3)] == [200, 200, 200]


async def test_several_customers_with_one_number_are_a_choice(house: House):
    agent = await house.client("1001")
    file = (await agent.get(f"/api/v1/customers/by-number/{SHARED}")).json()
    ids = [each["customer_id"] for each in file["matches"]]
    assert sorted(ids) == ["c0002", "c0003"] and file["customer"]["customer_id"] == ids[0]
    assert file["number"] == "138****5679"
    alone = (await agent.get("/api/v1/customers/by-number/13812345678")).json()
    assert alone["matches"] == []
    other = ids[1]
    await house.a_call("c7", number=SHARED)
    chosen = await agent.put("/api/v1/calls/c7/customer", json={"customer_id": other})
    assert (chosen.status_code, chosen.json()["customer"]["customer_id"]) == (200, other)
    assert [each["customer_id"] for each in chosen.json()["matches"]] == ids
    await house.ledger.flush()
    assert (await agent.get("/api/v1/calls/c7")).json()["customer_id"] == other
    again = (await agent.get(f"/api/v1/customers/by-number/{SHARED}")).json()
    assert again["customer"]["customer_id"] == other, "who was talked with last is likeliest"


async def test_a_new_customer_may_share_a_number(house: House):
    agent = await house.client("1001")
    new = {"name": "李明的太太", "number": "13812345678"}
    assert problem(await agent.post("/api/v1/customers", json=new)) == (409, "customer-exists")
    made = await agent.post("/api/v1/customers", json=new | {"shares_number": True})
    assert made.status_code == 201
    file = (await agent.get("/api/v1/customers/by-number/13812345678")).json()
    assert {each["name"] for each in file["matches"]} == {"李明", "李明的太太"}
    assert file["customer"]["name"] == "李明", "with whom was talked before"


async def test_whose_call_it_is_is_said_by_who_is_in_it(house: House):
    await house.a_call("c7", number=SHARED)
    agent, other, lead = [await house.client(each) for each in ("1001", "1002", "2001")]
    path, choice = "/api/v1/calls/c7/customer", {"customer_id": "c0003"}
    assert problem(await other.put(path, json=choice)) == (403, "call-not-yours")
    assert problem(await agent.put(path, json={"customer_id": "none"})) == (404, "not-found")
    assert problem(await agent.put("/api/v1/calls/none/customer", json=choice)) == (404, "not-found")
    assert (await lead.put(path, json=choice)).status_code == 200


async def test_a_call_under_way_has_the_chosen_customer_at_once(house: House):
    agent = await house.client("1001")
    call_id = talk(house)
    call = house.board.house.calls[call_id]
    await house.files.load(call_id, SHARED)
    answer = await agent.put(f"/api/v1/calls/{call_id}/customer", json={"customer_id": "c0003"})
    assert answer.status_code == 200
    assert call.customer_id == "c0003"
    at_hand = house.files.at_hand(call_id, "en")
    assert at_hand is not None and at_hand.customer is not None and at_hand.customer.customer_id == "c0003"
    assert house.desk.deeds == [("file-chosen", call_id)]


async def test_a_customer_of_two_is_found_whoever_shares_his_number(house: House):
    """Neither hides the other, and nobody is lost with the number."""
    found = rows(house, CustomerNumber, e164=SHARED)
    assert [row.customer_id for row in found] == ["c0002", "c0003"]
    names = [row.name for row in rows(house, Customer) if row.customer_id in ("c0002", "c0003")]
    agent = await house.client("1001")
    listed = (await agent.get("/api/v1/customers", params={"q": "12345679"})).json()["items"]
    assert sorted(each["name"] for each in listed) == sorted(names)
    assert rows(house, Call, customer_id="none") == []
