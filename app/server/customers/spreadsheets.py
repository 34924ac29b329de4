"""Spreadsheets in and out: CSV in whatever encoding Excel of a Chinese or English Windows writes, and XLSX.

In:  bytes of a file. Out: a header and rows of texts, read one by one within limits. Or the other way: rows
of texts as CSV (UTF-8 with its mark, so that Excel reads Chinese) or XLSX. Cells that a spreadsheet would
carry out as a formula are written as plain text. The only file that knows openpyxl.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from app.server.storage.errors import StorageError

MOST_BYTES: Final = 20_000_000
MOST_UNPACKED_BYTES: Final = 300_000_000
MOST_RATIO: Final = 200  # unpacked to packed; real spreadsheets have about 10
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 8_000
_ENCODINGS: Final = ("utf-8-sig", "gb18030", "utf-16")  # GBK is part of GB18030
_DELIMITERS: Final = ",;\t|"
_FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r]")
_HARMLESS: Final = re.compile(r"^[+-]?[0-9][0-9 .,]*$")  # a number, +8613800001234
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class SpreadsheetError(StorageError):
    """The file cannot be read; the sentences say why, in both languages."""

    error_id = "spreadsheet-unreadable"
    status = 422

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows``: (number as the spreadsheet counts, cells); empty ones are left out."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_sheet(content: bytes) -> Sheet:
    """Blocking. XLSX by its content, else CSV. Raises SpreadsheetError."""
    if len(content) > MOST_BYTES:
        raise SpreadsheetError("文件超过 20 MB。", "The file is larger than 20 MB.")
    if not content.strip():
        raise SpreadsheetError("文件是空的。", "The file is empty.")
    if content.startswith(b"PK\x03\x04"):
        rows = _xlsx_rows(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SpreadsheetError(
            "这是旧版 Excel(.xls)文件，请另存为 .xlsx 或 CSV。",
            "This is a file of an old Excel (.xls). Save it as .xlsx or CSV.",
        )
    else:
        rows = _csv_rows(content)
    return _sheet(rows)


def _sheet(rows: Iterable[list[str]]) -> Sheet:
    header: list[str] = []
    kept: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            continue
        if not header:
            header = [cell[:120] for cell in cells]
            while header and not header[-1]:
                header.pop()
            if len(header) > MOST_COLUMNS:
                raise SpreadsheetError(
                    f"最多 {MOST_COLUMNS} 列。", f"There are more than {MOST_COLUMNS} columns."
                )
            continue
        if len(kept) >= MOST_ROWS:
            raise SpreadsheetError(
                f"最多 {MOST_ROWS} 行，请分成几个文件。",
                f"There are more than {MOST_ROWS} rows; split the file.",
            )
        kept.append((number, (cells + [""] * len(header))[: len(header)]))
    if not header or not kept:
        raise SpreadsheetError("表格里没有数据行。", "There are no rows below the header.")
    return Sheet(header, kept)


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = decode(content)
    sample = text[:20_000]
    counts = {each: sample.partition("\n")[0].count(each) for each in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda each: counts[each])
    csv.field_size_limit(1_000_000)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [clean_cell(cell) for cell in cells]
    except csv.Error as error:
        raise SpreadsheetError("CSV 格式有误，无法读取。", f"This is no sound CSV: {error}.") from error


def decode(content: bytes) -> str:
    """Text of a CSV. Raises SpreadsheetError."""
    encodings: Sequence[str] = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SpreadsheetError(
        "无法识别文件的编码，请另存为 UTF-8。", "The file's encoding is unknown. Save it as UTF-8."
    )


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # 28 MB and a second: not before somebody has such a file
    from openpyxl.utils.exceptions import InvalidFileException

    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet: Any = book.worksheets[0]
            for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
                yield [clean_cell(_text(cell)) for cell in cells]
        finally:
            book.close()
    except SpreadsheetError:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
    ) as error:  # openpyxl lets all of these out for damaged files
        raise SpreadsheetError(
            "Excel 文件已损坏或有密码，无法读取。", "This Excel file is damaged or protected by a password."
        ) from error  # fmt: skip


def _check_archive(content: bytes) -> None:
    """Small files that unpack to gigabytes are refused before they are unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            packed = sum(info.compress_size for info in infos)
            if (
                len(infos) > 2_000
                or unpacked > MOST_UNPACKED_BYTES
                or unpacked > MOST_RATIO * max(packed, 20_000)
            ):
                raise SpreadsheetError(
                    "文件解压后过大，已拒绝。", "The file would unpack to far too much; it is refused."
                )
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        if b"<!DOCTYPE" in part.read(2_000) or info.flag_bits & 1:
                            raise SpreadsheetError(
                                "文件内容可疑，已拒绝。",
                                "The file holds what no spreadsheet holds; it is refused.",
                            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise SpreadsheetError(
            "Excel 文件已损坏或有密码，无法读取。", "This Excel file is damaged or protected by a password."
        ) from error


def _text(value: object) -> str:
    """A cell of XLSX as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))  # 13800001234.0
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def clean_cell(text: str) -> str:
    """Without what cannot be stored, and without the mark that ``defused`` sets."""
    text = _CONTROL.sub("", text).encode(errors="ignore").decode().strip()
    if text.startswith("'") and (_FORMULA.match(text[1:]) or text[1:].isdigit()):
        text = text[1:]
    return text[:LONGEST_CELL]


def defused(text: str) -> str:
    """A cell that no spreadsheet carries out."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.match(text) else text


CSV_MARK: Final = "\ufeff".encode()


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Without the mark, which stands before the first row of a file alone."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([defused(cell) for cell in row] for row in rows)
    return target.getvalue().encode(errors="replace")


class XlsxWriter:
    """Rows into one sheet, written through to a temporary file of openpyxl's; memory stays small."""

    def __init__(self) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        self._cell_of = WriteOnlyCell
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("Seatline")

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._sheet.append([self._cell(text) for text in row])

    def _cell(self, text: str) -> Any:
        cell: Any = self._cell_of(self._sheet, value=defused(text))
        cell.data_type = "s"  # a text, whatever it begins with
        return cell

    def save(self, path: Path) -> None:
        """Blocking."""
        self._book.save(path)


def first(values: Iterable[str], count: int) -> list[str]:
    """Samples of a column: the first that are not empty."""
    return list(islice((value for value in values if value), count))
