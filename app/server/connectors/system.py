"""One system of the company being asked: limits, repetition, circuit breaker, the meaning of its answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from time import monotonic

from app.server.connectors.breaker import Breaker, State
from app.server.connectors.filling import BadValueError, address_of, at_path, body_of, headers_of, values_of
from app.server.connectors.http import ExchangeError, HttpExchange, Reply, parse_json
from app.server.connectors.model import NOT_FOUND, Answer, Operation, SystemAccount, failed

log = logging.getLogger(__name__)
MOST_AT_ONCE = 8
PAUSE_S = 0.1  # before it is sent again
SHORTEST_TRY_S = 0.05
_GONE = (404, 410)
_AGAIN = (429, 502, 503, 504)
_SETTLED = ("too-large", "certificate", "no-json", "bad-address")

OnHealth = Callable[[str, bool, str], None]  # system, whether it answers, why not


class CompanySystem:
    """``clock``: seconds, only forward."""

    def __init__(
        self,
        account: SystemAccount,
        http: HttpExchange,
        on_health: OnHealth,
        clock: Callable[[], float] = monotonic,
        breaker: Breaker | None = None,
    ) -> None:
        self.account = account
        self.breaker = breaker or Breaker()
        self._http = http
        self._on_health = on_health
        self._clock = clock
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)

    async def ask(
        self,
        operation_name: str,
        values: Mapping[str, str],
        into: Mapping[str, str] | None,
        timeout_s: float,
        body: bytes | None = None,
    ) -> Answer:
        """Never raises, and never takes longer than ``timeout_s``. ``into`` None: the whole answer is wanted
        (``Answer.data``). ``body``: instead of the operation's."""
        operation = self.account.operations.get(operation_name)
        if operation is None:
            return failed("no-such-operation")
        until = self._clock() + timeout_s
        try:
            async with asyncio.timeout(timeout_s):
                async with self._slots:
                    return await self._guarded(operation, values, into, until, body)
        except TimeoutError:
            return failed("time-out")

    async def _guarded(
        self,
        operation: Operation,
        values: Mapping[str, str],
        into: Mapping[str, str] | None,
        until: float,
        body: bytes | None,
    ) -> Answer:
        if not self.breaker.may_ask(self._clock()):
            return failed("circuit-open")
        settled = False
        try:
            answer, healthy = await self._exchange(operation, values, into, until, body)
            settled = True
            if healthy is None:
                self.breaker.abandoned(self._clock())
            else:
                self._settle(healthy, answer.why)
            return answer
        finally:
            if not settled:  # the time ran out: that is its fault
                self._settle(False, "time-out")

    def _settle(self, good: bool, why: str) -> None:
        if self.breaker.settled(good, self._clock()):
            log.warning("system %s: circuit %s %s", self.account.system_id, self.breaker.state.value, why)
            if self.breaker.state is not State.PROBING:
                self._on_health(self.account.system_id, self.breaker.state is State.CLOSED, why)

    async def _exchange(
        self,
        operation: Operation,
        values: Mapping[str, str],
        into: Mapping[str, str] | None,
        until: float,
        given: bytes | None,
    ) -> tuple[Answer, bool | None]:
        """And whether the system is well; None where it was not asked at all."""
        account = self.account
        try:
            url = address_of(account.base_url, operation, values, account.secrets)
            body = given if given is not None else body_of(operation, values, account.secrets)
            headers = headers_of(account.headers, account.secrets)
        except BadValueError as error:
            return (NOT_FOUND if error.why == "empty-parameter" else failed(error.why)), None
        for left in range(account.retries, -1, -1):
            again = left > 0
            try:
                limit_s = min(account.timeout_ms / 1000, until - self._clock())
                reply = await self._http.send(operation.method, url, headers, body, limit_s)
                if reply.status not in _AGAIN or not (again and operation.repeat):
                    return _meaning(operation, reply, into)
                why = f"http-{reply.status}"
            except ExchangeError as error:
                why = error.why
                if not again or (error.sent and not operation.repeat) or why in _SETTLED:
                    return failed(why), False
            if until - self._clock() < PAUSE_S + SHORTEST_TRY_S:
                return failed(why), False
            await asyncio.sleep(PAUSE_S)
        return failed("time-out"), False


def _meaning(operation: Operation, reply: Reply, into: Mapping[str, str] | None) -> tuple[Answer, bool]:
    """A 4xx is what we asked, not how the system is. Raises ExchangeError for what is no JSON."""
    status = reply.status
    if status in _GONE:
        return NOT_FOUND, True
    if not 200 <= status < 300:
        return failed(f"http-{status}"), 400 <= status < 500 and status != 429
    if not reply.content.strip():
        return (NOT_FOUND if into or operation.found else Answer("found")), True
    if into is not None and not into and not operation.found:
        return Answer("found"), True
    data = parse_json(reply.content)
    if at_path(data, operation.found) in (None, "", False, 0, [], {}):
        return NOT_FOUND, True
    if into is None:
        return Answer("found", data=at_path(data, operation.found)), True
    return Answer("found", values_of(data, into)), True
