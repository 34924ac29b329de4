"""Recordings of the company's own: upload, list, remove. For administrators."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile
from sqlalchemy.orm import Session

from app.contracts.prompts import PromptsView, PromptView
from app.server.api.rooms import Rooms, utc_now
from app.server.prompts.model import MOST_BYTES, StoredPrompt
from app.server.prompts.store import PromptFolder
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, RoleName, SignedInUser


def prompts_router(rooms: Rooms, folder: PromptFolder) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["prompts"])
    one_at_a_time = asyncio.Lock()  # converting takes a core

    async def note(user: SignedInUser, action: str, subject: str) -> None:
        def effect(session: Session) -> None:
            note_deed(session, utc_now(), user.user_id, action, subject)

        await rooms.parts.database.write(effect)

    @router.get("/prompts")
    async def own(user: SignedInUser = Depends(rooms.user)) -> PromptsView:
        """Recordings of the company's own that flows can play."""
        _check(user)
        return PromptsView(items=[_view(each) for each in await asyncio.to_thread(folder.all)])

    @router.post("/prompts", status_code=201)
    async def upload(
        name: str = Form(max_length=40),
        language: str = Form(default="zh", max_length=10),
        file: UploadFile = File(),
        user: SignedInUser = Depends(rooms.user),
    ) -> PromptView:
        """WAV, MP3 or OGG; one of the same name is replaced. Heard from the next call on."""
        _check(user)
        content = await file.read(MOST_BYTES + 1)
        async with one_at_a_time:
            stored = await asyncio.to_thread(folder.add_bytes, language, name, content)
        await note(user, "prompt.added", stored.full_name)
        return _view(stored)

    @router.delete("/prompts/{language}/{name}", status_code=204)
    async def remove(language: str, name: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Flows play the shipped one of that name, or none, from the next call on."""
        _check(user)
        await asyncio.to_thread(folder.remove, language, name)
        await note(user, "prompt.removed", f"{language}/{name}")
        return Response(status_code=204)

    return router


def _check(user: SignedInUser) -> None:
    if user.role is not RoleName.ADMIN:
        raise NotAllowedError("Only administrators may change what callers hear.")


def _view(stored: StoredPrompt) -> PromptView:
    return PromptView(
        language=stored.folder, name=stored.name, size_bytes=stored.size_bytes, changed_at=stored.changed_at
    )
