"""Notices of a person, and how she wants to be told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.notices import (
    Channel,
    NoticeChoices,
    NoticeCounts,
    NoticeView,
    NoticeWishes,
)
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.notify import inbox, wishes
from app.server.security.model import SignedInUser

Id = Annotated[int, Path(ge=1, le=2**62)]
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=200)]
Wishes = Annotated[
    NoticeWishes,
    Body(
        openapi_examples={
            "mail by day": {
                "value": {
                    "channels": ["EMAIL"],
                    "off": ["ticket.watching"],
                    "quiet_from": "21:30",
                    "quiet_until": "08:00",
                    "email": "zhang.min@example.com",
                }
            },
            "only in the window": {"value": {"channels": []}},
        }
    ),
]


def notices_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["notices"])
    database, notify = rooms.parts.database, rooms.parts.work.notify

    @router.get("/notices")
    async def find(
        request: Request,
        unread: bool = False,
        cursor: Cursor = None,
        limit: Limit = 50,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[NoticeView]:
        """Newest first."""
        language = language_of(request)
        return await database.read(
            lambda session: inbox.find_notices(session, user.user_id, language, unread, cursor, limit)
        )

    @router.get("/notices/counts")
    async def counts(user: SignedInUser = Depends(rooms.user)) -> NoticeCounts:
        """How many are unread, and how many of these urgent."""
        return await database.read(lambda session: inbox.count_notices(session, user.user_id))

    @router.get("/notices/choices")
    async def choices(user: SignedInUser = Depends(rooms.user)) -> NoticeChoices:
        """What wishes may name."""

        def look(session: Session) -> list[Channel]:
            return [each for each in wishes.TO_PEOPLE if notify.office.is_set_up(session, each)]

        ways = await database.read(look)
        return NoticeChoices(kinds=wishes.kinds(notify.texts), channels=ways)

    @router.post("/notices/read-all", response_model=NoticeCounts)
    async def read_all(request: Request, user: SignedInUser = Depends(rooms.user)) -> Response:
        """All of mine are read."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: inbox.read_all(session, user.user_id, utc_now())
        )

    @router.post("/notices/{notice_id}/read", response_model=NoticeCounts)
    async def read(request: Request, notice_id: Id, user: SignedInUser = Depends(rooms.user)) -> Response:
        """One of mine is read."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: inbox.read_notice(session, user.user_id, notice_id, utc_now())
        )

    @router.get("/me/notice-wishes")
    async def my_wishes(user: SignedInUser = Depends(rooms.user)) -> NoticeWishes:
        """How I want to be told: ways, quiet hours, what not."""
        return await database.read(lambda session: wishes.read_wishes(session, user.user_id))

    @router.put("/me/notice-wishes", response_model=NoticeWishes)
    async def set_my_wishes(
        request: Request, wished: Wishes, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Replaces all of it. Said again, the latest one counts."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: wishes.write_wishes(session, user, wished, notify.texts)
        )

    return router
