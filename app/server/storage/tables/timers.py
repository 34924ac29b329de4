"""What is to be done at a time (``app.server.scheduler``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class TimerRow(Base):
    """``due_at``: as it was promised; ``try_at``: when it is tried (next), later than that only after a
    failure. ``done_at``: carried out; kept for a while, so that the same thing is not done twice."""

    __tablename__ = "timers"

    timer_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    due_at: Mapped[datetime]
    try_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_timers_done_at_try_at", "done_at", "try_at"),
        Index("ix_timers_subject_kind", "subject", "kind"),
    )
