"""Who works here, what they can, with which phones, and who is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base


class User(Base):
    __tablename__ = "users"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    display_name_en: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20))  # as RoleName of app.server.security.model
    password_hash: Mapped[str] = mapped_column(String(255))
    disabled: Mapped[bool] = mapped_column(default=False)
    senior: Mapped[bool] = mapped_column(default=False, server_default=false())
    region: Mapped[str] = mapped_column(String(80), default="", server_default="")  # as of callers
    department: Mapped[str] = mapped_column(String(120), default="", server_default="")
    department_en: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Phone(Base):
    __tablename__ = "phones"

    sip_user: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary)
    md5_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    srtp: Mapped[str] = mapped_column(String(10), default="prefer", server_default="prefer")
    may_dial_out: Mapped[bool] = mapped_column(default=True, server_default=true())


class Token(Base):
    """A sign-in. Only the SHA-256 of the token is kept."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Skill(Base):
    """What agents can and queues want."""

    __tablename__ = "skills"

    skill_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))


class AgentSkill(Base):
    __tablename__ = "agent_skills"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), primary_key=True)
    skill_id: Mapped[str] = mapped_column(ForeignKey("skills.skill_id"), primary_key=True)
    level: Mapped[int]  # 1 to 10
