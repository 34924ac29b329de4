"""What the desk asks of the server about tickets: lists, board, one of them, and what is done with it."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from pydantic import TypeAdapter

from app.contracts.base import Page, Wire
from app.contracts.tickets import (
    AttachmentView,
    BoardView,
    BulkResult,
    BulkWish,
    LinkWish,
    MacroView,
    MacroWish,
    NewComment,
    SavedView,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketMoveWish,
    TicketQuery,
    TicketTypeView,
    TicketView,
    WatchWish,
)
from app.crm_client.reading import adapted, items, part, read
from app.crm_client.requests import SignedRequests, Upload

FILE_TIMEOUT_S = 60.0
_TICKETS = TypeAdapter(Page[TicketView])
_HISTORY = TypeAdapter(Page[TicketEventView])
_TYPES: TypeAdapter[list[TicketTypeView] | Page[TicketTypeView]] = TypeAdapter(
    list[TicketTypeView] | Page[TicketTypeView]
)
_MACROS: TypeAdapter[list[MacroView] | Page[MacroView]] = TypeAdapter(list[MacroView] | Page[MacroView])
_VIEWS: TypeAdapter[list[SavedView] | Page[SavedView]] = TypeAdapter(list[SavedView] | Page[SavedView])


def parameters(query: TicketQuery, **more: str | None) -> str:
    """As a query string: lists as repeated names, what is not asked for left out."""
    asked = json.loads(query.model_dump_json(exclude_defaults=True)) | more
    pairs: list[tuple[str, str]] = []
    for name, value in asked.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, _text(each)) for each in values if each is not None]
    return urlencode(pairs)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class TicketCalls(SignedRequests):
    # --- lists --------------------------------------------------------------------------------------

    async def tickets(
        self, query: TicketQuery, cursor: str | None = None, limit: int = 50
    ) -> Page[TicketView]:
        asked = parameters(query, cursor=cursor, limit=str(limit))
        return adapted(await self._get(f"/tickets?{asked}"), _TICKETS)

    async def ticket_counts(self) -> TicketCounts:
        return read(await self._get("/tickets/counts"), TicketCounts)

    async def ticket_board(self, type_code: str, query: TicketQuery) -> BoardView:
        asked = parameters(query.model_copy(update={"type": []}), type=type_code)
        return read(await self._get(f"/tickets/board?{asked}"), BoardView)

    async def ticket_types(self) -> list[TicketTypeView]:
        return items(adapted(await self._get("/tickets/types"), _TYPES))

    async def ticket_macros(self) -> list[MacroView]:
        return items(adapted(await self._get("/tickets/macros"), _MACROS))

    async def ticket_views(self) -> list[SavedView]:
        return items(adapted(await self._get("/tickets/views"), _VIEWS))

    async def save_ticket_view(self, view: SavedView) -> SavedView:
        """A new one where it has no id yet."""
        if view.view_id:
            return read(await self._write("PUT", f"/tickets/views/{part(view.view_id)}", view), SavedView)
        return read(await self._write("POST", "/tickets/views", view), SavedView)

    async def delete_ticket_view(self, view_id: str) -> None:
        await self._write("DELETE", f"/tickets/views/{part(view_id)}")

    async def change_tickets(self, wish: BulkWish) -> BulkResult:
        """The same for many, each by itself."""
        return read(await self._write("POST", "/tickets/bulk", wish, timeout_s=FILE_TIMEOUT_S), BulkResult)

    # --- one of them ----------------------------------------------------------------------------------

    async def ticket(self, ticket_id: str) -> TicketFile:
        return read(await self._get(f"/tickets/{part(ticket_id)}"), TicketFile)

    async def ticket_history(self, ticket_id: str, cursor: str | None) -> Page[TicketEventView]:
        path = f"/tickets/{part(ticket_id)}/history"
        return adapted(await self._get(path, {} if cursor is None else {"cursor": cursor}), _HISTORY)

    async def change_ticket(self, ticket_id: str, change: TicketChange) -> TicketFile:
        """Raises Refused "ticket-changed" with what somebody else made of it meanwhile."""
        return await self._done("PATCH", ticket_id, "", change)

    async def move_ticket(self, ticket_id: str, wish: TicketMoveWish) -> TicketFile:
        return await self._done("POST", ticket_id, "/move", wish)

    async def assign_ticket(self, ticket_id: str, wish: TicketAssign) -> TicketFile:
        return await self._done("POST", ticket_id, "/assign", wish)

    async def answer_ticket(self, ticket_id: str, answer: TicketAnswer) -> TicketFile:
        """Taken, or sent back."""
        return await self._done("POST", ticket_id, "/accept", answer)

    async def run_ticket_macro(self, ticket_id: str, wish: MacroWish) -> TicketFile:
        return await self._done("POST", ticket_id, "/macro", wish)

    async def link_ticket(self, ticket_id: str, wish: LinkWish) -> TicketFile:
        return await self._done("POST", ticket_id, "/links", wish)

    async def watch_ticket(self, ticket_id: str, wish: WatchWish) -> TicketFile:
        return await self._done("PUT", ticket_id, "/watch", wish)

    async def comment_ticket(self, ticket_id: str, new: NewComment, key: str | None = None) -> TicketFile:
        return await self._done("POST", ticket_id, "/comments", new, key)

    async def attach_to_ticket(
        self, ticket_id: str, file: Upload, for_customer: bool = False
    ) -> AttachmentView:
        path = f"/tickets/{part(ticket_id)}/attachments"
        fields = {"for_customer": "true" if for_customer else "false"}
        return read(await self._upload(path, file, fields=fields), AttachmentView)

    async def remove_ticket_file(self, ticket_id: str, attachment_id: str) -> TicketFile:
        await self._write("DELETE", f"/tickets/{part(ticket_id)}/attachments/{part(attachment_id)}")
        return await self.ticket(ticket_id)

    async def unlink_ticket(self, ticket_id: str, kind: str, target_id: str) -> TicketFile:
        await self._write("DELETE", f"/tickets/{part(ticket_id)}/links/{part(kind)}/{part(target_id)}")
        return await self.ticket(ticket_id)

    async def ticket_attachment(self, ticket_id: str, attachment_id: str) -> bytes:
        path = f"/tickets/{part(ticket_id)}/attachments/{part(attachment_id)}"
        return (await self._get(path, timeout_s=FILE_TIMEOUT_S)).content

    async def _done(
        self, method: str, ticket_id: str, what: str, body: Wire, key: str | None = None
    ) -> TicketFile:
        """A change is answered with the ticket as lists show it; the open one wants all of it."""
        await self._write(method, f"/tickets/{part(ticket_id)}{what}", body, key)
        return await self.ticket(ticket_id)
