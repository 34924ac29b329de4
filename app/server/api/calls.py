"""Offers and calls: what an agent does with them, what came of them, and their recordings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.calls import CallRecord, CallResult, CallView, MissedCallView, RecordingView
from app.contracts.parties import LegQualityView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, utc_now
from app.server.recordings.excerpt import excerpt
from app.server.security.audit import note_deed
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE

Act = Callable[[str, str], Awaitable[None]]


def calls_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["calls"])
    desk, calls = rooms.parts.desk, rooms.parts.calls

    async def do(request: Request, user: SignedInUser, act: Act, subject: str) -> Response:
        write = await write_of(request, user)

        async def effect() -> None:
            await act(user.user_id, subject)

        return await rooms.idempotency.outside(write, effect)

    @router.post("/offers/{offer_id}/decline", status_code=204)
    async def decline(request: Request, offer_id: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The caller goes to somebody else, at his place; I become NOT_READY."""
        return await do(request, user, desk.decline, offer_id)

    @router.post("/calls/{call_id}/hold", status_code=204)
    async def hold(request: Request, call_id: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The customer hears music until I resume."""
        return await do(request, user, desk.hold, call_id)

    @router.post("/calls/{call_id}/resume", status_code=204)
    async def resume(request: Request, call_id: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Back from hold."""
        return await do(request, user, desk.resume, call_id)

    @router.post("/calls/{call_id}/activate", status_code=204)
    async def activate(request: Request, call_id: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Of several calls, the one that she speaks in from now on; the present one is held."""
        return await do(request, user, desk.activate, call_id)

    @router.post("/calls/{call_id}/hang-up", status_code=204)
    async def hang_up(request: Request, call_id: str, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The call ends for me and the customer. In a conference the others go on."""
        return await do(request, user, desk.hang_up, call_id)

    @router.get("/calls")
    async def list_calls(
        mine: bool = True,
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[CallView]:
        """Newest first: mine, or, for who leads, everybody's (``mine=false``)."""
        eyes = rooms.eyes(user)
        page = await calls.list(user, mine=mine, cursor=cursor, limit=limit, eyes=eyes)
        await rooms.noted(eyes, ((each.customer_id, each.call_id) for each in page.items))
        return page

    @router.get("/calls/missed")
    async def missed(
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[MissedCallView]:
        """What rang at my desk and I did not take, newest first."""
        eyes = rooms.eyes(user)
        page = await rooms.missed.list(user, cursor, limit, eyes)
        await rooms.noted(eyes, ((each.customer_id, each.call_id) for each in page.items))
        return page

    @router.get("/calls/{call_id}")
    async def one_call(call_id: str, user: SignedInUser = Depends(rooms.user)) -> CallRecord:
        """One call with all that was kept: parties, transfers, how it ended. For who leads, anybody's."""
        eyes = rooms.eyes(user)
        call = await calls.get(user, call_id, eyes)
        await rooms.noted(eyes, [(call.customer_id, call_id)])
        return call

    @router.get("/calls/{call_id}/quality")
    async def quality(call_id: str, user: SignedInUser = Depends(rooms.user)) -> list[LegQualityView]:
        """How each line sounded: loss, jitter, round trip, MOS (ITU-T G.107), every five seconds."""
        return await calls.quality(user, call_id)

    @router.put("/calls/{call_id}/result", response_model=CallView)
    async def put_result(
        request: Request, call_id: str, result: CallResult, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What came of it. ``finish`` ends my wrap-up. Said again, the latest one counts."""
        write = await write_of(request, user)
        now = utc_now()

        def effect(session: Session) -> CallView:
            view = calls.put_result(session, user, call_id, result, now)
            rooms.ticket_house.by_itself.result_noted(session, call_id, now)
            return view

        response = await rooms.idempotency.in_database(write, effect)
        if result.finish and rooms.is_agent(user):
            await desk.finish_wrap_up(user.user_id, call_id)
        return response

    @router.get("/recordings/{recording_id}")
    async def recording(recording_id: str, user: SignedInUser = Depends(rooms.user)) -> RecordingView:
        """State, length, gaps and checksum; the sound itself is at ``/audio``."""
        return await _allowed_recording(rooms, user, recording_id)

    @router.get("/recordings/{recording_id}/audio", response_class=Response)
    async def audio(
        recording_id: str,
        from_s: float = Query(0.0, ge=0),
        to_s: float | None = Query(None, gt=0),
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """All of it, or the part from ``from_s`` to ``to_s``."""
        view = await _allowed_recording(rooms, user, recording_id)
        sound = await rooms.parts.recordings.audio(recording_id)
        if from_s > 0 or to_s is not None:
            sound = await asyncio.to_thread(excerpt, sound, from_s, to_s)
        # Written before a single byte is heard: who cannot be noted does not listen.
        await rooms.parts.database.write(
            lambda session: note_deed(
                session, utc_now(), user.user_id, "recording.played", recording_id, view.call_id
            )
        )
        return Response(sound, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})

    return router


async def _allowed_recording(rooms: Rooms, user: SignedInUser, recording_id: str) -> RecordingView:
    """Who may see the call may hear it. Raises NotFoundError, NotYourCallError."""
    view = await rooms.recording_index.view(recording_id)
    await rooms.parts.calls.get(user, view.call_id)
    return view
