"""Conditions on customers, as segments and rules keep them: a tree of at most three levels."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.fields import FieldValue

Comparison = Literal[
    "is", "is_not", "contains", "starts_with", "at_least", "at_most", "has", "has_not", "empty", "not_empty",
    "within_days", "not_within_days",
]  # fmt: skip


class Condition(Wire):
    """``field``: one of the customer ("level", "region", "tags", "value_cents", "field.<code>", …), of his
    behaviour ("calls.count", "calls.last_at", "orders.count", "orders.total_cents", "tickets.open",
    "outcome.<code>" with ``days``) or "note" (words in the notes of calls, within ``days``)."""

    field: str = Field(max_length=80)
    op: Comparison
    value: FieldValue = None
    days: int | None = Field(default=None, ge=1, le=3660)


class Filter(Wire):
    """``match``: all of them or any of them."""

    match: Literal["all", "any"] = "all"
    conditions: list[Condition] = Field(default=[], max_length=30)
    groups: list[Filter] = Field(default=[], max_length=10)


class FilterField(Wire):
    """What can be asked of: ``GET /api/v1/segments/fields``."""

    field: str
    zh: str
    en: str
    ops: list[Comparison]
    kind: Literal["TEXT", "NUMBER", "DATE", "CHOICE", "TAGS", "YES_NO"]
    choices: list[tuple[str, str, str]] = []  # code, zh, en
    takes_days: bool = False
