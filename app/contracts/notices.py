"""Notices to people of the house, and how each wants to be told."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.people import Label

Channel = Literal["APP", "SMS", "EMAIL", "WECOM", "WECOM_ROBOT", "WEBHOOK"]


class NoticeView(Wire):
    """``GET /api/v1/notices``, newest first; ``POST /notices/{id}/read``, ``POST /notices/read-all``.

    ``subject``: what it is about ("ticket:<id>", "article:<id>", "access:<id>"), opened by a click.
    """

    notice_id: int
    at: datetime
    kind: str
    title: str
    text: str
    subject: str = ""
    urgent: bool = False
    read_at: datetime | None = None


class NoticeCounts(Wire):
    unread: int
    urgent: int


class NoticeWishes(Wire):
    """``GET, PUT /api/v1/me/notice-wishes``. ``off``: kinds she does not want (urgent ones come all the
    same).
    ``channels``: besides in the window; ``quiet_*``: then only in the window (urgent ones: all)."""

    channels: list[Channel] = []
    off: list[str] = Field(default=[], max_length=40)
    quiet_from: time | None = None
    quiet_until: time | None = None
    email: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=40)
    wecom_user: str = Field(default="", max_length=64)
    language: Literal["zh", "en"] = "zh"  # of what is sent outside


class NoticeChoices(Wire):
    """``GET /api/v1/notices/choices``: what wishes may name. ``kinds`` for ``off``; ``channels`` that are set
    up and can reach a person."""

    kinds: list[Label] = []
    channels: list[Channel] = []


class OutgoingView(Wire):
    """``GET /api/v1/outgoing`` (supervisors): what was sent outside. The address is masked."""

    outgoing_id: int
    at: datetime
    channel: Channel
    to: str
    template: str
    state: Literal["NEW", "SENT", "FAILED", "SKIPPED"]
    tries: int
    next_at: datetime | None = None
    sent_at: datetime | None = None
    why: str = ""
    subject: str = ""
