"""Conditions on customers as SQL, the same on SQLite and PostgreSQL.

In:  a filter as it came over the wire. Out: ``Selection``: whom it holds for, and by which index few enough
candidates may be found first. Raises InvalidValueError with a sentence for a filter that means nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, true

from app.contracts.fields import FieldValue
from app.contracts.filters import Condition, Filter
from app.server.customers.filter_fields import Field, FilterFields
from app.server.customers.filter_sql import Sql
from app.server.customers.rules import SHORTEST_FRAGMENT, to_e164
from app.server.security.viewing import Eyes
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, CustomerNumber, CustomerTag

MOST_LEVELS: Final = 3
MOST_CONDITIONS: Final = 60  # in all
LONGEST_TEXT: Final = 200
MOST_CHOICES: Final = 50
LARGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Selection:
    """``where``: on ``customers``; merged files are no customers. ``narrow``: statements that give the ids of
    candidates by index; each holds all that ``where`` does."""

    where: ColumnElement[bool]
    narrow: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiler:
    """``eyes``: of who asks. ``sqlite``: which database. Of one moment."""

    fields: FilterFields
    eyes: Eyes
    now: datetime
    sqlite: bool

    def selection(self, wanted: Filter) -> Selection:
        """Raises InvalidValueError."""
        if _count(wanted, MOST_LEVELS) > MOST_CONDITIONS:
            raise InvalidValueError(f"A filter has at most {MOST_CONDITIONS} conditions.")
        where = and_(Customer.merged_into.is_(None), self._tree(wanted))
        narrow = () if wanted.match == "any" else tuple(self._narrow(wanted))
        return Selection(where, narrow)

    def _tree(self, node: Filter) -> ColumnElement[bool]:
        parts = [self._condition(each) for each in node.conditions] + [
            self._tree(each) for each in node.groups
        ]
        if not parts:
            return true()
        return and_(*parts) if node.match == "all" else or_(*parts)

    def _condition(self, condition: Condition) -> ColumnElement[bool]:
        field = self.fields.get(condition.field)
        if field is None:
            raise InvalidValueError(f"There is no field “{condition.field}” to filter by.")
        if condition.op not in field.allowed(self.eyes):
            raise InvalidValueError(f"“{condition.field}” cannot be compared by {condition.op} (by you).")
        if condition.days is not None and not field.takes_days:
            raise InvalidValueError(f"“{condition.field}” takes no days.")
        since = self.now - timedelta(days=condition.days) if condition.days is not None else None
        return _KINDS[field.kind](self, field, condition, since)

    def _narrow(self, wanted: Filter) -> list[Any]:
        found: list[Any] = []
        for condition in wanted.conditions:
            if not isinstance(condition.value, str):
                continue
            value = condition.value.strip()
            if condition.field == "tags" and condition.op == "has":
                found.append(select(CustomerTag.customer_id).where(CustomerTag.tag == value[:100]))
            elif condition.field == "number" and condition.op == "is":
                found.append(
                    select(CustomerNumber.customer_id).where(CustomerNumber.e164 == to_e164(value)[:40])
                )
            elif condition.op == "is" and condition.field in _INDEXED:
                column = getattr(Customer, condition.field)
                found.append(select(Customer.customer_id).where(column == value))
        return found

    # --- by kind ---

    def _text(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        if field.source == "number":
            return self._number_of_customer(condition)
        sql = self._sql
        if field.source == "note":
            return sql.in_notes(_text_of(condition), since)
        return sql.text(sql.reading(field), condition.op, _text_or_none(condition))

    def _number_of_customer(self, condition: Condition) -> ColumnElement[bool]:
        has_any = _has_number(true())
        if condition.op in ("empty", "not_empty"):
            return has_any if condition.op == "not_empty" else ~has_any
        text = _text_of(condition)
        digits = "".join(character for character in text if character in "0123456789")
        if condition.op in ("is", "is_not"):
            is_it = _has_number(CustomerNumber.e164 == to_e164(text)[:40])
            return is_it if condition.op == "is" else ~is_it
        if len(digits) < SHORTEST_FRAGMENT:
            raise InvalidValueError(f"Part of a number has at least {SHORTEST_FRAGMENT} digits.")
        if condition.op == "starts_with":
            starts = (f"+{digits}", f"+86{digits}", digits)
            return _has_number(or_(*(CustomerNumber.e164.like(f"{start}%") for start in starts)))
        return _has_number(CustomerNumber.e164.contains(digits[1:] if digits.startswith("0") else digits))

    def _figure(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        sql = self._sql
        if condition.op in ("empty", "not_empty"):
            return sql.presence(sql.reading(field), condition.op)
        return sql.figure(sql.reading(field, since), condition.op, _figure_of(condition))

    def _date(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        sql = self._sql
        reading = sql.reading(field)
        if condition.op in ("empty", "not_empty"):
            return sql.presence(reading, condition.op)
        if condition.op in ("within_days", "not_within_days"):
            days = _figure_of(condition)
            if not 0 < days <= 36600:
                raise InvalidValueError("The days are a number from 1 to 36600.")
            recent = sql.at_least(reading, self.now - timedelta(days=days))
            return recent if condition.op == "within_days" else ~recent
        day = _day_of(condition)
        if condition.op == "at_least":
            return sql.at_least(reading, _start_of(day))
        return sql.before(reading, _start_of(day) + timedelta(days=1))

    def _choice(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        sql = self._sql
        if condition.op in ("empty", "not_empty"):
            return sql.presence(sql.reading(field), condition.op)
        return sql.choice(sql.reading(field), condition.op, _texts_of(condition))

    def _tags(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        sql = self._sql
        if condition.op in ("empty", "not_empty"):
            return sql.any_tag(field) if condition.op == "not_empty" else ~sql.any_tag(field)
        has = or_(*(sql.has_tag(field, text) for text in _texts_of(condition)))
        return has if condition.op == "has" else ~has

    def _yes_no(self, field: Field, condition: Condition, since: datetime | None) -> ColumnElement[bool]:
        sql = self._sql
        if condition.op in ("empty", "not_empty"):
            return sql.presence(sql.reading(field), condition.op)
        if not isinstance(condition.value, bool):
            raise InvalidValueError(f"“{condition.field}” is yes or no.")
        return sql.yes_no(sql.reading(field), condition.value)

    @property
    def _sql(self) -> Sql:
        return Sql(self.sqlite)


_Kind = Callable[[Compiler, Field, Condition, "datetime | None"], ColumnElement[bool]]
_KINDS: Final[dict[str, _Kind]] = {
    "TEXT": Compiler._text,  # pyright: ignore[reportPrivateUsage]
    "NUMBER": Compiler._figure,  # pyright: ignore[reportPrivateUsage]
    "DATE": Compiler._date,  # pyright: ignore[reportPrivateUsage]
    "CHOICE": Compiler._choice,  # pyright: ignore[reportPrivateUsage]
    "TAGS": Compiler._tags,  # pyright: ignore[reportPrivateUsage]
    "YES_NO": Compiler._yes_no,  # pyright: ignore[reportPrivateUsage]
}
_INDEXED: Final = frozenset({"name", "email", "dedicated_agent_id"})  # compared as they stand


def _count(node: Filter, levels_left: int) -> int:
    if levels_left == 0:
        raise InvalidValueError(f"A filter has at most {MOST_LEVELS} levels.")
    return len(node.conditions) + sum(_count(each, levels_left - 1) for each in node.groups)


def _has_number(which: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = CustomerNumber.customer_id == Customer.customer_id
    return select(CustomerNumber.customer_id).where(mine, which).exists()


def _text_or_none(condition: Condition) -> str:
    return "" if condition.op in ("empty", "not_empty") else _text_of(condition)


def _text_of(condition: Condition) -> str:
    return _clean(condition.value, condition.field)


def _texts_of(condition: Condition) -> list[str]:
    values: list[FieldValue] = (
        list(condition.value) if isinstance(condition.value, list) else [condition.value]
    )
    if not 0 < len(values) <= MOST_CHOICES:
        raise InvalidValueError(f"“{condition.field}” is compared with 1 to {MOST_CHOICES} values.")
    return [_clean(value, condition.field) for value in values]


def _clean(value: object, field: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or "\x00" in value:
        raise InvalidValueError(f"“{field}” is compared with a text of 1 to {LONGEST_TEXT} characters.")
    return value.strip()


def _figure_of(condition: Condition) -> float:
    value = condition.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValueError(f"“{condition.field}” is compared with a number.")
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) > LARGEST:
        raise InvalidValueError(f"The number of “{condition.field}” is too large.")
    return value


def _day_of(condition: Condition) -> date:
    text = _text_of(condition)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValueError(f"“{condition.field}” is compared with a day such as 2026-05-01.") from error
    if not 1900 <= day.year <= 2200:
        raise InvalidValueError("The day lies too far away.")
    return day


def _start_of(day: date) -> datetime:
    """Of the server's time zone."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC)
