"""Lists of calls, call-backs, messages and missed calls show numbers as the customer's file does: masked, in
full with leave, and masked again when it ends; each look is noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from app.server.storage.tables import AuditRow, Call, CallbackRow, CallParty, MissedRing, VoiceMessage
from tests.doubles.api_house import House, open_house

NUMBER, MASKED = "13812345678", "138****5678"
STRANGER, STRANGER_MASKED = "13799998888", "137****8888"
NOW = datetime.now(UTC)


@pytest.fixture
async def house(filled_sqlite, tmp_path) -> AsyncIterator[House]:
    database = filled_sqlite.copy(tmp_path)
    database.write_now(contacts)
    async with open_house(database, filled_sqlite.content, tmp_path) as opened:
        yield opened
    database.close_now()


def contacts(session) -> None:
    """A talk of 1001 with customer c0001, and one with a stranger; what was missed and what is to be done."""
    for call_id, customer_id, number in (("k1", "c0001", NUMBER), ("k2", None, STRANGER)):
        at = NOW + timedelta(seconds=1 if customer_id else 2)
        call = Call(call_id=call_id, started_at=at, customer_id=customer_id, caller_number=number)
        call.queue_id, call.agent_id, call.ended_at = "sales", "1001", at
        session.add(call)
        session.add(
            CallParty(
                leg_id=f"leg-{call_id}", call_id=call_id, kind="CUSTOMER", number=number, role="TALK",
                joined_at=at,
            )
        )  # fmt: skip
        session.add(
            CallbackRow(
                callback_id=f"b-{call_id}", queue_id="sales", number=number, customer_id=customer_id,
                for_call_id=call_id, waiting_since=at, promised_at=at,
            )
        )  # fmt: skip
        session.add(
            VoiceMessage(
                message_id=f"m-{call_id}", call_id=call_id, recording_id="r1", queue_id="sales",
                number=number, customer_id=customer_id, from_s=0.0, length_s=3.0, left_at=at,
            )
        )  # fmt: skip
        missed = Call(call_id=f"x-{call_id}", started_at=at, customer_id=customer_id, caller_number=number)
        session.add(missed)
        session.add(
            MissedRing(
                offer_id=f"o-{call_id}", call_id=f"x-{call_id}", agent_id="1001", at=at, why="no-answer"
            )
        )


LISTS = ("/calls", "/callbacks", "/voice-messages", "/calls/missed")
ONE = ("/calls/k1", "/callbacks/b-k1", "/voice-messages/m-k1")


async def shown(client: httpx.AsyncClient) -> dict[str, list[str]]:
    """The numbers of customer c0001 and of the stranger, by list."""
    found: dict[str, list[str]] = {}
    for path in LISTS:
        items = (await client.get(f"/api/v1{path}", params={"limit": 2})).json()["items"]
        found[path] = [each.get("number", each.get("caller_number")) for each in reversed(items)]
    for path in ONE:
        body = (await client.get(f"/api/v1{path}")).json()
        found[path] = [body.get("number", body.get("caller_number"))]
        found[path] += [each["number"] for each in body.get("parties", [])]
    return found


async def leave(house: House, customer_id: str | None) -> datetime:
    agent, boss = await house.client("1001"), await house.client("2001")
    wish = {"customer_id": customer_id, "reason": "核对送货地址", "minutes": 60}
    asked = (await agent.post("/api/v1/access-requests", json=wish)).json()
    path = f"/api/v1/access-requests/{asked['request_id']}/decide"
    granted = (await boss.post(path, json={"grant": True, "minutes": 5})).json()
    return datetime.fromisoformat(granted["expires_at"])


def looks(house: House) -> list[tuple[str, str]]:
    seen = select(AuditRow).where(AuditRow.action == "customer.seen").order_by(AuditRow.audit_id)
    rows = house.database.read_now(lambda session: session.scalars(seen).all())
    return [(row.user_id, row.subject) for row in rows]


def everywhere(of_customer: str, of_stranger: str) -> dict[str, list[str]]:
    lists = {path: [of_customer, of_stranger] for path in LISTS}
    return lists | {path: [of_customer] for path in ONE} | {"/calls/k1": [of_customer, of_customer]}


async def test_lists_show_what_leave_shows_and_no_longer_than_it_lasts(house):
    agent = await house.client("1001")
    assert await shown(agent) == everywhere(MASKED, STRANGER_MASKED)
    assert looks(house) == []
    until = await leave(house, "c0001")
    assert await shown(agent) == everywhere(NUMBER, STRANGER_MASKED)
    assert looks(house) == [("1001", "c0001")]
    house.work.viewing._clock = lambda: until
    assert await shown(agent) == everywhere(MASKED, STRANGER_MASKED)


async def test_leave_for_all_shows_strangers_too_and_their_calls_are_noted(house):
    agent = await house.client("1001")
    await leave(house, None)
    assert await shown(agent) == everywhere(NUMBER, STRANGER)
    assert set(looks(house)) == {("1001", each) for each in ("c0001", "call:k2", "call:x-k2")}


async def test_what_is_kept_of_a_write_shows_nothing_after_the_leave(house):
    agent = await house.client("1001")
    await leave(house, "c0001")
    result = {"outcome": "", "note": "再联系"}
    for path, body in (("/calls/k1/result", result), ("/voice-messages/m-k1/done", {"done": True})):
        send = agent.put if path.endswith("result") else agent.post
        answer = await send(f"/api/v1{path}", json=body, headers={"Idempotency-Key": path})
        assert answer.status_code == 200
        assert MASKED in answer.text and NUMBER not in answer.text
