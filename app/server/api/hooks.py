"""Messages in from the company's systems. No sign-in: each is signed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

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

    return router
