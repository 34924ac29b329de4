"""What people are told: in the window, and outside by short message, e-mail and the like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class NoticeRow(Base):
    """One thing that one person of the house is told. ``key``: said twice, it is told once. ``kind``: the
    template. Both languages as they were that day."""

    __tablename__ = "notices"

    notice_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(80))
    title_zh: Mapped[str] = mapped_column(String(200))
    text_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(120), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_notices_user_id_notice_id", "user_id", "notice_id"),
        Index("ix_notices_user_id_read_at", "user_id", "read_at"),
        Index("ix_notices_at", "at"),
    )


class NoticeWishesRow(Base):
    """How somebody wants to be told; who has no row is told in the window alone. Times are local ones."""

    __tablename__ = "notice_wishes"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channels: Mapped[list[Any]] = mapped_column(default=list)
    off: Mapped[list[Any]] = mapped_column(default=list)
    quiet_from: Mapped[str] = mapped_column(String(5), default="")  # "21:30"
    quiet_until: Mapped[str] = mapped_column(String(5), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    wecom_user: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(10), default="zh")


class MessageOut(Base):
    """What is told outside of the house (the outbox). ``state``: NEW, SENT, DELIVERED, FAILED, SKIPPED;
    ``error``: why.

    ``key`` and ``channel``: the same thing goes out by the same channel once. ``template`` "": words of an
    agent or of a flow, in a call. ``address``: a number, an e-mail address, a WeCom user or a channel's id.
    ``next_at``: not before; of NEW ones always. ``once``: the same with each try, by which some providers
    tell that they have it. ``receipt``: the provider's number of it."""

    __tablename__ = "messages_sent"

    message_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True, default="")
    address: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="NEW")
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(20), default="SMS", server_default="SMS")
    template: Mapped[str] = mapped_column(String(80), default="", server_default="")
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    language: Mapped[str] = mapped_column(String(10), default="zh", server_default="zh")
    values: Mapped[dict[str, Any]] = mapped_column("template_values", default=dict, server_default="{}")
    subject: Mapped[str] = mapped_column(String(120), default="", server_default="")
    user_id: Mapped[str | None] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(String(64))
    next_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(40), default="", server_default="")
    receipt: Mapped[str] = mapped_column(String(120), default="", server_default="")

    __table_args__ = (
        Index("ix_messages_sent_state_at", "state", "at"),
        Index("ix_messages_sent_key_channel", "key", "channel", unique=True),
        Index("ix_messages_sent_state_channel_next_at", "state", "channel", "next_at"),
        Index("ix_messages_sent_subject", "subject"),
        Index("ix_messages_sent_customer_id_at", "customer_id", "at"),
        Index("ix_messages_sent_address_at", "address", "at"),
        Index("ix_messages_sent_receipt", "receipt"),
        Index("ix_messages_sent_once", "once"),
    )


class ChannelRow(Base):
    """A way to the outside that an administrator set up (``app.server.notify.model`` says what each kind's
    settings are). Of several of a kind the lowest ``position`` is taken."""

    __tablename__ = "channels"

    channel_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class ChannelStateRow(Base):
    """How a channel fared (also the gateway, "sms"). ``why``: of the last failure."""

    __tablename__ = "channel_states"

    channel_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(200), default="")


class NoticeTemplateRow(Base):
    """Words of the company's own in place of those that come with the program."""

    __tablename__ = "notice_templates"

    template: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")


class OptOutRow(Base):
    """A number or e-mail address that wants no messages."""

    __tablename__ = "notice_opt_outs"

    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
