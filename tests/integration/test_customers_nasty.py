"""Whatever is sent to the customers' endpoints, the server answers in words and makes no mistake."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

TEXTS = (r"\u0000", r"\ud800", "\\u0000a" * 50, "x" * 9000, "", " ", "'; --", r"\uffff", "é" * 300)
NUMBERS = ("0", "-1", "1e400", str(10**30), "true", "null", "[]", "{}", '"1"', "NaN")
DEEP = "[" * 500 + "]" * 500
LABEL = '{"code": "x", "zh": "%s", "en": "x"}'
PATHS = ("none", "%00", "%ED%A0%80", "c0001%20", "x" * 300, "..%2f", "%F0%9F%98%80")


def bodies() -> Iterator[tuple[str, str, str]]:
    """Method, path, JSON as it stands on the wire."""
    one, asks = "/api/v1/customers/c0001", "/api/v1/access-requests"
    for value in TEXTS:
        for name in ("name", "email", "address", "note", "region", "dedicated_agent_id"):
            yield "PATCH", one, f'{{"version": 1, "{name}": "{value}"}}'
        yield "PATCH", one, f'{{"version": 1, "tags": ["{value}"]}}'
        yield "PATCH", one, f'{{"version": 1, "fields": {{"invoice_to": "{value}", "{value}": 1}}}}'
        yield "PATCH", one, f'{{"version": 1, "fields": {{"invoice_to": "{value}"}}}}'
        yield "PATCH", one, f'{{"version": 1, "consent": {{"{value}": true}}}}'
        yield "PATCH", one, f'{{"version": 1, "numbers": [{{"raw": "{value}", "number_id": "{value}"}}]}}'
        yield "PATCH", one, f'{{"version": 1, "numbers": [{{"raw": "1380000{value}"}}]}}'
        yield "POST", "/api/v1/customers", f'{{"name": "{value}", "note": "{value}"}}'
        yield "POST", "/api/v1/customers", f'{{"name": "x", "note": "{value}", "number": "{value}"}}'
        yield "POST", "/api/v1/customers", f'{{"name": "x", "call_id": "{value}"}}'
        yield "POST", f"{one}/reveal", f'{{"reason": "{value}"}}'
        yield "POST", f"{one}/reveal-fields", f'{{"reason": "{value}"}}'
        yield "POST", asks, f'{{"reason": "abc{value}", "customer_id": "{value}"}}'
        yield "POST", asks, f'{{"reason": "abc{value}", "customer_id": "c0001"}}'
        yield "POST", f"{asks}/none/decide", f'{{"grant": true, "note": "{value}"}}'
        yield "PUT", "/api/v1/customers/set-up", f'{{"consents": [{LABEL % value}], "tags": ["{value}"]}}'
        field = f'{{"code": "x", "name": {LABEL % value}, "kind": "TEXT"}}'
        yield "PUT", "/api/v1/customers/set-up", f'{{"fields": [{field}]}}'
        yield "PUT", "/api/v1/viewing-policy", f'{{"in_full": {{"AGENT": ["{value}"]}}}}'
    for value in (*NUMBERS, DEEP):
        for name in ("loyalty", "value_cents", "numbers", "fields", "consent", "tags", "level"):
            yield "PATCH", one, f'{{"version": 1, "{name}": {value}}}'
        yield "PATCH", one, f'{{"version": {value}, "level": "GOLD"}}'
        yield "PATCH", one, f'{{"version": 1, "fields": {{"home_size": {value}}}}}'
        yield "POST", asks, f'{{"reason": "abcdef", "minutes": {value}}}'
        yield "PUT", "/api/v1/customers/set-up", f'{{"fields": {value}, "tags": {value}}}'


async def test_no_body_breaks_the_server(house):
    client = await house.client("2001")
    broken: list[Any] = []
    for method, path, body in bodies():
        answer = await client.request(
            method, path, content=body.encode(), headers={"Content-Type": "application/json"}
        )
        if answer.status_code >= 500:
            broken.append((answer.status_code, method, path, body[:80]))
    assert broken == []


async def test_no_address_or_query_breaks_the_server(house):
    client = await house.client("2001")
    broken: list[Any] = []
    templates = (
        "/api/v1/customers/{}", "/api/v1/customers/{}/timeline", "/api/v1/customers/by-number/{}",
        "/api/v1/customers?q={}", "/api/v1/customers?cursor={}", "/api/v1/customers?limit={}",
        "/api/v1/customers/c0001/timeline?cursor={}", "/api/v1/access-requests?cursor={}",
        "/api/v1/access-requests?state={}",
    )  # fmt: skip
    for template, path in product(templates, (*PATHS, "WzFd", "WzksOSwieCJd", "WzAsNywi8J-YgCJd")):
        answer = await client.get(template.format(path))
        if answer.status_code >= 500:
            broken.append((answer.status_code, template, path))
    assert broken == []
