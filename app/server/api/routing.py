"""Why a call went to whom; wrap-up extended or ended; a call back to a cut-off customer that is stopped."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.contracts.routing import AssignmentView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser

LongId = Annotated[str, Path(max_length=80)]  # each parameter gets a copy of its own


def routing_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["routing"])
    desk, calls, seats = rooms.parts.desk, rooms.parts.calls, rooms.parts.seats

    @router.get("/calls/{call_id}/assignments")
    async def assignments(call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> list[AssignmentView]:
        """Every offer with its explanation, as data and in sentences."""
        return await calls.assignments(user, call_id)

    @router.post("/calls/{call_id}/reconnect/stop", status_code=204)
    async def stop_reconnecting(
        request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """She does not wait for the customer who was cut off."""

        async def effect() -> None:
            await desk.stop_reconnecting(user.user_id, call_id)

        return await rooms.idempotency.outside(await write_of(request, user), effect)

    @router.post("/agents/me/wrap-up/extend", status_code=204)
    async def extend(request: Request, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Once for each wrap-up, by as much as the queue allows."""

        async def effect() -> None:
            seats.extend_wrap_up(user.user_id)

        return await rooms.idempotency.outside(await write_of(request, user), effect)

    @router.post("/agents/{agent_id}/wrap-up/end", status_code=204)
    async def end(request: Request, agent_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """By a supervisor; noted first."""
        if not user.leads:
            raise NotAllowedError("Only supervisors and administrators may do this.")

        async def effect() -> None:
            await rooms.parts.database.write(
                lambda session: note_deed(session, utc_now(), user.user_id, "wrap-up.ended", agent_id)
            )
            seats.end_wrap_up(user.user_id, agent_id)

        return await rooms.idempotency.outside(await write_of(request, user), effect)

    return router
