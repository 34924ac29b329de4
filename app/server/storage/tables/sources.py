"""Sources of customers and orders: their set-up, who of them is who of ours, messages in, changes on their
way.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class SourceRow(Base):
    """``definition`` is the file as it was imported. Its secrets: the key of messages in ("webhook"), the
    address of a database ("url")."""

    __tablename__ = "sources"

    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    position: Mapped[int] = mapped_column(default=0)


class CustomerSource(Base):
    """A customer of ours as a source knows him, and what it said last. ``told``: the fields as it told them,
    so that only what changed there is taken over and nobody's correction here is undone."""

    __tablename__ = "customer_sources"

    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.customer_id"), index=True)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    balance_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    fetched_at: Mapped[datetime]


class OrderSource(Base):
    """Where an order was told by, and how its delivery stands."""

    __tablename__ = "order_sources"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.order_id"), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    delivery: Mapped[str] = mapped_column(String(400), default="")
    fetched_at: Mapped[datetime]

    __table_args__ = (Index("uq_order_sources_source_id_number", "source_id", "number", unique=True),)


class SourceEvent(Base):
    """A signed message that was taken, so that the same one is not taken twice."""

    __tablename__ = "source_events"

    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SourcePush(Base):
    """A customer's change on its way to a source. ``state``: NEW, SENT, FAILED."""

    __tablename__ = "source_pushes"

    push_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    source_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    fields: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="NEW")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_source_pushes_state_next_at", "state", "next_at"),)
