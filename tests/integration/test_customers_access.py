"""Leave to see private data: asked for, granted by somebody else, used, over; and what each role sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from app.contracts.live import CustomerChanged
from app.server.directory.repository import phone_field
from app.server.security.fields import encrypt_field
from app.server.security.model import RoleName
from app.server.security.passwords import hash_password
from app.server.security.viewing import Viewing
from app.server.storage.database import Database
from app.server.storage.tables import AuditRow, Customer, Phone, User
from tests.doubles.api_house import KEY, Filled, House, open_house

NUMBER = "+8613812345678"
PASSWORD = "correct horse battery"
PEOPLE = {"3001": "QUALITY", "4001": "AUDITOR", "1003": "SENIOR"}


def _people(database: Database, content: Filled) -> Filled:
    hashed = hash_password(PASSWORD)

    def add(session):
        for username, role in PEOPLE.items():
            user = User(user_id=username, username=username, display_name=username, role=role)
            user.password_hash = hashed
            session.add(user)
        session.flush()
        for username in PEOPLE:
            phone = f"9{username}"
            secret = encrypt_field(KEY, "secret", phone_field(phone))
            session.add(Phone(sip_user=phone, user_id=username, secret_encrypted=secret))

    database.write_now(add)
    return Filled(content.passwords | dict.fromkeys(PEOPLE, PASSWORD), content.sip_passwords)


def deeds(house: House, *actions: str) -> list[tuple[str, str, str]]:
    rows = house.database.read_now(
        lambda session: session.scalars(
            select(AuditRow).where(AuditRow.action.in_(actions)).order_by(AuditRow.audit_id)
        ).all()
    )
    return [(row.action, row.user_id, row.subject) for row in rows]


async def view(client: httpx.AsyncClient, customer_id: str = "c0001") -> dict:
    return (await client.get(f"/api/v1/customers/{customer_id}")).json()["customer"]


async def granted(agent: httpx.AsyncClient, boss: httpx.AsyncClient, minutes: int = 5, **wish) -> dict:
    body = {"customer_id": "c0001", "reason": "核对送货地址", "minutes": 60, **wish}
    asked = (await agent.post("/api/v1/access-requests", json=body)).json()
    decision = {"grant": True, "minutes": minutes}
    return (await boss.post(f"/api/v1/access-requests/{asked['request_id']}/decide", json=decision)).json()


async def test_leave_is_asked_for_granted_used_and_ends_to_the_moment(house):
    agent, other, boss = [await house.client(name) for name in ("1001", "1002", "2001")]
    before = await view(agent)
    assert before["number"] == "138****5678" and {"number", "email", "address"} <= set(before["masked"])
    request = await granted(agent, boss)
    assert (request["state"], request["user_name"], request["minutes"]) == ("GRANTED", "王芳", 5)
    seen = await view(agent)
    assert (seen["number"], seen["email"], seen["masked"]) == (NUMBER, "liming@example.com", [])
    assert seen["numbers"][0]["raw"] == NUMBER and "88 号" in seen["address"]
    found = (await agent.get("/api/v1/customers", params={"q": "liming"})).json()["items"][0]
    popped = (await agent.get("/api/v1/customers/by-number/13812345678")).json()
    assert found["number"] == popped["customer"]["number"] == NUMBER
    assert popped["number"] == "13812345678"
    assert (await view(agent, "c0002"))["masked"] != []
    assert (await view(other))["number"] == "138****5678"

    until = datetime.fromisoformat(request["expires_at"])
    house.work.viewing._clock = lambda: until - timedelta(microseconds=1)
    assert (await view(agent))["number"] == NUMBER
    house.work.viewing._clock = lambda: until
    assert (await view(agent))["number"] == "138****5678"
    assert deeds(house, "access.asked", "access.granted", "customer.seen") == [
        ("access.asked", "1001", "c0001"),
        ("access.granted", "2001", "c0001"),
        ("customer.seen", "1001", "c0001"),
    ]


async def test_when_the_time_is_up_screens_are_told_and_it_is_written_down(house):
    agent, boss = await house.client("1001"), await house.client("2001")
    request = await granted(agent, boss)
    await told(house, 1)
    until = datetime.fromisoformat(request["expires_at"])
    await asyncio.to_thread(house.work.scheduler.run_due_now, until)
    await told(house, 2)
    listed = (await agent.get("/api/v1/access-requests")).json()["items"]
    assert [each["state"] for each in listed] == ["EXPIRED"]
    assert deeds(house, "access.expired") == [("access.expired", "1001", "c0001")]
    assert (await view(agent))["number"] == "138****5678"


async def told(house: House, times: int) -> None:
    """Her desktop shows her calls anew and reads the file again."""
    changed: list[str] = []
    async with asyncio.timeout(10):
        while len(changed) < times:
            await asyncio.sleep(0.01)
            messages = [message for user_id, message in house.desk.told if user_id == "1001"]
            changed = [each.customer_id for each in messages if isinstance(each, CustomerChanged)]
    assert changed == ["c0001"] * times
    assert house.desk.deeds.count(("eyes-changed", "1001")) == times


async def test_nobody_decides_on_her_own_wish_and_agents_on_none(house):
    agent, other, boss, admin = [await house.client(name) for name in ("1001", "1002", "2001", "admin")]
    body = {"customer_id": "c0001", "reason": "核对地址"}
    hers = (await boss.post("/api/v1/access-requests", json=body)).json()["request_id"]
    own = (await agent.post("/api/v1/access-requests", json=body)).json()["request_id"]
    for client, request_id in ((boss, hers), (agent, own), (other, own)):
        answer = await client.post(f"/api/v1/access-requests/{request_id}/decide", json={"grant": True})
        assert (answer.status_code, answer.json()["error_id"]) == (403, "not-allowed")
    assert len((await admin.get("/api/v1/access-requests", params={"state": "OPEN"})).json()["items"]) == 2
    assert [each["request_id"] for each in (await agent.get("/api/v1/access-requests")).json()["items"]] == [
        own
    ]
    assert (await other.get("/api/v1/access-requests")).json()["items"] == []
    refusal = {"grant": False, "note": "请客户回拨"}
    refused = (await boss.post(f"/api/v1/access-requests/{own}/decide", json=refusal)).json()
    assert (refused["state"], refused["decided_by"], refused["decision_note"]) == (
        "REFUSED",
        "孙丽华",
        "请客户回拨",
    )
    again = await admin.post(f"/api/v1/access-requests/{own}/decide", json={"grant": True})
    assert (again.status_code, again.json()["error_id"]) == (409, "access-decided")
    assert again.json()["present"]["state"] == "REFUSED"
    assert (await view(agent))["number"] == "138****5678"


async def test_asked_twice_the_latest_reason_counts_and_withdrawn_is_withdrawn(house):
    agent, boss = await house.client("1001"), await house.client("2001")
    first = (
        await agent.post("/api/v1/access-requests", json={"customer_id": "c0001", "reason": "one"})
    ).json()
    body = {"customer_id": "c0001", "reason": "another", "minutes": 30}
    second = (await agent.post("/api/v1/access-requests", json=body)).json()
    assert (second["request_id"], second["reason"], second["minutes"]) == (first["request_id"], "another", 30)
    path = f"/api/v1/access-requests/{first['request_id']}"
    assert (await agent.post(f"{path}/withdraw")).json()["state"] == "WITHDRAWN"
    assert (await boss.post(f"{path}/decide", json={"grant": True})).status_code == 409
    request = await granted(agent, boss)
    assert (await view(agent))["number"] == NUMBER
    assert (await boss.post(f"/api/v1/access-requests/{request['request_id']}/withdraw")).status_code == 200
    assert (await view(agent))["number"] == "138****5678"
    for wrong in ({"reason": "x"}, {"reason": "  \t  "}, {"reason": "long enough", "minutes": 1}):
        assert (await agent.post("/api/v1/access-requests", json=wrong)).status_code == 422
    gone = {"customer_id": "none", "reason": "long enough"}
    assert (await agent.post("/api/v1/access-requests", json=gone)).status_code == 404


async def test_leave_outlives_a_restart_of_the_server(house):
    agent, boss = await house.client("1001"), await house.client("2001")
    await granted(agent, boss, customer_id=None)
    fresh = Viewing(house.database)
    fresh.load_now()
    eyes = fresh.eyes_of("1001", RoleName.AGENT)
    assert eyes.of("anybody").number(NUMBER) == eyes.of(None).number(NUMBER) == NUMBER
    assert fresh.eyes_of("1002", RoleName.AGENT).of("anybody").number(NUMBER) == "138****5678"
    assert (await view(agent, "c0002"))["masked"] == []


async def test_what_is_written_again_shows_nothing_after_the_leave_has_ended(house):
    agent, boss = await house.client("1001"), await house.client("2001")
    await granted(agent, boss)
    key = {"Idempotency-Key": "k1"}
    change = {"version": 1, "level": "GOLD"}
    first = await agent.patch("/api/v1/customers/c0001", json=change, headers=key)
    again = await agent.patch("/api/v1/customers/c0001", json=change, headers=key)
    assert first.json() == again.json() and first.json()["number"] == "138****5678"
    assert first.json()["version"] == 2


async def test_all_private_fields_for_one_look_need_leave_and_are_noted(house):
    agent, boss = await house.client("1001"), await house.client("2001")
    path, reason = "/api/v1/customers/c0001/reveal-fields", {"reason": "客户要求核对"}
    assert (await agent.post(path, json=reason)).status_code == 403
    await granted(agent, boss)
    assert (await agent.post(path, json={})).json()["error_id"] == "reason-needed"
    shown = await agent.post(path, json=reason)
    assert shown.json()["values"]["email"] == "liming@example.com"
    assert shown.headers["cache-control"] == "private, no-store"
    assert (await boss.post(path)).json()["values"]["number"] == NUMBER
    assert [deed[1] for deed in deeds(house, "customer.revealed")] == ["1001", "2001"]


@pytest.fixture
async def full_house(filled, tmp_path) -> AsyncIterator[House]:
    """With somebody for quality, an auditor and a senior."""
    database, content = filled
    async with open_house(database, _people(database, content), tmp_path) as opened:
        yield opened


async def test_each_role_gets_its_rights_and_sees_what_it_may(full_house):
    quality, auditor, senior = [await full_house.client(name) for name in ("3001", "4001", "1003")]
    me = (await quality.get("/api/v1/me")).json()
    assert (me["user"]["role"], me["user"]["rights"], me["agent"]) == ("QUALITY", ["audit.see"], None)
    assert (await auditor.get("/api/v1/me")).json()["agent"] is None
    hers = (await senior.get("/api/v1/me")).json()
    assert hers["user"]["rights"] == ["knowledge.write"] and hers["agent"] is not None
    assert full_house.directory.plan.agents["1003"].senior
    assert set(full_house.directory.plan.agents).isdisjoint({"3001", "4001"})
    for client in (quality, auditor):
        seen = await view(client)
        assert (seen["name"], seen["number"]) == ("李*", "138****5678") and "name" in seen["masked"]
        change = await client.patch("/api/v1/customers/c0001", json={"version": 1, "level": "GOLD"})
        assert change.status_code == 403
        reveal = await client.post("/api/v1/customers/c0001/reveal", json={"reason": "curious"})
        assert reveal.status_code == 403
        assert (await client.get("/api/v1/calls", params={"mine": "false"})).status_code == 403
    assert (await view(senior))["name"] == "李明"
    await granted(quality, await full_house.client("2001"))
    assert (await view(quality))["name"] == "李明"


async def test_the_administrator_says_what_supervisors_see_and_it_holds_at_once(house):
    boss, admin = await house.client("2001"), await house.client("admin")
    wish = {"in_full": {"SUPERVISOR": ["name", "number"]}}
    assert (await boss.put("/api/v1/viewing-policy", json=wish)).status_code == 403
    assert (await view(boss))["number"] == "138****5678"
    policy = (await admin.put("/api/v1/viewing-policy", json=wish)).json()["in_full"]
    assert (sorted(policy["SUPERVISOR"]), policy["QUALITY"]) == (["name", "number"], [])
    seen = await view(boss)
    assert (seen["number"], seen["email"]) == (NUMBER, "l****@example.com")
    assert ("customer.seen", "2001", "c0001") in deeds(house, "customer.seen")
    fresh = Viewing(house.database)
    fresh.load_now()
    assert fresh.policy == house.work.viewing.policy
    assert (await admin.put("/api/v1/viewing-policy", json={"in_full": {"X": []}})).status_code == 422


async def test_over_the_wire_a_conflict_shows_what_stands_now(house):
    agent, other = await house.client("1001"), await house.client("1002")
    path = "/api/v1/customers/c0001"
    assert (await agent.patch(path, json={"version": 1, "level": "GOLD"})).status_code == 200
    answer = await other.patch(path, json={"version": 1, "level": "SILVER"})
    body = answer.json()
    assert (answer.status_code, body["error_id"], body["changed"]) == (409, "customer-changed", ["level"])
    assert (body["present"]["level"], body["present"]["number"]) == ("GOLD", "138****5678")


async def test_the_list_without_a_query_is_everybody_and_an_empty_query_nobody(house):
    agent = await house.client("1001")
    total = house.database.read_now(lambda session: len(session.scalars(select(Customer)).all()))
    seen, cursor = [], None
    while True:
        params = {"limit": 25, **({"cursor": cursor} if cursor else {})}
        page = (await agent.get("/api/v1/customers", params=params)).json()
        seen += [each["customer_id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == total
    assert (await agent.get("/api/v1/customers", params={"q": ""})).json()["items"] == []
