"""Memory and proof: the ledger, answers to writes, the audit list, facts about the database itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class LedgerRow(Base):
    """A fact. ``kind`` is its class, ``payload`` its fields (``app.server.core.facts``)."""

    __tablename__ = "ledger"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_ledger_call_id_seq", "call_id", "seq"),
        Index("ix_ledger_agent_id_at", "agent_id", "at"),
        Index("ix_ledger_at", "at"),
    )


class IdempotencyRow(Base):
    """The answer to a write, kept so that the same write sent twice has one effect."""

    __tablename__ = "idempotency"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(255))
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """Who looked at, changed or exported what."""

    __tablename__ = "audit"

    audit_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(160))
    detail: Mapped[str] = mapped_column(Text, default="")


class MetaRow(Base):
    """Facts about the database itself, such as which company it holds."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
