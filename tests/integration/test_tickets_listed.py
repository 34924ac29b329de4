"""Lists of tickets: found by words, every one once in every order, counted, saved, many changed at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.contracts.people import Label
from app.contracts.tickets import BulkWish, MacroView, MacroWish, SavedView, TicketQuery
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.tickets.model import TicketMoveError
from tests.doubles.ticket_desk import NOW, desk

__all__ = ["desk"]


# --- lists ---


async def test_lists_are_found_by_words_in_both_languages_numbers_tags_and_names(desk):
    first = desk.new(title="冰箱漏水", text="The door seal leaks", tags=["返修"], customer_id="k1")
    desk.new(title="Washing machine", text="E05 on the display", customer_id="k2")
    for query in ("漏水", "冰", "leak", "SEAL door", first["number"], first["number"][-4:], "返修", "李明"):
        assert await desk.titles("anna", q=query) == ["冰箱漏水"], query
    for query in ("水漏", "xyz", "e06", "'", '"', "* OR", "🙂", "%", "-"):
        assert await desk.titles("anna", q=query) == [], query
    assert await desk.titles("anna", q="王小") == ["Washing machine"]
    assert await desk.titles("quin", q="王小") == [], "who sees no names finds nobody by them"
    desk.change("anna", first, title="冰柜结霜", text="", tags=[])
    assert await desk.titles("anna", q="漏水") == []
    assert await desk.titles("anna", q="结霜") == ["冰柜结霜"]
    assert await desk.titles("anna", tag=["返修"]) == []


@pytest.mark.parametrize("sort", ["newest", "updated", "due", "priority"])
async def test_pages_hold_every_ticket_once_in_every_order(desk, sort):
    for number in range(23):
        due = {"due_at": NOW + timedelta(hours=number % 5)} if number % 3 else {}
        desk.new(title=str(number), priority=("LOW", "URGENT", "NORMAL")[number % 3], **due)
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        page = await desk.tickets.page(desk.reader("lead"), TicketQuery(sort=sort), cursor, 5)
        seen += [item.title for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen, key=int) == [str(number) for number in range(23)]
    whole = await desk.titles("lead", sort=sort)
    assert whole == seen
    if sort == "newest":
        assert seen[0] == "22"
    if sort == "priority":
        assert [int(title) % 3 for title in seen] == [1] * 8 + [2] * 7 + [0] * 8
    if sort == "due":
        assert all(int(title) % 3 for title in seen[:15]) and seen[-1] == "0"
    with pytest.raises(InvalidValueError):
        await desk.tickets.page(desk.reader("lead"), TicketQuery(sort=sort), "nonsense", 5)


async def test_counts_and_board_agree_with_the_lists(desk):
    past = datetime.now(UTC) - timedelta(hours=1)
    desk.new(title="late", due_at=past, department="售后组")
    desk.new(title="soon", due_at=datetime.now(UTC) + timedelta(minutes=30), department="售后组")
    desk.assign("anna", desk.new(title="mine"), to="me")
    desk.move("anna", desk.new(title="done", due_at=past), "RESOLVED", solution="x")
    counts = await desk.tickets.counts(desk.reader("anna"))
    assert (counts.mine, counts.unassigned, counts.late, counts.soon) == (1, 2, 1, 1)
    assert counts.by_status == {"NEW": 2, "ASSIGNED": 1, "RESOLVED": 1}
    assert await desk.titles("anna", late=True) == ["late"]
    assert await desk.titles("anna", soon=True) == ["soon"]
    assert await desk.titles("anna", mine=True) == ["mine"]
    assert sorted(await desk.titles("anna", unassigned=True)) == ["late", "soon"]
    board = await desk.tickets.board(desk.reader("anna"), "REPAIR", TicketQuery())
    shown = {column.state.code: [each.title for each in column.tickets] for column in board.columns}
    assert (
        shown["NEW"] == ["soon", "late"] and shown["ASSIGNED"] == ["mine"] and shown["RESOLVED"] == ["done"]
    )
    assert {column.state.code: column.count for column in board.columns}["NEW"] == 2
    late = (await desk.tickets.page(desk.reader("anna"), TicketQuery(late=True))).items[0]
    assert late.late


async def test_archived_tickets_are_in_the_archive_alone(desk):
    ticket = desk.move("lead", desk.new(title="old"), "CANCELLED", reason="double")
    desk.move("lead", ticket, "ARCHIVED")
    desk.new(title="new")
    assert await desk.titles("lead") == ["new"]
    assert await desk.titles("lead", archived=True) == ["old"]


# --- macros, many at once, saved lists ---


def test_a_macro_does_several_things_or_nothing(desk):
    macro = MacroView(
        macro_id="ask", name=Label(code="ask", zh="请客户发照片", en="Ask"), to_state="WAITING",
        priority="LOW", add_tags=["照片"], assign="me", comment="请发照片", for_customer=True,
    )  # fmt: skip
    desk.database.write_now(
        lambda session: desk.tickets.set_up.put_macro(session, desk.reader("lead"), "ask", macro, NOW)
    )
    ticket = desk.move("anna", desk.new(), "IN_PROGRESS")
    wish = MacroWish(version=ticket["version"], macro_id="ask")
    file = desk.do("anna", desk.tickets.many.macro, ticket["ticket_id"], wish)
    now = file["ticket"]
    assert (now["status"], now["priority"], now["tags"]) == ("WAITING", "LOW", ["照片"])
    assert file["comments"][0]["text"] == "请发照片"
    fresh = desk.move("anna", desk.new(title="fresh"), "CANCELLED", reason="x")  # no way to WAITING
    with pytest.raises(TicketMoveError):
        desk.do(
            "anna", desk.tickets.many.macro, fresh["ticket_id"],
            MacroWish(version=fresh["version"], macro_id="ask"),
        )  # fmt: skip
    after = desk.file("anna", fresh["ticket_id"])
    assert (after["comments"], after["ticket"]["tags"], after["ticket"]["version"]) == (
        [],
        [],
        fresh["version"],
    )
    with pytest.raises(NotAllowedError):
        desk.database.write_now(
            lambda session: desk.tickets.set_up.put_macro(session, desk.reader("anna"), "x", macro, NOW)
        )


def test_of_many_each_is_done_or_refused_by_itself(desk):
    mine, foreign = desk.new(title="a"), desk.new("lead", title="b", department="售前组")
    done_before = desk.move("anna", desk.new(title="c"), "CANCELLED", reason="x")
    ids = [mine["ticket_id"], foreign["ticket_id"], done_before["ticket_id"], "no-such"]
    wish = BulkWish(ticket_ids=ids, to_state="IN_PROGRESS", priority="HIGH", add_tags=["暴雨"])
    done, refused = desk.database.write_now(
        lambda session: desk.tickets.many.bulk(session, desk.reader("anna"), ids, wish, NOW)
    )
    assert done == [mine["ticket_id"]]
    assert set(refused) == {foreign["ticket_id"], done_before["ticket_id"], "no-such"}
    after = desk.file("anna", mine["ticket_id"])["ticket"]
    assert (after["status"], after["priority"], after["tags"]) == ("IN_PROGRESS", "HIGH", ["暴雨"])
    other = desk.file("anna", done_before["ticket_id"])["ticket"]
    assert (other["priority"], other["tags"]) == ("NORMAL", []), "what is refused leaves nothing behind"


def test_saved_lists_are_ones_own_or_shared_by_leads(desk):
    set_up = desk.tickets.set_up

    def save(who: str, view_id: str | None, **what: Any) -> SavedView:
        view = SavedView.model_validate({"name": "List", "query": {"mine": True, "sort": "due"}} | what)
        return desk.database.write_now(lambda s: set_up.save(s, desk.reader(who), view_id, view))

    mine = save("anna", None)
    with pytest.raises(NotAllowedError):
        save("anna", None, shared=True)
    shared = save("lead", None, name="All late", query={"late": True}, shared=True)
    listed = desk.database.read_now(lambda s: set_up.saved(s, desk.reader("anna")))
    assert [(view.name, view.mine) for view in listed] == [("List", True), ("All late", False)]
    assert listed[0].query == TicketQuery(mine=True, sort="due")
    with pytest.raises(NotFoundError):
        save("bert", mine.view_id)
    with pytest.raises(NotAllowedError):
        save("bert", shared.view_id)
    desk.database.write_now(lambda s: set_up.forget(s, desk.reader("anna"), mine.view_id))
    assert len(desk.database.read_now(lambda s: set_up.saved(s, desk.reader("anna")))) == 1
