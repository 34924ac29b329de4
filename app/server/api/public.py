"""Tickets for customers and other programs, without a sign-in: progress, answer, satisfaction; the inboxes.

Customers come with number and check code, programs and mail servers with a secret token
(``seatline admin ticket-rules token``).
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Header, Path, Query, Request, Response
from sqlalchemy.orm import Session

from app.contracts.tickets import (
    CustomerAnswer,
    OutsideTicket,
    SatisfactionWish,
    TakenIn,
    TicketProgress,
)
from app.server.api.idempotency import Write
from app.server.api.public_door import PublicDoor
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.storage.tables import Ticket
from app.server.tickets.by_itself_email import read_mail
from app.server.tickets.by_itself_files import TakenFiles, drop_files, take_files
from app.server.tickets.by_itself_inbox import Inbox
from app.server.tickets.satisfaction import rate
from app.server.tickets.service import known_blobs

Number = Annotated[str, Path(max_length=40, examples=["T20261121-0042"])]
Token = Annotated[str, Header(max_length=200, description="The secret of this inbox.")]
_ANSWER: Final[dict[str, Any]] = {
    "An answer": {"value": {"code": "K7M2PQX4RT", "text": "师傅周六上午来可以吗？"}}
}
_RATING: Final[dict[str, Any]] = {
    "Solved": {"value": {"code": "K7M2PQX4RT", "solved": True, "score": 5, "note": "很快"}},
    "Not solved": {"value": {"code": "K7M2PQX4RT", "solved": False, "score": 2, "note": "还在漏水"}},
}
_OUTSIDE: Final[dict[str, Any]] = {
    "Of a shop": {
        "value": {
            "external_id": "shop-2026-11-21-778",
            "type": "REPAIR",
            "title": "净水器漏水",
            "text": "客户在网店留言：净水器接口漏水。",
            "priority": "HIGH",
            "number": "13812345678",
        }
    }
}
_MAIL: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "From: li@example.com\r\nSubject: Re: T20261121-0042\r\n\r\n周六上午可以。\r\n",
            }
        },
    }
}


def public_router(rooms: Rooms, door: PublicDoor) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets from outside"])
    house = rooms.ticket_house

    @router.get("/public/tickets/{number}")
    async def progress(
        request: Request, response: Response, number: Number, code: str = Query("", max_length=60)
    ) -> TicketProgress:
        """How far a ticket is. A wrong number and a wrong code get the same answer."""
        response.headers["Cache-Control"] = "private, no-store"
        return await door.look(request, number, code, language_of(request))

    @router.get("/public/tickets/{number}/files/{file_id}", response_class=Response)
    async def file(
        request: Request,
        number: Number,
        file_id: Annotated[str, Path(max_length=64)],
        code: str = Query("", max_length=60),
    ) -> Response:
        """A file that the house meant for the customer; who read it is noted."""
        return await door.file(request, number, code, file_id)

    @router.post("/public/tickets/{number}/comments", status_code=204)
    async def answer(
        request: Request,
        number: Number,
        said: Annotated[CustomerAnswer, Body(openapi_examples=_ANSWER)],
    ) -> Response:
        """What the customer writes. The same words twice are kept once."""
        now = utc_now()

        def deed(session: Session, ticket: Ticket) -> None:
            house.desk.answer(session, ticket, said.text, now)

        await door.act(request, number, said.code, deed)
        return Response(status_code=204)

    @router.post("/public/tickets/{number}/satisfaction", status_code=204)
    async def satisfaction(
        request: Request,
        number: Number,
        wish: Annotated[SatisfactionWish, Body(openapi_examples=_RATING)],
    ) -> Response:
        """Solved: the ticket is confirmed. Not solved: it is opened again. The later word counts."""
        now = utc_now()

        def deed(session: Session, ticket: Ticket) -> None:
            rate(
                session,
                house.changes,
                ticket,
                solved=wish.solved,
                score=wish.score,
                note=wish.note,
                now=now,
            )

        await door.act(request, number, wish.code, deed)
        return Response(status_code=204)

    @router.post("/inbox/tickets", response_model=TakenIn)
    async def take_ticket(
        request: Request,
        sent: Annotated[OutsideTicket, Body(openapi_examples=_OUTSIDE)],
        x_seatline_token: Token = "",
    ) -> Response:
        """A ticket of another program. Its ``external_id`` sent again makes no second one."""
        now = utc_now()
        await _check(rooms, "tickets", x_seatline_token)
        write = Write("inbox:tickets", "", "POST", request.url.path, "")
        return await rooms.idempotency.in_database(
            write, lambda session: house.inbox.take_ticket(session, sent, now)
        )

    @router.post("/inbox/email", response_model=TakenIn, openapi_extra=_MAIL)
    async def take_mail(request: Request, x_seatline_token: Token = "") -> Response:
        """A raw e-mail (RFC 5322), as a mail server pipes it. A ticket's number in the subject makes it a
        comment on that ticket; automatic answers are left alone; the same message again changes nothing. Its
        files come to the ticket through the same checks and scanner as those that people attach."""
        now = utc_now()
        await _check(rooms, "email", x_seatline_token)
        mail = await asyncio.to_thread(read_mail, await request.body())
        key = hashlib.sha256(mail.once.encode()).hexdigest()
        write = Write("inbox:email", key, "POST", request.url.path, "")
        sent = () if mail.is_automatic else mail.files
        files = await asyncio.to_thread(take_files, house.attachments, sent)
        try:
            return await rooms.idempotency.in_database(
                write, lambda session: house.inbox.take_mail(session, mail, now, files)
            )
        finally:
            await _drop_unused(rooms, files)

    return router


async def _drop_unused(rooms: Rooms, files: TakenFiles) -> None:
    """The mail had come before, or could not be taken."""
    blob_ids = [each.blob_id for each in files.stored]
    if blob_ids:
        known = await rooms.parts.database.read(lambda session: known_blobs(session, blob_ids))
        unused = [each for each in blob_ids if each not in known]
        await asyncio.to_thread(drop_files, rooms.ticket_house.attachments, unused)


async def _check(rooms: Rooms, inbox: Inbox, token: str) -> None:
    """Raises NotAllowedError, before anything else is looked at."""
    house = rooms.ticket_house
    await rooms.parts.database.read(lambda session: house.inbox.check_token(session, inbox, token))
