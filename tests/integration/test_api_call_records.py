"""The record of a call: who was in it, who passed it on, how it sounded; on both databases, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.server.core.facts import (
    CallArrived,
    CallConnected,
    CallEnded,
    Fact,
    LegMeasured,
    PartyJoined,
    PartyLeft,
    SupervisorActed,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
)
from app.server.core.types import CallOutcome, EndCause, StreamQuality
from tests.doubles.api_house import House

GOOD = StreamQuality(1500, 0, 0.0, 3.2, 4.38)
SAMPLE = (4.2, 0.0, 3.0, -1.0, -1.0)
POOR = StreamQuality(1490, 80, 5.4, 22.0, 2.9)


async def keep(house: House, *facts: Fact) -> None:
    start = datetime.now(UTC) - timedelta(seconds=60)
    for second, fact in enumerate(facts):
        house.ledger.append(fact, start + timedelta(seconds=second))
    await house.ledger.flush()


async def a_passed_on_call(house: House) -> None:
    await keep(
        house,
        CallArrived("t1", "4001", "13999990000", "", "trunk:main", diverted_from="+8621555"),
        PartyJoined("t1", "leg-1", "AGENT", "1001", "1001"),
        CallConnected("t1", "1001", "sales", 5.0),
        PartyJoined("t1", "leg-9", "SUPERVISOR", None, "2001", role="LISTEN", supervisor_id="2001"),
        SupervisorActed("t1", "2001", "listen", "1001"),
        TransferStarted("t1", "x1", "1001", "blind", "OUTSIDE", "13811112222"),
        PartyLeft("t1", "leg-1", "AGENT", "1001", 30.0, 4.0),
        TransferEnded("t1", "x1", "1001", "busy"),
        TransferCameBack("t1", "x1", "1001", "agent"),
        PartyJoined("t1", "leg-2", "AGENT", "1001", "1001"),
        CallConnected("t1", "1001", "sales", 5.0, again=True),
        TransferStarted("t1", "x2", "1001", "consult", "AGENT", "1002"),
        PartyJoined("t1", "leg-3", "AGENT", "1002", "1002"),
        TransferEnded("t1", "x2", "1001", "completed"),
        PartyLeft("t1", "leg-2", "AGENT", "1001", 10.0, 0.0),
        CallConnected("t1", "1002", "sales", 5.0, again=True),
        PartyLeft("t1", "leg-3", "AGENT", "1002", 20.0, 0.0),
        PartyLeft("t1", "leg-9", "SUPERVISOR", None, 60.0, 4.0),
        CallEnded(
            "t1", CallOutcome.CUT_OFF, EndCause.CUT_OFF, "system", "1002", "sales", 5.0, 60.0, 4.0, "rtp-gone"
        ),
        LegMeasured(
            "t1", "leg-1", "AGENT", "1001", "PCMA", GOOD, GOOD, 11.5, 4.2, ((4.2, 0.0, 3.0, -1.0, -1.0),)
        ),
        LegMeasured("t1", "leg-c", "CUSTOMER", None, "G722", POOR, None, None, 2.1),
    )


async def test_a_record_says_who_was_in_the_call_and_who_passed_it_on(house: House):
    await a_passed_on_call(house)
    client = await house.client("2001")
    call = (await client.get("/api/v1/calls/t1")).json()
    assert (call["agent_id"], call["ended_detail"], call["ended_cause"]) == ("1002", "rtp-gone", "CUT_OFF")
    who = [(party["agent_id"], party["talk_s"]) for party in call["parties"]]
    assert who == [("1001", 30.0), ("1001", 10.0), ("1002", 20.0)], "who only listened is not among them"
    assert all(party["left_at"] for party in call["parties"])
    passed = [(t["mode"], t["target"], t["result"], t["came_back_to"]) for t in call["transfers"]]
    assert passed == [("blind", "138****2222", "busy", "agent"), ("consult", "1002", "completed", "")]


async def test_both_agents_find_the_call_among_theirs_and_a_third_does_not(house: House):
    await a_passed_on_call(house)
    for username in ("1001", "1002"):
        client = await house.client(username)
        mine = (await client.get("/api/v1/calls")).json()["items"]
        assert "t1" in [call["call_id"] for call in mine]
        assert (await client.get("/api/v1/calls/t1")).status_code == 200
    await house.a_call("c9", "1002")
    stranger = await house.client("1001")
    assert (await stranger.get("/api/v1/calls/c9")).status_code == 403
    assert (await stranger.get("/api/v1/calls/c9/quality")).status_code == 403


async def test_how_each_line_sounded(house: House):
    await a_passed_on_call(house)
    client = await house.client("1001")
    agent, customer = (await client.get("/api/v1/calls/t1/quality")).json()
    assert (agent["codec"], agent["worst_mos"], agent["round_trip_ms"]) == ("PCMA", 4.2, 11.5)
    assert agent["samples"] == [[4.2, 0.0, 3.0, -1.0, -1.0]]
    assert (customer["party"], customer["sent"], customer["received"]["loss_pct"]) == ("CUSTOMER", None, 5.4)


async def test_a_call_out_shows_whom_it_reached_and_is_no_answered_call(house: House):
    client = await house.client("1001")
    before = (await client.get("/api/v1/me")).json()["today"]["answered"]
    await keep(
        house,
        CallArrived("o1", "13812345678", "1001", "", "agent:1001", direction="OUT", agent_id="1001"),
        CallConnected("o1", "1001", "", 0.0),
        CallEnded("o1", CallOutcome.ANSWERED, EndCause.NORMAL, "agent", "1001", None, 0.0, 12.0, 0.0),
    )
    call = (await client.get("/api/v1/calls/o1")).json()
    assert (call["direction"], call["caller_number"], call["queue"]) == ("OUT", "138****5678", None)
    assert (await client.get("/api/v1/me")).json()["today"]["answered"] == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/v1/calls/t1/monitor", {"mode": "listen"}),
        ("POST", "/api/v1/calls/t1/take-over", None),
        ("POST", "/api/v1/calls/t1/force-hang-up", None),
        ("DELETE", "/api/v1/calls/t1/monitor", None),
    ],
)
async def test_supervision_is_for_supervisors(house: House, method: str, path: str, body):
    client = await house.client("1001")
    answer = await client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["error_id"]) == (403, "not-allowed")
