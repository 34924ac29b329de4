"""Who and what a call can be given to: colleagues, queues, saved numbers."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request

from app.contracts.colleagues import CallDirectory, SavedNumberView, TargetQueueView
from app.contracts.people import QueueView
from app.server.api.rooms import Rooms, language_of
from app.server.security.model import SignedInUser
from app.server.spoken import spelled


def directory_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["people"])
    desk, directory = rooms.parts.desk, rooms.parts.directory

    def as_target(queue: QueueView) -> TargetQueueView:
        return TargetQueueView(
            queue_id=queue.queue_id,
            name=queue.name,
            number=directory.plan.queues[queue.queue_id].number,
            agents_ready=queue.agents_ready,
            waiting=queue.waiting,
            expected_wait_s=queue.expected_wait_s,
            spelled=spelled(queue.name.zh),
        )

    @router.get("/directory")
    async def whole(request: Request, user: SignedInUser = Depends(rooms.user)) -> CallDirectory:
        """Without myself. Afterwards ``colleague_changed`` of the live messages keeps it true."""
        language = language_of(request)
        await asyncio.to_thread(spelled, "席")  # the first time its tables are read
        known = directory.plan.queues
        return CallDirectory(
            colleagues=desk.colleagues.all(language, but=user.user_id),
            queues=[as_target(queue) for queue in await desk.queues() if queue.queue_id in known],
            numbers=[
                SavedNumberView(name=name, number=each.number, spelled=spelled(name))
                for each in directory.saved_numbers
                for name in (each.name_in(language),)
            ],
        )

    return router
