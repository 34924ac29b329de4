"""Missed calls, caller numbers and calling back unseen, over HTTP and on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.server.core.facts import (
    CallArrived,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallQueued,
    Fact,
    OfferEnded,
    OfferMade,
    PartyJoined,
    RingMissed,
)
from app.server.core.showing import CallerRule
from app.server.core.types import CallOutcome, EndCause, Explanation
from app.server.directory.calling_rules import (
    CallingSheet,
    KnownToCalling,
    calling_data,
    read_calling,
    store_calling,
    stored_calling,
)
from app.server.directory.model import SavedPlace
from tests.doubles.api_house import House
from tests.doubles.filled import problem

NUMBER = "+8613812345678"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
WHY = Explanation("longest-idle", "1001", ())


async def keep(house: House, *facts: tuple[float, Fact]) -> None:
    for second, fact in facts:
        house.ledger.append(fact, START + timedelta(seconds=second))
    await house.ledger.flush()


def ended(call_id: str, outcome: CallOutcome, agent: str | None = None) -> CallEnded:
    return CallEnded(call_id, outcome, EndCause.NORMAL, "customer", agent, "sales", 9, 0, 0)


def offered(call_id: str, offer_id: str, agent: str, at_s: float, result: str) -> list[tuple[float, Fact]]:
    return [
        (at_s, OfferMade(call_id, offer_id, agent, "sales", WHY)),
        (at_s + 20, OfferEnded(call_id, offer_id, agent, result)),
    ]


async def missed(house: House, who: str = "1001", **params: str | int) -> dict[str, Any]:
    client = await house.client(who)
    response = await client.get("/api/v1/calls/missed", params=params)
    assert response.status_code == 200, response.text
    return response.json()


async def test_what_rang_and_was_not_taken_newest_first(house: House):
    await keep(
        house,
        (0, CallArrived("t1", "4001", NUMBER, "", "trunk:main")),
        (0, CallerKnown("t1", "c0001", "VIP")),
        (1, CallQueued("t1", "sales", 1)),
        *offered("t1", "o1", "1001", 2, "no-answer"),
        *offered("t1", "o2", "1002", 30, "caller-left"),
        (60, ended("t1", CallOutcome.ABANDONED)),
        (70, CallArrived("t2", "1001", "1002", "", "phone:1002", "INTERNAL", "1002")),
        (95, RingMissed("t2", "r1", "1001", "direct", "no-answer", "1002")),
        (95, ended("t2", CallOutcome.NOT_REACHED)),
        (100, CallArrived("t3", "4001", "+8613900001111", "", "trunk:main")),
        (101, CallQueued("t3", "sales", 1)),
        *offered("t3", "o3", "1001", 102, "taken"),
    )
    page = await missed(house)
    found = page["items"]
    assert isinstance(found, list)
    assert [(each["offer_id"], each["why"]) for each in found] == [("r1", "no-answer"), ("o1", "no-answer")]
    inside, customer = found
    assert (inside["number"], inside["queue"], inside["customer_id"]) == ("1002", None, None)
    assert inside["customer_name"] == house.directory.display_name("1002")
    assert customer["number"] == "138****5678" and customer["customer_id"] == "c0001"
    assert customer["customer_name"] and customer["queue"]["code"] == "sales"
    assert not customer["answered_elsewhere"] and not customer["called_back"]
    first = await missed(house, limit=1)
    assert first["next_cursor"]
    second = await missed(house, limit=1, cursor=first["next_cursor"])
    assert [each["offer_id"] for each in second["items"]] == ["o1"]
    assert second["next_cursor"] is None
    others = await missed(house, "1002")
    assert [each["offer_id"] for each in others["items"]] == ["o2"]


async def what_came(house: House) -> dict[str, tuple[bool, bool]]:
    """By call: answered elsewhere, called back."""
    items = (await missed(house))["items"]
    assert isinstance(items, list)
    return {each["call_id"]: (each["answered_elsewhere"], each["called_back"]) for each in items}


def a_missed_call(call_id: str, number: str) -> list[tuple[float, Fact]]:
    return [
        (0, CallArrived(call_id, "4001", number, "", "trunk:main")),
        (1, CallQueued(call_id, "sales", 1)),
        *offered(call_id, f"o-{call_id}", "1001", 2, "declined"),
    ]


async def test_whether_anything_is_left_to_do(house: House):
    await keep(
        house,
        *a_missed_call("taken", "+8613800000001"),
        *a_missed_call("again", "+8613800000002"),
        *a_missed_call("back", "+8613800000003"),
        *a_missed_call("hers", "+8613800000004"),
        *a_missed_call("lost", "+8613800000005"),
        (40, ended("again", CallOutcome.ABANDONED)),
        (50, CallArrived("t2", "4001", "13800000002", "", "trunk:other")),
        (51, CallQueued("t2", "sales", 1)),
        (52, CallArrived("t3", "13800000003", "1001", "", "agent:1001", "OUT", "1001")),
        (53, CallArrived("inside", "1001", "1002", "", "phone:1002", "INTERNAL", "1002")),
        (70, RingMissed("inside", "r1", "1001", "direct", "no-answer", "1002")),
        (70, ended("inside", CallOutcome.NOT_REACHED)),
    )
    assert await what_came(house) == dict.fromkeys(
        ("taken", "again", "back", "hers", "lost", "inside"), (False, False)
    ), "they wait, or it only rings"
    await keep(
        house,
        (80, CallConnected("taken", "1002", "sales", 29.0)),  # by a colleague
        (81, CallConnected("t2", "1002", "sales", 9.0)),  # when he called again
        (82, CallConnected("t3", "1001", "", 0.0)),  # she called him back
        (83, PartyJoined("hers", "leg-9", "AGENT", "1001", "1001")),  # it came to her once more
        (84, CallArrived("t4", "1002", "1001", "", "phone:1001", "INTERNAL", "1001")),
        (85, CallConnected("t4", "1002", "", 0.0)),
    )
    assert await what_came(house) == {
        "taken": (True, False),
        "again": (True, False),
        "back": (False, True),
        "lost": (False, False),
        "inside": (False, True),
    }


async def test_a_caller_is_called_back_without_that_his_number_is_shown(house: House):
    await keep(house, *a_missed_call("t1", NUMBER))
    client = await house.client("1001")
    made = await client.post("/api/v1/calls", json={"call_id": "t1"})
    assert made.status_code == 201, made.text
    made = await client.post("/api/v1/calls", json={"customer_id": "c0001", "from_number": "4000008020"})
    assert made.status_code == 201, made.text
    first, second = (deed for deed in house.desk.deeds if deed[0] == "dial")
    assert first == ("dial", "1001", NUMBER)
    assert second[2].startswith("+86") and second[3] == "4000008020"
    other = await house.client("1002")
    assert problem(await other.post("/api/v1/calls", json={"call_id": "t1"})) == (403, "call-not-yours")
    assert problem(await client.post("/api/v1/calls", json={"call_id": "none"})) == (404, "not-found")
    assert problem(await client.post("/api/v1/calls", json={})) == (422, "invalid")


SHEET = CallingSheet(
    call_waiting=False,
    numbers=(SavedPlace("02155550001", "总机", "Switchboard"), SavedPlace("4008001234", "售前", "Sales")),
    rules=(CallerRule("4008001234", ("1",), ("sales",), ("维修",), ("1001",)), CallerRule("02155550001")),
)


async def test_numbers_and_rules_are_stored_taken_over_and_shown_to_the_desk(house: House):
    await house.database.write(lambda session: store_calling(session, SHEET))
    assert await house.database.read(stored_calling) == SHEET
    assert await house.directory.follow(), "a running server takes it over"
    plan = house.directory.plan
    assert (plan.call_waiting, plan.caller_numbers) == (False, ("02155550001", "4008001234"))
    assert plan.caller_rules == SHEET.rules
    me = (await (await house.client("1001")).get("/api/v1/me")).json()
    assert me["caller_numbers"][0] == {
        "number": "02155550001",
        "name": {"code": "02155550001", "zh": "总机", "en": "Switchboard"},
    }


def test_a_file_comes_back_as_it_was_written():
    known = KnownToCalling(("sales",), ("1001",))
    assert read_calling(calling_data(SHEET), known) == (SHEET, [])


def test_every_defect_of_a_file_is_said():
    data = {
        "call_waiting": "often",
        "numbers": [{"number": "hello"}, {"number": "4001"}, {"number": "4001"}],
        "rules": [{"show": "4002"}, {"show": "4001", "queues": ["nowhere"], "agents": ["9"], "when": 1}],
    }
    sheet, defects = read_calling(data, KnownToCalling())
    assert {defect.code for defect in defects} == {
        "not-yes-no",
        "not-a-phone-number",
        "twice",
        "not-listed",
        "no-queue",
        "no-agent",
        "unknown-field",
    }
    assert [each.number for each in sheet.numbers] == ["4001"]
