"""Tickets, changed: made, filled in, moved, assigned, commented, linked, watched; files; many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, File, Form, Request, UploadFile
from fastapi.openapi.models import Example
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.contracts.tickets import (
    AttachmentView,
    BulkResult,
    BulkWish,
    LinkWish,
    MacroWish,
    NewComment,
    NewTicket,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketMoveWish,
    TicketView,
    WatchWish,
)
from app.server.api.idempotency import write_of, write_of_file
from app.server.api.rooms import Rooms, utc_now
from app.server.api.tickets import LongId, TicketId, reader_of, store_of
from app.server.security.model import SignedInUser
from app.server.storage.tables import Ticket
from app.server.tickets.many import AT_ONCE
from app.server.tickets.views import Reader, attachment_view

Change = Callable[[Session, Reader, datetime], Ticket]

_NEW = Example(
    summary="From a call",
    value={"call_id": "call-6f3a", "type": "REPAIR", "title": "冰箱漏水，要求上门维修", "priority": "HIGH"},
)
_CHANGE = Example(
    summary="Two fields, as read in version 3", value={"version": 3, "priority": "URGENT", "tags": ["返修"]}
)
_MOVE = Example(
    summary="Solved", value={"version": 4, "to_state": "RESOLVED", "solution": "已更换门封条，客户试用正常。"}
)
_ASSIGN = Example(
    summary="To a colleague", value={"version": 2, "to": "person", "user_id": "1005", "reason": "熟悉此型号"}
)
_BULK = Example(
    summary="A tag and a state for two",
    value={
        "ticket_ids": ["T20261121-0001", "T20261121-0002"],
        "add_tags": ["暴雨"],
        "to_state": "IN_PROGRESS",
    },
)


def tickets_changing_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets"])
    tickets = rooms.tickets
    changes, talk = tickets.changes, tickets.talk

    async def done(request: Request, user: SignedInUser, change: Change) -> Response:
        """Carried out once; answered with the ticket as lists show it."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)

        def effect(session: Session) -> TicketView:
            now = utc_now()
            return tickets.views.one(session, change(session, reader, now), reader, now)

        return await rooms.idempotency.in_database(write, effect)

    @router.post("/tickets", status_code=201, response_model=TicketView)
    async def create(
        request: Request,
        new: Annotated[NewTicket, Body(openapi_examples={"call": _NEW})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """A new ticket, with its number to be read out. Whose duty it is gets it (``assign``: "duty")."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: tickets.create(session, reader, new, utc_now()), 201
        )

    @router.post("/tickets/bulk", response_model=BulkResult)
    async def bulk(
        request: Request,
        wish: Annotated[BulkWish, Body(openapi_examples={"storm": _BULK})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Each by itself: what is refused says why, the others are done."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        ids = list(dict.fromkeys(wish.ticket_ids))

        async def effect() -> BulkResult:
            reader.person.check_write()
            finished: list[str] = []
            refused: dict[str, str] = {}
            for first in range(0, len(ids), AT_ONCE):
                some = ids[first : first + AT_ONCE]
                here, not_here = await rooms.parts.database.write(
                    lambda session, some=some: tickets.many.bulk(session, reader, some, wish, utc_now())
                )
                finished += here
                refused |= not_here
            return BulkResult(done=finished, refused=refused)

        return await rooms.idempotency.outside(write, effect)

    @router.patch("/tickets/{ticket_id}", response_model=TicketView)
    async def change(
        request: Request,
        ticket_id: TicketId,
        wish: Annotated[TicketChange, Body(openapi_examples={"two": _CHANGE})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """What others changed meanwhile is kept; where it is the same field, 409 with the present ticket."""
        return await done(request, user, lambda s, who, now: changes.change(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/move", response_model=TicketView)
    async def move(
        request: Request,
        ticket_id: TicketId,
        wish: Annotated[TicketMoveWish, Body(openapi_examples={"solved": _MOVE})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """To another state along a move of its type. Errors: ``ticket-move``, ``ticket-needs``."""
        return await done(request, user, lambda s, who, now: changes.move(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/assign", response_model=TicketView)
    async def assign(
        request: Request,
        ticket_id: TicketId,
        wish: Annotated[TicketAssign, Body(openapi_examples={"colleague": _ASSIGN})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """To a person, a department, by duty, or to oneself. Whoever takes it from somebody says why."""
        return await done(request, user, lambda s, who, now: changes.assign(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/accept", response_model=TicketView)
    async def answer(
        request: Request, ticket_id: TicketId, wish: TicketAnswer, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Taken, or sent back with a reason."""
        return await done(request, user, lambda s, who, now: changes.answer(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/macro", response_model=TicketView)
    async def macro(
        request: Request, ticket_id: TicketId, wish: MacroWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """All that the macro says, at once or not at all."""
        return await done(request, user, lambda s, who, now: tickets.many.macro(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/comments", status_code=200, response_model=TicketView)
    async def comment(
        request: Request, ticket_id: TicketId, new: NewComment, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """For the house, or for the customer, who is sent it."""
        return await done(request, user, lambda s, who, now: talk.comment(s, who, ticket_id, new, now))

    @router.put("/tickets/{ticket_id}/watch", response_model=TicketView)
    async def watch(
        request: Request, ticket_id: TicketId, wish: WatchWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Told of each change, or no longer: I, or by who leads somebody else."""
        return await done(request, user, lambda s, who, now: talk.watch(s, who, ticket_id, wish, now))

    @router.post("/tickets/{ticket_id}/links", response_model=TicketView)
    async def link(
        request: Request, ticket_id: TicketId, wish: LinkWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """To another ticket (by its number) or to a call."""
        return await done(request, user, lambda s, who, now: talk.link(s, who, ticket_id, wish, now))

    @router.delete("/tickets/{ticket_id}/links/{kind}/{target}", response_model=TicketView)
    async def unlink(
        request: Request,
        ticket_id: TicketId,
        kind: Literal["parent", "child", "related", "call"],
        target: LongId,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """The link alone; what it led to stays."""
        return await done(
            request, user, lambda s, who, now: talk.unlink(s, who, ticket_id, kind, target, now)
        )

    @router.post("/tickets/{ticket_id}/attachments", status_code=201, response_model=AttachmentView)
    async def attach(
        request: Request,
        ticket_id: TicketId,
        file: UploadFile = File(),
        for_customer: bool = Form(default=False),
        comment_id: str | None = Form(default=None, max_length=64),
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """At most 20 MB. What it is says its content, not its name; programs are refused. It is encrypted on
        the disk, and scanned where the company wants."""
        reader, store = reader_of(rooms, request, user), store_of(rooms)
        await rooms.parts.database.read(lambda session: talk.check_attach(session, reader, ticket_id))
        write = await write_of_file(request, user, file.file)
        stored = await asyncio.to_thread(store.keep, file.file, file.filename or "")
        attached = False

        def effect(session: Session) -> AttachmentView:
            nonlocal attached
            row = talk.attach(session, reader, ticket_id, stored, for_customer, comment_id, utc_now())
            attached = True
            return attachment_view(row, user.display_name, may_remove=True)

        try:
            answer = await rooms.idempotency.in_database(write, effect, 201)
        except BaseException:
            await asyncio.to_thread(store.remove, stored.blob_id)
            raise
        if not attached:  # the same request again: it has its file already
            await asyncio.to_thread(store.remove, stored.blob_id)
        return answer

    @router.delete("/tickets/{ticket_id}/attachments/{attachment_id}", status_code=204)
    async def detach(
        request: Request, ticket_id: TicketId, attachment_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """The file is gone for good; that it was there stays in the history."""
        reader, store = reader_of(rooms, request, user), store_of(rooms)
        blob_id = await rooms.parts.database.write(
            lambda session: talk.detach(session, reader, ticket_id, attachment_id, utc_now())
        )
        await asyncio.to_thread(store.remove, blob_id)
        return Response(status_code=204)

    return router
