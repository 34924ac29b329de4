"""Spreadsheets as people bring them, what is refused, and what no spreadsheet program may carry out."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.contracts.fields import FieldDefinition
from app.contracts.people import Label
from app.server.customers.columns import all_columns, suggested
from app.server.customers.import_rows import RowReader
from app.server.customers.likeness import Person, address_likeness, likeness, name_likeness
from app.server.customers.spreadsheets import (
    SpreadsheetError,
    XlsxWriter,
    clean_cell,
    csv_lines,
    defused,
    read_sheet,
)
from app.server.storage.customer_words import pinyin_of
from app.server.storage.errors import InvalidValueError

TEXT = "姓名,手机号,备注\r\n王芳,13800000001,下午打\r\n\r\n李明,021-55667788,“引号,逗号”\r\n"
ROWS = [(2, ["王芳", "13800000001", "下午打"]), (4, ["李明", "021-55667788", "“引号,逗号”"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding_that_excel_writes(encoding: str, delimiter: str) -> None:
    text = (
        TEXT.replace("“引号,逗号”", '"“引号,逗号”"')
        .replace(",", delimiter)
        .replace(f"引号{delimiter}", "引号,")
    )
    sheet = read_sheet(text.encode(encoding))
    assert sheet.header == ["姓名", "手机号", "备注"]
    assert [cells[:2] for _, cells in sheet.rows] == [cells[:2] for _, cells in ROWS]
    assert [line for line, _ in sheet.rows] == [2, 3] or [line for line, _ in sheet.rows] == [2, 4]


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_xlsx_cells_read_as_a_person_reads_them() -> None:
    content = xlsx(
        ["姓名", "电话", "积分", "生日", "时间", "会员", "空"],
        ["王芳", 13800000001, 12.0, date(1990, 5, 1), datetime.fromisoformat("2026-01-02T03:04"), True, None],
        [None, None, None],
        ["'=1+1", "'+8613800000001", 0.5, None, None, False, "x" * 9000],
    )
    sheet = read_sheet(content)
    assert sheet.rows[0] == (2, ["王芳", "13800000001", "12", "1990-05-01", "2026-01-02 03:04", "是", ""])
    line, cells = sheet.rows[1]
    assert (line, cells[0], cells[1], cells[2], len(cells[6])) == (4, "=1+1", "+8613800000001", "0.5", 8000)


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
)
REFUSED = {
    "nothing": b"",
    "white space": b" \r\n\t ",
    "a header alone": "姓名,电话\r\n".encode(),
    "an old Excel file": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xfe\x00",
    "larger than 20 MB": b"a,b\r\n" * 4_100_000,
    "a zip bomb": zipped(xl__worksheets__sheet1_xml=b"0" * 60_000_000),
    "a zip of something else": zipped(readme_txt=b"hello"),
    "a broken zip": zipped(readme_txt=b"hello")[:60],
    "entities": zipped(xl__workbook_xml=BILLION_LAUGHS),
    "too many columns": (",".join(f"c{place}" for place in range(61)) + "\r\n" + "x," * 60 + "x").encode(),
    "too many rows": b"name\r\n" + b"x\r\n" * 100_001,
}


REASONS = {"a zip bomb": "unpack", "entities": "no spreadsheet holds", "an old Excel file": ".xls"}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_spreadsheet_is_refused_with_sentences(what: str) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        read_sheet(REFUSED[what])
    assert refused.value.zh and refused.value.status == 422
    assert REASONS.get(what, "") in str(refused.value)


DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '  =HYPERLINK("http://x")',
]


def test_no_formula_leaves_the_house(tmp_path: Path) -> None:
    for text in DANGEROUS:
        assert defused(text).startswith("'"), text
    for text in ("王芳", "+8613800000001", "-5", "-5.20", "138****0001", "", "a=b"):
        assert defused(text) == text, text
    content = csv_lines([DANGEROUS])
    [row] = csv.reader(io.StringIO(content.decode(), newline=""))
    assert len(row) == len(DANGEROUS) and all(cell.startswith("'") for cell in row)
    writer = XlsxWriter()
    writer.add([["标题"], *([text] for text in DANGEROUS), ["坏\x07字符\ufffe"]])
    writer.save(tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet.cell(len(DANGEROUS) + 2, 1).value == "坏字符"


def test_what_we_wrote_reads_back_as_it_was() -> None:
    for text in ("=1+1", "-2+3+cmd", "O'Brien", "'quoted'", "+8613800000001"):
        assert clean_cell(defused(text)) == text


SIZE = FieldDefinition(
    code="size",
    name=Label(code="size", zh="尺码", en="Size"),
    kind="CHOICE",
    choices=[Label(code="S", zh="小", en="Small")],
)


def test_headers_in_both_languages_are_understood() -> None:
    columns = all_columns([SIZE], [Label(code="sms", zh="短信", en="Short messages")])
    usual = "name number number email address level tag field.size note "
    for headers, targets in (
        ("客户姓名 手机号 备用电话 邮箱 收货地址 会员等级 客户标签 尺码 备注 随便", usual),
        ("Full_Name Mobile PhoneNumber E-mail Street Tier Tags SIZE Remarks Foo", usual),
        ("姓名 姓名 短信 积分 消费金额 注册日期 城市", "name  consent.sms loyalty value since region"),
    ):
        assert suggested(headers.split(" "), columns) == targets.split(" "), headers


def reader(*targets: str, tag: str = "") -> RowReader:
    return RowReader(
        headers=[f"列{place}" for place in range(len(targets))],
        targets=targets,
        own={"size": SIZE},
        consents=frozenset({"sms"}),
        agents={"王芳": "1001"},
        tag=tag,
    )


def test_cells_become_values_or_faults_with_the_reason() -> None:
    for target, cell, value in (
        ("level", "金卡", "GOLD"),
        ("level", "vip", "VIP"),
        ("language", "英文", "en"),
        ("loyalty", "1,200", 1200),
        ("since", "2026年5月1日", None),
        ("field.size", "小", "S"),
        ("consent.sms", "同意", True),
        ("consent.sms", "N", False),
    ):
        row = reader("name", target).read(["甲", cell])
        assert row.faults == [], (target, cell)
        if value is not None:
            assert row.values[target] == value
    assert reader("name", "value").read(["甲", "¥1,234.50"]).values["value_cents"] == 123450
    assert reader("name", "dedicated_agent").read(["甲", "王芳"]).values["dedicated_agent_id"] == "1001"
    numbers = reader("number").read(["138 0000 0001 / 021-55667788;13800000001"]).numbers
    assert [e164 for _, e164 in numbers] == ["+8613800000001", "+862155667788", "+8613800000001"]
    tagged = reader("name", "tag", tag="展会").read(["甲", "老客户、VIP;老客户"])
    assert tagged.tags == ["老客户", "VIP", "展会"]
    for target, cell in (
        ("level", "钻石"),
        ("language", "法文"),
        ("email", "nobody"),
        ("number", "1.38E+10"),
        ("number", "abc"),
        ("number", "12"),
        ("loyalty", "-1"),
        ("loyalty", "1e400"),
        ("value", "nan"),
        ("since", "2026-02-30"),
        ("since", "昨天"),
        ("field.size", "特大"),
        ("consent.sms", "也许"),
        ("dedicated_agent", "没有这人"),
        ("name", "x" * 201),
        ("tag", "x" * 41),
    ):
        [fault] = reader("name" if target != "name" else "note", target).read(["甲", cell]).faults
        assert fault.column == "列1" and fault.zh and fault.en, (target, cell)
    [masked] = reader("name", "email").read(["甲", "wang.fang@@example.com"]).faults
    assert "wang.fang" not in masked.value


def test_a_mapping_that_means_nothing_is_refused() -> None:
    for targets in ((), ("",), ("nonsense",), ("field.nobody", "name"), ("name", "name"), ("note",)):
        with pytest.raises(InvalidValueError):
            reader(*targets).check()
    reader("name", "number", "number", "tag", "tag").check()


def person(name: str, address: str = "", number: str = "", email: str = "") -> Person:
    numbers = frozenset({number} if number else ())
    return Person(name + address, name, pinyin_of(name), email, address, "上海", numbers)


HOME = "上海市浦东新区滨河路 88 号 3 栋 1201 室"


def test_how_likely_two_files_are_one_person_s() -> None:
    assert name_likeness(person("李明"), person("李明先生")) == 1
    assert name_likeness(person("张伟"), person("章伟")) == 0.95  # sounds the same
    assert name_likeness(person("张伟"), person("张玮林")) < 0.9
    assert name_likeness(person("John Smith"), person("smith john")) > 0.9
    for other in ("浦东滨河路88号3栋1201", "上海浦东新区滨河路88号,3幢1201室"):
        assert address_likeness(HOME, other) > 0.85, other
    for other in ("上海市浦东新区滨河路 88 号 3 栋 1202 室", "上海市浦东新区滨海路 90 号", "", "北京"):
        assert address_likeness(HOME, other) < 0.8, other
    both = likeness(person("李明", HOME, "+861"), person("李明", "浦东滨河路88号3栋1201", "+861"))
    assert both.score > 0.96 and both.why == ("number", "name-address")
    family = likeness(person("李明", HOME, "+861"), person("王芳", HOME, "+861"))
    assert 0.5 <= family.score < 0.6 and family.why == ("number",)
    assert likeness(person("李明", HOME), person("王芳", HOME)).score == 0  # neighbours
    assert likeness(person("李明"), person("李明")).score == 0  # namesakes
    exchange = likeness(person("李明", number="+861"), person("李明", number="+861"), frozenset())
    assert exchange.score == 0
