"""Types of tickets, and what tickets do by themselves, as files: for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request
from fastapi.openapi.models import Example
from starlette.responses import Response

from app.contracts.ticket_set_up import RulesChecked, SetUpFile, TicketRulesFile, TypesChecked
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.api.tickets import reader_of
from app.server.security.model import SignedInUser
from app.server.tickets.set_up_file import TicketSetUpFiles

_TYPES = Example(
    summary="One type, with the usual states",
    value={"text": "types:\n  - code: REPAIR\n    zh: 报修\n    en: Repair\n    department: 售后组\n"},
)
_RULES = Example(
    summary="Late ones are told upwards after half an hour",
    value={"text": "late:\n  - {after_min: 0, to: assignee}\n  - {after_min: 30, to: lead}\n"},
)
TypesFile = Annotated[SetUpFile, Body(openapi_examples={"usual": _TYPES})]
RulesFile = Annotated[SetUpFile, Body(openapi_examples={"late": _RULES})]


def tickets_set_up_files_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets"])
    database, files = rooms.parts.database, TicketSetUpFiles(rooms.tickets.types)

    @router.get("/tickets/types/file")
    async def types_file(request: Request, user: SignedInUser = Depends(rooms.user)) -> SetUpFile:
        """All types that are in force, as they would be written."""
        reader = reader_of(rooms, request, user)
        return await database.read(lambda session: files.types_file(session, reader))

    @router.post("/tickets/types/check")
    async def check_types(
        request: Request, file: TypesFile, user: SignedInUser = Depends(rooms.user)
    ) -> TypesChecked:
        """Everything that is wrong with a file of types, at once and in both languages; changes nothing."""
        reader = reader_of(rooms, request, user)
        return await database.read(lambda session: files.check_types(session, reader, file.text))

    @router.put("/tickets/types", response_model=TypesChecked)
    async def put_types(
        request: Request, file: TypesFile, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """In force from now on: all of the file, or nothing where it has ``faults``. Types that it does not
        name stay. With the ``version`` that was read, another's change meanwhile is not overwritten."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: files.put_types(session, reader, file, utc_now())
        )

    @router.get("/tickets/rules")
    async def rules_file(request: Request, user: SignedInUser = Depends(rooms.user)) -> TicketRulesFile:
        """What tickets do by themselves."""
        reader = reader_of(rooms, request, user)
        return await database.read(lambda session: files.rules_file(session, reader))

    @router.post("/tickets/rules/check")
    async def check_rules(
        request: Request, file: RulesFile, user: SignedInUser = Depends(rooms.user)
    ) -> RulesChecked:
        """Everything that is wrong with a file of rules, at once and in both languages; changes nothing."""
        return files.check_rules(reader_of(rooms, request, user), file.text)

    @router.put("/tickets/rules", response_model=RulesChecked)
    async def put_rules(
        request: Request, file: RulesFile, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """In force within ten seconds, unless it has ``faults``. What is left out is as it comes with the
        program. With the ``version`` that was read, another's change meanwhile is not overwritten."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: files.put_rules(session, reader, file, utc_now())
        )

    return router
