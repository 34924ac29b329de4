"""How calls are led: queues, who serves them, numbers, opening hours, labels."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class Queue(Base):
    """``number``: what agents dial to reach it. ``rules``: how it chooses, lets wait and flows over
    (``app.server.directory.queue_rules`` says what stands there)."""

    __tablename__ = "queues"

    queue_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    ring_s: Mapped[int]
    wrap_up_s: Mapped[int]
    service_level_s: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(40), default="", server_default="")
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class QueueMember(Base):
    """``preference`` 1 (gladly) to 9 (if it must be); ``position`` and ``weight`` are for strategies."""

    __tablename__ = "queue_members"

    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.queue_id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), primary_key=True)
    preference: Mapped[int] = mapped_column(default=5, server_default="5")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    weight: Mapped[int] = mapped_column(default=1, server_default="1")


class Number(Base):
    """A number that customers dial, and the flow that answers; outside of its hours another one."""

    __tablename__ = "numbers"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    flow_id: Mapped[str] = mapped_column(ForeignKey("flows.flow_id"))
    hours_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    closed_flow_id: Mapped[str] = mapped_column(String(64), default="", server_default="")


class HoursRow(Base):
    """Opening hours; ``definition`` is {timezone, week, holidays, workdays}, as in the hours files."""

    __tablename__ = "hours"

    hours_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    definition: Mapped[dict[str, Any]]


class LabelRow(Base):
    """A code with its names. ``kind``: OUTCOME, NOT_READY, TICKET_TYPE, ORDER_STATUS."""

    __tablename__ = "labels"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    zh: Mapped[str] = mapped_column(String(120))
    en: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
