"""Calls: views of the ledger (``app.server.calls``), and what agents wrote about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class Call(Base):
    """One call, made from its facts (``app.server.calls.projection``); never edited by hand."""

    __tablename__ = "calls"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    dialled: Mapped[str] = mapped_column(String(60), default="")
    caller_number: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    customer_id: Mapped[str | None] = mapped_column(String(64))
    queue_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    waited_s: Mapped[float] = mapped_column(default=0.0)
    talk_s: Mapped[float] = mapped_column(default=0.0)
    hold_s: Mapped[float] = mapped_column(default=0.0)
    wrap_up_s: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    ended_cause: Mapped[str] = mapped_column(String(20), default="")
    ended_by: Mapped[str] = mapped_column(String(20), default="")
    recording_id: Mapped[str | None] = mapped_column(String(64))
    ended_detail: Mapped[str] = mapped_column(String(80), default="", server_default="")
    direction: Mapped[str] = mapped_column(String(10), default="IN", server_default="IN")
    diverted_from: Mapped[str] = mapped_column(String(60), default="", server_default="")

    level: Mapped[str] = mapped_column(String(20), default="", server_default="")
    region: Mapped[str] = mapped_column(String(80), default="", server_default="")

    __table_args__ = (
        Index("ix_calls_started_at_call_id", "started_at", "call_id"),
        Index("ix_calls_agent_id_started_at", "agent_id", "started_at"),
        Index("ix_calls_customer_id_started_at", "customer_id", "started_at"),
        Index("ix_calls_ended_at", "ended_at"),
        Index("ix_calls_caller_number_started_at", "caller_number", "started_at"),
        Index(
            "ix_calls_dialled_out",  # whom we called; what customers dial is the same few numbers
            "dialled",
            "started_at",
            sqlite_where=text("direction = 'OUT'"),
            postgresql_where=text("direction = 'OUT'"),
        ),
    )


class CallParty(Base):
    """Who was in a call besides its customer, each time that somebody joined."""

    __tablename__ = "call_parties"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    leg_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(primary_key=True)
    left_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(20))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    supervisor_id: Mapped[str] = mapped_column(String(64), default="")
    number: Mapped[str] = mapped_column(String(60), default="")
    role: Mapped[str] = mapped_column(String(10), default="TALK")
    talk_s: Mapped[float] = mapped_column(default=0.0)
    hold_s: Mapped[float] = mapped_column(default=0.0)

    __table_args__ = (Index("ix_call_parties_agent_id_joined_at", "agent_id", "joined_at"),)


class CallTransfer(Base):
    """Who handed a call on to whom, and what came of it."""

    __tablename__ = "call_transfers"

    transfer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent_id: Mapped[str | None] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(20))
    target_kind: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = mapped_column(String(40), default="")
    came_back_to: Mapped[str] = mapped_column(String(20), default="")


class CallQuality(Base):
    """How each leg of a call sounded; ``received`` and ``sent`` as in the fact LegMeasured."""

    __tablename__ = "call_quality"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    leg_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
    party: Mapped[str] = mapped_column(String(20))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    codec: Mapped[str] = mapped_column(String(20))
    received: Mapped[dict[str, Any]]
    sent: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    round_trip_ms: Mapped[float | None]
    mos: Mapped[float]
    worst_mos: Mapped[float]
    samples: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (Index("ix_call_quality_at", "at"),)


class CallResultRow(Base):
    """What came of a call, in the agent's words. The latest one counts."""

    __tablename__ = "call_results"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcome_code: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    follow_up_at: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
