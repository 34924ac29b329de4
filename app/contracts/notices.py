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
    """``GET /api/v1/outgoing`` (supervisors): what was sent outside. The address is masked, the customer's
    name as the reader's role sees it. ``what``: what kind of message it is; None: words of a call.
    ``number``: of the ticket that it is about. ``DELIVERED``: its provider reported that it arrived;
    "SENT": it is in the provider's hands. ``may_retry``: it can be sent once more.
    """

    outgoing_id: int
    at: datetime
    channel: Channel
    to: str
    template: str
    state: Literal["NEW", "SENT", "DELIVERED", "FAILED", "SKIPPED"]
    tries: int
    next_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    why: str = ""
    subject: str = ""
    what: Label | None = None
    customer_id: str | None = None
    customer_name: str = ""
    person_name: str = ""  # of the house
    number: str = ""
    may_retry: bool = False


class OutgoingCounts(Wire):
    """``GET /api/v1/outgoing/counts``: of the last seven days, to customers. ``failed``: given up;
    ``skipped``: not even tried; ``waiting``: still to go out."""

    failed: int
    skipped: int
    waiting: int


# --- ways to the outside: administrators -------------------------------------------------------------


class ChannelView(Wire):
    """``GET /api/v1/channels``: a way to the outside, without its secrets. ``in_use``: messages of its kind
    go this way. ``where``: the provider's address, as far as the set-up says it. ``fault``: why it cannot
    be used. ``needs_address``: a test has to say to whom. ``waiting``: messages of its kind that are still
    to go."""

    channel_id: str
    kind: str
    channel: Channel
    active: bool
    in_use: bool
    position: int = 0
    where: str = ""
    secrets_set: list[str] = []
    secrets_missing: list[str] = []
    fault: str = ""
    last_sent_at: datetime | None = None
    last_failed_at: datetime | None = None
    why: str = ""  # of the last failure
    waiting: int = 0
    needs_address: bool = True


class ChannelTest(Wire):
    """Body of ``POST /api/v1/channels/{channel_id}/test``: a number with its country, an e-mail address, a
    WeCom user; nothing for groups and webhooks."""

    to: str = Field(default="", max_length=200)


class ChannelTested(Wire):
    """``why``: in a stable word, "" where it was taken. ``to``: masked."""

    taken: bool
    to: str
    why: str = ""
    receipt: str = ""


# --- what a customer wants to be sent ----------------------------------------------------------------

ContactState = Literal["OK", "OPTED_OUT", "REFUSED", "NO_ADDRESS"]


class ContactWay(Wire):
    """``OPTED_OUT``: none of his addresses of this kind is sent anything, ``at`` and ``by`` say since when;
    ``REFUSED``: his consent of the same name says no, and is changed in his file."""

    channel: Literal["SMS", "EMAIL"]
    state: ContactState
    at: datetime | None = None
    by: str = ""


class ContactWish(Wire):
    """Body of ``PUT /api/v1/customers/{customer_id}/contact-ways``."""

    channel: Literal["SMS", "EMAIL"]
    wanted: bool
