"""Call-backs and voice messages: lists, cancelling, hearing, ringing back, marking as done."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.contracts.base import Page
from app.contracts.control import CallMade
from app.contracts.followups import CallbackView, MessageDone, VoiceMessageView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.calls.followups import CallbackState, FollowUpService, MessageState
from app.server.recordings.excerpt import excerpt
from app.server.security.audit import note_deed
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE

LongId = Annotated[str, Path(max_length=80)]  # each parameter gets a copy of its own
Limit = Query(50, ge=1, le=LONGEST_PAGE)


def followups_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["call-backs and messages"])
    followups = FollowUpService(rooms.parts.database, rooms.parts.directory, rooms.parts.work.viewing)

    @router.get("/callbacks")
    async def callbacks(
        state: CallbackState | None = None,
        queue: str | None = Query(None, max_length=64),
        cursor: str | None = None,
        limit: int = Limit,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[CallbackView]:
        """Promised call-backs of my queues, or, for who leads, of all; the newest promise first."""
        eyes = rooms.eyes(user)
        page = await followups.callbacks(
            user, state=state, queue_id=queue, cursor=cursor, limit=limit, eyes=eyes
        )
        await rooms.noted(eyes, ((each.customer_id, each.for_call_id) for each in page.items))
        return page

    @router.get("/callbacks/{callback_id}")
    async def one_callback(callback_id: LongId, user: SignedInUser = Depends(rooms.user)) -> CallbackView:
        """One call-back, with its tries and what came of them."""
        eyes = rooms.eyes(user)
        found = await followups.callback(user, callback_id, eyes)
        await rooms.noted(eyes, [(found.customer_id, found.for_call_id)])
        return found

    @router.post("/callbacks/{callback_id}/cancel", status_code=204)
    async def cancel(
        request: Request, callback_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """He is not called back; why is kept with the call-back."""
        write = await write_of(request, user)

        async def effect() -> None:
            await followups.callback(user, callback_id)
            rooms.parts.seats.cancel_callback(user.user_id, callback_id)

        return await rooms.idempotency.outside(write, effect)

    @router.get("/voice-messages")
    async def messages(
        state: MessageState | None = None,
        queue: str | None = Query(None, max_length=64),
        cursor: str | None = None,
        limit: int = Limit,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[VoiceMessageView]:
        """What callers have said for my queues, or, for who leads, for all; the newest first."""
        eyes = rooms.eyes(user)
        page = await followups.messages(
            user, state=state, queue_id=queue, cursor=cursor, limit=limit, eyes=eyes
        )
        await rooms.noted(eyes, ((each.customer_id, each.call_id) for each in page.items))
        return page

    @router.get("/voice-messages/{message_id}")
    async def one_message(message_id: LongId, user: SignedInUser = Depends(rooms.user)) -> VoiceMessageView:
        """Who left it, when, for which queue; the sound itself is at ``/audio``."""
        eyes = rooms.eyes(user)
        found = await followups.message(user, message_id, eyes)
        await rooms.noted(eyes, [(found.customer_id, found.call_id)])
        return found

    @router.get("/voice-messages/{message_id}/audio", response_class=Response)
    async def audio(message_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The message alone, without what was said to the caller before; each look is noted."""
        message = await followups.message(user, message_id)
        sound = await rooms.parts.recordings.audio(message.recording_id)
        part = await asyncio.to_thread(excerpt, sound, message.from_s, message.from_s + message.length_s)
        await rooms.parts.database.write(
            lambda session: note_deed(
                session, utc_now(), user.user_id, "message.played", message_id, message.call_id
            )
        )
        return Response(part, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})

    @router.post("/voice-messages/{message_id}/call", status_code=201, response_model=CallMade)
    async def ring_back(
        request: Request, message_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """My phone rings, then who left the message; his number is not shown."""
        write = await write_of(request, user)

        async def effect() -> CallMade:
            number = await followups.number_of_message(user, message_id)
            return CallMade(call_id=rooms.parts.desk.control.dial(user.user_id, number))

        return await rooms.idempotency.outside(write, effect, 201)

    @router.post("/voice-messages/{message_id}/done", response_model=VoiceMessageView)
    async def done(
        request: Request,
        message_id: LongId,
        wish: MessageDone | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Dealt with, and how; or new again."""
        write, wished = await write_of(request, user), wish or MessageDone()
        return await rooms.idempotency.in_database(
            write,
            lambda session: followups.done(session, user, message_id, wished.done, wished.note, utc_now()),
        )

    return router
