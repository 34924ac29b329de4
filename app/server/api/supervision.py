"""Supervisors on running calls: listen, coach, talk, take over, end. Each deed is in the audit first."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Path, Request, Response

from app.contracts.control import Monitoring
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.core.types import Role
from app.server.desk.control import CallControl
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser

LongId = Path(max_length=80)
ROLES = {"listen": Role.LISTEN, "coach": Role.COACH, "talk": Role.TALK}


def supervision_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1/calls", tags=["supervision"])

    def control() -> CallControl:
        return rooms.parts.desk.control

    async def do(
        request: Request, user: SignedInUser, deed: str, call_id: str, act: Callable[[], None]
    ) -> Response:
        """Written before it happens: who cannot be noted does not listen."""
        if not user.leads:
            raise NotAllowedError("Only supervisors and administrators may do this.")
        write = await write_of(request, user)

        async def effect() -> None:
            await rooms.parts.database.write(
                lambda session: note_deed(session, utc_now(), user.user_id, deed, call_id)
            )
            act()

        return await rooms.idempotency.outside(write, effect)

    def phone_of(user: SignedInUser) -> str:
        known = rooms.parts.directory.user(user.user_id)
        return known.sip_user if known else ""

    @router.put("/{call_id}/monitor", status_code=204)
    async def monitor(
        request: Request, wish: Monitoring, call_id: str = LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """My phone rings, then I listen unheard, coach the agent alone, or talk with all. Said again, the
        mode changes within the call."""
        return await do(
            request,
            user,
            f"call.{wish.mode}",
            call_id,
            lambda: control().monitor(user.user_id, phone_of(user), call_id, ROLES[wish.mode]),
        )

    @router.delete("/{call_id}/monitor", status_code=204)
    async def end_monitoring(
        request: Request, call_id: str = LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """I hear no more; the call goes on unchanged."""
        return await do(
            request,
            user,
            "call.monitor-ended",
            call_id,
            lambda: control().end_monitoring(user.user_id, call_id),
        )

    @router.post("/{call_id}/take-over", status_code=204)
    async def take_over(
        request: Request, call_id: str = LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """For supervisors: the agent is out of the call, I have the customer."""
        return await do(
            request,
            user,
            "call.take-over",
            call_id,
            lambda: control().take_over(user.user_id, phone_of(user), call_id),
        )

    @router.post("/{call_id}/force-hang-up", status_code=204)
    async def force_hang_up(
        request: Request, call_id: str = LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """For supervisors: the call ends for everybody. It is noted with who did it."""
        return await do(
            request, user, "call.forced-end", call_id, lambda: control().force_hang_up(user.user_id, call_id)
        )

    return router
