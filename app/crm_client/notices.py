"""What the desk asks of the server about notices: what this person was told, and how she wants to be."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.notice_texts import NoticeTextView, NoticeTextWish
from app.contracts.notices import (
    ChannelTest,
    ChannelTested,
    ChannelView,
    ContactWay,
    ContactWish,
    NoticeChoices,
    NoticeCounts,
    NoticeView,
    NoticeWishes,
    OutgoingCounts,
    OutgoingView,
)
from app.crm_client.reading import adapted, at_cursor, part, read
from app.crm_client.requests import SignedRequests

_NOTICES = TypeAdapter(Page[NoticeView])
_OUTGOING = TypeAdapter(Page[OutgoingView])
_CHANNELS = TypeAdapter(list[ChannelView])
_WAYS = TypeAdapter(list[ContactWay])
_TEXTS = TypeAdapter(list[NoticeTextView])
TEST_TIMEOUT_S = 30.0  # a provider may be slow to say no


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

    # --- what is sent outside ------------------------------------------------------------------------

    async def outgoing(
        self, state: str = "", to: str = "all", cursor: str | None = None
    ) -> Page[OutgoingView]:
        """Newest first. ``state`` "": any; ``to``: "customers", "house" or "all"."""
        asked = at_cursor(cursor) | {"to": to} | ({"state": state} if state else {})
        return adapted(await self._get("/outgoing", asked), _OUTGOING)

    async def outgoing_counts(self) -> OutgoingCounts:
        return read(await self._get("/outgoing/counts"), OutgoingCounts)

    async def retry_outgoing(self, outgoing_id: int) -> OutgoingView:
        return read(await self._write("POST", f"/outgoing/{outgoing_id}/retry"), OutgoingView)

    async def channels(self) -> list[ChannelView]:
        return adapted(await self._get("/channels"), _CHANNELS)

    async def test_channel(self, channel_id: str, to: str) -> ChannelTested:
        path, body = f"/channels/{part(channel_id)}/test", ChannelTest(to=to)
        return read(await self._write("POST", path, body, timeout_s=TEST_TIMEOUT_S), ChannelTested)

    # --- what a customer wants to be sent ------------------------------------------------------------

    async def contact_ways(self, customer_id: str) -> list[ContactWay]:
        return adapted(await self._get(f"/customers/{part(customer_id)}/contact-ways"), _WAYS)

    async def set_contact_way(self, customer_id: str, wish: ContactWish) -> list[ContactWay]:
        path = f"/customers/{part(customer_id)}/contact-ways"
        return adapted(await self._write("PUT", path, wish), _WAYS)

    # --- what notices say ----------------------------------------------------------------------------

    async def notice_texts(self) -> list[NoticeTextView]:
        return adapted(await self._get("/notices/texts"), _TEXTS)

    async def put_notice_text(self, template: str, wish: NoticeTextWish) -> NoticeTextView:
        """Raises Refused "file-changed" with the text as it is ``present``."""
        return read(await self._write("PUT", f"/notices/texts/{part(template)}", wish), NoticeTextView)
