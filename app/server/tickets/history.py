"""The history of a ticket: written with each change, read newest first, in the words of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.tickets import TicketEventView
from app.server.directory.service import DirectoryService
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import Ticket, TicketEvent
from app.server.tickets.model import Deed
from app.server.tickets.types import TicketType

PAGE = 100
LONGEST_SHOWN = 2000
_HIDDEN = ("status_kind", "accepted")  # follow from others
_PEOPLE = ("assigned_to", "watcher")


def write_history(
    session: Session,
    ticket: Ticket,
    deed: Deed,
    at: datetime,
    by: str,
    changes: Mapping[str, tuple[str, str]],
    why: str = "",
) -> None:
    """A row for each field that changed; one without a field where nothing did. The first one says why."""
    shown = [(name, pair) for name, pair in changes.items() if name not in _HIDDEN]
    for name, (before, after) in shown or [("", ("", ""))]:
        session.add(
            TicketEvent(
                ticket_id=ticket.ticket_id,
                at=at,
                by=by,
                kind=deed.value,
                field=name,
                before=before[:LONGEST_SHOWN],
                after=after[:LONGEST_SHOWN],
                detail=why,
                version=ticket.version,
            )
        )
        why = ""


def changed_since(session: Session, ticket: Ticket, version: int) -> set[str]:
    """Names of fields that were changed after this version."""
    statement = select(TicketEvent.field).where(
        TicketEvent.ticket_id == ticket.ticket_id, TicketEvent.version > version, TicketEvent.field != ""
    )
    return set(session.scalars(statement.distinct()))


def history_page(
    session: Session,
    ticket: Ticket,
    kind: TicketType,
    directory: DirectoryService,
    language: str,
    cursor: str | None = None,
) -> tuple[list[TicketEventView], str | None]:
    """Raises InvalidValueError."""
    statement = select(TicketEvent).where(TicketEvent.ticket_id == ticket.ticket_id)
    if cursor:
        statement = statement.where(TicketEvent.event_id < int(decode_cursor(cursor, (int,))[0]))
    rows = session.scalars(statement.order_by(TicketEvent.event_id.desc()).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None

    def words(field: str, value: str) -> str:
        if not value:
            return ""
        if field == "status":
            return kind.state_name(value, language)
        return directory.name_in(value, language) if field in _PEOPLE else value

    items = [
        TicketEventView(
            event_id=row.event_id,
            at=row.at,
            by=directory.name_in(row.by, language) if row.by else "",
            kind=row.kind,
            field=row.field,
            before=words(row.field, row.before),
            after=words(row.field, row.after),
            why=row.detail,
        )
        for row in rows[:PAGE]
    ]
    return items, encode_cursor(last.event_id) if last else None
