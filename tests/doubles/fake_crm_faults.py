"""What can go wrong between a desktop and its server, to order: ASGI middleware of the fake server.

A fault waits for the next request whose method and path fit, strikes as often as it was told, and is gone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Strike(Enum):
    DIE_BEFORE = auto()  # the connection breaks before the request is carried out
    DIE_AFTER = auto()  # it is carried out, the answer is lost
    WAIT = auto()  # the answer takes its time
    ANSWER = auto()  # an error instead


@dataclass(slots=True)
class Fault:
    strike: Strike
    method: str = ""  # empty: any
    path_part: str = ""
    times: int = 1
    seconds: float = 0.0
    status: int = 0
    error_id: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in ("", method) and self.path_part in path


class Faults:
    def __init__(self, app: Any, cut: Callable[[tuple[str, int]], None], arrived: Callable[[], None]) -> None:
        self._arrived = arrived
        self._app = app
        self._cut = cut
        self.waiting: list[Fault] = []
        self.log: list[tuple[str, str, str]] = []  # method, path, Idempotency-Key of every request that came

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        key = dict(scope["headers"]).get(b"idempotency-key", b"").decode()
        self.log.append((method, path, key))
        self._arrived()
        fault = next((fault for fault in self.waiting if fault.fits(method, path)), None)
        if fault is None:
            await self._app(scope, receive, send)
            return
        fault.times -= 1
        match fault.strike:
            case Strike.DIE_BEFORE:
                self._cut(tuple(scope["client"]))
            case Strike.DIE_AFTER:
                await self._app(scope, receive, _nowhere)
                self._cut(tuple(scope["client"]))
            case Strike.WAIT:
                await asyncio.sleep(fault.seconds)
                await self._app(scope, receive, send)
            case Strike.ANSWER:
                await _problem(send, fault)


async def _nowhere(_: Any) -> None:
    return None


async def _problem(send: Any, fault: Fault) -> None:
    body = json.dumps(
        {"status": fault.status, "error_id": fault.error_id, "title": fault.error_id, "detail": "As ordered."}
    ).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in fault.headers]
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
