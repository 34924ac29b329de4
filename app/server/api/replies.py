"""Quick replies: lists, writing, recordings; spoken into a call or sent to the caller as text."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile

from app.contracts.replies import (
    NewQuickReply,
    QuickReplyView,
    ReplyOrder,
    ReplyUsed,
    SpeakWish,
    TextTaken,
    TextWish,
)
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.prompts.model import MOST_BYTES
from app.server.replies.model import Reply
from app.server.security.model import SignedInUser

LongId = Annotated[str, Path(max_length=80)]


def replies_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["quick replies"])
    house = rooms.parts.replies
    replies, clips = house.replies, house.clips
    one_at_a_time = asyncio.Lock()  # converting takes a core

    @router.get("/replies")
    async def find(
        q: str = Query("", max_length=100), user: SignedInUser = Depends(rooms.user)
    ) -> list[QuickReplyView]:
        """The team's and my own; ``q``: words in title, text or group."""
        return await replies.find(user, q)

    @router.post("/replies", status_code=201, response_model=QuickReplyView)
    async def create(
        request: Request, new: NewQuickReply, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """My own, or, by who leads, the team's."""
        write = await write_of(request, user)
        answer = await rooms.idempotency.in_database(
            write, lambda session: replies.create(session, user, new, utc_now()), 201
        )
        house.changed()
        return answer

    @router.put("/replies/order", status_code=204)
    async def arrange(order: ReplyOrder, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Said again, the latest one counts; so no key is needed."""
        await rooms.parts.database.write(
            lambda session: replies.arrange(session, user, order.scope, order.reply_ids, utc_now())
        )
        return Response(status_code=204)

    @router.post("/replies/{reply_id}/used", response_model=QuickReplyView)
    async def used(
        request: Request, reply_id: LongId, use: ReplyUsed, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Counted for me alone; what I use most I find first."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: replies.used(session, user, reply_id, utc_now())
        )

    @router.put("/replies/{reply_id}", response_model=QuickReplyView)
    async def change(
        request: Request, reply_id: LongId, new: NewQuickReply, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Replaces it. A recording of it stays until another one comes."""
        write = await write_of(request, user)
        answer = await rooms.idempotency.in_database(
            write, lambda session: replies.change(session, user, reply_id, new, utc_now())
        )
        house.changed()
        return answer

    @router.delete("/replies/{reply_id}", response_model=QuickReplyView)
    async def delete(
        request: Request, reply_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What was deleted."""
        write = await write_of(request, user)
        answer = await rooms.idempotency.in_database(
            write, lambda session: replies.delete(session, user, reply_id, utc_now())
        )
        house.changed()
        return answer

    # --- recordings --------------------------------------------------------------------------------

    @router.post("/replies/{reply_id}/clip", response_model=QuickReplyView)
    async def record(
        reply_id: LongId, file: UploadFile = File(), user: SignedInUser = Depends(rooms.user)
    ) -> QuickReplyView:
        """WAV, MP3 or OGG, in place of the one before. Heard from the next time on."""
        await replies.check_writable(user, reply_id)
        content = await file.read(MOST_BYTES + 1)
        async with one_at_a_time:
            clip = await asyncio.to_thread(clips.add, content)
        return await set_clip(user, reply_id, clip)

    @router.delete("/replies/{reply_id}/clip", response_model=QuickReplyView)
    async def forget(reply_id: LongId, user: SignedInUser = Depends(rooms.user)) -> QuickReplyView:
        """The recording alone; the text is spoken by machine then, where that is installed."""
        return await set_clip(user, reply_id, "")

    @router.get("/replies/{reply_id}/clip", response_class=Response)
    async def hear(reply_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The recording, to be heard before it is used (Ogg)."""
        reply = await replies.get(user, reply_id)
        sound = await asyncio.to_thread(clips.sound, reply.clip)
        return Response(sound, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})

    async def set_clip(user: SignedInUser, reply_id: str, clip: str) -> QuickReplyView:
        view = await rooms.parts.database.write(
            lambda session: replies.set_clip(session, user, reply_id, clip, utc_now())
        )
        house.changed()
        return view

    # --- in a call ---------------------------------------------------------------------------------

    async def to_say(user: SignedInUser, wish: SpeakWish) -> Reply:
        """Raises NotFoundError, InvalidValueError."""
        if not wish.article_id:
            return await replies.get(user, wish.reply_id)
        article = await rooms.parts.work.knowledge.reading.to_speak(user, wish.article_id)
        return Reply(article.article_id, "", article.title, article.say, article.language)

    @router.post("/calls/{call_id}/speak", status_code=204)
    async def speak(
        request: Request, call_id: LongId, wish: SpeakWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """A reply, or what an article says. Everybody in the call hears it. A text that takes a while to be
        rendered is heard when it is there:
        ``speaking_changed`` of the live messages says when, or that it failed."""
        write = await write_of(request, user)

        async def effect() -> None:
            reply = await to_say(user, wish)
            await house.speaking.speak(user.user_id, call_id, reply, wish.text)

        return await rooms.idempotency.outside(write, effect)

    @router.delete("/calls/{call_id}/speak", status_code=204)
    async def stop(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """What is being spoken into the call ends at once."""
        write = await write_of(request, user)
        return await rooms.idempotency.outside(write, lambda: house.speaking.stop(user.user_id, call_id))

    @router.post("/calls/{call_id}/text", status_code=201, response_model=TextTaken)
    async def text(
        request: Request, call_id: LongId, wish: TextWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Sent to the caller's number as a short message, also while I write up."""
        write = await write_of(request, user)
        await rooms.parts.calls.get(user, call_id)
        return await rooms.idempotency.in_database(
            write, lambda session: house.texting.keep(session, user, call_id, wish.text, utc_now()), 201
        )

    return router
