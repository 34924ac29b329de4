"""What is wrong with a file of the set-up: where, and a sentence in both languages.

In:  faults as the YAML reader and pydantic say them. Out: ``SetUpFault``, as on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pydantic import ValidationError

from app.contracts.ticket_set_up import SetUpFault
from app.server.flows.model import Defect

MOST_FAULTS: Final = 100  # a file that is something else altogether need not be gone through to its end
_OF_PYDANTIC: Final[dict[str, tuple[str, str]]] = {  # its kind of error → what people read
    "missing": ("缺少这一项", "it is missing"),
    "string_type": ("必须是文字", "must be a text"),
    "bool_type": ("必须是 true 或 false", "must be true or false"),
    "bool_parsing": ("必须是 true 或 false", "must be true or false"),
    "int_type": ("必须是整数", "must be a whole number"),
    "int_parsing": ("必须是整数", "must be a whole number"),
    "int_from_float": ("必须是整数", "must be a whole number"),
    "list_type": ("必须是列表", "must be a list"),
    "dict_type": ("必须是“名称: 值”", "must be names with values"),
    "literal_error": ("只能是 {expected} 之一", "must be one of {expected}"),
    "string_pattern_mismatch": (
        "只能用大写字母、数字和下划线，以字母开头",
        "has capital letters, digits and _ only, a letter first",
    ),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("最多 {max_length} 个字符", "may have at most {max_length} characters"),
    "too_long": ("最多 {max_length} 项", "may have at most {max_length} entries"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
}
_OTHER: Final = ("填写的内容不对", "is not right")


def of_yaml(place: str, defect: Defect) -> SetUpFault:
    return SetUpFault(place=place, zh=defect.reason("zh"), en=defect.reason("en"))


def unknown(place: str, names: Iterable[object]) -> Iterator[SetUpFault]:
    for name in sorted(map(str, names)):
        where = f"{place}.{name}" if place else name
        yield SetUpFault(place=where, zh="没有这个字段", en="there is no such field")


def no_list(place: str) -> SetUpFault:
    zh, en = _OF_PYDANTIC["list_type"]
    return SetUpFault(place=place, zh=zh, en=en)


def of_pydantic(place: str, error: ValidationError) -> Iterator[SetUpFault]:
    for each in error.errors(include_url=False, include_input=False):
        words = _OF_PYDANTIC.get(each["type"], _OTHER)
        values: dict[str, Any] = each.get("ctx") or {}
        zh, en = (text.format_map(_Lenient(values)) for text in words)
        yield SetUpFault(place=_place(place, each["loc"]), zh=zh, en=en)


def line_of(fault: SetUpFault) -> str:
    """For a terminal: both languages under each other."""
    return f"{fault.place}: {fault.en}\n    {fault.zh}"


def _place(place: str, where: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in (place, *where) if part != "")


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"
