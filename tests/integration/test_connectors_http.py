"""Flows ask a company's system over HTTP: whatever it does, the caller is led on in time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import pytest

from app.server.connectors.breaker import Breaker
from app.server.connectors.http import HttpExchange
from app.server.connectors.model import Operation, SystemAccount
from app.server.connectors.service import Connectors
from app.server.connectors.system import CompanySystem
from app.server.core.commands import AskSystem
from app.server.core.flow.templates import Masked
from tests.doubles.company_system import (
    CompanySystemDouble,
    answering,
    company_system,
    dropping,
    endless,
    silent,
    tls_listener,
    trickling,
)

OPERATIONS = {
    "order": Operation("GET", "/v1/orders/{number}", {"lang": "{language}"}, found="data", repeat=True),
    "by-key": Operation("GET", "/v1/x", {"key": "{secret.key}", "card": "{card}"}),
    "pay": Operation("POST", "/v1/pay", body={"card": "{card}", "key": "{secret.key}", "n": [1, "{n}"]}),
}


@pytest.fixture
async def shop() -> AsyncIterator[CompanySystemDouble]:
    async with company_system() as double:
        yield double


class Heard:
    """What was told about the system's health."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool, str]] = []

    def __call__(self, system: str, well: bool, why: str) -> None:
        self.told.append((system, well, why))


def account(shop: CompanySystemDouble, **change: Any) -> SystemAccount:
    fields: dict[str, Any] = {
        "system_id": "shop",
        "base_url": shop.base_url,
        "headers": {"Authorization": "Bearer {secret.token}"},
        "secrets": {"token": "s3cret-token", "key": "s3cret-key"},
        "timeout_ms": 10_000,
        "retries": 1,
        "operations": OPERATIONS,
    }
    return SystemAccount(**fields | change)


@pytest.fixture
async def http() -> AsyncIterator[HttpExchange]:
    exchange = HttpExchange()
    yield exchange
    await exchange.close()


def system(
    shop: CompanySystemDouble, http: HttpExchange, heard: Heard | None = None, **change: Any
) -> CompanySystem:
    return CompanySystem(account(shop, **change), http, heard or Heard())


async def ask_order(asked: CompanySystem, number: str = "42", timeout_s: float = 15.0):
    into = {"order.status": "data.status", "order.first": "data.items.0.name", "order.none": "data.no.way"}
    return await asked.ask("order", {"number": number, "language": "en"}, into, timeout_s)


async def test_values_of_the_answer_become_variables(shop, http) -> None:
    shop.behave = answering(200, {"data": {"status": "sent", "items": [{"name": "杯子"}]}})
    answer = await ask_order(system(shop, http))
    assert (answer.result, answer.values) == (
        "found",
        {"order.status": "sent", "order.first": "杯子", "order.none": ""},
    )
    request = shop.requests[0]
    assert (request.method, request.target) == ("GET", "/v1/orders/42?lang=en")
    assert request.headers["authorization"] == "Bearer s3cret-token"


@pytest.mark.parametrize(
    "number", ["../admin", "a/b", "http://evil/", "x?y=1", "#", "%2e%2e", "a b", "@host", "\r\nX: 1"]
)
async def test_what_a_caller_enters_stays_one_part_of_the_path(shop, http, number) -> None:
    await ask_order(system(shop, http), number)
    target = shop.requests[0].target
    assert target.startswith("/v1/orders/")
    assert target.endswith("?lang=en")
    assert len(target.split("/")) == 4
    assert target.count("?") == 1


@pytest.mark.parametrize("number", ["..", "."])
async def test_a_value_cannot_climb_out_of_the_path(shop, http, number) -> None:
    answer = await ask_order(system(shop, http), number)
    assert (answer.result, answer.why, shop.requests) == ("failed", "bad-parameter", [])


async def test_nothing_entered_is_nothing_found(shop, http) -> None:
    answer = await ask_order(system(shop, http), "")
    assert (answer.result, shop.requests) == ("not-found", [])


@pytest.mark.parametrize(
    ("behave", "result", "why"),
    [
        (answering(404, {}), "not-found", ""),
        (answering(200, {"data": None}), "not-found", ""),
        (answering(200, []), "not-found", ""),
        (answering(204, raw=b""), "not-found", ""),
        (answering(500, {}), "failed", "http-500"),
        (answering(403, {}), "failed", "http-403"),
        (answering(302, {}, Location="http://127.0.0.1:9/"), "failed", "http-302"),
        (answering(200, raw=b"<html>"), "failed", "no-json"),
        (answering(200, raw=b"\xff\xfe"), "failed", "no-json"),
        (answering(200, raw=b"[" * 60_000), "failed", "no-json"),
        (answering(200, {"data": "x" * 70_000}), "failed", "too-large"),
        (endless, "failed", "too-large"),
        (dropping, "failed", "connection-broke"),
        (silent, "failed", "time-out"),
        (trickling, "failed", "time-out"),
    ],
)
async def test_each_answer_leads_somewhere_in_time(shop, http, behave, result, why) -> None:
    shop.behave = behave
    slow = behave in (silent, trickling)
    asked = system(shop, http, timeout_ms=400, retries=0) if slow else system(shop, http)
    started = monotonic()
    answer = await ask_order(asked)
    assert (answer.result, answer.why) == (result, why)
    assert monotonic() - started < 10


async def test_a_dead_system_fails_at_once(shop, http) -> None:
    gone = system(shop, http, base_url="http://127.0.0.1:1")
    assert (await ask_order(gone)).why == "unreachable"


async def test_a_redirect_is_never_followed(shop, http) -> None:
    async with company_system() as elsewhere:
        shop.behave = answering(307, {}, Location=f"{elsewhere.base_url}/secrets")
        assert (await ask_order(system(shop, http))).why == "http-307"
        assert elsewhere.requests == []


async def test_a_question_is_repeated_but_never_a_payment(shop, http) -> None:
    shop.behave = dropping
    asked = system(shop, http)
    await ask_order(asked)
    assert len(shop.requests) == 2
    answer = await asked.ask("pay", {"card": "1", "n": "2"}, {}, 15.0)
    assert (answer.result, len(shop.requests)) == ("failed", 3)


async def test_it_is_asked_again_after_a_short_trouble(shop, http) -> None:
    async def once(request, writer) -> None:
        behave = answering(503, {}) if len(shop.requests) == 1 else answering(200, {"data": {"status": "ok"}})
        await behave(request, writer)

    shop.behave = once
    assert (await ask_order(system(shop, http))).values["order.status"] == "ok"


async def test_the_whole_question_ends_with_the_callers_patience(shop, http) -> None:
    shop.behave = silent
    started = monotonic()
    answer = await ask_order(system(shop, http, timeout_ms=5000, retries=5), timeout_s=0.3)
    assert answer.why == "time-out"
    assert monotonic() - started < 3


async def test_secrets_go_out_and_nowhere_else(shop, http, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    pin = Masked("7413")
    shop.behave = answering(500, {})
    asked = system(shop, http)
    await asked.ask("pay", {"card": pin, "n": '"}'}, {}, 15.0)
    assert json.loads(shop.requests[0].body) == {"card": "7413", "key": "s3cret-key", "n": [1, '"}']}
    await asked.ask("by-key", {"card": pin}, {}, 15.0)
    assert shop.requests[1].target == "/v1/x?key=s3cret-key&card=7413"
    assert "7413" not in caplog.text
    assert "s3cret" not in caplog.text
    assert "s3cret" not in repr(asked.account)


async def test_a_secret_that_is_not_set_is_not_sent_as_nothing(shop, http) -> None:
    answer = await ask_order(system(shop, http, secrets={}))
    assert (answer.why, shop.requests) == ("secret-missing", [])


async def test_a_system_that_fails_is_left_alone_and_tried_once_after_a_rest(shop, http) -> None:
    heard, now = Heard(), [0.0]
    asked = CompanySystem(
        account(shop, retries=0), http, heard, clock=lambda: now[0], breaker=Breaker(failures=3, rest_s=30)
    )
    shop.behave = answering(500, {})
    for _ in range(5):
        await ask_order(asked)
    assert len(shop.requests) == 3
    assert (await ask_order(asked)).why == "circuit-open"
    assert heard.told == [("shop", False, "http-500")]
    now[0] = 31.0
    await asyncio.gather(*(ask_order(asked) for _ in range(4)))
    assert len(shop.requests) == 4  # one probe
    now[0] = 62.0
    shop.behave = answering(200, {"data": 1})
    assert (await ask_order(asked)).result == "found"
    assert (await ask_order(asked)).result == "found"
    assert heard.told[-1] == ("shop", True, "")


@pytest.mark.parametrize(("status", "said"), [(404, ("not-found", "")), (400, ("failed", "http-400"))])
async def test_wrong_questions_do_not_open_the_circuit(shop, http, status, said) -> None:
    shop.behave = answering(status, {})
    asked = system(shop, http)
    for _ in range(10):
        answer = await ask_order(asked)
        assert (answer.result, answer.why) == said


async def test_not_all_callers_ask_at_once(shop, http) -> None:
    async def slow(request, writer) -> None:
        await asyncio.sleep(0.4)
        await answering(200, {"data": 1})(request, writer)

    shop.behave = slow
    asked = system(shop, http, timeout_ms=10_000)
    answers = await asyncio.gather(*(ask_order(asked, timeout_s=20) for _ in range(20)))
    assert {answer.result for answer in answers} == {"found"}
    assert 1 < shop.most_at_once <= 8


async def test_a_strange_certificate_is_refused(http) -> None:
    async with tls_listener() as port:
        account_ = SystemAccount("shop", f"https://127.0.0.1:{port}", operations=OPERATIONS)
        answer = await ask_order(CompanySystem(account_, http, Heard()))
        assert (answer.result, answer.why) == ("failed", "certificate")


async def test_unknown_systems_and_operations_fail_at_once(database, shop) -> None:
    connectors = Connectors(database, b"k" * 32, lambda *_: None)
    connectors.use({"shop": account(shop)})
    for name, operation, why in (("bank", "x", "no-such-system"), ("shop", "x", "no-such-operation")):
        told = await connectors.ask(AskSystem("r1", "c1", name, operation, {}, {}, 2))
        assert (told.request_id, told.result, told.why) == ("r1", "failed", why)
    await connectors.close()
