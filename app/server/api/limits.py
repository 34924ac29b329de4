"""How much may be sent in one request."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.contracts.problems import Problem
from app.server.api.errors import response_of

MOST_BODY_BYTES = 1_000_000
MOST_UPLOAD_BYTES = 21_000_000  # a recording, and what a form puts around it
_UPLOADS = re.compile(
    r"/api/v1/(prompts|replies/[^/]+/clip|knowledge/articles/[^/]+/attachments|tickets/[^/]+/attachments"
    r"|customers/imports|inbox/email)"
)


class BodyLimit:
    """ASGI middleware: 413 for a body that is too long, said or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most_bytes = MOST_UPLOAD_BYTES if _UPLOADS.fullmatch(scope["path"]) else MOST_BODY_BYTES
        sentence = f"A request may have at most {most_bytes} bytes."
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most_bytes:
            problem = Problem(status=413, error_id="too-large", title="Content Too Large", detail=sentence)
            await response_of(problem)(scope, receive, send)
            return
        got_bytes = 0

        async def counted() -> Message:
            nonlocal got_bytes
            message = await receive()
            got_bytes += len(message.get("body", b""))
            if got_bytes > most_bytes:
                raise HTTPException(413, sentence)
            return message

        await self._app(scope, counted, send)
