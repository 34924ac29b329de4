"""The values of a filter's conditions: as a person types them, as they are sent, as they are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.contracts.fields import FieldValue
from app.contracts.filters import Comparison, Condition, FilterField
from app.contracts.people import Label
from app.ui.presenters.ports import Words

WITHOUT_VALUE: tuple[Comparison, ...] = ("empty", "not_empty")
IN_DAYS: tuple[Comparison, ...] = ("within_days", "not_within_days")


@dataclass(slots=True)
class Row:
    field: str
    op: Comparison
    value: str = ""
    days: str = ""


def is_chinese(words: Words) -> bool:
    return words.label(Label(code="", zh="zh", en="en")) == "zh"


def op_word(op: Comparison, kind: str, words: Words) -> str:
    if op == "at_least":
        return words("since (date)") if kind == "DATE" else words("at least")
    if op == "at_most":
        return words("until (date)") if kind == "DATE" else words("at most")
    return {
        "is": words("is"),
        "is_not": words("is not"),
        "contains": words("contains"),
        "starts_with": words("begins with"),
        "has": words("includes"),
        "has_not": words("does not include"),
        "empty": words("is empty"),
        "not_empty": words("is filled in"),
        "within_days": words("within the last"),
        "not_within_days": words("not within the last"),
    }[op]


def value_kind(known: FilterField, op: Comparison) -> str:
    if op in WITHOUT_VALUE:
        return "NONE"
    if op in IN_DAYS:
        return "DAYS"
    return (
        "CHOICE" if known.kind == "TAGS" and known.choices else "TEXT" if known.kind == "TAGS" else known.kind
    )


def row_of(condition: Condition) -> Row:
    value = condition.value
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, list):
        text = value[0] if value else ""
    elif value is None:
        text = ""
    elif condition.field.endswith("_cents") and isinstance(value, int | float):
        text = f"{value / 100:.2f}".removesuffix(".00")
    else:
        text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    return Row(condition.field, condition.op, text, str(condition.days) if condition.days else "")


def value_of(known: FilterField, row: Row) -> tuple[FieldValue, bool]:
    """The value as it is sent, and whether it can be."""
    text = row.value.strip()
    match value_kind(known, row.op):
        case "NONE":
            return None, True
        case "DAYS":
            return _whole(text, 1, 3660)
        case "NUMBER":
            number, right = _number(text)
            cents = row.field.endswith("_cents")
            return (round(number * 100) if cents else _plain(number)), right
        case "DATE":
            try:
                return date.fromisoformat(text).isoformat(), True
            except ValueError:
                return text, False
        case "YES_NO":
            return text == "yes", text in ("yes", "no")
        case _:
            return text, bool(text)


def _number(text: str) -> tuple[float, bool]:
    try:
        number = float(text.replace(",", "").replace(",", ""))
    except ValueError:
        return 0.0, False
    return (number, True) if abs(number) < 1e13 else (0.0, False)


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _whole(text: str, least: int, most: int) -> tuple[FieldValue, bool]:
    right = text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most
    return (int(text) if right else text), right


def days_right(row: Row) -> bool:
    return not row.days or _whole(row.days, 1, 3660)[1]
