"""The tools of a desk over HTTP: directory, rules of the queues, the phone, only when signed in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from app.server.core.events import PhoneRegistered, StateWished
from app.server.core.facts import CallArrived, CallConnected, CallEnded
from app.server.core.types import AgentState, CallOutcome, EndCause
from app.server.storage.tables import MessageOut
from tests.doubles.api_house import House
from tests.doubles.desk_tools import rows
from tests.doubles.filled import problem


async def test_the_directory_has_colleagues_queues_and_saved_numbers(house: House):
    house.feed(PhoneRegistered("1002"))
    house.feed(StateWished("1002", AgentState.READY, "", "1002"))
    agent = await house.client("1001")
    found = (await agent.get("/api/v1/directory")).json()
    [david] = [each for each in found["colleagues"] if each["agent_id"] == "1002"]
    assert (david["name"], david["department"], david["extension"]) == ("张伟", "售前组", "1002")
    assert (david["state"], david["busy"]) == ("READY", False)
    assert david["spelled"] == "zhang wei", "so that he is found by pinyin"
    assert "1001" not in [each["agent_id"] for each in found["colleagues"]], "not herself"
    assert "2001" in [each["agent_id"] for each in found["colleagues"]], "supervisors can be called"
    assert found["queues"][0] == {
        "queue_id": "sales", "name": {"code": "sales", "zh": "售前咨询", "en": "Sales"}, "number": "7001",
        "agents_ready": 2, "waiting": 3, "expected_wait_s": None, "spelled": "shou/shu qian/jian zi xun",
    }  # fmt: skip
    station = found["numbers"][0]
    assert (station["name"], station["number"]) == ("浦东维修站", "02100008001")
    assert station["spelled"].startswith("pu")
    english = (await agent.get("/api/v1/directory", headers={"Accept-Language": "en"})).json()
    names = {each["name"] for each in english["colleagues"]}
    assert "David Zhang" in names and english["numbers"][0]["name"] == "Repair shop Pudong"


async def test_the_desktop_is_told_the_rules_of_each_queue(house: House):
    agent = await house.client("1001")
    rules = {each["queue_id"]: each for each in (await agent.get("/api/v1/me")).json()["queue_rules"]}
    complaints = rules["complaints"]
    assert complaints["outcomes"] == ["RESOLVED", "FOLLOW_UP", "TRANSFERRED"]
    assert (complaints["outcome_required"], complaints["auto_answer"]) == (True, False)
    assert complaints["note_templates"][0]["title"]["en"] == "What happened"
    assert "先道歉" in complaints["script"]
    assert [each["title"]["zh"] for each in rules["service"]["note_templates"]] == [
        "报修",
        "退换货",
        "查物流",
    ]


async def test_what_came_of_a_call_must_be_said_where_its_queue_wants_it(house: House):
    await house.a_call("c1")
    now = datetime.now(UTC)
    for fact in (
        CallArrived("c2", "4001", "13999990000", "", "trunk"),
        CallConnected("c2", "1001", "complaints", 5.0),
        CallEnded("c2", CallOutcome.ANSWERED, EndCause.NORMAL, "agent", "1001", "complaints", 5.0, 9.0, 0.0),
        CallArrived("c3", "13999990000", "1001", "", "agent:1001", "OUT", "1001"),
        CallConnected("c3", "1001", "", 0.0),
    ):
        house.ledger.append(fact, now)
    await house.ledger.flush()
    agent = await house.client("1001")

    async def put(call_id: str, **result: object):
        return await agent.put(f"/api/v1/calls/{call_id}/result", json=result)

    assert problem(await put("c1", outcome="", finish=True)) == (422, "outcome-required")
    assert house.desk.deeds == [], "the wrap-up goes on"
    assert (await put("c1", outcome="", note="so far")).status_code == 200, "a draft needs none"
    assert problem(await put("c2", outcome="NO_NEED", finish=True)) == (422, "invalid"), "not in complaints"
    assert (await put("c2", outcome="RESOLVED", finish=True)).status_code == 200
    assert (await put("c1", outcome="NO_NEED", finish=True)).status_code == 200
    assert (await put("c3", outcome="", note="reached", finish=True)).status_code == 200, "of no queue"
    assert house.desk.deeds == [("finish", "1001", each) for each in ("c2", "c1", "c3")]


async def test_ones_own_phone_is_tried_out(house: House):
    agent, admin = await house.client("1001"), await house.client("admin")
    answer = await agent.post("/api/v1/me/phone-test")
    assert answer.json() == {
        "answered": True, "packets_from_phone": 60, "packets_lost_to_phone": None, "round_trip_ms": None,
    }  # fmt: skip
    await admin.post("/api/v1/me/phone-test")
    assert house.desk.deeds == [("phone-test", "1001"), ("phone-test", "")]


async def test_nothing_of_this_without_signing_in(house: House):
    nobody = await house.client()
    for way, path in (
        ("GET", "directory"), ("GET", "replies"), ("POST", "replies"), ("PUT", "replies/x"),
        ("DELETE", "replies/x"), ("GET", "replies/x/clip"), ("POST", "replies/x/clip"),
        ("DELETE", "replies/x/clip"), ("POST", "calls/x/speak"), ("DELETE", "calls/x/speak"),
        ("POST", "calls/x/text"), ("PUT", "calls/x/customer"), ("POST", "customers/x/reveal"),
        ("POST", "me/phone-test"),
    ):  # fmt: skip
        assert problem(await nobody.request(way, f"/api/v1/{path}")) == (401, "not-signed-in"), path
    assert json.dumps(rows(house, MessageOut)) == "[]"
