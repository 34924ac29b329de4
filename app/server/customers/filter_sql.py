"""What one condition of a filter is in SQL. Where the two databases differ, it stands here.

In:  a field, a comparison, a checked value. Out: an expression on ``customers``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    select,
)

from app.server.customers.filter_fields import Field
from app.server.storage.tables import Call, CallResultRow, Customer, CustomerTag, Order, Ticket
from app.server.storage.tables.tickets import OPEN_KINDS

_NUMBER: Final = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` of a customer; ``is_json``: out of an own field, where nothing is NULL."""

    value: ColumnElement[Any]
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Sql:
    sqlite: bool

    # --- what is read ---

    def reading(self, field: Field, since: datetime | None = None) -> Reading:
        if field.source == "column":
            return Reading(getattr(Customer, field.name))
        if field.source in ("own", "own-list"):
            return Reading(self._json(Customer.fields, field.name), is_json=True)
        if field.source == "consent":
            return Reading(self._json(Customer.consent, field.name), is_json=True)
        return Reading(_behaviour(field.name, since))

    def _json(self, column: Any, name: str) -> ColumnElement[Any]:
        """The value as text; NULL where there is none. On SQLite yes is 1 and no is 0."""
        if self.sqlite:
            return func.json_extract(column, f'$."{name}"')
        return column.op("->>")(name)

    # --- what it is compared with ---

    def presence(self, reading: Reading, op: str) -> ColumnElement[bool]:
        value = reading.value
        if reading.is_json:
            there = and_(value.is_not(None), cast(value, Text).not_in(("", "[]")))
        elif _is_text(value):
            there = value != ""
        else:
            there = value.is_not(None)
        return there if op == "not_empty" else not_(there)

    def text(self, reading: Reading, op: str, wanted: str) -> ColumnElement[bool]:
        if op in ("empty", "not_empty"):
            return self.presence(reading, op)
        value: ColumnElement[Any] = reading.value
        if reading.is_json:
            value = func.coalesce(cast(value, Text), "")
        match op:
            case "is":
                return value == wanted
            case "is_not":
                return value != wanted
            case "starts_with":
                return func.lower(value).startswith(wanted.lower(), autoescape=True)
            case _:
                return func.lower(value).contains(wanted.lower(), autoescape=True)

    def figure(self, reading: Reading, op: str, wanted: float) -> ColumnElement[bool]:
        """A customer without a value is in none."""
        value = self._as_number(reading.value) if reading.is_json else reading.value
        match op:
            case "at_least":
                found = value >= wanted
            case "at_most":
                found = value <= wanted
            case _:
                found = value == wanted
        return func.coalesce(found, literal(False)) if reading.is_json else found

    def _as_number(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        if self.sqlite:
            return case((func.typeof(value).in_(("integer", "real")), value), else_=null())
        return case((value.op("~")(_NUMBER), cast(value, Float)), else_=null())

    def at_least(self, reading: Reading, wanted: datetime) -> ColumnElement[bool]:
        if reading.is_json:  # "2026-05-01": sorts as it stands
            return func.coalesce(cast(reading.value, Text) >= _day(wanted), literal(False))
        return func.coalesce(reading.value >= wanted, literal(False))

    def before(self, reading: Reading, wanted: datetime) -> ColumnElement[bool]:
        if reading.is_json:
            return func.coalesce(cast(reading.value, Text) < _day(wanted), literal(False))
        return func.coalesce(reading.value < wanted, literal(False))

    def choice(self, reading: Reading, op: str, wanted: list[str]) -> ColumnElement[bool]:
        value = func.coalesce(cast(reading.value, Text), "") if reading.is_json else reading.value
        return value.in_(wanted) if op == "is" else value.not_in(wanted)

    def yes_no(self, reading: Reading, wanted: bool) -> ColumnElement[bool]:
        said = ("1", "true") if wanted else ("0", "false")
        return func.coalesce(cast(reading.value, Text), "").in_(said)

    def has_tag(self, field: Field, wanted: str) -> ColumnElement[bool]:
        if field.source == "tags":
            mine = CustomerTag.customer_id == Customer.customer_id
            return select(CustomerTag.tag).where(mine, CustomerTag.tag == wanted[:100]).exists()
        text = func.coalesce(cast(self.reading(field).value, Text), "")  # ["a","b"]
        quoted = wanted.replace("\\", "\\\\").replace('"', '\\"')
        return text.contains(f'"{quoted}"', autoescape=True)

    def any_tag(self, field: Field) -> ColumnElement[bool]:
        if field.source == "tags":
            return select(CustomerTag.tag).where(CustomerTag.customer_id == Customer.customer_id).exists()
        return self.presence(self.reading(field), "not_empty")

    def in_notes(self, wanted: str, since: datetime | None) -> ColumnElement[bool]:
        """Of his calls."""
        notes = select(Call.call_id).join(CallResultRow, CallResultRow.call_id == Call.call_id)
        notes = notes.where(Call.customer_id == Customer.customer_id)
        notes = notes.where(func.lower(CallResultRow.note).contains(wanted.lower(), autoescape=True))
        return (notes.where(Call.started_at >= since) if since else notes).exists()


def _is_text(value: Any) -> bool:
    return getattr(getattr(value, "type", None), "python_type", None) is str


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"


def _behaviour(name: str, since: datetime | None) -> ColumnElement[Any]:
    """Of one customer, by index."""
    kind, _, what = name.partition(".")
    if kind == "outcome":
        statement = select(func.count()).select_from(Call)
        statement = statement.join(CallResultRow, CallResultRow.call_id == Call.call_id)
        statement = statement.where(
            Call.customer_id == Customer.customer_id, CallResultRow.outcome_code == what
        )
        at: Any = Call.started_at
    elif kind == "calls":
        value: Any = func.max(Call.started_at) if what == "last_at" else func.count()
        statement = select(value).select_from(Call).where(Call.customer_id == Customer.customer_id)
        at = Call.started_at
    elif kind == "orders":
        of_orders: dict[str, Any] = {
            "count": func.count(),
            "total_cents": func.coalesce(func.sum(Order.amount_cents), 0),
            "last_at": func.max(Order.at),
        }
        statement = (
            select(of_orders[what]).select_from(Order).where(Order.customer_id == Customer.customer_id)
        )
        at = Order.at
    else:
        statement = select(func.count()).select_from(Ticket).where(Ticket.customer_id == Customer.customer_id)
        statement = statement.where(Ticket.status_kind.in_(OPEN_KINDS)) if what == "open" else statement
        at = Ticket.created_at
    if since is not None:
        statement = statement.where(at >= since)
    return statement.correlate(Customer).scalar_subquery()
