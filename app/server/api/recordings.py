"""Legal holds on recordings. (Seeing and hearing one stands with the calls.)"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.contracts.calls import RecordingHoldWish, RecordingView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.recordings import retention
from app.server.recordings.index import view_of
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import Recording


def recordings_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["recordings"])

    @router.put("/recordings/{recording_id}/hold", response_model=RecordingView)
    async def hold(
        request: Request,
        recording_id: str,
        wish: RecordingHoldWish,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Keep it whatever its age, or end that; both with a reason."""
        if not user.leads:
            raise NotAllowedError("Only supervisors and administrators may hold recordings.")

        def effect(session: Session) -> RecordingView:
            change = retention.hold if wish.held else retention.release
            change(session, recording_id, wish.reason, user.user_id, utc_now())
            session.flush()
            row = session.get(Recording, recording_id)
            if row is None:
                raise NotFoundError("There is no such recording.")
            return view_of(session, row)

        return await rooms.idempotency.in_database(await write_of(request, user), effect)

    return router
