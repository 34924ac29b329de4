"""What the desk asks about running calls: several, passed on, joined; and whom there is to call."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.calls import CallRecord, MissedCallView
from app.contracts.colleagues import CallDirectory
from app.contracts.control import CallMade, ConsultNote, NewCall, NewParty, PartyChange, TransferWish
from app.crm_client.reading import adapted, at_cursor, part, read
from app.crm_client.requests import SignedRequests

_MISSED = TypeAdapter(Page[MissedCallView])


class TalkCalls(SignedRequests):
    async def directory(self) -> CallDirectory:
        return read(await self._get("/directory"), CallDirectory)

    async def missed_calls(self, cursor: str | None = None) -> Page[MissedCallView]:
        """Mine, newest first."""
        return adapted(await self._get("/calls/missed", at_cursor(cursor)), _MISSED)

    async def make_call(self, new: NewCall) -> CallMade:
        """My phone rings, then the other."""
        return self._dialled(read(await self._write("POST", "/calls", new), CallMade))

    async def call_record(self, call_id: str) -> CallRecord:
        """All that was kept about one call."""
        return read(await self._get(f"/calls/{part(call_id)}"), CallRecord)

    async def activate(self, call_id: str) -> None:
        """Talk in this one; the present one is put on hold."""
        await self._write("POST", f"/calls/{part(call_id)}/activate")

    async def transfer(self, call_id: str, wish: TransferWish) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/transfer", wish)

    async def complete_consult(self, call_id: str, note: ConsultNote) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/consult/complete", note)

    async def cancel_consult(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/consult/cancel")

    async def swap_consult(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/consult/swap")

    async def join_consult(self, call_id: str) -> None:
        """All three talk."""
        await self._write("POST", f"/calls/{part(call_id)}/consult/conference")

    async def add_party(self, call_id: str, new: NewParty) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/parties", new)

    async def change_party(self, call_id: str, leg_id: str, change: PartyChange) -> None:
        await self._write("PATCH", f"/calls/{part(call_id)}/parties/{part(leg_id)}", change)

    async def drop_party(self, call_id: str, leg_id: str) -> None:
        await self._write("DELETE", f"/calls/{part(call_id)}/parties/{part(leg_id)}")

    async def leave(self, call_id: str) -> None:
        """The others go on."""
        await self._write("POST", f"/calls/{part(call_id)}/leave")

    async def pause_recording(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/recording/pause")

    async def resume_recording(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/recording/resume")
