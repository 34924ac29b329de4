"""One row of a spreadsheet as a customer. Pure.

In:  cells, what each column is, the company's own fields. Out: values that can be kept, or what is wrong with
them, in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from app.contracts.fields import FieldDefinition, FieldValue
from app.server.customers.columns import LEVEL_NAMES
from app.server.customers.own_fields import checked_value
from app.server.customers.rules import to_e164
from app.server.security.masking import mask_email, mask_number
from app.server.storage.errors import InvalidValueError

_LONGEST: Final[Mapping[str, int]] = {"name": 200, "email": 200, "address": 400, "region": 80, "note": 8000}
LONGEST_TAG: Final = 40
_SEVERAL: Final = re.compile(r"[/;,、;,|\n]+")
_SCIENTIFIC: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()\-—.]*")
_MONEY: Final = re.compile(r"[¥¥$,,\s元]|RMB|CNY", re.IGNORECASE)
_DATE: Final = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?( .*)?")
_YES: Final = frozenset({"是", "有", "同意", "对", "yes", "y", "true", "1", "√"})
_NO: Final = frozenset({"否", "无", "没有", "不同意", "不", "no", "n", "false", "0", "×"})
_LEVELS: Final = {
    name.casefold(): code for code, names in LEVEL_NAMES.items() for name in (code, *names, f"{names[0]}会员")
}
_LANGUAGES: Final = {
    **dict.fromkeys(("zh", "中文", "汉语", "普通话", "chinese", "zh-cn", "cn"), "zh"),
    **dict.fromkeys(("en", "英文", "英语", "english"), "en"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """``column``: its header."""

    column: str
    zh: str
    en: str
    value: str = ""


class _BadCellError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(slots=True)
class Row:
    """``values`` by field as files name it ("name", "field.size", …). ``numbers``: (raw, E.164)."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    numbers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    tags: list[str] = field(default_factory=list[str])
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.numbers or self.tags)


@dataclass(frozen=True, slots=True)
class RowReader:
    """``targets``: one per column, "" is left out. ``agents``: their names and ids → id."""

    headers: Sequence[str]
    targets: Sequence[str]
    own: Mapping[str, FieldDefinition]
    consents: frozenset[str]
    agents: Mapping[str, str]
    tag: str = ""

    def check(self) -> None:
        """Raises InvalidValueError for a mapping that means nothing."""
        if len(self.targets) != len(self.headers):
            raise InvalidValueError("There must be one target for each column.")
        used = [each for each in self.targets if each]
        if not used:
            raise InvalidValueError("No column is used.")
        for target in used:
            if self._reading(target) is None:
                raise InvalidValueError(f"There is no field {target[:60]!r} to import into.")
            if used.count(target) > 1 and target not in ("number", "tag"):
                raise InvalidValueError(f"Two columns cannot both become {target!r}.")
        if not {"name", "number"} & set(used):
            raise InvalidValueError("A column with names or with numbers is needed.")

    def read(self, cells: Sequence[str]) -> Row:
        row = Row()
        for header, target, cell in zip(self.headers, self.targets, cells, strict=False):
            if not target or not cell:
                continue
            reading = self._reading(target)
            if reading is None:
                continue
            try:
                self._put(row, target, reading(cell))
            except _BadCellError as error:
                row.faults.append(Fault(header, error.zh, error.en, _shown(target, cell)))
        if self.tag:
            row.tags.append(self.tag)
        row.tags = list(dict.fromkeys(row.tags))
        return row

    def _put(self, row: Row, target: str, value: Any) -> None:
        if target == "number":
            known = {e164 for _, e164 in row.numbers}
            row.numbers += [each for each in value if each[1] not in known]
        elif target == "tag":
            row.tags += value
        elif target == "value":
            row.values["value_cents"] = value
        elif target == "dedicated_agent":
            row.values["dedicated_agent_id"] = value
        elif value is not None:
            row.values[target] = value

    def _reading(self, target: str) -> Callable[[str], Any] | None:
        kind, dot, code = target.partition(".")
        if dot and kind == "field":
            definition = self.own.get(code)
            return None if definition is None else lambda cell: _own(cell, definition)
        if dot and kind == "consent":
            return _yes_no if code in self.consents else None
        if target in _LONGEST and target != "email":
            return lambda cell: _text(cell, _LONGEST[target])
        if target == "dedicated_agent":
            return self._agent
        return _READINGS.get(target)

    def _agent(self, cell: str) -> str:
        agent_id = self.agents.get(cell.casefold())
        if agent_id is None:
            raise _BadCellError("没有这位坐席", "There is no such agent")
        return agent_id


def _text(cell: str, longest: int) -> str:
    if len(cell) > longest:
        raise _BadCellError(f"超过 {longest} 个字", f"Longer than {longest} characters")
    return cell


def _email(cell: str) -> str:
    if cell.count("@") != 1 or cell[0] == "@" or cell[-1] == "@" or " " in cell or len(cell) > 200:
        raise _BadCellError("不是有效的邮箱地址", "This is no e-mail address")
    return cell


def _phone_numbers(cell: str) -> list[tuple[str, str]]:
    if _SCIENTIFIC.fullmatch(cell):
        raise _BadCellError(
            "号码被表格软件改成了科学计数法，请把该列设为文本",
            "The spreadsheet made a figure of the number: set the column to text",
        )
    found: list[tuple[str, str]] = []
    for raw in (each.strip() for each in _SEVERAL.split(cell)):
        if not raw:
            continue
        e164 = to_e164(raw) if _NUMBER.fullmatch(raw) else ""
        if len(e164.lstrip("+")) < 3 or len(e164) > 40 or len(raw) > 60:
            raise _BadCellError("不是电话号码", "This is no telephone number")
        found.append((raw, e164))
    return found


def _level(cell: str) -> str:
    level = _LEVELS.get(cell.casefold())
    if level is None:
        raise _BadCellError(
            "没有这个等级（普通、银卡、金卡、VIP）", "There is no such level (normal, silver, gold, VIP)"
        )
    return level


def _language(cell: str) -> str:
    language = _LANGUAGES.get(cell.casefold())
    if language is None:
        raise _BadCellError("只支持中文和英文", "Only Chinese and English are known")
    return language


def _tags(cell: str) -> list[str]:
    tags = [each.strip() for each in _SEVERAL.split(cell) if each.strip()]
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise _BadCellError(f"标签超过 {LONGEST_TAG} 个字", f"A tag is longer than {LONGEST_TAG} characters")
    return tags


def _whole(cell: str) -> int:
    figure = _figure(cell)
    if figure != int(figure) or not 0 <= figure <= 10**9:
        raise _BadCellError("应为 0 到 10 亿的整数", "A whole number from 0 to 1,000,000,000 is needed")
    return int(figure)


def _cents(cell: str) -> int:
    figure = _figure(cell)
    if not 0 <= figure <= 10**13:
        raise _BadCellError("金额超出范围", "The amount is out of range")
    return round(figure * 100)


def _figure(cell: str) -> float:
    try:
        figure = float(_MONEY.sub("", cell))
    except ValueError as error:
        raise _BadCellError("不是数字", "This is no number") from error
    if not abs(figure) <= 10**15:
        raise _BadCellError("数字超出范围", "The number is out of range")
    return figure


def _day(cell: str) -> date:
    match = _DATE.fullmatch(cell)
    try:
        if match is None:
            raise ValueError(cell)
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if not 1900 <= day.year <= 2200:
            raise ValueError(cell)
    except ValueError as error:
        raise _BadCellError("不是日期（如 2026-05-01）", "This is no date (such as 2026-05-01)") from error
    return day


def _since(cell: str) -> datetime:
    day = _day(cell)
    return datetime(day.year, day.month, day.day).astimezone(UTC)  # the server's time zone


def _yes_no(cell: str) -> bool:
    word = cell.casefold()
    if word not in _YES and word not in _NO:
        raise _BadCellError("应为“是”或“否”", "Yes or no is needed")
    return word in _YES


def _own(cell: str, definition: FieldDefinition) -> FieldValue:
    names = {
        name.casefold(): each.code for each in definition.choices for name in (each.code, each.zh, each.en)
    }
    value: FieldValue
    match definition.kind:
        case "NUMBER":
            figure = _figure(cell)
            value = int(figure) if figure == int(figure) else figure
        case "DATE":
            value = _day(cell).isoformat()
        case "YES_NO":
            value = _yes_no(cell)
        case "CHOICE":
            value = names.get(cell.casefold(), cell)
        case "CHOICES":
            value = [
                names.get(each.strip().casefold(), each.strip())
                for each in _SEVERAL.split(cell)
                if each.strip()
            ]
        case _:
            value = cell
    try:
        return checked_value(value, definition)
    except InvalidValueError as error:
        raise _BadCellError("不符合该字段的要求", str(error)) from error


_READINGS: Final[Mapping[str, Callable[[str], Any]]] = {
    "email": _email,
    "number": _phone_numbers,
    "level": _level,
    "language": _language,
    "tag": _tags,
    "loyalty": _whole,
    "value": _cents,
    "since": _since,
}


def _shown(target: str, cell: str) -> str:
    """Short, and masked where it is private."""
    if target == "number":
        return mask_number(cell)[:40]
    if target == "email":
        return mask_email(cell)[:40]
    private = target == "address" or target.startswith("field.")
    return "…" if private else cell[:40]


def shortcomings(row: Row, verdict: str, holders: set[tuple[str, str]], name: str) -> list[Fault]:
    """What is wrong with a row as a whole. ``holders``: (customer, name) of who has one of its numbers."""
    if row.is_empty:
        return [Fault("", "这一行没有可用的内容", "Nothing of this row is used")]
    if verdict == "create" and not name:
        return [Fault("", "新客户缺少姓名", "A new customer needs a name")]
    if verdict == "update" and len(holders) > 1 and sum(each == name for _, each in holders) != 1:
        return [
            Fault(
                "",
                "号码属于多位客户，无法确定是谁",
                "Several customers have this number; nobody knows which one is meant",
            )
        ]
    return []
