"""What the ledger's facts leave in the tables of waiting, flows, call-backs and messages; both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.server.calls.projection import project
from app.server.calls.rebuild import rebuild
from app.server.core.facts import (
    CallArrived,
    CallBackEnded,
    CallBackPromised,
    CallBackTried,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallLeftQueue,
    CallQueued,
    CallResumed,
    Fact,
    FlowEnded,
    MessageLeft,
    NodeLeft,
    OfferEnded,
    OfferMade,
    PartyJoined,
    PartyLeft,
    RecordingStarted,
    SurveyAnswered,
    WaitAnnounced,
    WrapUpEnded,
)
from app.server.core.types import CallOutcome, Candidate, EndCause, Explanation
from app.server.storage.database import Database
from app.server.storage.ledger import Ledger
from app.server.storage.tables import (
    Base,
    Call,
    CallbackRow,
    CallParty,
    FlowRunRow,
    FlowVisit,
    LedgerRow,
    OfferRow,
    QueueEntry,
    Recording,
    SurveyAnswerRow,
    VoiceMessage,
    WaitAnnouncement,
)

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WHY = Explanation(
    "longest-idle",
    "1001",
    (Candidate("1001", 250.0, None), Candidate("1002", None, "not-ready")),
    wants={"english": 5},
    line=4,
)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def arrived(call_id: str) -> CallArrived:
    return CallArrived(call_id, "4001", "+8613812345678", "", "trunk:t")


def ended(call_id: str, outcome: CallOutcome, queue_id: str | None, waited_s: float) -> CallEnded:
    return CallEnded(call_id, outcome, EndCause.NORMAL, "customer", None, queue_id, waited_s, 0.0, 0.0)


async def keep(database: Database, facts: list[tuple[float, Fact]], together: bool) -> None:
    ledger = Ledger(database, project)
    for second, fact in facts:
        ledger.append(fact, at(second))
        if not together:
            await ledger.flush()
    await ledger.close()


def rows(database: Database, table: type[Base], *order) -> list:
    return list(database.read_now(lambda session: session.scalars(select(table).order_by(*order)).all()))


both_ways = pytest.mark.parametrize("together", [True, False])


@both_ways
async def test_every_entry_of_a_queue_says_how_it_was_left(database, together, caplog):
    facts: list[tuple[float, Fact]] = [
        (0, arrived("c1")),
        (0, CallerKnown("c1", "cust-1", "VIP", "广东 深圳")),
        (1, CallQueued("c1", "sales", 1)),
        (21, WaitAnnounced("c1", "sales", 3, 60, 120)),
        (61, CallLeftQueue("c1", "sales", "flowed-out", "service", "waited-s", 60.0)),
        (61, CallQueued("c1", "service", 2, since=at(1).isoformat())),
        (70, WaitAnnounced("c1", "service", 2, 10, 30)),
        (80, WaitAnnounced("c1", "service", 1, 60, 90)),
        (82, WaitAnnounced("c1", "service", 1, 0, 0)),
        (85, OfferMade("c1", "o1", "1001", "service", WHY)),
        (90, OfferEnded("c1", "o1", "1001", "no-answer")),
        (90, CallQueued("c1", "service", 1, again=True)),
        (95, CallConnected("c1", "1002", "service", 34.0)),
        (150, ended("c1", CallOutcome.ANSWERED, "service", 34.0)),
        (0, arrived("c2")),
        (2, CallQueued("c2", "sales", 2)),
        (12, ended("c2", CallOutcome.ABANDONED, "sales", 10.0)),
    ]
    await keep(database, facts, together)
    assert "cannot be written" not in caplog.text
    found = [
        (row.call_id, row.queue_id, row.entered_at, row.left_at, row.how, row.waited_s, row.trigger, row.to)
        for row in rows(database, QueueEntry, QueueEntry.call_id, QueueEntry.seq)
    ]
    assert found == [
        ("c1", "sales", at(1), at(61), "flowed-out", 60.0, "waited-s", "service"),
        ("c1", "service", at(61), at(95), "answered", 34.0, "", ""),
        ("c2", "sales", at(2), at(12), "abandoned", 10.0, "", ""),
    ]
    said = [
        (row.queue_id, row.high_s, row.waited_s, row.hit)
        for row in rows(database, WaitAnnouncement, WaitAnnouncement.seq)
    ]
    assert said == [  # the first was about another queue; of the last no time was said
        ("sales", 120, None, None),
        ("service", 30, 25.0, True),
        ("service", 90, 15.0, False),
        ("service", 0, 13.0, None),
    ]
    [offer] = rows(database, OfferRow)
    assert (offer.made_at, offer.ended_at, offer.result) == (at(85), at(90), "no-answer")
    assert offer.why["candidates"][1] == {
        "agent_id": "1002",
        "idle_s": None,
        "excluded": "not-ready",
        "standing": [],
    }
    [first, _] = rows(database, Call, Call.call_id)
    assert (first.customer_id, first.level, first.region) == ("cust-1", "VIP", "广东 深圳")


async def test_a_stranger_has_a_region_and_no_customer(database):
    await keep(database, [(0, arrived("c1")), (1, CallerKnown("c1", "", "", "US"))], True)
    [call] = rows(database, Call)
    assert (call.customer_id, call.level, call.region) == (None, "", "US")


@both_ways
async def test_a_call_back_from_its_promise_to_its_end(database, together):
    since = at(-30).isoformat()
    facts: list[tuple[float, Fact]] = [
        (0, arrived("c1")),
        (1, CallerKnown("c1", "cust-1", "VIP")),
        (5, CallBackPromised("b1", "sales", "+8613812345678", "c1", since, level="VIP")),
        (9, CallBackTried("b1", "c2", 1, "no-answer", at(609).isoformat())),
        (10, CallBackPromised("b2", "sales", "+8613812345679", "c9", since)),
        (15, CallBackPromised("b2", "sales", "+86", "c10", since)),  # restored after a restart
        (609, CallBackTried("b1", "c3", 2, "busy")),
        (700, CallBackEnded("b1", "given-up", "c3", "")),
        (705, CallBackEnded("b1", "cancelled", "", "1001")),  # said twice: the first counts
    ]
    await keep(database, facts, together)
    first, second = rows(database, CallbackRow, CallbackRow.callback_id)
    assert (first.customer_id, first.level, first.waiting_since) == ("cust-1", "VIP", at(-30))
    assert (first.state, first.result, first.tries, first.next_at) == ("ENDED", "given-up", 2, None)
    assert (first.last_call_id, first.last_result, first.ended_at) == ("c3", "busy", at(700))
    assert (second.state, second.customer_id, second.number) == ("OPEN", None, "+8613812345679")


@both_ways
async def test_messages_surveys_and_ways_through_flows(database, together):
    facts: list[tuple[float, Fact]] = [
        (0, arrived("c1")),
        (1, CallerKnown("c1", "cust-1", "")),
        (4, NodeLeft("c1", "main", 3, "menu", "2", 3.5)),
        (6, NodeLeft("c1", "orders", 1, "ask", "failed", 2.0)),
        (6, FlowEnded("c1", "orders", 1, "failed")),
        (9, MessageLeft("m1", "c1", "sales", "+8613812345678", "r1", 6.0, 12.5)),
        (9, NodeLeft("c1", "main", 3, "message", "next", 15.0)),
        (10, FlowEnded("c1", "main", 3, "message")),
        (20, SurveyAnswered("c1", "sales", "1001", "satisfied", "5", 5)),
    ]
    await keep(database, facts, together)
    assert [row.node for row in rows(database, FlowVisit, FlowVisit.seq)] == ["menu", "ask", "message"]
    ways = [
        (row.flow_id, row.version, row.how, row.last_node, row.last_exit)
        for row in rows(database, FlowRunRow, FlowRunRow.seq)
    ]
    assert ways == [("orders", 1, "failed", "ask", "failed"), ("main", 3, "message", "message", "next")]
    [message] = rows(database, VoiceMessage)
    assert (message.customer_id, message.state, message.from_s, message.length_s) == (
        "cust-1",
        "NEW",
        6.0,
        12.5,
    )
    [answer] = rows(database, SurveyAnswerRow)
    assert (answer.agent_id, answer.question, answer.score) == ("1001", "satisfied", 5)


EVERYTHING: list[tuple[float, Fact]] = [
    (0, arrived("c1")),
    (0, CallerKnown("c1", "cust-1", "VIP", "广东 深圳")),
    (1, CallQueued("c1", "sales", 1)),
    (21, WaitAnnounced("c1", "sales", 3, 5, 20)),
    (22, OfferMade("c1", "o1", "1001", "sales", WHY)),
    (30, OfferEnded("c1", "o1", "1001", "taken")),
    (30, CallConnected("c1", "1001", "sales", 29.0)),
    (31, PartyJoined("c1", "leg-1", "AGENT", "1001", "1001")),
    (32, RecordingStarted("r1", "c1")),
    (40, CallResumed("c1", "1001", 4.0)),
    (50, PartyLeft("c1", "leg-1", "AGENT", "1001", 15.0, 4.0)),
    (55, NodeLeft("c1", "survey", 1, "ask", "5", 3.0)),
    (55, SurveyAnswered("c1", "sales", "1001", "satisfied", "5", 5)),
    (56, FlowEnded("c1", "survey", 1, "end")),
    (57, ended("c1", CallOutcome.ANSWERED, "sales", 29.0)),
    (60, WrapUpEnded("c1", "1001", 12.0, "finished")),
    (61, CallBackPromised("b1", "sales", "+8613812345678", "c1", at(1).isoformat())),
    (62, CallBackTried("b1", "c2", 1, "no-answer", at(609).isoformat())),
    (63, MessageLeft("m1", "c1", "sales", "+8613812345678", "r1", 6.0, 12.5)),
]
VIEWED = (Call, CallParty, QueueEntry, WaitAnnouncement, OfferRow, FlowVisit, FlowRunRow, SurveyAnswerRow,
          CallbackRow, VoiceMessage, Recording)  # fmt: skip


def everything(database: Database) -> dict[str, list[dict]]:
    return {
        table.__tablename__: [
            {column.name: getattr(row, column.key) for column in table.__table__.columns}
            for row in rows(database, table, *table.__table__.primary_key.columns)
        ]
        for table in VIEWED
    }


async def test_views_made_anew_are_as_they_were(database, monkeypatch):
    monkeypatch.setattr("app.server.calls.rebuild.BATCH", 4)
    await keep(database, EVERYTHING, True)
    database.write_now(lambda s: s.add(Call(call_id="sample", started_at=NOW, caller_number="1")))
    database.write_now(lambda s: s.get_one(VoiceMessage, "m1").__setattr__("note", "heard"))
    before = everything(database)
    assert all(before.values()), "each of them has something to lose"
    assert len(before["calls"]) == 2
    database.write_now(lambda s: s.get_one(Call, "c1").__setattr__("hold_s", 99.0))
    database.write_now(lambda s: s.get_one(CallbackRow, "b1").__setattr__("tries", 7))
    database.write_now(lambda s: s.get_one(OfferRow, "o1").__setattr__("result", "lost"))
    assert rebuild(database) == (len(EVERYTHING), 0)
    assert everything(database) == before
    database.write_now(lambda s: s.add(LedgerRow(seq=999, at=NOW, kind="OfTomorrow", payload={})))
    assert rebuild(database) == (len(EVERYTHING), 1)
    assert everything(database) == before
