"""For who is on call: what is wrong now, which lines are up."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from app.contracts.operations import OperationsView
from app.server.api.rooms import Rooms
from app.server.security.model import NotAllowedError, SignedInUser


def operations_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["operations"])

    @router.get("/operations")
    async def operations(user: SignedInUser = Depends(rooms.user)) -> OperationsView:
        """Alarms that stand, and each line to a provider: up or not, and why."""
        if not user.leads:
            raise NotAllowedError("Only supervisors and administrators see this.")
        return rooms.parts.alarms.view()

    return router
