"""Knowledge, written: drafts, what happens to them, attachments, the tree of categories."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, File, Path, Request, Response, UploadFile
from fastapi.openapi.models import Example
from sqlalchemy.orm import Session

from app.contracts.knowledge import ArticleStep, ArticleView, NewArticle
from app.server.api.idempotency import write_of, write_of_file
from app.server.api.knowledge import LongId
from app.server.api.knowledge_categories import add_categories
from app.server.api.rooms import Rooms, utc_now
from app.server.knowledge.model import Step
from app.server.security.model import SignedInUser

Done = Literal["submit", "approve", "return", "withdraw", "restore"]

_ARTICLE = Example(
    value={
        "kind": "SCRIPT",
        "title": "安抚等待维修的客户",
        "say": "非常理解您的心情，我马上为您加急，今天下班之前一定给您回电。",
        "body": "1. 先道歉\n2. 说明下一步\n3. **约定时间**",
        "questions": ["维修太慢怎么安抚"],
        "category_id": "complaints",
        "queues": ["complaints"],
    }
)


def knowledge_writing_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])
    house = rooms.parts.work.knowledge
    database = rooms.parts.database

    add_categories(router, rooms)

    @router.post("/articles", status_code=201, response_model=ArticleView)
    async def create(
        request: Request,
        new: Annotated[NewArticle, Body(openapi_examples={"script": _ARTICLE})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """A first draft, by who may write; read by others once it is approved."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: house.writing.create(session, user, new, utc_now()), 201
        )

    @router.put("/articles/{article_id}", response_model=ArticleView)
    async def save(
        request: Request, article_id: LongId, new: NewArticle, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """A new draft version. Another's draft meanwhile is merged, or ``article-changed`` (409) shows it."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: house.writing.save(session, user, article_id, new, utc_now())
        )

    # Before the steps, whose path it resembles.
    @router.post("/articles/{article_id}/attachments", status_code=201, response_model=ArticleView)
    async def attach(
        request: Request,
        article_id: LongId,
        file: UploadFile = File(),
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """At most 20 MB; what it is says its content, not its name. It is scanned where the company wants."""
        await database.read(lambda session: house.files.check_writable(session, user, article_id))
        write = await write_of_file(request, user, file.file)
        stored = await asyncio.to_thread(house.files.keep, file.file, file.filename or "")
        attached = False

        def effect(session: Session) -> ArticleView:
            nonlocal attached
            view = house.files.attach(session, user, article_id, stored, utc_now())
            attached = True
            return view

        try:
            answer = await rooms.idempotency.in_database(write, effect, 201)
        except BaseException:
            await asyncio.to_thread(house.files.drop, stored)
            raise
        if not attached:  # the same request again: it has its file already
            await asyncio.to_thread(house.files.drop, stored)
        return answer

    @router.post("/articles/{article_id}/{step}", response_model=ArticleView)
    async def take_step(
        request: Request,
        article_id: LongId,
        step: Annotated[Done, Path()],
        wish: ArticleStep,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """submit (whoever writes), approve, return, withdraw, restore (whoever approves)."""
        write = await write_of(request, user)

        def effect(session: Session) -> ArticleView:
            return house.writing.step(session, user, article_id, Step(step), wish, utc_now())

        answer = await rooms.idempotency.in_database(write, effect)
        house.changed()
        return answer

    @router.delete("/attachments/{attachment_id}")
    async def detach(attachment_id: LongId, user: SignedInUser = Depends(rooms.user)) -> ArticleView:
        """The file of an article is gone for good."""
        view = await database.write(
            lambda session: house.files.detach(session, user, attachment_id, utc_now())
        )
        await asyncio.to_thread(house.files.remove, attachment_id)
        return view

    return router
