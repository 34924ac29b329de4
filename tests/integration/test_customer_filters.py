"""Segments: whom a filter holds for on both databases, pages, counts, and what nobody finds out by asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.customer_work import NewSegment
from app.contracts.filters import Condition, Filter
from app.server.customers.walking import Walk
from app.server.security.model import NotAllowedError
from app.server.security.viewing import ALL_EYES
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from tests.doubles.customer_work import ADMIN, AGENT, AUDITOR, LEAD, WorkRoom, either, every, names, one


@pytest.fixture
def room(database: Database) -> WorkRoom:
    made = WorkRoom(database)
    made.add(
        "a", "安小姐", "+8613800000001", level="VIP", region="上海", tags=["老客户", "投诉"], loyalty=900,
        value_cents=500_000, email="an@example.com", address="滨河路 8 号", note="下午打",
        fields={
            "size": "S", "rooms": 3, "id_card": "310101", "likes": ["mail"], "owns": True,
            "born": "1990-05-01",
        },
        consent={"sms": True}, dedicated_agent_id="u-agent",
    )  # fmt: skip
    made.add(
        "b", "白先生", "+8613800000002", "+862155667788", level="GOLD", region="北京", tags=["老客户"],
        fields={"size": "L", "rooms": 12, "likes": ["mail", "call"], "owns": False, "born": "2001-01-31"},
        consent={"sms": False}, language="en",
    )  # fmt: skip
    made.add("c", "Carl 100%_x", level="NORMAL")
    made.add("gone", "并走的", "+8613800000009", level="VIP", merged_into="a")
    made.change("c", since=made.now - timedelta(days=400))
    made.add_call("k1", "a", days_ago=1, outcome="COMPLAINT", note="冰箱漏水，要求退货")
    made.add_call("k2", "a", days_ago=3, outcome="COMPLAINT")
    made.add_call("k3", "b", days_ago=100, outcome="SOLVED", note="Refund agreed")
    made.add_order("o1", "a", 300_000, days_ago=10)
    made.add_order("o2", "a", 100_000, days_ago=500)
    made.add_ticket("t1", "b")
    made.add_ticket("t2", "b", status="CONFIRMED")
    return made


CASES: list[tuple[str, Filter, str]] = [
    ("everybody", Filter(), "abc"),
    ("level", one("level", "is", "VIP"), "a"),
    ("one of levels", one("level", "is", ["VIP", "GOLD"]), "ab"),
    ("not the level", one("level", "is_not", "VIP"), "bc"),
    ("tag", one("tags", "has", "老客户"), "ab"),
    ("one of tags", one("tags", "has", ["投诉", "nobody's"]), "a"),
    ("without tag", one("tags", "has_not", "投诉"), "bc"),
    ("no tags", one("tags", "empty"), "c"),
    ("some tags", one("tags", "not_empty"), "ab"),
    ("part of the name", one("name", "contains", "先生"), "b"),
    ("letters of either case", one("name", "starts_with", "carl"), "c"),
    ("percent is a character", one("name", "contains", "100%_"), "c"),
    ("underscore is a character", one("name", "contains", "小_"), ""),
    ("name", one("name", "is", "安小姐"), "a"),
    ("another name", one("name", "is_not", "安小姐"), "bc"),
    ("number", one("number", "is", "138 0000 0001"), "a"),
    ("second number", one("number", "contains", "55667788"), "b"),
    ("beginning of a number", one("number", "starts_with", "1380000"), "ab"),
    ("no number", one("number", "empty"), "c"),
    ("region", one("region", "is", "上海"), "a"),
    ("without region", one("region", "empty"), "c"),
    ("language", one("language", "is", "en"), "b"),
    ("remark", one("remark", "contains", "下午"), "a"),
    ("loyalty", one("loyalty", "at_least", 900), "a"),
    ("little loyalty", one("loyalty", "at_most", 899.5), "bc"),
    ("value", one("value_cents", "is", 500_000), "a"),
    ("her agent", one("dedicated_agent_id", "is", "u-agent"), "a"),
    ("nobody's", one("dedicated_agent_id", "empty"), "bc"),
    ("new ones", one("since", "within_days", 30), "ab"),
    ("old ones", one("since", "not_within_days", 30), "c"),
    ("since a day", one("since", "at_least", "2000-01-01"), "abc"),
    ("own choice", one("field.size", "is", "S"), "a"),
    ("own choice, several", one("field.size", "is", ["S", "L"]), "ab"),
    ("own choice, another", one("field.size", "is_not", "S"), "bc"),
    ("own choice, none", one("field.size", "empty"), "c"),
    ("own number counts as a number", one("field.rooms", "at_least", 9), "b"),
    ("own number, at most", one("field.rooms", "at_most", 3), "a"),
    ("own number, none", one("field.rooms", "empty"), "c"),
    ("own choices", one("field.likes", "has", "call"), "b"),
    ("own choices, without", one("field.likes", "has_not", "call"), "ac"),
    ("own choices, none", one("field.likes", "empty"), "c"),
    ("own yes", one("field.owns", "is", True), "a"),
    ("own no is not unknown", one("field.owns", "is", False), "b"),
    ("own date", one("field.born", "at_least", "2000-01-01"), "b"),
    ("own date, until the day", one("field.born", "at_most", "1990-05-01"), "a"),
    ("own text, whole", one("field.id_card", "is", "310101"), "a"),
    ("consent", one("consent.sms", "is", True), "a"),
    ("consent refused", one("consent.sms", "is", False), "b"),
    ("never asked", one("consent.sms", "empty"), "c"),
    ("calls", one("calls.count", "at_least", 2), "a"),
    ("calls lately", one("calls.count", "at_least", 1, days=30), "a"),
    ("no calls lately", one("calls.count", "at_most", 0, days=30), "bc"),
    ("talked lately", one("calls.last_at", "within_days", 7), "a"),
    ("silent, or never called", one("calls.last_at", "not_within_days", 7), "bc"),
    ("never called", one("calls.last_at", "empty"), "c"),
    ("orders", one("orders.count", "is", 2), "a"),
    ("sum of orders", one("orders.total_cents", "at_least", 400_000), "a"),
    ("sum of a year", one("orders.total_cents", "at_least", 400_000, days=365), ""),
    ("no orders sum up to nothing", one("orders.total_cents", "at_most", 0), "bc"),
    ("open tickets", one("tickets.open", "is", 1), "b"),
    ("all tickets", one("tickets.count", "at_least", 2), "b"),
    ("results", one("outcome.COMPLAINT", "at_least", 2, days=30), "a"),
    ("words in notes", one("note", "contains", "退货"), "a"),
    ("words in notes, case", one("note", "contains", "refund"), "b"),
    ("words in notes lately", one("note", "contains", "refund", days=30), ""),
    ("both", every(one("tags", "has", "老客户"), one("level", "is", "GOLD")), "b"),
    ("either", either(one("level", "is", "VIP"), one("tickets.open", "at_least", 1)), "ab"),
    (
        "both of either",
        every(either(one("level", "is", "VIP"), one("level", "is", "GOLD")), one("region", "is", "北京")),
        "b",
    ),
]  # fmt: skip


async def test_a_filter_holds_for_the_same_people_on_both_databases(room: WorkRoom) -> None:
    wrong: list[str] = []
    for what, wanted, whom in CASES:
        walk = room.parts.walk(wanted, ALL_EYES)
        rows, _ = await walk.page(None, 50)
        found = "".join(sorted(row.customer_id for row in rows))
        counted = await walk.count()
        ids = [each async for portion in walk.ids() for each in portion]
        if (found, counted.count, "".join(sorted(ids))) != (whom, len(whom), whom):
            wrong.append(f"{what}: {found} {counted} instead of {whom}")
    assert wrong == []


BAD: list[Any] = [
    Filter(conditions=[Condition(field="nonsense", op="is", value="x")]),
    Filter(conditions=[Condition(field="field.nobody's", op="is", value="x")]),
    one("level", "contains", "V"),
    one("level", "is"),
    one("level", "is", []),
    one("level", "is", ["x"] * 51),
    one("name", "contains", ""),
    one("name", "contains", "x" * 201),
    one("name", "contains", "a\x00b"),
    one("name", "contains", 7),
    one("loyalty", "at_least", "many"),
    one("loyalty", "at_least", True),
    one("loyalty", "at_least", 10**30),
    one("loyalty", "at_least", float("nan")),
    one("loyalty", "at_least", float("inf")),
    one("loyalty", "at_least", 5, days=3),
    one("since", "within_days", 0),
    one("since", "within_days", 10**9),
    one("since", "at_least", "yesterday"),
    one("since", "at_least", "0001-01-01"),
    one("consent.sms", "is", "yes"),
    one("number", "contains", "123"),
    every(every(every(one("level", "is", "VIP")))),
    Filter(groups=[Filter(conditions=[Condition(field="level", op="is", value="VIP")] * 30)] * 3),
]


async def test_what_means_nothing_is_refused_with_a_sentence(room: WorkRoom) -> None:
    for wanted in BAD:
        with pytest.raises(InvalidValueError):
            await room.work.segments.count(ADMIN, wanted)


async def test_nobody_finds_out_bit_by_bit_what_she_may_not_see(room: WorkRoom) -> None:
    segments = room.work.segments
    for wanted in (
        one("email", "starts_with", "a"),
        one("address", "contains", "滨河"),
        one("field.id_card", "starts_with", "31"),
        one("number", "starts_with", "1380000"),
    ):
        with pytest.raises(InvalidValueError):
            await segments.count(AGENT, wanted)
    with pytest.raises(InvalidValueError):
        await segments.count(AUDITOR, one("name", "contains", "安"))
    counted = await segments.count(AGENT, one("email", "is", "an@example.com"))
    assert counted.count == 1  # who has the whole address may look it up
    assert counted.first[0].number == "138****0001"
    offered = {each.field: each.ops for each in await segments.fields(AGENT)}
    assert "contains" not in offered["email"] and "contains" in offered["region"]
    assert "outcome.COMPLAINT" in offered and "field.size" in offered and "consent.sms" in offered


async def test_a_segment_is_kept_counted_and_shared(room: WorkRoom) -> None:
    segments, database = room.work.segments, room.database
    new = NewSegment(name="  老客户  ", filter=one("tags", "has", "老客户"))
    made = await database.write(lambda session: segments.create(session, AGENT, new, room.now))
    assert (made.name, made.count, made.mine) == ("老客户", None, True)
    await room.settle()
    [listed] = await segments.list(AGENT)
    assert listed.count == 2 and listed.counted_at == room.now
    assert await segments.list(LEAD) == []  # hers alone
    with pytest.raises(NotFoundError):
        await segments.customers(LEAD, made.segment_id, None, 50)
    shared = new.model_copy(update={"shared": True})
    with pytest.raises(NotAllowedError):
        await database.write(lambda session: segments.create(session, AGENT, shared, room.now))
    theirs = await database.write(lambda session: segments.create(session, LEAD, shared, room.now))
    page = await segments.customers(AGENT, theirs.segment_id, None, 50)
    assert names(page.items) == ["安小姐", "白先生"] and page.items[0].number == "138****0001"
    with pytest.raises(NotAllowedError):
        await database.write(lambda session: segments.delete(session, AGENT, theirs.segment_id, room.now))
    changed = shared.model_copy(update={"filter": one("level", "is", "VIP")})
    await database.write(lambda session: segments.change(session, LEAD, theirs.segment_id, changed, room.now))
    await room.settle()
    assert {each.name: each.count for each in await segments.list(LEAD)} == {"老客户": 1}
    assert [deed[1] for deed in room.deeds()] == ["segment.created", "segment.created", "segment.changed"]


async def test_pages_follow_one_another_however_small_the_windows(room: WorkRoom) -> None:
    """A walk in windows of three: nobody twice, nobody left out, by name; also where few are found."""
    for place in range(20):
        room.add(f"x{place:02}", f"客户{place % 7}", level="SILVER" if place % 5 == 0 else "NORMAL")
    for wanted, count in ((Filter(), 23), (one("level", "is", "SILVER"), 4), (one("name", "is", "客户3"), 3)):
        walk = Walk(
            room.database, lambda session, f=wanted: room.parts.select(session, f, ALL_EYES), window=3
        )
        found: list[tuple[str, str]] = []
        place = None
        while True:
            rows, place = await walk.page(place, 2, budget_s=0.0)
            found += [(row.name, row.customer_id) for row in rows]
            if place is None:
                break
        assert found == sorted(found) and len(set(found)) == len(found) == count
        assert (await walk.count(budget_s=None)).count == count
        portions = [row.customer_id async for portion in walk.all(2) for row in portion]
        assert len(set(portions)) == len(portions) == count
    short = await Walk(
        room.database, lambda session: room.parts.select(session, Filter(), ALL_EYES), 3
    ).count(0.0)
    assert not short.complete and 0 < short.count < 23  # somebody waits: at least so many
