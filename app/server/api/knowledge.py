"""Knowledge: search while typing, articles as they are read, votes, questions to an expert."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.contracts.base import Page
from app.contracts.knowledge import (
    ArticleHit,
    ArticleKind,
    ArticleState,
    ArticleVersion,
    ArticleView,
    CategoryView,
    NewQuestion,
    QuestionAnswer,
    QuestionView,
    UsefulVote,
)
from app.contracts.replies import ReplyLanguage
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.knowledge.search import MOST_HITS, Wish
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE

LongId = Annotated[str, Path(max_length=80)]
VersionNumber = Annotated[int | None, Query(ge=0, le=2_000_000_000)]


def knowledge_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])
    house = rooms.parts.work.knowledge
    reading = house.reading

    @router.get("/search")
    async def search(
        q: str = Query("", max_length=200, examples=["空调不制冷", "return policy"]),
        queue_id: str = Query("", max_length=64),
        category_id: str = Query("", max_length=64),
        kind: ArticleKind | None = None,
        language: ReplyLanguage | None = None,
        limit: int = Query(20, ge=1, le=MOST_HITS),
        user: SignedInUser = Depends(rooms.user),
    ) -> list[ArticleHit]:
        """What is published and valid today; without words what helps most, the queue's first."""
        inside = await reading.below(category_id)
        return await house.search.find(Wish(q, queue_id, inside, kind or "", language or "", limit))

    @router.get("/categories")
    async def categories(user: SignedInUser = Depends(rooms.user)) -> list[CategoryView]:
        """The tree, in its order, with how many articles can be read in each."""
        return await reading.categories()

    @router.get("/articles")
    async def articles(
        state: ArticleState = "PUBLISHED",
        category_id: str = Query("", max_length=64),
        kind: ArticleKind | None = None,
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[ArticleHit]:
        """Changed last first. Drafts and what is to be looked over are for who may write."""
        inside = await reading.below(category_id)
        return await reading.page(user, state, inside, kind or "", cursor, limit)

    @router.get("/articles/{article_id}")
    async def one_article(
        article_id: LongId, version: VersionNumber = None, user: SignedInUser = Depends(rooms.user)
    ) -> ArticleView:
        """What is published; with ``version`` any other, 0 the newest, for who may write."""
        return await reading.get(user, article_id, version)

    @router.get("/articles/{article_id}/versions")
    async def versions(article_id: LongId, user: SignedInUser = Depends(rooms.user)) -> list[ArticleVersion]:
        """Newest first, with who wrote each one and what was changed."""
        return await reading.versions(user, article_id)

    @router.put("/articles/{article_id}/vote", response_model=ArticleView)
    async def vote(
        request: Request, article_id: LongId, vote: UsefulVote, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Did it help? One vote a person; null takes it back."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: house.writing.vote(session, user, article_id, vote, utc_now())
        )

    @router.get("/attachments/{attachment_id}", response_class=Response)
    async def attachment(attachment_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Never shown by a browser as a page of this server: it is always saved."""
        file = await house.files.open(user, attachment_id)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Length": str(file.size_bytes),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return StreamingResponse(file.pieces, media_type=file.media_type, headers=headers)

    # --- ask the expert ----------------------------------------------------------------------------

    @router.get("/questions")
    async def questions(
        is_open: bool | None = Query(None, alias="open"),
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[QuestionView]:
        """What I asked; for who may answer: all."""
        return await house.questions.page(user, is_open=is_open, cursor=cursor, limit=limit)

    @router.post("/questions", status_code=201, response_model=QuestionView)
    async def ask(
        request: Request,
        new: Annotated[
            NewQuestion,
            Body(openapi_examples={"refund": {"value": {"text": "礼品卡支付的订单退款退到哪里？"}}}),
        ],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """To the experts of a category, who are told of it."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: house.questions.ask(session, user, new, utc_now()), 201
        )

    @router.post("/questions/{question_id}/answer", response_model=QuestionView)
    async def answer(
        request: Request,
        question_id: LongId,
        answer: QuestionAnswer,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Who asked is told. With ``make_article`` a draft is made of it."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: house.questions.answer(session, user, question_id, answer, utc_now())
        )

    return router
