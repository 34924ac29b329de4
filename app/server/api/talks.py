"""Running calls: making them, transfer, consult, conference, digits, pausing the recording.

Everything here is a wish to the desk; what came of it is seen on the live line and in the call's record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.contracts.control import (
    CallMade,
    ConsultNote,
    DigitsToSend,
    NewCall,
    NewParty,
    PartyChange,
    TransferWish,
)
from app.contracts.parties import PartyView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms
from app.server.desk.control import CallControl
from app.server.security.model import SignedInUser

LongId = Annotated[str, Path(max_length=80)]  # each parameter gets a copy of its own


def talks_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1/calls", tags=["running calls"])

    def control() -> CallControl:
        return rooms.parts.desk.control

    async def do(request: Request, user: SignedInUser, act: Callable[[], None]) -> Response:
        write = await write_of(request, user)

        async def effect() -> None:
            act()

        return await rooms.idempotency.outside(write, effect)

    @router.post("", status_code=201, response_model=CallMade)
    async def dial(request: Request, new: NewCall, user: SignedInUser = Depends(rooms.user)) -> Response:
        """My phone rings first, then the number. Refused while I have or am offered a call."""
        write = await write_of(request, user)

        async def effect() -> CallMade:
            number = new.number.strip() or await rooms.whom.number_of(user, new.call_id, new.customer_id)
            return CallMade(call_id=control().dial(user.user_id, number, new.from_number.strip()))

        return await rooms.idempotency.outside(write, effect, 201)

    @router.post("/{call_id}/transfer", status_code=204)
    async def transfer(
        request: Request, wish: TransferWish, call_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Blind: the call is theirs as soon as somebody takes it, else it comes back. Consult: I talk with
        the target first, and the customer hears music."""
        return await do(
            request,
            user,
            lambda: control().transfer(user.user_id, call_id, wish.target, wish.mode, wish.note),
        )

    @router.post("/{call_id}/consult/complete", status_code=204)
    async def complete(
        request: Request,
        call_id: LongId,
        note: ConsultNote | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """The customer and the target are put together; I am out and write up."""
        text = note.note if note else ""
        return await do(request, user, lambda: control().complete(user.user_id, call_id, text))

    @router.post("/{call_id}/consult/cancel", status_code=204)
    async def cancel(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The target is let go; I have the customer back."""
        return await do(request, user, lambda: control().consult_step(user.user_id, call_id, "cancel"))

    @router.post("/{call_id}/consult/swap", status_code=204)
    async def swap(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """The other of the two: customer or target; who is left hears music."""
        return await do(request, user, lambda: control().consult_step(user.user_id, call_id, "swap"))

    @router.post("/{call_id}/consult/conference", status_code=204)
    async def conference(
        request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """All three in one conversation."""
        return await do(request, user, lambda: control().consult_step(user.user_id, call_id, "conference"))

    @router.get("/{call_id}/parties")
    async def parties(call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> list[PartyView]:
        """Who is in the call now, and as what. Mine, or, for who leads, anybody's."""
        return control().parties(user.user_id, user.leads, call_id)

    @router.post("/{call_id}/parties", status_code=204)
    async def add_party(
        request: Request, new: NewParty, call_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Rings somebody and takes him into the conversation. At most 32 are in one."""
        return await do(
            request, user, lambda: control().add_party(user.user_id, call_id, new.target, new.note)
        )

    @router.patch("/{call_id}/parties/{leg_id}", status_code=204)
    async def change_party(
        request: Request,
        change: PartyChange,
        call_id: LongId,
        leg_id: LongId,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Mutes or holds one party, or lets him speak and hear again."""
        return await do(
            request,
            user,
            lambda: control().change_party(user.user_id, call_id, leg_id, change.muted, change.held),
        )

    @router.delete("/{call_id}/parties/{leg_id}", status_code=204)
    async def drop_party(
        request: Request,
        call_id: LongId,
        leg_id: LongId,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Puts one party out; the others go on."""
        return await do(request, user, lambda: control().drop_party(user.user_id, call_id, leg_id))

    @router.post("/{call_id}/leave", status_code=204)
    async def leave(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """I leave a conference; the others go on."""
        return await do(request, user, lambda: control().leave(user.user_id, call_id))

    @router.post("/{call_id}/digits", status_code=204)
    async def digits(
        request: Request, sent: DigitsToSend, call_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Keys, sent to the other side as RFC 4733 or INFO, whichever it understands."""
        return await do(request, user, lambda: control().digits(user.user_id, call_id, sent.digits))

    @router.post("/{call_id}/recording/pause", status_code=204)
    async def pause(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Nothing is recorded, for card numbers and the like, until it is resumed or a limit is over."""
        return await do(request, user, lambda: control().pause_recording(user.user_id, call_id, True))

    @router.post("/{call_id}/recording/resume", status_code=204)
    async def resume(request: Request, call_id: LongId, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Recording goes on; the gap is marked in the recording."""
        return await do(request, user, lambda: control().pause_recording(user.user_id, call_id, False))

    return router
