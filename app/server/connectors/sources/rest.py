"""A source that is a system over HTTP: asked through the connectors, with their limits and circuit breaker.

In:  a caller's number, an id. Out: what it told, mapped. ``AskedInVainError`` where it gave no answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from app.contracts.fields import FieldValue
from app.server.connectors.filling import at_path
from app.server.connectors.model import Answer
from app.server.connectors.service import Connectors
from app.server.connectors.sources.mapping import mapped
from app.server.connectors.sources.model import MOST_ORDERS, Source, Told, ToldOrder


class AskedInVainError(Exception):
    """The source gave no answer; ``why`` in a stable word."""

    error_id = "source"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RestReader:
    def __init__(self, source: Source, connectors: Connectors) -> None:
        self._source = source
        self._connectors = connectors

    async def customer(self, number: str, timeout_s: float) -> Told | None:
        return self._told(await self._ask("customer", {"number": number}, timeout_s))

    async def customer_by_id(self, external_id: str, timeout_s: float) -> Told | None:
        return self._told(await self._ask("customer_by_id", {"id": external_id}, timeout_s))

    async def orders(self, external_id: str, timeout_s: float) -> list[ToldOrder]:
        values = {"id": external_id, "limit": str(MOST_ORDERS)}
        answer = await self._ask("orders", values, timeout_s)
        listed = at_path(answer.data, self._source.lists.get("orders", ""))
        entries = cast("list[object]", listed) if isinstance(listed, list) else []
        return orders_of(self._source, entries)

    async def balance(self, external_id: str, timeout_s: float) -> tuple[int, str] | None:
        answer = await self._ask("balance", {"id": external_id}, timeout_s)
        return balance_of(self._source, answer.data)

    async def delivery(self, order_number: str, timeout_s: float) -> str:
        answer = await self._ask("delivery", {"number": order_number}, timeout_s)
        return delivery_of(self._source, answer.data)

    async def push(self, external_id: str, fields: Mapping[str, FieldValue], timeout_s: float) -> str:
        """Creates where ``external_id`` is "". Returns the id. Raises AskedInVainError."""
        what = "update_customer" if external_id else "create_customer"
        operation = self._source.operations.get(what)
        if operation is None:
            raise AskedInVainError("no-such-operation")
        body = json.dumps(as_their_own(self._source, fields), ensure_ascii=False).encode()
        answer = await self._connectors.fetch(
            self._source.system, operation, {"id": external_id}, timeout_s, body
        )
        if answer.result == "failed":
            raise AskedInVainError(answer.why)
        if external_id:
            return external_id
        made = mapped(answer.data, self._source.mappings["customer"]).get("id")
        if not made:
            raise AskedInVainError("no-id")
        return str(made)

    async def _ask(self, what: str, values: Mapping[str, str], timeout_s: float) -> Answer:
        operation = self._source.operations.get(what)
        if operation is None:
            return Answer("not-found")
        answer = await self._connectors.fetch(self._source.system, operation, values, timeout_s)
        if answer.result == "failed":
            raise AskedInVainError(answer.why)
        return answer

    def _told(self, answer: Answer) -> Told | None:
        return told_of(self._source, answer.data) if answer.result == "found" else None


def told_of(source: Source, data: object) -> Told | None:
    """None where the answer names no customer."""
    fields = mapped(data, source.mappings["customer"])
    external_id = str(fields.pop("id", "") or "")[:120]
    return Told(external_id, fields) if external_id else None


def orders_of(source: Source, entries: Sequence[object]) -> list[ToldOrder]:
    """Those that have a number and a time."""
    found: list[ToldOrder] = []
    for entry in entries[:MOST_ORDERS]:
        fields: dict[str, Any] = mapped(entry, source.mappings["order"])
        if not fields.get("number") or fields.get("at") is None:
            continue
        found.append(
            ToldOrder(
                number=str(fields["number"])[:40],
                at=fields["at"],
                items=str(fields.get("items", ""))[:2000],
                amount_cents=fields.get("amount_cents", 0),
                status=str(fields.get("status", ""))[:40],
                delivery=str(fields["delivery"])[:400] if "delivery" in fields else None,
            )
        )
    return found


def balance_of(source: Source, data: object) -> tuple[int, str] | None:
    fields = mapped(data, source.mappings["balance"])
    if "balance_cents" not in fields:
        return None
    currency = str(fields.get("currency") or "CNY").upper()[:3]
    return int(fields["balance_cents"]), currency


def delivery_of(source: Source, data: object) -> str:
    """ "顺丰 SF1234567890:已到达深圳", "" for nothing known."""
    fields = mapped(data, source.mappings["delivery"])
    parcel = " ".join(str(fields[name]) for name in ("carrier", "tracking_number") if fields.get(name))
    text = str(fields.get("text") or fields.get("state") or "")
    return ":".join(each for each in (parcel, text) if each)[:400]


def as_their_own(source: Source, fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """The mapping backwards: their name (a plain path) and their value."""
    body: dict[str, Any] = {}
    for name, value in fields.items():
        way = source.mappings["customer"].get(name)
        if way is None or not way.path or "." in way.path:
            continue
        back = {ours: theirs for theirs, ours in way.values.items()}
        body[way.path] = back.get(value, value) if isinstance(value, str) else value
    return body
