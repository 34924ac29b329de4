"""What is left to do or to know after a call: call-backs, voice messages, surveys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.types import RowId


class CallbackRow(Base):
    """A promised call-back. ``state``: OPEN, ENDED. ``agent_id``: a reconnection with her; else ""."""

    __tablename__ = "callbacks"

    callback_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    queue_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(60))
    customer_id: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(20), default="")
    for_call_id: Mapped[str] = mapped_column(String(64), index=True)
    waiting_since: Mapped[datetime]
    promised_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="OPEN")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    agent_id: Mapped[str] = mapped_column(String(64), default="")
    last_call_id: Mapped[str] = mapped_column(String(64), default="")
    last_result: Mapped[str] = mapped_column(String(20), default="")
    ended_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(String(20), default="")
    actor: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        Index("ix_callbacks_state_waiting_since", "state", "waiting_since"),
        Index("ix_callbacks_promised_at", "promised_at"),
    )


class VoiceMessage(Base):
    """The part from ``from_s`` of ``length_s`` of a call's recording, for somebody to hear. NEW, DONE."""

    __tablename__ = "voice_messages"

    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    recording_id: Mapped[str] = mapped_column(String(64))
    queue_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(60))
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    from_s: Mapped[float]
    length_s: Mapped[float]
    left_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="NEW")
    done_by: Mapped[str] = mapped_column(String(64), default="")
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_voice_messages_state_left_at", "state", "left_at"),
        Index("ix_voice_messages_left_at", "left_at"),
    )


class SurveyAnswerRow(Base):
    """One answer of a customer after a talk. ``seq``: of its fact."""

    __tablename__ = "survey_answers"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(String(80))
    digit: Mapped[str] = mapped_column(String(1))
    score: Mapped[int]
    queue_id: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_survey_answers_at", "at"),)
