"""Tickets for the desk and the API: all that belongs to them, put together.

Reading is asked for here. Changes are methods of ``changes``, ``talk``, ``many`` and ``set_up``; they work
inside the caller's write transaction. Other rooms hear of each change through ``on_change``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.tickets import (
    BoardView,
    MacroView,
    NewTicket,
    SavedView,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketQuery,
    TicketTypeView,
    TicketView,
)
from app.server.directory.service import DirectoryService
from app.server.live_port import OpenDesktops
from app.server.noticing import NoNotices, Notices
from app.server.security.attachments import AttachmentStore
from app.server.security.model import SignedInUser
from app.server.security.viewing import Viewing
from app.server.storage import ticket_words
from app.server.storage.database import Database
from app.server.storage.tables import Ticket, TicketAttachment
from app.server.tickets.board import Board
from app.server.tickets.changing import TicketChanges
from app.server.tickets.duty import Duty
from app.server.tickets.history import history_page
from app.server.tickets.listing import wanted
from app.server.tickets.many import ManyChanges
from app.server.tickets.model import Clocks, NoClocks, OnChange
from app.server.tickets.numbering import next_number
from app.server.tickets.pages import page
from app.server.tickets.rights import person_of
from app.server.tickets.set_up import TicketSetUp
from app.server.tickets.talking import TicketTalk
from app.server.tickets.telling import ChangedTickets
from app.server.tickets.types import TypeBook
from app.server.tickets.views import PageUrl, Reader, TicketViews, get_ticket
from app.tasks import Spawner

log = logging.getLogger(__name__)

INDEX_AT_ONCE = 200  # old tickets without their words in one transaction
Result = TypeVar("Result")

__all__ = ["TicketService", "next_number"]


def _no_page(_number: str, _check_code: str) -> str:
    return ""


class TicketService:
    """One per server. ``clocks`` and ``duty.on_shift`` are set before the start by who keeps them."""

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        viewing: Viewing | None = None,
        notices: Notices | None = None,
        attachments: AttachmentStore | None = None,
        desktops: OpenDesktops | None = None,
        page_url: PageUrl = _no_page,
    ) -> None:
        self._database = database
        self._directory = directory
        self._viewing = viewing or Viewing()
        self._tasks = Spawner("tickets")
        self.attachments = attachments
        self.clocks: Clocks = NoClocks()
        self.types = TypeBook(directory)
        self.duty = Duty(directory)
        self.changed = ChangedTickets(desktops)
        self.views = TicketViews(directory, self.types, notices or NoNotices(), lambda: self.clocks, page_url)
        self.changes = TicketChanges(directory, self.types, self.views, self.duty, self.changed)
        self.talk = TicketTalk(directory, self.changes)
        self.set_up = TicketSetUp(self.types)
        self.many = ManyChanges(self.changes, self.talk, self.set_up)
        self._board = Board(self.types, self.views)

    def on_change(self, hook: OnChange) -> None:
        """``hook(session, ticket, happening)`` inside the write transaction of each change."""
        self.changes.on_change(hook)

    def start(self) -> None:
        self.changed.start()
        self._tasks.spawn(self.index_old(), "index-old-tickets")

    async def close(self) -> None:
        self.changed.stop()
        await self._tasks.close()

    def reader(self, user: SignedInUser, language: str = "zh") -> Reader:
        """Made anew for each request: what she may see can end at any moment."""
        return Reader(person_of(self._directory, user), self._viewing.eyes(user), language)

    # --- lists ---------------------------------------------------------------------------------------

    async def page(
        self, reader: Reader, query: TicketQuery, cursor: str | None = None, limit: int = 50
    ) -> Page[TicketView]:
        """Raises InvalidValueError."""

        def read(session: Session, now: datetime) -> Page[TicketView]:
            asked = wanted(session, query, reader, now)
            rows, next_cursor = page(session, asked, query.sort, cursor, limit)
            return Page[TicketView](
                items=self.views.many(session, rows, reader, now), next_cursor=next_cursor
            )

        return await self._read(read)

    async def counts(self, reader: Reader) -> TicketCounts:
        return await self._read(lambda session, now: self._board.counts(session, reader, now))

    def forget_counts(self) -> None:
        """Whoever asks next has them counted anew."""
        self._board.forget()

    async def board(self, reader: Reader, type_code: str, query: TicketQuery) -> BoardView:
        """Raises InvalidValueError."""
        return await self._read(
            lambda session, now: self._board.board(session, type_code, query, reader, now)
        )

    # --- one of them ---------------------------------------------------------------------------------

    async def file(self, reader: Reader, ticket_id: str) -> TicketFile:
        """By id or number. Raises NotFoundError."""
        return await self._read(
            lambda session, now: self.views.file(session, get_ticket(session, ticket_id), reader, now)
        )

    async def history(self, reader: Reader, ticket_id: str, cursor: str | None) -> Page[TicketEventView]:
        """Newest first. Raises NotFoundError, InvalidValueError."""

        def read(session: Session, _now: datetime) -> Page[TicketEventView]:
            ticket = get_ticket(session, ticket_id)
            kind = self.types.of(session, ticket.type)
            items, following = history_page(session, ticket, kind, self._directory, reader.language, cursor)
            return Page[TicketEventView](items=items, next_cursor=following)

        return await self._read(read)

    def create(self, session: Session, reader: Reader, new: NewTicket, now: datetime) -> TicketView:
        """Inside a write transaction. Raises as ``changes.create``."""
        ticket = self.changes.create(session, reader, new, now)
        return self.views.one(session, ticket, reader, now)

    def file_of(self, session: Session, ticket: Ticket, reader: Reader, now: datetime) -> TicketFile:
        """The answer to a change, inside its transaction."""
        session.flush()
        return self.views.file(session, ticket, reader, now)

    # --- what is set up ------------------------------------------------------------------------------

    async def all_types(self) -> list[TicketTypeView]:
        return await self._read(lambda session, _now: self.set_up.types(session))

    async def macros(self) -> list[MacroView]:
        return await self._read(lambda session, _now: self.set_up.macros(session))

    async def saved(self, reader: Reader) -> list[SavedView]:
        return await self._read(lambda session, _now: self.set_up.saved(session, reader))

    # --- work in the background ----------------------------------------------------------------------

    async def index_old(self) -> int:
        """Tickets from before they could be searched, and those that were written in bulk."""
        count = 0
        while done := await self._database.write(_index_some):
            count += done
        if count:
            log.info("%d tickets can be searched now", count)
        return count

    async def _read(self, work: Callable[[Session, datetime], Result]) -> Result:
        now = datetime.now(UTC)
        return await self._database.read(lambda session: work(session, now))


def known_blobs(session: Session, blob_ids: Collection[str]) -> list[str]:
    """Of these files, those that belong to tickets."""
    return list(
        session.scalars(select(TicketAttachment.blob_id).where(TicketAttachment.blob_id.in_(blob_ids)))
    )


def _index_some(session: Session) -> int:
    old = select(Ticket.ticket_id, Ticket.number, Ticket.title, Ticket.text, Ticket.tags)
    rows = session.execute(old.where(Ticket.search_id.is_(None)).limit(INDEX_AT_ONCE)).tuples().all()
    if rows:
        ids = ticket_words.next_search_ids(session, len(rows))
        for search_id, (ticket_id, *_rest) in zip(ids, rows, strict=True):
            session.execute(update(Ticket).where(Ticket.ticket_id == ticket_id).values(search_id=search_id))
        words = {
            search_id: ticket_words.of_ticket(number, title, text, tags)
            for search_id, (_id, number, title, text, tags) in zip(ids, rows, strict=True)
        }
        ticket_words.enter_all(session.connection(), words)
    return len(rows)
