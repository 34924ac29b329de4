"""Customers in from a spreadsheet and out again: checked, carried out once, taken back; exported as one sees
them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, text

from app.contracts.customer_work import (
    ExportWish,
    ImportMapping,
    ImportView,
    MergeWish,
    NewSegment,
    NewTagRule,
)
from app.server.customers.merge_model import ImportStateError
from app.server.customers.spreadsheets import SpreadsheetError, read_sheet
from app.server.customers.work import CustomerWork
from app.server.security.model import NotAllowedError
from app.server.security.viewing import Grant
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, ImportLine
from tests.doubles.customer_work import AGENT, AUDITOR, LEAD, WorkRoom, one

FILE = """姓名,手机,邮箱,等级,尺码,标签,备注
王芳,138 0000 0001,wang@example.com,金卡,小,展会,新备注
赵六,13900000006,,银卡,大,,
赵六,13900000006,zhao@example.com,,,,同一人
,13900000007,,,,,没有姓名
孙七,12,bad,钻石,特大,,
周八,,zhou@example.com,,,,没有号码
""".encode("gbk")
MAPPING = ImportMapping(targets=["name", "number", "email", "level", "field.size", "tag", "note"], tag="导入")


@pytest.fixture
def room(database: Database) -> WorkRoom:
    made = WorkRoom(database)
    made.add(
        "a", "王芳", "+8613800000001", level="NORMAL", note="旧备注", tags=["老客户"], fields={"rooms": 2}
    )
    return made


async def checked(room: WorkRoom, content: bytes = FILE, mapping: ImportMapping = MAPPING) -> ImportView:
    uploaded = await room.work.importing.upload(LEAD, "C:\\客户\\展会.csv", content, room.now)
    return await room.work.importing.check(LEAD, uploaded.import_id, mapping, room.now)


async def run(room: WorkRoom, import_id: str) -> ImportView:
    await room.database.write(lambda session: room.work.importing.run(session, LEAD, import_id, room.now))
    await room.settle()
    return await room.work.importing.get(LEAD, import_id)


async def undo(room: WorkRoom, import_id: str) -> ImportView:
    await room.database.write(lambda session: room.work.importing.undo(session, LEAD, import_id, room.now))
    await room.settle()
    return await room.work.importing.get(LEAD, import_id)


def everybody(room: WorkRoom) -> dict[str, tuple[Any, ...]]:
    """By name: what a person sees of each."""
    rows = room.database.read_now(lambda session: list(session.scalars(select(Customer))))
    return {
        row.name: (
            row.level, row.email, row.note, list(row.tags), row.fields,
            [number for number, *_ in room.numbers(row.customer_id)],
        )
        for row in rows
    }  # fmt: skip


async def test_an_upload_says_what_its_columns_probably_are(room: WorkRoom) -> None:
    view = await room.work.importing.upload(LEAD, "C:\\客户\\展会.csv", FILE, room.now)
    assert (view.state, view.file_name, view.rows) == ("UPLOADED", "展会.csv", 6)
    assert [each.target for each in view.columns] == MAPPING.targets
    assert view.columns[0].samples == ["王芳", "赵六", "赵六"]
    other = view.model_copy()
    seen = await room.work.importing.get(LEAD.__class__("u-2", "2002", "", LEAD.role), other.import_id)
    assert seen.columns[0].samples == []  # the file is whose who brought it
    for nobody in (AGENT, AUDITOR):
        with pytest.raises(NotAllowedError):
            await room.work.importing.upload(nobody, "x.csv", FILE, room.now)
    with pytest.raises(SpreadsheetError):
        await room.work.importing.upload(LEAD, "x.csv", b"", room.now)


async def test_the_check_finds_what_is_wrong_before_anything_comes_in(room: WorkRoom) -> None:
    view = await checked(room)
    assert view.state == "CHECKED"
    assert (view.would_create, view.would_update, view.would_skip, view.bad_rows) == (2, 2, 0, 2)
    faults = {(each.row, each.column): (each.zh, each.value) for each in view.errors}
    assert faults[5, ""][0] == "新客户缺少姓名"
    assert {column for row, column in faults if row == 6} == {"手机", "邮箱", "等级", "尺码"}
    assert faults[6, "等级"][1] == "钻石"
    assert view.preview[0].number == "138****0001" and view.preview[0].tags == ["展会", "导入"]
    assert list(everybody(room)) == ["王芳"]
    again = await room.work.importing.check(
        LEAD, view.import_id, MAPPING.model_copy(update={"when_known": "skip"}), room.now
    )
    assert (again.would_create, again.would_update, again.would_skip) == (2, 0, 2)
    for targets in (["name"], ["nonsense"] * 7, ["name"] * 7, [""] * 7):
        with pytest.raises(InvalidValueError):
            await room.work.importing.check(LEAD, view.import_id, ImportMapping(targets=targets), room.now)


async def test_an_import_comes_in_once_and_tells_who_started_it(room: WorkRoom) -> None:
    view = await checked(room)
    done = await run(room, view.import_id)
    assert (done.state, done.created, done.updated, done.done_rows, done.undoable) == ("DONE", 2, 2, 6, True)
    assert everybody(room) == {
        "王芳": (
            "GOLD", "wang@example.com", "新备注", ["老客户", "展会", "导入"], {"rooms": 2, "size": "S"},
            ["+8613800000001"],
        ),
        "赵六": ("SILVER", "zhao@example.com", "同一人", ["导入"], {"size": "L"}, ["+8613900000006"]),
        "周八": ("NORMAL", "zhou@example.com", "没有号码", ["导入"], {}, []),
    }  # fmt: skip
    same = await run(room, view.import_id)  # said again
    assert (same.created, same.updated, len(everybody(room))) == (2, 2, 3)
    [notice] = room.notices.posted
    assert (notice.template, notice.values["created"], notice.values["bad"]) == ("import.done", "2", "2")
    lines = room.database.read_now(lambda session: session.scalars(select(ImportLine.cells)).all())
    assert all(cells == [] for cells in lines)  # the file is kept no longer than needed
    actions = [action for _, action, *_ in room.deeds()]
    assert "customers.import-started" in actions and "customers.imported" in actions


async def test_a_restart_in_the_middle_goes_on_without_doubling(room: WorkRoom) -> None:
    lines = [f"客户{place},1370000{place:04}" for place in range(100)]
    content = "\n".join(["姓名,手机", *lines]).encode()
    view = await checked(room, content, ImportMapping(targets=["name", "number"]))
    await room.database.write(
        lambda session: room.work.importing.run(session, LEAD, view.import_id, room.now)
    )
    await room.work.step()
    half = await room.work.importing.get(LEAD, view.import_id)
    assert half.state == "RUNNING" and 0 < half.done_rows < 100
    assert half.done_rows == half.created
    room.work = CustomerWork(room.parts)  # the server was started anew
    await room.settle()
    done = await room.work.importing.get(LEAD, view.import_id)
    assert (done.state, done.created) == ("DONE", 100)
    count = room.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Customer)))
    assert count == 101


async def test_the_undo_takes_everything_back(room: WorkRoom) -> None:
    before = everybody(room)
    view = await checked(room)
    await run(room, view.import_id)
    back = await undo(room, view.import_id)
    assert (back.state, back.stays, back.undoable) == ("UNDONE", 0, False)
    assert everybody(room) == before
    again = await undo(room, view.import_id)
    assert again.state == "UNDONE" and everybody(room) == before


async def test_the_undo_leaves_what_was_changed_since_and_says_so(room: WorkRoom) -> None:
    rule = NewTagRule(name="金", tag="金卡服务", filter=one("level", "is", "SILVER"))
    await room.database.write(lambda session: room.work.tag_rules.create(session, LEAD, rule, room.now))
    view = await checked(room)
    await run(room, view.import_id)
    assert "金卡服务" in everybody(room)["赵六"][3]  # a rule's tag is nobody's change
    room.change("a", level="VIP")
    ids = {
        row.name: row.customer_id
        for row in room.database.read_now(lambda s: list(s.scalars(select(Customer))))
    }
    room.add_call("k", ids["周八"])
    back = await undo(room, view.import_id)
    found = everybody(room)
    assert found["王芳"] == ("VIP", "", "旧备注", ["老客户"], {"rooms": 2}, ["+8613800000001"])
    assert "赵六" not in found and found["周八"][1] == "zhou@example.com"
    assert back.stays == 2 and {each.row for each in back.stayed} == {2, 7}
    assert {each.zh for each in back.stayed} == {
        "导入后有人修改过，保持不变",
        "导入后已有通话、工单或订单，客户保留",
    }


async def test_what_does_not_fit_the_state_is_refused(room: WorkRoom) -> None:
    importing = room.work.importing
    uploaded = await importing.upload(LEAD, "x.csv", FILE, room.now)
    for wish in (importing.run, importing.undo):
        with pytest.raises(ImportStateError):
            await room.database.write(
                lambda session, wish=wish: wish(session, LEAD, uploaded.import_id, room.now)
            )
    await importing.check(LEAD, uploaded.import_id, MAPPING, room.now)
    await run(room, uploaded.import_id)
    with pytest.raises(ImportStateError):
        await importing.check(LEAD, uploaded.import_id, MAPPING, room.now)
    room.now += timedelta(days=31)
    with pytest.raises(ImportStateError):
        await undo(room, uploaded.import_id)
    await importing.upload(LEAD, "y.csv", FILE, room.now - timedelta(days=8))
    await room.work.nightly(room.now)
    left = room.database.read_now(
        lambda session: session.scalar(select(func.count()).select_from(ImportLine))
    )
    assert left == 0 and [each.file_name for each in (await importing.list(LEAD, None, 10)).items] == [
        "x.csv"
    ]


async def test_a_family_s_number_needs_the_name(room: WorkRoom) -> None:
    room.add("b", "王强", "+8613800000001")
    content = "姓名,手机,备注\n王强,13800000001,爸爸\n王小,13800000001,谁\n".encode()
    view = await checked(room, content, ImportMapping(targets=["name", "number", "note"]))
    assert (view.would_update, view.bad_rows) == (1, 1) and view.errors[0].zh.startswith("号码属于多位客户")
    await run(room, view.import_id)
    assert room.customer("b").note == "爸爸" and room.customer("a").note == "旧备注"


async def test_a_customer_who_was_merged_meanwhile_stays(room: WorkRoom) -> None:
    view = await checked(room)
    await run(room, view.import_id)
    ids = {
        row.name: row.customer_id
        for row in room.database.read_now(lambda s: list(s.scalars(select(Customer))))
    }
    wish = MergeWish(survivor_id="a", other_id=ids["赵六"])
    await room.database.write(lambda session: room.work.merging.merge(session, LEAD, wish, room.now))
    back = await undo(room, view.import_id)
    assert room.customer(ids["赵六"]).merged_into == "a" and back.stays >= 1


# --- out ---


async def exported(room: WorkRoom, wish: ExportWish, language: Any = "zh") -> bytes:
    export = await room.work.exporting.export(LEAD, wish, language, room.now)
    return b"".join([chunk async for chunk in export.chunks])


async def test_an_export_is_what_the_person_sees_and_is_noted_with_its_reason(room: WorkRoom) -> None:
    room.add(
        "b", "=cmd|' /C calc'!A0", "+8613800000002", email="b@example.com", note='x,"y"\nz', tags=["a", "b"]
    )
    room.add("gone", "并走的", merged_into="a")
    content = await exported(room, ExportWish(format="csv", reason="回访"))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["姓名"] for row in rows] == ["'=cmd|' /C calc'!A0", "王芳"]
    assert rows[0]["电话"] == "138****0002" and rows[0]["邮箱"] == "b****@example.com"
    assert rows[0]["备注"] == 'x,"y"\nz' and rows[0]["标签"] == "a, b" and rows[1]["房间数"] == "2"
    [deed] = [deed for deed in room.deeds() if deed[1] == "customers.exported"]
    assert deed[0] == "u-lead" and deed[3].endswith("回访") and "csv, all" in deed[3]
    room.viewing.grant(Grant("g", LEAD.user_id, None, room.now + timedelta(minutes=5)))
    full = await exported(room, ExportWish(format="csv", columns=["name", "number"], reason="x"), "en")
    assert full.decode("utf-8-sig").splitlines()[0::2] == ["Name,Phone,Other phones", "王芳,+8613800000001,"]


async def test_an_excel_export_reads_back_and_holds_no_formula(room: WorkRoom) -> None:
    room.add("b", "=1+1", "+8613800000002")
    new = NewSegment(name="无标签", filter=one("tags", "empty"))
    segment = await room.database.write(lambda s: room.work.segments.create(s, LEAD, new, room.now))
    content = await exported(room, ExportWish(format="xlsx", segment_id=segment.segment_id, reason="x"))
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None and sheet.max_row == 2
    assert "f" not in {cell.data_type for cell in sheet[2]}  # a formula
    assert read_sheet(content).rows[0][1][1] == "=1+1"
    assert load_workbook(io.BytesIO(content)).active["B2"].value == "'=1+1"  # type: ignore[index]


async def test_who_may_not_export_gets_nothing_and_leaves_no_file(room: WorkRoom) -> None:
    exporting = room.work.exporting
    for nobody in (AGENT, AUDITOR):
        with pytest.raises(NotAllowedError):
            await exporting.export(nobody, ExportWish(reason="x"), "zh", room.now)
    for wish in (
        ExportWish(reason="   "),
        ExportWish(reason="x", columns=["nonsense"]),
        ExportWish(reason="x", filter=one("level", "is")),
        ExportWish(reason="x", filter=one("level", "is", "VIP"), segment_id="y"),
    ):
        with pytest.raises(InvalidValueError):
            await exporting.export(LEAD, wish, "zh", room.now)
    assert room.deeds() == []


async def test_a_row_that_the_database_refuses_keeps_no_other_out(room: WorkRoom) -> None:
    with room.database.connection() as connection:
        if room.database.is_sqlite:
            statement = (
                "CREATE TRIGGER picky BEFORE INSERT ON customers WHEN new.name = '坏' "
                "BEGIN SELECT RAISE(ABORT, 'picky'); END"
            )
        else:
            statement = "ALTER TABLE customers ADD CONSTRAINT picky CHECK (name <> '坏')"
        connection.execute(text(statement))
    content = "姓名,手机\n好,13700000001\n坏,13700000002\n也好,13700000003\n".encode()
    view = await checked(room, content, ImportMapping(targets=["name", "number"]))
    done = await run(room, view.import_id)
    assert (done.state, done.created, done.done_rows) == ("DONE", 2, 3)
    assert set(everybody(room)) == {"王芳", "好", "也好"}


async def test_a_new_customer_whom_somebody_corrected_stays(room: WorkRoom) -> None:
    view = await checked(
        room,
        "姓名,手机\n甲,13700000001\n乙,13700000002\n".encode(),
        ImportMapping(targets=["name", "number"]),
    )
    await run(room, view.import_id)
    rows = room.database.read_now(lambda session: list(session.scalars(select(Customer))))
    room.change(next(row.customer_id for row in rows if row.name == "甲"), note="已核实")
    back = await undo(room, view.import_id)
    assert set(everybody(room)) == {"王芳", "甲"} and back.stays == 1
