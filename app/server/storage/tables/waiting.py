"""How calls waited and whom they were offered to: views of the ledger (``app.server.calls``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class QueueEntry(Base):
    """A call in a queue, from entering to leaving it. ``seq``: of the fact CallQueued.

    ``how``: "answered", "abandoned", "cut-off", "ended", or as of the fact CallLeftQueue; "": it waits.
    """

    __tablename__ = "queue_entries"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    queue_id: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(20), default="")
    waited_s: Mapped[float] = mapped_column(default=0.0)
    trigger: Mapped[str] = mapped_column(String(30), default="")  # of an overflow rule
    to: Mapped[str] = mapped_column(String(80), default="")

    __table_args__ = (Index("ix_queue_entries_queue_id_entered_at", "queue_id", "entered_at"),)


class WaitAnnouncement(Base):
    """What a waiting caller was told, and what came of it. ``seq``: of its fact.

    ``waited_s``: from the announcement until an agent had him, None where none did; ``hit``: it lay in the
    range that was said, None where no time was said or nothing is known.
    """

    __tablename__ = "wait_announcements"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    queue_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    position: Mapped[int]
    low_s: Mapped[int]
    high_s: Mapped[int]
    waited_s: Mapped[float | None]
    hit: Mapped[bool | None]

    __table_args__ = (Index("ix_wait_announcements_queue_id_at", "queue_id", "at"),)


class OfferRow(Base):
    """A call offered to an agent; ``why``: the explanation of the choice, as in the fact OfferMade."""

    __tablename__ = "offers"

    offer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(64))
    queue_id: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(String(20), default="")  # of the fact OfferEnded; "": it rings
    why: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_offers_call_id_made_at", "call_id", "made_at"),
        Index("ix_offers_agent_id_ended_at", "agent_id", "ended_at"),
    )


class MissedRing(Base):
    """A call that rang at an agent outside of the queues' offers and was not taken (fact RingMissed)."""

    __tablename__ = "missed_rings"

    offer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20), default="")
    why: Mapped[str] = mapped_column(String(20), default="")
    from_agent_id: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_missed_rings_agent_id_at", "agent_id", "at"),)
