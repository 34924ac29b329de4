"""Customers, their numbers and their orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class Customer(Base):
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
