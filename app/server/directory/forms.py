"""Reads what people write into files (YAML) or what stands in the database, field by field.

In:  plain data, whatever it is. Out: checked values; of what is wrong a ``Defect`` each, and the default.
Never raises: whether a defect is refused (an import) or lived with (a start) is the caller's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

LONGEST_SHOWN = 60
MOST_ENTRIES = 200

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "not-a-mapping": ("必须是“字段: 值”的形式", "must be fields with values"),
    "not-a-list": ("必须是列表", "must be a list"),
    "too-many": ("最多 {0} 项", "may have at most {0} entries"),
    "unknown-field": ("没有这个字段；可用的有 {0}", "there is no such field; known are {0}"),
    "missing": ("缺少", "is missing"),
    "not-a-text": ("必须是文字，而不是 {0}", "must be a text, not {0}"),
    "too-long": ("最多 {0} 个字符", "may have at most {0} characters"),
    "not-whole": ("必须是整数，而不是 {0}", "must be a whole number, not {0}"),
    "not-a-number": ("必须是数字，而不是 {0}", "must be a number, not {0}"),
    "out-of-range": ("必须在 {1} 到 {2} 之间，而不是 {0}", "must lie between {1} and {2}, not {0}"),
    "not-yes-no": ("必须是 true 或 false，而不是 {0}", "must be true or false, not {0}"),
    "unknown-word": ("没有 {0}；可用的有 {1}", "{0} is not known; known are {1}"),
    "bad-id": (
        "{0} 不能作编号：只用小写字母、数字、- 和 _（最多 40 个）",
        "{0} is no id: small letters, digits, - and _ (at most 40)",
    ),
    "no-skill": ("没有技能 {0}", "there is no skill {0}"),
    "no-queue": ("没有队列 {0}", "there is no queue {0}"),
    "no-flow": ("没有流程 {0}", "there is no flow {0}"),
    "no-hours": ("没有营业时间 {0}", "there are no opening hours {0}"),
    "no-outcome": ("没有通话结果 {0}", "there is no outcome {0}"),
    "no-agent": ("没有用户 {0}", "there is no user {0}"),
    "not-a-key": ("{0} 不是电话按键", "{0} is no key of a telephone"),
    "not-a-phone-number": ("{0} 不是电话号码", "{0} is no telephone number"),
    "number-taken": ("号码 {0} 已被使用：{1}", "the number {0} is in use already: {1}"),
    "not-listed": ("{0} 不在 numbers 之列", "{0} is not among the numbers"),
    "not-rising": ("时间必须逐级增大", "the times must rise"),
    "to-itself": ("不能溢出到自己", "it cannot flow over into itself"),
    "ring": ("溢出规则兜成一圈：{0}", "these rules lead round in a circle: {0}"),
    "twice": ("{0} 出现了两次", "{0} is there twice"),
    "not-a-span": (
        "{0} 不是时间段；例如 09:00-18:00",
        "{0} is no span of time, such as 09:00-18:00",
    ),
    "spans-cross": ("时间段 {0} 与前一段重叠", "the span {0} begins before the one before it has ended"),
    "not-a-day": ("{0} 不是日期；例如 2026-10-01", "{0} is no day, such as 2026-10-01"),
    "not-a-weekday": ("{0} 不是星期；可用 mon 到 sun", "{0} is no weekday: mon to sun"),
    "no-timezone": ("没有时区 {0}；例如 Asia/Shanghai", "there is no time zone {0}, such as Asia/Shanghai"),
}


@dataclass(frozen=True, slots=True)
class Defect:
    """``field``: where ("choice.relax[1].after_s"), "" the whole; ``code`` is a stable word."""

    field: str
    code: str
    values: tuple[str, ...] = ()

    def reason(self, language: str) -> str:
        zh, en = _SENTENCES[self.code]
        return (zh if language == "zh" else en).format(*self.values)

    def line(self, language: str) -> str:
        """ "choice.wants.english: must lie between 1 and 10, not 12"."""
        return f"{self.field}: {self.reason(language)}" if self.field else self.reason(language)


class Form:
    """The fields of one mapping. Ask for each that may be there, then ``done``."""

    def __init__(self, data: object, defects: list[Defect], field: str = "") -> None:
        self.field = field
        self._defects = defects
        self._asked: list[str] = []
        self._data: dict[str, Any] = {}
        if isinstance(data, Mapping):
            self._data = {str(name): value for name, value in cast("Mapping[Any, Any]", data).items()}
        elif data is not None:
            self.report("not-a-mapping")

    def report(self, code: str, *values: object, at: str = "") -> None:
        place = f"{self.field}.{at}" if self.field and at and not at.startswith("[") else self.field + at
        self._defects.append(Defect(place, code, tuple(shown(value) for value in values)))

    def done(self) -> None:
        for name in self._data:
            if name not in self._asked:
                self.report("unknown-field", ", ".join(self._asked), at=name)

    def has(self, name: str) -> bool:
        return self._get(name) is not None

    def names(self) -> list[str]:
        """All fields, where any name may stand; none of them is unknown then."""
        self._asked.extend(self._data)
        return list(self._data)

    def text(self, name: str, default: str = "", *, longest: int = 120, needed: bool = False) -> str:
        value = self._get(name)
        if value is None:
            if needed:
                self.report("missing", at=name)
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)  # numbers of telephones stand there without quotes
        if not isinstance(value, str):
            self.report("not-a-text", value, at=name)
            return default
        if len(value) > longest:
            self.report("too-long", longest, at=name)
            return default
        if needed and not value:
            self.report("missing", at=name)
        return value

    def word(self, name: str, default: str, known: Collection[str]) -> str:
        """One of these words."""
        value = self.text(name, default)
        if value == default or value in known:
            return value
        self.report("unknown-word", value, ", ".join(word for word in known if word), at=name)
        return default

    def reference(self, name: str, known: Collection[str], code: str) -> str:
        """The id of something that there is, or "". ``code``: what is said where there is none."""
        value = self.text(name)
        if not value or value in known:
            return value
        self.report(code, value, at=name)
        return ""

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        value = self._get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.report("not-whole", value, at=name)
            return default
        return int(self._within(name, value, default, low, high))

    def number(self, name: str, default: float, low: float, high: float) -> float:
        value = self._get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.report("not-a-number", value, at=name)
            return default
        return float(self._within(name, value, default, low, high))

    def yes_no(self, name: str, default: bool) -> bool:
        value = self._get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.report("not-yes-no", value, at=name)
            return default
        return value

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        if not self.has(name):
            return default
        found: list[str] = []
        for index, value in enumerate(self._entries(name)):
            if isinstance(value, str) and value:
                found.append(value)
            else:
                self.report("not-a-text", value, at=f"{name}[{index}]")
        return tuple(found)

    def form(self, name: str) -> Form:
        """A mapping within; an empty one where it is missing."""
        return Form(self._get(name), self._defects, self._place(name))

    def forms(self, name: str) -> list[Form]:
        """A list of mappings."""
        return [
            Form(value if value is not None else "", self._defects, self._place(f"{name}[{index}]"))
            for index, value in enumerate(self._entries(name))
        ]

    def _entries(self, name: str) -> Sequence[object]:
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.report("not-a-list", at=name)
            return ()
        entries = cast("list[object]", value)
        if len(entries) > MOST_ENTRIES:
            self.report("too-many", MOST_ENTRIES, at=name)
        return entries[:MOST_ENTRIES]

    def _get(self, name: str) -> Any:
        if name not in self._asked:
            self._asked.append(name)
        return self._data.get(name)

    def _within(self, name: str, value: float, default: float, low: float, high: float) -> float:
        if low <= value <= high:
            return value
        self.report("out-of-range", value, _plain(low), _plain(high), at=name)
        return default

    def _place(self, name: str) -> str:
        return f"{self.field}.{name}" if self.field else name


def shown(value: object) -> str:
    """No longer than a line, without what would disturb a terminal."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else "·" for character in text)
    return text if len(text) <= LONGEST_SHOWN or "," in text else f"{text[: LONGEST_SHOWN - 1]}…"


def _plain(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
