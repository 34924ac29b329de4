"""What the desk asks of the server about notices: what this person was told, and how she wants to be."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.notices import NoticeChoices, NoticeCounts, NoticeView, NoticeWishes, OutgoingView
from app.crm_client.reading import adapted, at_cursor, read
from app.crm_client.requests import SignedRequests

_NOTICES = TypeAdapter(Page[NoticeView])
_OUTGOING = TypeAdapter(Page[OutgoingView])


class NoticeCalls(SignedRequests):
    async def notices(self, cursor: str | None = None) -> Page[NoticeView]:
        """Newest first."""
        return adapted(await self._get("/notices", at_cursor(cursor)), _NOTICES)

    async def notice_counts(self) -> NoticeCounts:
        return read(await self._get("/notices/counts"), NoticeCounts)

    async def read_notice(self, notice_id: int) -> None:
        await self._write("POST", f"/notices/{notice_id}/read")

    async def read_all_notices(self) -> None:
        await self._write("POST", "/notices/read-all")

    async def notice_choices(self) -> NoticeChoices:
        """What wishes may name."""
        return read(await self._get("/notices/choices"), NoticeChoices)

    async def notice_wishes(self) -> NoticeWishes:
        return read(await self._get("/me/notice-wishes"), NoticeWishes)

    async def set_notice_wishes(self, wishes: NoticeWishes) -> NoticeWishes:
        return read(await self._write("PUT", "/me/notice-wishes", wishes), NoticeWishes)

    async def outgoing(self, cursor: str | None = None) -> Page[OutgoingView]:
        return adapted(await self._get("/outgoing", at_cursor(cursor)), _OUTGOING)
