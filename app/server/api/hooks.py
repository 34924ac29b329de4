"""Messages in from the company's systems and from providers. No sign-in: each is signed, or its address holds
a secret."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from app.server.api.rooms import Rooms
from app.server.connectors.sources.hooks import Message


def hooks_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1/hooks", tags=["messages in"])

    @router.post("/sources/{source_id}", status_code=204)
    async def source_told(request: Request, source_id: str) -> Response:
        """A customer or an order changed (docs/connectors.md). ``X-Seatline-Timestamp``,
        ``X-Seatline-Event`` and ``X-Seatline-Signature`` say from whom and when; the same event again
        changes nothing."""
        headers = request.headers
        message = Message(
            timestamp=headers.get("x-seatline-timestamp", "")[:40],
            signature=headers.get("x-seatline-signature", "")[:200],
            event_id=headers.get("x-seatline-event", "")[:200],
            body=await request.body(),
        )
        await rooms.parts.sources.take(source_id, message)
        return Response(status_code=204)

    @router.post("/receipts/{channel_id}/{key}", response_model=dict[str, int | str])
    async def receipts(
        request: Request,
        channel_id: Annotated[str, Path(max_length=40)],
        key: Annotated[str, Path(max_length=100)],
    ) -> Response:
        """What became of short messages, as Aliyun or Tencent Cloud report it: a list of their reports.
        ``key``: the channel's secret ``receipt_key``. Answered as the provider wants it (docs/notices.md)."""
        said = await rooms.parts.work.notify.receipts.take(channel_id, key, await request.body())
        return JSONResponse(dict(said))

    return router
