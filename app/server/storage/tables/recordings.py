"""Recordings: their files, the chain over them, legal holds, proof of deletion, how long they are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class Recording(Base):
    """``position`` gives the order of the hash chain; only READY rows have a file and a key.

    ``chain_sha256`` is what the next row is chained to (``app.server.recordings.chain``), made of the
    columns that ``chain_version`` says. ``key_id``: which master key wrapped ``wrapped_key``.
    """

    __tablename__ = "recordings"

    recording_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(20))  # OPEN, FINISHING, READY, FAILED, DELETED
    started_at: Mapped[datetime]
    position: Mapped[int | None] = mapped_column(RowId, unique=True)
    path: Mapped[str] = mapped_column(String(255), default="")
    duration_ms: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    previous_sha256: Mapped[str] = mapped_column(String(64), default="")
    chain_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    chain_version: Mapped[int] = mapped_column(default=1, server_default="1")
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    key_id: Mapped[str] = mapped_column(String(120), default="", server_default="")
    gaps: Mapped[list[Any]] = mapped_column(default=list)
    size_bytes: Mapped[int | None] = mapped_column(RowId)

    __table_args__ = (
        Index("ix_recordings_state", "state"),
        Index("ix_recordings_started_at", "started_at"),
    )


class RecordingHold(Base):
    """A legal hold: the recording is not deleted before it is released."""

    __tablename__ = "recording_holds"

    hold_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    recording_id: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(String(64), default="")
    release_reason: Mapped[str] = mapped_column(Text, default="")


class RecordingDeletion(Base):
    """Proof that a recording was deleted: when, by whom, why, and what it was. Chained like recordings."""

    __tablename__ = "recording_deletions"

    position: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    recording_id: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    recording_chain_sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str] = mapped_column(String(64))
    chain_sha256: Mapped[str] = mapped_column(String(64))


class RecordingRetention(Base):
    """How long recordings are kept: of one queue, or ("") of all that have no line of their own."""

    __tablename__ = "recording_retention"

    queue_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    days: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
