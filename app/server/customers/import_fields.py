"""Fields of a customer by the names that imports use: "name", "field.size", "consent.sms"."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.server.storage.tables import Customer
from app.server.storage.types import to_us


def value_of(customer: Customer, name: str) -> Any:
    kind, dot, code = name.partition(".")
    if dot:
        return (customer.fields if kind == "field" else customer.consent).get(code)
    return getattr(customer, name)


def set_value(customer: Customer, name: str, value: Any) -> None:
    kind, dot, code = name.partition(".")
    if not dot:
        setattr(customer, name, value)
        return
    column = "fields" if kind == "field" else "consent"
    values = {each: kept for each, kept in getattr(customer, column).items() if each != code}
    setattr(customer, column, values if value is None else {**values, code: value})


def plain_value(value: Any) -> Any:
    """As JSON keeps it."""
    return to_us(value) if isinstance(value, datetime) else value
