"""What agents have at hand: outside numbers to give a call to, and replies that they say again and again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class SavedNumber(Base):
    """An outside number that the company keeps at hand: the repair shop, the warehouse."""

    __tablename__ = "saved_numbers"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class QuickReply(Base):
    """``scope`` "own" (of ``owner_id``) or "team" (``owner_id`` ""). ``clip``: the recording of it, "" for
    none; a name of its own for each upload, so that nobody hears an old one. ``queues``: ids, shown first in
    calls of these."""

    __tablename__ = "quick_replies"

    reply_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    group: Mapped[str] = mapped_column("reply_group", String(60), default="", server_default="")
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="zh", server_default="zh")
    clip: Mapped[str] = mapped_column(String(64), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    queues: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    changed_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    changed_at: Mapped[datetime]

    __table_args__ = (Index("ix_quick_replies_scope_owner_id", "scope", "owner_id"),)
