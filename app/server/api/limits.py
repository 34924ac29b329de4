"""How much may be sent in one request."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.contracts.problems import Problem
from app.server.api.errors import response_of

MOST_BODY_BYTES = 1_000_000
_SENTENCE = f"A request may have at most {MOST_BODY_BYTES} bytes."


class BodyLimit:
    """ASGI middleware: 413 for a body that is too long, said or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > MOST_BODY_BYTES:
            problem = Problem(status=413, error_id="too-large", title="Content Too Large", detail=_SENTENCE)
            await response_of(problem)(scope, receive, send)
            return
        got_bytes = 0

        async def counted() -> Message:
            nonlocal got_bytes
            message = await receive()
            got_bytes += len(message.get("body", b""))
            if got_bytes > MOST_BODY_BYTES:
                raise HTTPException(413, _SENTENCE)
            return message

        await self._app(scope, counted, send)
