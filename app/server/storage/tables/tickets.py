"""Tickets: what was promised, what is said and attached, every change, and what a ticket of a type is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, Text, false, true
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId

# What the states mean that every type begins with; a type of its own says it of its states.
STATUS_KINDS: Final[Mapping[str, str]] = {
    "NEW": "NEW",
    "ASSIGNED": "OPEN",
    "IN_PROGRESS": "OPEN",
    "REOPENED": "OPEN",
    "WAITING": "WAITING",
    "RESOLVED": "RESOLVED",
    "CONFIRMED": "CONFIRMED",
    "ARCHIVED": "ARCHIVED",
    "CANCELLED": "CANCELLED",
}
OPEN_KINDS: Final = ("NEW", "OPEN", "WAITING")  # something is still to be done
PRIORITY_RANKS: Final[Mapping[str, int]] = {"URGENT": 0, "HIGH": 1, "NORMAL": 2, "LOW": 3}
_CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_CODE_LENGTH: Final = 10  # 31 ** 10: about 50 bits


def new_check_code() -> str:
    """With the ticket's number it opens the customer's page."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))


def _kind(context: DefaultExecutionContext) -> str:
    return STATUS_KINDS.get(context.get_current_parameters()["status"], "OPEN")


def _archived(context: DefaultExecutionContext) -> bool:
    return context.get_current_parameters()["status"] == "ARCHIVED"


def _rank(context: DefaultExecutionContext) -> int:
    return PRIORITY_RANKS.get(context.get_current_parameters()["priority"], PRIORITY_RANKS["NORMAL"])


def _created_at(context: DefaultExecutionContext) -> datetime:
    return context.get_current_parameters()["created_at"]


class Ticket(Base):
    """``next_due_at``: when the first thing that is still to be done is due, in the past where it is late;
    None where nothing is, or while the clocks are frozen. ``checklist``: {"0": {"by": …, "at_us": …}} of what
    is done. ``origin``: what made it by itself, so that it is never made twice. ``search_id``: its row in
    ``tickets_fts``."""

    __tablename__ = "tickets"

    ticket_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.customer_id"))
    call_id: Mapped[str | None] = mapped_column(String(64), index=True)
    type: Mapped[str] = mapped_column(String(40))
    priority: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    assigned_to: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    search_id: Mapped[int | None] = mapped_column(RowId)
    status_kind: Mapped[str] = mapped_column(String(20), default=_kind, server_default="NEW")
    archived: Mapped[bool] = mapped_column(default=_archived, server_default=false())
    priority_rank: Mapped[int] = mapped_column(default=_rank, server_default="2")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    department: Mapped[str] = mapped_column(String(120), default="", server_default="")
    accepted: Mapped[bool] = mapped_column(default=False, server_default=false())
    tags: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    checklist: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    solution: Mapped[str] = mapped_column(Text, default="", server_default="")
    updated_at: Mapped[datetime] = mapped_column(default=_created_at, server_default="0")
    assigned_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    parent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(20), default="AGENT", server_default="AGENT")
    origin: Mapped[str | None] = mapped_column(String(200))
    check_code: Mapped[str] = mapped_column(String(40), default=new_check_code, server_default="")
    satisfaction: Mapped[int | None]
    satisfaction_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    satisfaction_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_tickets_customer_id_created_at", "customer_id", "created_at"),
        Index("ix_tickets_created_at_ticket_id", "created_at", "ticket_id"),
        Index("ix_tickets_newest", "archived", "created_at", "ticket_id"),
        Index("ix_tickets_updated", "archived", "updated_at", "ticket_id"),
        Index("ix_tickets_due", "archived", "next_due_at", "ticket_id", "status_kind", "department"),
        Index("ix_tickets_priority", "archived", "priority_rank", "created_at", "ticket_id"),
        Index(
            "ix_tickets_board",
            *("archived", "type", "status", "created_at", "ticket_id", "department", "assigned_to"),
            *("created_by", "status_kind", "priority", "priority_rank", "next_due_at", "updated_at"),
        ),
        Index("ix_tickets_status", "archived", "status", "created_at", "ticket_id"),
        Index("ix_tickets_assigned", "assigned_to", "archived", "status_kind", "created_at", "ticket_id"),
        Index("uq_tickets_search_id", "search_id", unique=True),
        Index("uq_tickets_origin", "origin", unique=True),
        Index("ix_tickets_created_by", "created_by", "archived", "ticket_id"),
        Index("ix_tickets_department", "department", "archived", "created_at", "ticket_id"),
    )


class TicketTotal(Base):
    """How many tickets there are of each kind, without the archive: kept by triggers of the database
    (``app.server.storage.ticket_totals``)."""

    __tablename__ = "ticket_totals"
    __table_args__ = ({"sqlite_with_rowid": False},)

    department: Mapped[str] = mapped_column(String(120), primary_key=True)
    type: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(20), primary_key=True)
    status_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    priority: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_assigned: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class TicketEvent(Base):
    """Every move and change of a ticket: who, when, what, from, to, why. ``version``: of the ticket from then
    on."""

    __tablename__ = "ticket_events"

    event_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))  # CREATED, STATUS, ASSIGNED, CHANGED, COMMENT, …
    detail: Mapped[str] = mapped_column(Text, default="")
    field: Mapped[str] = mapped_column(String(60), default="", server_default="")
    before: Mapped[str] = mapped_column(Text, default="", server_default="")
    after: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=0, server_default="0")


class TicketTypeRow(Base):
    """``definition``: as on the wire (``TicketTypeView``). Types without a row have the usual states."""

    __tablename__ = "ticket_types"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    definition: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class TicketTag(Base):
    """The tags of tickets once more, to be looked up by."""

    __tablename__ = "ticket_tags"

    tag: Mapped[str] = mapped_column(String(60), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class TicketComment(Base):
    """``by``: a user, "" where it came from the customer or was made by itself."""

    __tablename__ = "ticket_comments"

    comment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    for_customer: Mapped[bool] = mapped_column(default=False)
    from_customer: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_ticket_comments_ticket_id_at", "ticket_id", "at"),)


class TicketAttachment(Base):
    """``blob_id``: the encrypted file in the attachment store."""

    __tablename__ = "ticket_attachments"

    attachment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    blob_id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size_bytes: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    for_customer: Mapped[bool] = mapped_column(default=False)
    comment_id: Mapped[str | None] = mapped_column(String(64))


class TicketLinkRow(Base):
    """``kind``: "related" (kept in both directions) or "call". Children know their parent themselves."""

    __tablename__ = "ticket_links"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    target_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    at: Mapped[datetime]


class TicketWatcher(Base):
    __tablename__ = "ticket_watchers"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), primary_key=True, index=True)


class TicketMacroRow(Base):
    """``definition``: as on the wire (``MacroView``)."""

    __tablename__ = "ticket_macros"

    macro_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    definition: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())


class TicketViewRow(Base):
    """A saved list: whose, and what it asks for (``TicketQuery``)."""

    __tablename__ = "ticket_views"

    view_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[dict[str, Any]]
    shared: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class Counter(Base):
    """Numbers given out one after the other, such as those of the tickets of a day."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(RowId)
