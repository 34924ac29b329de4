"""Customers, their numbers and orders, what they are found by, and leave to see their private data."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


def _new_id() -> str:
    return uuid.uuid4().hex


class Customer(Base):
    """``changed_in``: field → the version in which it last changed, so that changes of different fields by
    two people are both kept. ``merged_into``: another file holds all of this one's now."""

    __tablename__ = "customers"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_pinyin: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(20), default="NORMAL")
    region: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(10), default="zh")
    email: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(400), default="")
    tags: Mapped[list[Any]] = mapped_column(default=list)
    since: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    dedicated_agent_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    loyalty: Mapped[int] = mapped_column(default=0, server_default="0")
    value_cents: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    consent: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    changed_in: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    changed_at: Mapped[datetime | None]
    merged_into: Mapped[str | None] = mapped_column(String(64), index=True)


class CustomerNumber(Base):
    """``raw`` is how the number was entered; ``e164`` is what is looked up (or the bare digits of an
    extension). The first one (lowest position) is shown. Several customers may share a number: a family, the
    exchange of a company."""

    __tablename__ = "customer_numbers"

    e164: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(
        ForeignKey("customers.customer_id"), primary_key=True, index=True
    )
    raw: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=0)
    number_id: Mapped[str] = mapped_column(String(32), default=_new_id, unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="", server_default="")


class CustomerWords(Base):
    """What a customer is found by, kept in step by ``app.server.storage.customer_words``: characters and
    words of his name and how it is spoken (``words``), his numbers (``digits``), each between spaces."""

    __tablename__ = "customer_words"

    search_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    customer_id: Mapped[str] = mapped_column(
        ForeignKey("customers.customer_id", ondelete="CASCADE"), unique=True
    )
    words: Mapped[str] = mapped_column(Text, default="")
    digits: Mapped[str] = mapped_column(Text, default="")


class CustomerField(Base):
    """A field that the company added; what it is stands in ``definition`` as in the contract."""

    __tablename__ = "customer_fields"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    definition: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)


class AccessRequest(Base):
    """Somebody asks to see private data in full. ``customer_id`` None: of all customers."""

    __tablename__ = "access_requests"

    request_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decision_note: Mapped[str] = mapped_column(String(200), default="")
    expires_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_access_requests_user_id_asked_at", "user_id", "asked_at"),
        Index("ix_access_requests_state_expires_at", "state", "expires_at"),
    )


class Order(Base):
    __tablename__ = "orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.customer_id"))
    at: Mapped[datetime]
    items: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int]
    status: Mapped[str] = mapped_column(String(40))

    __table_args__ = (Index("ix_orders_customer_id_at", "customer_id", "at"),)
