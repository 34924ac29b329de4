"""Leave to see customers' private data: asked for, decided on, taken back; what each role sees anyway."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from app.contracts.base import Page
from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    AccessState,
    NewAccessRequest,
    ViewingPolicy,
)
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE

RequestId = Annotated[str, Path(max_length=80)]
_ASK = Body(
    openapi_examples={
        "one customer, for an hour": {
            "value": {"customer_id": "c0001", "reason": "核对送货地址和收货人", "minutes": 60}
        }
    }
)
_DECIDE = Body(
    openapi_examples={
        "granted for half an hour": {"value": {"grant": True, "minutes": 30}},
        "refused": {"value": {"grant": False, "note": "请客户回拨确认即可"}},
    }
)
_POLICY = Body(
    openapi_examples={
        "supervisors see numbers": {"value": {"in_full": {"SUPERVISOR": ["name", "number"]}}},
    }
)


def access_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["access"])
    access = rooms.parts.work.access

    @router.get("/access-requests")
    async def requests(
        state: AccessState | None = None,
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[AccessRequestView]:
        """Newest first: one's own; of all where one may approve."""
        return await access.list(user, state, cursor, limit, utc_now())

    @router.post("/access-requests", status_code=201, response_model=AccessRequestView)
    async def ask(
        request: Request, wish: NewAccessRequest = _ASK, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Asked again while the first is open, the latest reason counts."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: access.ask(session, user, wish, utc_now()), 201
        )

    @router.post("/access-requests/{request_id}/decide", response_model=AccessRequestView)
    async def decide(
        request: Request,
        request_id: RequestId,
        wish: AccessDecision = _DECIDE,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Nobody decides on her own request. What is granted holds from now on, for so many minutes."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: access.decide(session, user, request_id, wish, utc_now())
        )

    @router.post("/access-requests/{request_id}/withdraw", response_model=AccessRequestView)
    async def withdraw(
        request: Request, request_id: RequestId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """By who asked; what was granted, also by who may approve. It ends at once."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: access.withdraw(session, user, request_id, utc_now())
        )

    @router.get("/viewing-policy")
    async def policy(user: SignedInUser = Depends(rooms.user)) -> ViewingPolicy:
        """What each role sees in full without asking."""
        return access.policy()

    @router.put("/viewing-policy", response_model=ViewingPolicy)
    async def put_policy(
        request: Request, wish: ViewingPolicy = _POLICY, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """By administrators. Roles that are not named stay as they are; holds at once."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: access.put_policy(session, user, wish, utc_now())
        )

    return router
