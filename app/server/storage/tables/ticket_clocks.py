"""The clocks of tickets: what was promised until when, and whether it was kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class TicketClockRow(Base):
    """``promise_s``, ``spent_s``: opening time, in the hours ``hours_id``. ``spent_s`` is what was over when
    it last began to run (``running_since``, None while it stands). ``fixed_at``: a moment that a person set,
    which no waiting moves. ``due_at``: None while it stands. ``ended_at``: what was promised was done."""

    __tablename__ = "ticket_clocks"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    promise_s: Mapped[int]
    hours_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    spent_s: Mapped[int] = mapped_column(default=0, server_default="0")
    begun_at: Mapped[datetime]
    running_since: Mapped[datetime | None]
    fixed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_ticket_clocks_state_due_at", "state", "due_at"),)
