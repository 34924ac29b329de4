"""The end of a ticket: confirmed by itself where the customer says nothing, archived, deleted when it is old.

In:  each change of a ticket, timers, the night. Out: moves by itself; archived tickets that are too old go
with all that hangs on them, a few at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.scheduler.model import Due, Handler, Timer
from app.server.security.audit import note_deed
from app.server.storage.database import Database
from app.server.storage.tables import (
    Ticket,
    TicketAttachment,
    TicketClockRow,
    TicketComment,
    TicketEvent,
    TicketLinkRow,
    TicketTag,
    TicketWatcher,
    TimerRow,
)
from app.server.tickets.by_itself_rules import load_rules
from app.server.tickets.changing import TicketChanges
from app.server.tickets.clocks_told import TimersOf
from app.server.tickets.model import Happening

log = logging.getLogger(__name__)
CONFIRM, ARCHIVE = "ticket-confirm", "ticket-archive"
AT_ONCE: Final = 20
_CONFIRMED: Final = "客户未回复，自动确认"
_ARCHIVED: Final = "自动归档"
_HANGS_ON_IT: Final = (
    TicketClockRow,
    TicketComment,
    TicketEvent,
    TicketLinkRow,
    TicketAttachment,
    TicketWatcher,
    TicketTag,
)
_ENDS: Final = {"RESOLVED": CONFIRM, "CONFIRMED": ARCHIVE, "CANCELLED": ARCHIVE}
DropFile = Callable[[str], None]
"""Removes an attached file by its ``blob_id``, after the commit; one that is gone is no error."""


class TicketArchive:
    def __init__(
        self,
        database: Database,
        timers: TimersOf,
        changes: TicketChanges,
        drop_file: DropFile,
    ) -> None:
        self._database = database
        self._timers = timers
        self._changes = changes
        self._drop_file = drop_file
        handlers: dict[str, Handler] = {CONFIRM: self._confirm, ARCHIVE: self._archive}
        for kind, handler in handlers.items():
            timers.on(kind, handler)

    def on_change(self, session: Session, ticket: Ticket, happening: Happening) -> None:
        """As ``app.server.tickets.model.OnChange``: its end is set when it comes into reach, else put off."""
        before, after = happening.changes.get("status_kind", ("", ""))
        timers = {kind: f"ticket:{ticket.ticket_id}:{kind}" for kind in (CONFIRM, ARCHIVE)}
        if after in _ENDS:
            rules = load_rules(session)
            kind, days = _ENDS[after], rules.archive_after_days
            if kind == CONFIRM:
                days = rules.confirm_after_days
            if days:
                due_at = happening.at + timedelta(days=days)
                timer_id = timers.pop(kind)
                self._timers.set_all(session, [Timer(timer_id, kind, f"ticket:{ticket.ticket_id}", due_at)])
        if before in _ENDS:
            self._timers.cancel_all(session, list(timers.values()))

    def _confirm(self, session: Session, due: Due, now: datetime) -> None:
        self._move(session, due, "RESOLVED", "CONFIRMED", _CONFIRMED, now)

    def _archive(self, session: Session, due: Due, now: datetime) -> None:
        ticket = session.get(Ticket, due.subject.removeprefix("ticket:"))
        if ticket is not None and ticket.status_kind in ("CONFIRMED", "CANCELLED"):
            self._changes.move_by_itself(session, ticket, ("ARCHIVED",), _ARCHIVED, now)

    def _move(self, session: Session, due: Due, before: str, after: str, why: str, now: datetime) -> None:
        ticket = session.get(Ticket, due.subject.removeprefix("ticket:"))
        if ticket is not None and ticket.status_kind == before:
            self._changes.move_by_itself(session, ticket, (after,), why, now)

    async def delete_old(self, now: datetime) -> None:
        """Every night: as the company's rules say; each transaction is short."""
        days = (await self._database.read(load_rules)).delete_after_days
        count = AT_ONCE if days else 0
        total = 0
        while count == AT_ONCE:
            before = now - timedelta(days=days)
            blobs = await self._database.write(
                lambda session, limit=before: self._delete(session, limit, now)
            )
            count = len(blobs)
            total += count
            for blob_ids in blobs:
                for blob_id in blob_ids:
                    self._drop_file(blob_id)
        if total:
            log.info("tickets: %d archived ones were old enough to be deleted", total)

    def _delete(self, session: Session, before: datetime, now: datetime) -> list[list[str]]:
        """The files of each ticket that was deleted."""
        old = (
            select(Ticket)
            .where(Ticket.archived.is_(True), Ticket.updated_at < before)
            .order_by(Ticket.updated_at)
            .limit(AT_ONCE)
        )
        tickets = list(session.scalars(old))
        ids = [ticket.ticket_id for ticket in tickets]
        if not ids:
            return []
        files = session.execute(
            select(TicketAttachment.ticket_id, TicketAttachment.blob_id).where(
                TicketAttachment.ticket_id.in_(ids)
            )
        ).tuples()
        blobs: dict[str, list[str]] = {ticket_id: [] for ticket_id in ids}
        for ticket_id, blob_id in files:
            blobs[ticket_id].append(blob_id)
        for table in _HANGS_ON_IT:
            session.execute(delete(table).where(table.ticket_id.in_(ids)))
        subjects = [f"ticket:{ticket_id}" for ticket_id in ids]
        session.execute(delete(TimerRow).where(TimerRow.subject.in_(subjects)))
        session.execute(delete(TicketLinkRow).where(TicketLinkRow.target_id.in_(ids)))
        for ticket in tickets:
            note_deed(session, now, "", "ticket.deleted", ticket.ticket_id, ticket.number)
            session.delete(ticket)
        return list(blobs.values())
