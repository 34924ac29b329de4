"""Voice menus, their versions, what callers did in them, and the systems they ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class Flow(Base):
    """A voice menu as it is in force; ``definition`` is {language, start, nodes}, as in the flow files."""

    __tablename__ = "flows"

    flow_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    definition: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class FlowVersion(Base):
    """Every version a flow ever had; ``definition`` as of ``Flow``."""

    __tablename__ = "flow_versions"

    flow_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class System(Base):
    """A system of the company that flows may ask. ``operations``: by name, what is asked for and how."""

    __tablename__ = "systems"

    system_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    base_url: Mapped[str] = mapped_column(String(1000))
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    timeout_ms: Mapped[int] = mapped_column(default=3000)
    retries: Mapped[int] = mapped_column(default=1)
    operations: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FlowVisit(Base):
    """A caller in a node of a flow, and how he left it. ``seq``: of its fact."""

    __tablename__ = "flow_visits"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    flow_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    node: Mapped[str] = mapped_column(String(80))
    exit: Mapped[str] = mapped_column(String(40))
    spent_s: Mapped[float]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_flow_visits_flow_id_at", "flow_id", "at"),)


class FlowRunRow(Base):
    """A caller's way through a flow that has ended; ``how``: of the fact FlowEnded. ``last_node`` and
    ``last_exit``: where he left it."""

    __tablename__ = "flow_runs"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    flow_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    how: Mapped[str] = mapped_column(String(20))
    last_node: Mapped[str] = mapped_column(String(80), default="")
    last_exit: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]

    __table_args__ = (Index("ix_flow_runs_flow_id_at", "flow_id", "at"),)
