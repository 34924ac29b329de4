"""Tickets, read: lists, the board, one of them, its history and files; types, macros and saved lists."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from app.contracts.base import Page
from app.contracts.tickets import (
    BoardView,
    MacroView,
    SavedView,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketQuery,
    TicketTypeView,
    TicketView,
)
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.security.attachments import AttachmentStore
from app.server.security.model import SignedInUser
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import LONGEST_PAGE
from app.server.tickets.views import Reader

TicketId = Annotated[str, Path(max_length=64, description="The ticket's id, or its number: T20261121-0042")]
LongId = Annotated[str, Path(max_length=80)]


class ListParameters(TicketQuery):
    cursor: str | None = None
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = 50


def store_of(rooms: Rooms) -> AttachmentStore:
    """Raises NotFoundError where this server keeps no files."""
    if rooms.tickets.attachments is None:
        raise NotFoundError("This server keeps no attached files.")
    return rooms.tickets.attachments


def reader_of(rooms: Rooms, request: Request, user: SignedInUser) -> Reader:
    return rooms.tickets.reader(user, language_of(request))


def tickets_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets"])
    tickets = rooms.tickets

    @router.get("/tickets")
    async def list_tickets(
        request: Request,
        asked: Annotated[ListParameters, Query()],
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[TicketView]:
        """Agents' lists show what is theirs and their department's; leads' everything. Words in ``q``: in
        number, title, text, tags; or the beginning of the customer's name."""
        reader = reader_of(rooms, request, user)
        return await tickets.page(reader, asked, asked.cursor, asked.limit)

    @router.get("/tickets/counts")
    async def counts(request: Request, user: SignedInUser = Depends(rooms.user)) -> TicketCounts:
        """Of what her lists show; at most two seconds old."""
        return await tickets.counts(reader_of(rooms, request, user))

    @router.get("/tickets/board")
    async def board(
        request: Request,
        asked: Annotated[TicketQuery, Query()],
        user: SignedInUser = Depends(rooms.user),
    ) -> BoardView:
        """Of one ``type``; without it, of the first one."""
        code = asked.type[0] if asked.type else (await tickets.all_types())[0].code
        return await tickets.board(reader_of(rooms, request, user), code, asked)

    @router.get("/tickets/types")
    async def types(user: SignedInUser = Depends(rooms.user)) -> list[TicketTypeView]:
        """What a ticket of each type is: fields, states, moves, checklist, templates, promises."""
        return await tickets.all_types()

    @router.get("/tickets/macros")
    async def macros(user: SignedInUser = Depends(rooms.user)) -> list[MacroView]:
        """Several changes by one click, as leads have set them up."""
        return await tickets.macros()

    @router.get("/tickets/views")
    async def saved(request: Request, user: SignedInUser = Depends(rooms.user)) -> list[SavedView]:
        """Mine and those that are shared."""
        return await tickets.saved(reader_of(rooms, request, user))

    @router.get("/tickets/{ticket_id}")
    async def one_ticket(
        request: Request, ticket_id: TicketId, user: SignedInUser = Depends(rooms.user)
    ) -> TicketFile:
        """Everybody who works here may open any ticket: any customer may ring anybody."""
        return await tickets.file(reader_of(rooms, request, user), ticket_id)

    @router.get("/tickets/{ticket_id}/history")
    async def history(
        request: Request,
        ticket_id: TicketId,
        cursor: str | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[TicketEventView]:
        """Every change, the newest first."""
        return await tickets.history(reader_of(rooms, request, user), ticket_id, cursor)

    @router.get("/tickets/{ticket_id}/attachments/{attachment_id}", response_class=Response)
    async def attachment(
        request: Request, ticket_id: TicketId, attachment_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """The file. Who read it is noted."""
        reader, store = reader_of(rooms, request, user), store_of(rooms)
        row = await rooms.parts.database.write(
            lambda session: tickets.talk.attachment(session, reader, ticket_id, attachment_id, utc_now())
        )
        pieces = await asyncio.to_thread(store.pieces, row.blob_id)
        return file_response(pieces, row.name, row.media_type, row.size_bytes)

    return router


def file_response(pieces: Iterator[bytes], name: str, media_type: str, size_bytes: int) -> Response:
    """To be saved, never to be shown by a browser as a page of ours."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",  # RFC 6266 §4.3
        "Content-Length": str(size_bytes),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(pieces, media_type=media_type + charset, headers=headers)
