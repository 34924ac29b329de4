"""What was sent outside and how it fared, the ways there, and which messages a customer wants."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from fastapi.openapi.models import Example
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.notice_texts import NoticeTextView, NoticeTextWish
from app.contracts.notices import (
    Channel,
    ChannelTest,
    ChannelTested,
    ChannelView,
    ContactWay,
    ContactWish,
    OutgoingCounts,
    OutgoingView,
)
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.notify import outgoing, wording
from app.server.notify.contact_ways import contact_ways, set_contact_wish
from app.server.notify.outgoing import Asked, Looking, Whom
from app.server.security.model import SignedInUser
from app.server.storage.after import after_commit

Id = Annotated[int, Path(ge=1, le=2**62)]
ChannelId = Annotated[str, Path(max_length=40)]
CustomerId = Annotated[str, Path(max_length=64)]
_WORDS = Example(
    value={
        "zh": {"title": "", "text": "您好，您的工单 {number} 已受理，查询码 {code}。"},
        "en": {"title": "", "text": ""},
    }
)


def outgoing_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["notices"])
    parts = rooms.parts
    database, notify, directory = parts.database, parts.work.notify, parts.directory

    def looking(request: Request, user: SignedInUser) -> Looking:
        return Looking(user, parts.work.viewing.eyes(user), notify.texts, language_of(request))

    @router.get("/outgoing")
    async def find_outgoing(
        request: Request,
        state: Literal["NEW", "SENT", "DELIVERED", "FAILED", "SKIPPED"] | None = None,
        channel: Channel | None = None,
        subject: Annotated[str, Query(max_length=120)] = "",
        to: Whom = "all",
        cursor: Annotated[str | None, Query(max_length=400)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[OutgoingView]:
        """What was sent outside, newest first. ``subject``: "ticket:<id>". ``to``: customers, or people and
        groups of the house. Supervisors see it."""
        asked, who = Asked(state, channel, subject, to), looking(request, user)
        return await database.read(lambda session: outgoing.find_outgoing(session, who, asked, cursor, limit))

    @router.get("/outgoing/counts")
    async def counts(user: SignedInUser = Depends(rooms.user)) -> OutgoingCounts:
        """Of the last seven days, to customers: what did not go out."""
        return await database.read(lambda session: outgoing.count_outgoing(session, user, utc_now()))

    @router.post("/outgoing/{outgoing_id}/retry", response_model=OutgoingView)
    async def retry(request: Request, outgoing_id: Id, user: SignedInUser = Depends(rooms.user)) -> Response:
        """What failed or was left out is sent once more."""
        write, who = await write_of(request, user), looking(request, user)

        def effect(session: Session) -> OutgoingView:
            after_commit(session, notify.courier.wake, once="courier")
            return outgoing.retry(session, who, outgoing_id, utc_now())

        return await rooms.idempotency.in_database(write, effect)

    @router.get("/channels")
    async def channels(user: SignedInUser = Depends(rooms.user)) -> list[ChannelView]:
        """The ways to the outside and how they fare, in the order in which they are taken; never a secret.
        Administrators see it."""
        return await database.read(lambda session: notify.ways.views(session, user))

    @router.post("/channels/{channel_id}/test", response_model=ChannelTested)
    async def test_channel(
        request: Request, channel_id: ChannelId, test: ChannelTest, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Hands a test message over at once and says what the provider answered."""
        write = await write_of(request, user)
        return await rooms.idempotency.outside(write, lambda: notify.ways.test(user, channel_id, test.to))

    @router.get("/notices/texts")
    async def texts(user: SignedInUser = Depends(rooms.user)) -> list[NoticeTextView]:
        """What notices say, in both languages: the program's words and the company's own. Administrators see
        it."""
        return await database.read(lambda session: wording.views(session, user, notify.texts))

    @router.put("/notices/texts/{template}", response_model=NoticeTextView)
    async def put_text(
        request: Request,
        template: Annotated[str, Path(max_length=80)],
        wish: Annotated[NoticeTextWish, Body(openapi_examples={"a greeting of one's own": _WORDS})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """The company's own words, used from the next notice on; what is empty is as the program says it."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: wording.put(session, user, notify.texts, template, wish, utc_now())
        )

    @router.get("/customers/{customer_id}/contact-ways")
    async def customers_ways(
        request: Request, customer_id: CustomerId, user: SignedInUser = Depends(rooms.user)
    ) -> list[ContactWay]:
        """Whether this customer is sent short messages and e-mails."""
        language = language_of(request)
        return await database.read(lambda session: contact_ways(session, directory, customer_id, language))

    @router.put("/customers/{customer_id}/contact-ways")
    async def set_customers_way(
        request: Request,
        customer_id: CustomerId,
        wish: Annotated[ContactWish, Body()],
        user: SignedInUser = Depends(rooms.user),
    ) -> list[ContactWay]:
        """None of his addresses of this kind is sent anything from now on, or all may be again. The same
        wish again changes nothing."""
        language = language_of(request)

        def work(session: Session) -> list[ContactWay]:
            set_contact_wish(session, user, customer_id, wish, utc_now())
            return contact_ways(session, directory, customer_id, language)

        return await database.write(work)

    return router
