"""How tickets are set up: types by administrators, macros by leads, saved lists by everybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request
from fastapi.openapi.models import Example
from starlette.responses import Response

from app.contracts.tickets import MacroView, SavedView, TicketTypeView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.api.tickets import LongId, reader_of
from app.server.security.model import SignedInUser

_TYPE = Example(
    summary="With the usual states",
    value={
        "code": "REPAIR",
        "name": {"code": "REPAIR", "zh": "报修", "en": "Repair"},
        "states": [],
        "moves": [],
        "department": "售后组",
        "promises": [{"priority": "URGENT", "first_response_min": 15, "resolution_min": 240}],
    },
)
_MACRO = Example(
    summary="Wait for the customer's picture",
    value={
        "macro_id": "ask-picture",
        "name": {"code": "ask-picture", "zh": "请客户发照片", "en": "Ask for a picture"},
        "to_state": "WAITING",
        "comment": "请把故障部位的照片发给我们。",
        "for_customer": True,
    },
)
_VIEW = Example(summary="Mine, due first", value={"name": "我的待办", "query": {"mine": True, "sort": "due"}})


def tickets_set_up_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets"])
    set_up = rooms.tickets.set_up

    @router.put("/tickets/types/{code}", response_model=TicketTypeView)
    async def put_type(
        request: Request,
        code: LongId,
        view: Annotated[TicketTypeView, Body(openapi_examples={"usual": _TYPE})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Without ``states`` it has the usual ones. Checked: every state can be reached and left, ends are
        reached, kinds fit; what is wrong is listed (``ticket-type``)."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.put_type(session, reader, code, view, utc_now())
        )

    @router.put("/tickets/macros/{macro_id}", response_model=MacroView)
    async def put_macro(
        request: Request,
        macro_id: LongId,
        view: Annotated[MacroView, Body(openapi_examples={"picture": _MACRO})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Made or replaced, by who leads. Checked against the types that it is for."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.put_macro(session, reader, macro_id, view, utc_now())
        )

    @router.delete("/tickets/macros/{macro_id}", response_model=MacroView)
    async def delete_macro(
        request: Request, macro_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What was removed."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.delete_macro(session, reader, macro_id, utc_now())
        )

    @router.post("/tickets/views", status_code=201, response_model=SavedView)
    async def save_view(
        request: Request,
        view: Annotated[SavedView, Body(openapi_examples={"mine": _VIEW})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Saves a list: what it asks for, under a name. Shared ones are made by who leads."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.save(session, reader, None, view), 201
        )

    @router.put("/tickets/views/{view_id}", response_model=SavedView)
    async def change_view(
        request: Request, view_id: LongId, view: SavedView, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Replaces name and query of a list that I saved."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.save(session, reader, view_id, view)
        )

    @router.delete("/tickets/views/{view_id}", response_model=SavedView)
    async def delete_view(
        request: Request, view_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What was deleted."""
        write, reader = await write_of(request, user), reader_of(rooms, request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: set_up.forget(session, reader, view_id)
        )

    return router
