"""The time line where everything happened at the same instant: no item twice, none lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import encode_cursor
from app.server.storage.tables import (
    Call,
    CallResultRow,
    Customer,
    CustomerNumber,
    MessageOut,
    Order,
    SurveyAnswerRow,
    Ticket,
    TicketEvent,
    VoiceMessage,
)
from app.server.storage.types import to_us

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def customers(database) -> CustomerService:
    def fill(session):
        session.add(Customer(customer_id="k", name="Zhang 100%", tags=["a"], since=NOW))
        session.flush()
        session.add_all(
            [
                CustomerNumber(e164="+8613900000001", customer_id="k", position=1),
                CustomerNumber(e164="+8613900000000", customer_id="k", position=0),
            ]
        )
        for name in ("a", "B", "c", "D"):
            session.add_all(
                [
                    Call(call_id=name, started_at=NOW, ended_at=NOW, customer_id="k", caller_number="1"),
                    Order(
                        order_id=name, number=f"SO-{name}", customer_id="k", at=NOW, items="", amount_cents=1,
                        status="PAID",
                    ),
                    Ticket(
                        ticket_id=name, number=f"T-{name}", customer_id="k", type="REPAIR", priority="NORMAL",
                        status="CONFIRMED", title="t", created_at=NOW, created_by="gone",
                    ),
                ]
            )  # fmt: skip

        session.add_all(
            [
                SurveyAnswerRow(
                    seq=number, call_id="aB"[number % 2], question="satisfied", digit="5", score=5 - number,
                    queue_id="sales", agent_id="gone", at=NOW,
                )
                for number in range(4)
            ]
        )  # fmt: skip
        session.add_all(
            VoiceMessage(
                message_id=name, call_id="a", recording_id="r", queue_id="sales", number="1", customer_id="k",
                from_s=0, length_s=83.4, left_at=NOW, state=state, done_by="gone" if state == "DONE" else "",
            )
            for name, state in (("m1", "NEW"), ("M2", "DONE"))
        )  # fmt: skip
        session.add_all(
            MessageOut(call_id="c", address="1", text=f"text {number}", at=NOW, state="SENT")
            for number in range(12)
        )

    database.write_now(fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    return CustomerService(database, directory)


@pytest.mark.parametrize("size", [1, 2, 5])
async def test_pages_are_whole_though_all_happened_at_once(customers, size):
    seen, cursor = [], None
    while True:
        page = await customers.timeline("k", cursor, size)
        seen += [item.item_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 12 + 2 + 2 + 12
    assert len(set(seen)) == len(seen)


async def test_what_he_said_of_talks_and_what_was_written_stands_there(customers):
    async def of(kind, language="zh"):
        return (await customers.timeline("k", None, 50, language, kind)).items

    rated = await of("SURVEY")
    assert {each.item_id: each.result for each in rated} == {"survey:B": "4 · 2", "survey:a": "5 · 3"}
    assert {each.agent_name for each in rated} == {"gone"}
    left = {each.item_id: each for each in await of("MESSAGE") if each.item_id.startswith("message:")}
    assert (left["message:m1"].title, left["message:m1"].result) == ("语音留言 1:23", "待处理")
    assert (left["message:M2"].status, left["message:M2"].agent_name) == ("DONE", "gone")
    sent = [each for each in await of("MESSAGE", "en") if each.item_id.startswith("text:")]
    assert (sent[0].title, sent[0].result, sent[0].detail) == ("Text message", "Sent", "text 11")
    assert len(sent) == 12
    assert {each.kind for each in await of("ORDER")} == {"ORDER"}


async def test_what_became_of_tickets_and_what_was_told_stands_there(customers, database):
    later = NOW + timedelta(hours=1)

    def add(session):
        ticket = session.get_one(Ticket, "a")
        ticket.satisfaction, ticket.satisfaction_note, ticket.satisfaction_at = 4, "快", later
        moves = (("NEW", "ASSIGNED"), ("ASSIGNED", "WAITING"), ("WAITING", "RESOLVED"), ("RESOLVED", "X"))
        session.add_all(
            TicketEvent(
                ticket_id="a", at=later, by="gone", kind="STATUS", field="status", before=before, after=after,
                detail="等配件",
            )
            for before, after in moves
        )  # fmt: skip
        session.add(TicketEvent(ticket_id="a", at=later, by="gone", kind="CHANGED", field="title", after="t"))
        session.add(MessageOut(address="1", text="done", at=later, state="SENT", customer_id="k"))
        session.add(MessageOut(address="1", text="other", at=later, state="SENT", customer_id="other"))

    database.write_now(add)

    async def fresh(kind):
        return [
            each for each in (await customers.timeline("k", None, 50, "zh", kind)).items if each.at == later
        ]

    moves = await fresh("TICKET")
    assert [each.result for each in moves] == ["X", "已解决", "等待客户"]
    assert (moves[1].title, moves[1].detail, moves[1].status) == ("T-a t", "等配件", "RESOLVED")
    assert [(each.result, each.detail) for each in await fresh("SURVEY")] == [("4", "快")]
    assert [each.detail for each in await fresh("MESSAGE")] == ["done"]
    seen, cursor = [], None
    while True:
        page = await customers.timeline("k", cursor, 2)
        seen += [item.item_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 12 + 2 + 2 + 12 + 3 + 1 + 1


async def test_the_last_talk_with_him_is_on_the_file(customers, database):
    assert (await customers.file("k")).last_contact is None

    def talk(session):
        call = session.get_one(Call, "a")
        call.answered_at = call.started_at
        call.agent_id = "gone"
        session.add(CallResultRow(call_id="a", outcome_code="DONE", note="换了滤芯", by="gone", at=NOW))

    database.write_now(talk)
    last = (await customers.file("k")).last_contact
    assert last is not None
    assert (last.call_id, last.outcome, last.note, last.rating, last.agent_name) == (
        "a", "DONE", "换了滤芯", 4.0, "gone",
    )  # fmt: skip


async def test_the_call_that_is_under_way_is_not_yet_in_his_time_line(customers, database):
    def rings(session):
        session.add(Call(call_id="now", started_at=NOW + timedelta(hours=1), customer_id="k"))

    await database.write(rings)
    for kind in (None, "CALL"):
        page = await customers.timeline("k", None, 50, kind=kind)
        assert "call:now" not in [item.item_id for item in page.items]
    file = await customers.file("k")
    assert file.timeline[0].item_id != "call:now"
    assert file.last_contact is None or file.last_contact.call_id != "now"

    def ends(session):
        session.get_one(Call, "now").ended_at = NOW + timedelta(hours=2)

    await database.write(ends)
    assert (await customers.file("k")).timeline[0].item_id == "call:now"


@pytest.mark.parametrize("kind", ["CALL", "MESSAGE"])
async def test_one_kind_alone_comes_in_pages_too(customers, kind):
    seen, cursor = [], None
    while True:
        page = await customers.timeline("k", cursor, 3, "zh", kind)
        seen += [item.item_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    whole = [item.item_id for item in (await customers.timeline("k", None, 100, "zh", kind)).items]
    assert seen == whole and len(set(seen)) == {"CALL": 4, "MESSAGE": 14}[kind]


async def test_a_made_up_cursor_is_refused_in_every_kind(customers):
    cursor = encode_cursor(to_us(NOW), 5, "no number")
    with pytest.raises(InvalidValueError):
        await customers.timeline("k", cursor, 5)


async def test_who_left_is_shown_by_id_and_the_first_number_counts(customers):
    file = await customers.file("k")
    assert file.number == "139****0000"
    assert {item.agent_name for item in file.timeline if item.kind == "TICKET"} == {"gone"}
    assert file.open_tickets == []
    assert await customers.find_by_number("139 0000 0001") == ("k", "NORMAL")
    assert await customers.find_by_number("") is None
    with pytest.raises(NotFoundError):
        await customers.file("none")


async def test_signs_of_the_search_language_are_only_signs(customers):
    assert [item.name for item in (await customers.search("100%")).items] == ["Zhang 100%"]
    assert [item.name for item in (await customers.search("ZHANG")).items] == ["Zhang 100%"]
    assert (await customers.search("_hang")).items == []
    assert [item.customer_id for item in (await customers.search("0139 0000")).items] == ["k"]
