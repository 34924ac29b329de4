"""A source of customers and orders as it is set up, checked: whose answers count, what they mean.

In:  a file's data (YAML, see docs/connectors.md). Out: ``Source``, or a sentence that says what to correct.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from app.contracts.fields import FieldValue
from app.server.connectors.model import SystemSetUpError
from app.server.connectors.sources.mapping import Mapped, make_mapping

SourceKind = Literal["rest", "sql"]
READS = ("customer", "customer_by_id", "orders", "balance", "delivery")
WRITES = ("create_customer", "update_customer")
POP_MS = 300
FRESH_S = 60
MOST_ORDERS = 50
CUSTOMER_FIELDS = frozenset(
    {"id", "name", "numbers", "level", "email", "address", "region", "language", "tags", "loyalty",
     "value_cents", "since"}
)  # fmt: skip
ORDER_FIELDS = frozenset({"number", "at", "items", "amount_cents", "status", "delivery"})
BALANCE_FIELDS = frozenset({"balance_cents", "currency"})
DELIVERY_FIELDS = frozenset({"carrier", "tracking_number", "state", "text", "at"})
PUSHED = ("name", "numbers", "email", "address", "level", "region", "tags")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?")


@dataclass(frozen=True, slots=True)
class SqlView:
    """Rows of ``view`` where ``key`` is the number, the id or the order's number. Never more of a query."""

    view: str
    key: str
    order_by: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """``reads``: by what is read, the operation of the system, or the view. ``pushes``: fields that are told
    to it when they change here. ``create``: whom it knows and we do not becomes a customer. One that is not
    ``active`` is not asked."""

    source_id: str
    zh: str
    en: str
    kind: SourceKind
    system: str = ""
    pop_ms: int = POP_MS
    fresh_s: int = FRESH_S
    create: bool = True
    operations: Mapping[str, str] = field(default_factory=dict[str, str])
    views: Mapping[str, SqlView] = field(default_factory=dict[str, SqlView])
    lists: Mapping[str, str] = field(default_factory=dict[str, str])
    mappings: Mapping[str, Mapped] = field(default_factory=dict[str, Mapped])
    pushes: Sequence[str] = ()
    active: bool = True

    def reads(self, what: str) -> bool:
        return what in (self.views if self.kind == "sql" else self.operations)


@dataclass(frozen=True, slots=True)
class Told:
    """A customer as a source tells him. ``fields``: only what it said, by our names ("field.<code>" too)."""

    external_id: str
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class ToldOrder:
    number: str
    at: datetime
    items: str
    amount_cents: int
    status: str
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class ToldAll:
    """What one source said of one caller. None: it was not asked or did not say."""

    customer: Told
    orders: Sequence[ToldOrder] | None = None
    balance_cents: int | None = None
    currency: str = "CNY"


def make_source(data: object) -> Source:
    """Raises SystemSetUpError."""
    if not isinstance(data, Mapping):
        raise SystemSetUpError("The file holds no source: it needs id, name, kind and system or views.")
    raw = cast("Mapping[str, Any]", data)
    known = {"id", "name", "kind", "system", "pop_ms", "fresh_s", "create", "operations", "views", "lists",
             "mapping", "pushes", "active"}  # fmt: skip
    source_id = str(raw.get("id") or "")
    where = f"Source {source_id}"
    if not _ID.fullmatch(source_id):
        raise SystemSetUpError("A source's id has small letters, digits, - and _ (at most 40).")
    if unknown := sorted(set(raw) - known):
        raise SystemSetUpError(f"{where}: there is no field {unknown[0]!r}.")
    kind = str(raw.get("kind") or "rest")
    if kind not in ("rest", "sql"):
        raise SystemSetUpError(f"{where}: the kind is rest or sql.")
    name = raw.get("name") or {}
    zh, en = (str(name.get(each) or "") for each in ("zh", "en")) if isinstance(name, Mapping) else ("", "")
    source = Source(
        source_id=source_id,
        zh=zh or en or source_id,
        en=en or zh or source_id,
        kind=kind,
        system=str(raw.get("system") or source_id),
        pop_ms=_whole(where, raw, "pop_ms", POP_MS, 50, 2000),
        fresh_s=_whole(where, raw, "fresh_s", FRESH_S, 0, 86_400),
        create=_yes(where, raw, "create", True),
        operations=_operations(where, raw) if kind != "sql" else {},
        views=_views(where, raw) if kind == "sql" else {},
        lists=_texts(where, raw, "lists") | ({} if "lists" in raw or kind == "sql" else {"orders": "orders"}),
        mappings=_mappings(where, raw),
        pushes=_pushes(where, raw),
        active=_yes(where, raw, "active", True),
    )
    if not source.reads("customer"):
        raise SystemSetUpError(f"{where}: it must be asked for the customer, by his number.")
    if source.pushes and not any(each in source.operations for each in WRITES):
        raise SystemSetUpError(f"{where}: pushes need the operation update_customer or create_customer.")
    return source


def _operations(where: str, raw: Mapping[str, Any]) -> dict[str, str]:
    """Without any it speaks the contract as it is."""
    named = _texts(where, raw, "operations")
    if unknown := sorted(set(named) - {*READS, *WRITES}):
        raise SystemSetUpError(f"{where}: there is no operation {unknown[0]!r}.")
    return named or {each: each for each in (*READS, *WRITES)}


def _views(where: str, raw: Mapping[str, Any]) -> dict[str, SqlView]:
    data = raw.get("views")
    if not isinstance(data, Mapping):
        raise SystemSetUpError(f"{where}: views must be names with view and key.")
    found: dict[str, SqlView] = {}
    for name, each in cast("Mapping[str, Any]", data).items():
        if name not in READS or not isinstance(each, Mapping):
            raise SystemSetUpError(
                f"{where}: views.{name}: it is one of {', '.join(READS)}, with view and key."
            )
        parts = cast("Mapping[str, Any]", each)
        view = SqlView(*(str(parts.get(part) or "") for part in ("view", "key", "order_by")))
        for text in filter(None, (view.view, view.key, view.order_by)):
            if not _IDENTIFIER.fullmatch(text):
                raise SystemSetUpError(f"{where}: views.{name}: {text!r} is no name of a view or column.")
        if not view.view or not view.key:
            raise SystemSetUpError(f"{where}: views.{name} needs view and key.")
        found[name] = view
    return found


def _mappings(where: str, raw: Mapping[str, Any]) -> dict[str, Mapped]:
    data = raw.get("mapping") or {}
    if not isinstance(data, Mapping):
        raise SystemSetUpError(f"{where}: mapping must be names with fields.")
    given = cast("Mapping[str, Any]", data)
    allowed = {
        "customer": CUSTOMER_FIELDS,
        "order": ORDER_FIELDS,
        "balance": BALANCE_FIELDS,
        "delivery": DELIVERY_FIELDS,
    }
    if unknown := sorted(set(given) - set(allowed)):
        raise SystemSetUpError(f"{where}: mapping.{unknown[0]} is not known.")
    return {
        name: make_mapping(f"{where}: mapping.{name}", given.get(name), fields, own=name == "customer")
        for name, fields in allowed.items()
    }


def _pushes(where: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
    data = raw.get("pushes") or []
    if not isinstance(data, list) or any(each not in PUSHED for each in cast("list[object]", data)):
        raise SystemSetUpError(f"{where}: pushes is a list of {', '.join(PUSHED)}.")
    return tuple(cast("list[str]", data))


def _texts(where: str, raw: Mapping[str, Any], name: str) -> dict[str, str]:
    data = raw.get(name) or {}
    if not isinstance(data, Mapping):
        raise SystemSetUpError(f"{where}: {name} must be names with texts.")
    return {str(key): str(value) for key, value in cast("Mapping[object, object]", data).items()}


def _whole(where: str, raw: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = raw.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise SystemSetUpError(f"{where}: {name} must be a whole number from {least} to {most}.")
    return value


def _yes(where: str, raw: Mapping[str, Any], name: str, default: bool) -> bool:
    value = raw.get(name, default)
    if not isinstance(value, bool):
        raise SystemSetUpError(f"{where}: {name} must be true or false.")
    return value
