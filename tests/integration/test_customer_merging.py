"""Two files of one person: found, dismissed, merged, and taken apart again exactly as they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customer_work import MergeView, MergeWish
from app.server.calls.projection import project
from app.server.calls.rebuild import rebuild
from app.server.core.facts import CallArrived, CallerKnown
from app.server.customers.merge_model import AlreadyMergedError, UndoNotPossibleError
from app.server.customers.merging import MOVED, STAYS
from app.server.security.model import NotAllowedError
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.ledger import Ledger
from app.server.storage.tables import (
    CallbackRow,
    Customer,
    CustomerNumber,
    CustomerSource,
    MergeRow,
    MessageOut,
    Order,
    VoiceMessage,
)
from app.server.storage.tables.base import Base
from tests.doubles.customer_work import AGENT, AUDITOR, LEAD, WorkRoom


@pytest.fixture
def room(database: Database) -> WorkRoom:
    made = WorkRoom(database)
    made.add(
        "a", "李明", "+8613800000001", "+862155667788", level="VIP", region="上海", tags=["老客户"],
        address="上海市浦东新区滨河路 88 号 3 栋 1201 室", fields={"size": "S"}, consent={"sms": True},
    )  # fmt: skip
    made.add(
        "b", "李 明", "+8613800000002", "+862155667788", region="上海", email="li@example.com", tags=["投诉"],
        address="浦东滨河路88号3栋1201", fields={"size": "L", "rooms": 3}, note="喜欢短信",
    )  # fmt: skip
    made.change("b", since=made.now - timedelta(days=900))
    for who in "ab":
        made.add_call(f"k-{who}", who, 1)
        made.add_order(f"o-{who}", who, 100)
        made.add_ticket(f"t-{who}", who)
    made.database.write_now(lambda session: _more(session, made.now))
    return made


def _more(session: Session, now: datetime) -> None:
    session.add(
        VoiceMessage(
            message_id="v", call_id="k-b", recording_id="r", queue_id="q", number="", customer_id="b",
            from_s=0.0, length_s=1.0, left_at=now,
        )
    )  # fmt: skip
    session.add(
        CallbackRow(
            callback_id="cb", queue_id="q", number="", customer_id="b", for_call_id="k-b", waiting_since=now,
            promised_at=now,
        )
    )  # fmt: skip
    session.add(MessageOut(address="x", text="hi", at=now, customer_id="b"))
    session.add(CustomerSource(source_id="shop", external_id="77", customer_id="b", fetched_at=now))


def whole(room: WorkRoom) -> dict[str, Any]:
    """All that is there of both, but for versions."""

    def read(session: Session) -> dict[str, Any]:
        hidden = {"version", "changed_in", "changed_at"}
        found: dict[str, Any] = {}
        for row in session.scalars(select(Customer)):
            values = {column.key: getattr(row, column.key) for column in Customer.__table__.columns}
            found[row.customer_id] = {key: value for key, value in values.items() if key not in hidden}
        numbers = select(CustomerNumber).order_by(CustomerNumber.customer_id, CustomerNumber.position)
        found["numbers"] = [
            (row.customer_id, row.e164, row.raw, row.kind, row.position, row.number_id)
            for row in session.scalars(numbers)
        ]
        for name, (table, key) in MOVED.items():
            found[name] = sorted(tuple(each) for each in session.execute(select(*key, table.customer_id)))
        return found

    return room.database.read_now(read)


async def merge(
    room: WorkRoom, survivor: str = "a", other: str = "b", take: tuple[str, ...] = ()
) -> MergeView:
    wish = MergeWish(survivor_id=survivor, other_id=other, take=list(take))
    return await room.database.write(lambda session: room.work.merging.merge(session, LEAD, wish, room.now))


async def undo(room: WorkRoom, merge_id: str) -> MergeView:
    return await room.database.write(
        lambda session: room.work.merging.undo(session, LEAD, merge_id, room.now)
    )


async def test_the_survivor_has_everything_of_both(room: WorkRoom) -> None:
    await merge(room, take=("field.size",))
    a, b = room.customer("a"), room.customer("b")
    assert (a.name, a.email, a.note) == ("李明", "li@example.com", "喜欢短信")  # the empty ones are filled in
    assert (
        a.fields == {"size": "L", "rooms": 3} and a.tags == ["老客户", "投诉"] and a.consent == {"sms": True}
    )
    assert a.address.startswith("上海市")  # not asked for: the survivor's own
    assert a.since == room.now - timedelta(days=900)  # the longer history counts
    assert [number for number, *_ in room.numbers("a")] == [
        "+8613800000001",
        "+862155667788",
        "+8613800000002",
    ]
    assert room.numbers("b") == [] and b.merged_into == "a"
    found = whole(room)
    for name in MOVED:
        assert {each[-1] for each in found[name]} == {"a"}, name
    assert ("u-lead", "customer.merged", "a") in {deed[:3] for deed in room.deeds()}


def test_no_table_that_tells_of_a_customer_is_forgotten_when_files_are_merged() -> None:
    of_customers = {
        table.name
        for table in Base.metadata.sorted_tables
        if "customer_id" in table.columns
        or any(key.column.table.name == "customers" for key in table.foreign_keys)
    }
    moved = {table.__tablename__ for table, _ in MOVED.values()}
    assert of_customers == moved | STAYS.keys(), "say in merging.py what becomes of the rest"
    assert not moved & STAYS.keys()


async def test_a_no_that_was_said_to_either_file_is_a_no_afterwards(room: WorkRoom) -> None:
    room.change("b", consent={"sms": False, "email": True})
    before = whole(room)
    merged = await merge(room)
    assert room.customer("a").consent == {"sms": False, "email": True}
    await undo(room, merged.merge_id)
    assert whole(room) == before


async def test_open_desktops_hear_of_both_files(room: WorkRoom) -> None:
    told: list[str] = []
    room.parts.news.on_change(told.append)
    merged = await merge(room)
    assert sorted(told) == ["a", "b"]
    await undo(room, merged.merge_id)
    assert sorted(told) == ["a", "a", "b", "b"]


async def test_undone_at_once_both_are_exactly_as_they_were(room: WorkRoom) -> None:
    before = whole(room)
    merged = await merge(room, take=("name", "field.size", "address", "level"))
    assert whole(room) != before
    view = await undo(room, merged.merge_id)
    assert view.undone and whole(room) == before
    assert (await undo(room, merged.merge_id)).undone and whole(room) == before  # said again
    kept = room.database.read_now(lambda session: session.get_one(MergeRow, merged.merge_id).kept)
    assert kept is None  # nothing private is kept any more


async def test_what_came_since_the_merge_stays_with_the_survivor(room: WorkRoom) -> None:
    merged = await merge(room, take=("address",))
    room.change("a", address="新地址", tags=["老客户", "投诉", "新标签"])
    room.add_call("k-new", "a")
    room.add("z", "赵六")
    room.database.write_now(lambda session: setattr(session.get_one(Order, "o-b"), "customer_id", "z"))
    await undo(room, merged.merge_id)
    a = room.customer("a")
    assert a.address == "新地址"  # a person wrote it after the merge
    assert a.email == "" and a.tags == ["老客户", "新标签"]
    calls = dict(whole(room)["calls"])
    assert calls == {"k-a": "a", "k-b": "b", "k-new": "a"}
    assert dict(whole(room)["orders"]) == {"o-a": "a", "o-b": "z"}  # somebody found whose it really was


async def test_thirty_days_and_not_longer_then_it_is_forgotten(room: WorkRoom) -> None:
    merged = await merge(room)
    room.now += timedelta(days=30, seconds=-1)
    await room.work.nightly(room.now)
    assert room.customer("b").name == "李 明"
    room.now += timedelta(seconds=1)
    with pytest.raises(UndoNotPossibleError):
        await undo(room, merged.merge_id)
    await room.work.nightly(room.now)
    b = room.customer("b")
    assert (b.name, b.email, b.address, b.fields, b.merged_into) == ("", "", "", {}, "a")
    assert room.customer("a").email == "li@example.com"


async def test_merges_on_top_of_each_other_are_taken_back_in_turn(room: WorkRoom) -> None:
    room.add("c", "李明", "+8613800000003")
    before = whole(room)
    first = await merge(room)
    second = await merge(room, "c", "a")
    with pytest.raises(UndoNotPossibleError):
        await undo(room, first.merge_id)
    await undo(room, second.merge_id)
    await undo(room, first.merge_id)
    assert whole(room) == before


async def test_what_cannot_be_merged_is_refused(room: WorkRoom) -> None:
    before = whole(room)
    for wish, error in (
        (("a", "a"), InvalidValueError),
        (("a", "nobody"), NotFoundError),
    ):
        with pytest.raises(error):
            await merge(room, *wish)
    with pytest.raises(InvalidValueError):
        await merge(room, take=("customer_id",))
    wish = MergeWish(survivor_id="a", other_id="b")
    for nobody in (AGENT, AUDITOR):
        with pytest.raises(NotAllowedError):
            await room.database.write(
                lambda session, user=nobody: room.work.merging.merge(session, user, wish, room.now)
            )
    assert whole(room) == before
    await merge(room)
    with pytest.raises(AlreadyMergedError):
        await merge(room)


async def test_who_looks_like_one_person_is_found_and_shown(room: WorkRoom) -> None:
    room.add("z", "赵六", "+8613800000001")  # a family's number: a pair, but less likely
    room.add("y", "钱七", "+8613900000009", region="上海", address="上海市浦东新区滨河路 88 号 3 栋 1201 室")
    await room.settle()
    page = await room.work.duplicates.list(LEAD, None, 50)
    pairs = {(each.first.customer_id, each.second.customer_id): each for each in page.items}
    assert set(pairs) == {("a", "b"), ("a", "z")}
    assert pairs["a", "b"].why == ["number", "name-address"] and pairs["a", "b"].score > 0.95
    assert pairs["a", "z"].why == ["number"] and pairs["a", "z"].score < 0.7
    assert page.items[0].first.number == "138****0001"
    first = await room.work.duplicates.list(LEAD, None, 1)
    rest = await room.work.duplicates.list(LEAD, first.next_cursor, 1)
    assert [each.pair_id for each in (*first.items, *rest.items)] == [each.pair_id for each in page.items]
    with pytest.raises(NotAllowedError):
        await room.work.duplicates.list(AGENT, None, 50)


async def test_a_dismissed_pair_stays_away_and_a_merged_one_comes_back_with_the_undo(room: WorkRoom) -> None:
    room.add("z", "赵六", "+8613800000001")
    await room.settle()
    page = await room.work.duplicates.list(LEAD, None, 50)
    family = next(each for each in page.items if each.second.customer_id == "z")
    await room.database.write(
        lambda session: room.work.duplicates.dismiss(session, LEAD, family.pair_id, "一家人", room.now)
    )
    merged = await merge(room)
    assert (await room.work.duplicates.list(LEAD, None, 50)).items == []
    room.change("z", region="北京")
    await room.settle()
    await room.work.nightly(room.now)
    assert (await room.work.duplicates.list(LEAD, None, 50)).items == []
    await undo(room, merged.merge_id)
    [back] = (await room.work.duplicates.list(LEAD, None, 50)).items
    assert (back.first.customer_id, back.second.customer_id) == ("a", "b")


async def test_at_night_all_are_compared_and_old_pairs_forgotten(room: WorkRoom) -> None:
    for place in range(9):  # an exchange: too many share it to tell anything
        room.add(f"x{place}", f"某公司{place}号", "+862188880000")
    await room.work.duplicates.look_at_all()
    [pair] = (await room.work.duplicates.list(LEAD, None, 50)).items
    assert {pair.first.customer_id, pair.second.customer_id} == {"a", "b"}
    room.change("b", name="王五", address="", region="")
    room.database.write_now(
        lambda session: session.execute(
            CustomerNumber.__table__.delete().where(
                CustomerNumber.customer_id == "b", CustomerNumber.e164 == "+862155667788"
            )
        )
    )
    await room.work.duplicates.look_at_all()
    assert (await room.work.duplicates.list(LEAD, None, 50)).items == []


async def test_call_records_made_anew_from_the_ledger_know_of_the_merge(room: WorkRoom) -> None:
    ledger = Ledger(room.database, project)
    ledger.append(CallArrived("k-led", "4001", "+8613800000002", "", "trunk"), room.now)
    ledger.append(CallerKnown("k-led", "b", "NORMAL"), room.now)
    await ledger.close()
    room.add("c", "李明明")
    await merge(room)
    await merge(room, "c", "a")
    assert dict(whole(room)["calls"])["k-led"] == "c"
    rebuild(room.database)
    assert dict(whole(room)["calls"])["k-led"] == "c"


async def test_a_call_that_was_given_to_a_merged_file_finds_its_way_at_night(room: WorkRoom) -> None:
    await merge(room)
    room.add_call("k-late", "b")
    await room.work.nightly(room.now)
    assert dict(whole(room)["calls"])["k-late"] == "a"
