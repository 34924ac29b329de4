"""Lines to the outside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class TrunkRow(Base):
    """A line to a provider or another exchange (``app.server.voice.engine.TrunkAccount`` says what each
    field means). Rules are lists of [pattern, replacement]."""

    __tablename__ = "trunks"

    trunk_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    port: Mapped[int]
    transport: Mapped[str] = mapped_column(String(10))
    register: Mapped[bool]
    username: Mapped[str] = mapped_column(String(120), default="")
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    addresses: Mapped[list[Any]] = mapped_column(default=list)
    priority: Mapped[int] = mapped_column(default=10)
    call_limit: Mapped[int] = mapped_column(default=0)
    codecs: Mapped[list[Any]] = mapped_column(default=list)
    srtp: Mapped[str] = mapped_column(String(10), default="off")
    own_number: Mapped[str] = mapped_column(String(40), default="")
    rules_in: Mapped[list[Any]] = mapped_column(default=list)
    rules_out: Mapped[list[Any]] = mapped_column(default=list)
    numbers_out: Mapped[list[Any]] = mapped_column(default=list)
    domain: Mapped[str] = mapped_column(String(255), default="")
    tls_ca: Mapped[str] = mapped_column(String(1000), default="")
    options: Mapped[bool] = mapped_column(default=True)


class CallerNumberRow(Base):
    """A number of the company's that an outgoing call may show."""

    __tablename__ = "caller_numbers"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class CallerRuleRow(Base):
    """Which of them is shown without a choice; the first that holds (``app.server.core.showing``)."""

    __tablename__ = "caller_rules"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(40))
    prefixes: Mapped[list[Any]] = mapped_column(default=list)
    queues: Mapped[list[Any]] = mapped_column(default=list)
    departments: Mapped[list[Any]] = mapped_column(default=list)
    agents: Mapped[list[Any]] = mapped_column(default=list)
