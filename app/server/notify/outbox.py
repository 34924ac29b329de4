"""What is on its way outside, in the database: none is lost silently, none goes out twice by itself.

All functions work inside a session of their caller.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.contracts.notices import Channel
from app.server.live_port import Language
from app.server.notify.model import FAILED, NEW, SENT, SKIPPED, Parcel
from app.server.storage.tables import MessageOut

LONGEST_TEXT = 500  # of a short message that an agent or a flow writes
LONGEST_TITLE, LONGEST_BODY, LONGEST_ADDRESS, LONGEST_SUBJECT = 200, 8000, 200, 120
MOST_AN_HOUR: Mapping[Channel, int] = {"SMS": 5, "EMAIL": 30, "WECOM": 60}  # to one address
STALE = timedelta(hours=1)  # words of a call: nobody wants to know his place in the line of yesterday
STALE_NOTICE = timedelta(days=3)
LIMIT, TOO_LATE, NO_GATEWAY, NOT_SET_UP = "limit", "too-late", "no-gateway", "not-set-up"


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that is to be. ``skipped``: why it will not even be tried."""

    channel: Channel
    address: str
    text: str
    title: str = ""
    key: str | None = None
    template: str = ""
    language: Language = "zh"
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    subject: str = ""
    call_id: str = ""
    user_id: str | None = None
    customer_id: str | None = None
    not_before: datetime | None = None
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One that is due."""

    message_id: int
    channel: Channel
    parcel: Parcel
    tries: int
    at: datetime
    error: str = ""  # of the last try

    @property
    def is_of_a_call(self) -> bool:
        return not self.parcel.template


def put(session: Session, draft: Draft, now: datetime) -> tuple[int, str]:
    """Its id, and "" or why it will not be sent ("limit", or what the draft says)."""
    why = draft.skipped
    state = SKIPPED if why else NEW
    if not why and _beyond_limit(session, draft, now):
        state, why = FAILED, LIMIT
    row = MessageOut(
        call_id=draft.call_id,
        address=draft.address[:LONGEST_ADDRESS],
        text=draft.text[:LONGEST_BODY],
        title=draft.title[:LONGEST_TITLE],
        at=now,
        state=state,
        tries=0,
        error=why,
        key=draft.key,
        channel=draft.channel,
        template=draft.template,
        language=draft.language,
        values=dict(draft.values),
        subject=draft.subject[:LONGEST_SUBJECT],
        user_id=draft.user_id,
        customer_id=draft.customer_id,
        once=f"seatline-{secrets.token_hex(12)}",
        next_at=(draft.not_before or now) if state == NEW else None,
    )
    session.add(row)
    session.flush()
    return row.message_id, row.error


def _beyond_limit(session: Session, draft: Draft, now: datetime) -> bool:
    most = MOST_AN_HOUR.get(draft.channel)
    if most is None or not draft.address:
        return False
    recent = select(func.count()).where(
        MessageOut.address == draft.address,
        MessageOut.at > now - timedelta(hours=1),
        MessageOut.state != SKIPPED,
        MessageOut.error != LIMIT,
        MessageOut.channel == draft.channel,
    )
    return (session.scalar(recent) or 0) >= most


def skipped(draft: Draft, why: str) -> Draft:
    return replace(draft, skipped=draft.skipped or why)


def knows(session: Session, key: str, channel: Channel | None = None) -> bool:
    """Whether it was put before (by that channel)."""
    found = select(MessageOut.message_id).where(MessageOut.key == key)
    if channel is not None:
        found = found.where(MessageOut.channel == channel)
    return session.scalar(found.limit(1)) is not None


def due(session: Session, now: datetime, channel: Channel, without: Sequence[int], limit: int) -> list[Job]:
    """Those whose time has come, the oldest first. ``without``: they are being sent already."""
    statement = select(MessageOut).where(
        MessageOut.state == NEW, MessageOut.channel == channel, MessageOut.next_at <= now
    )
    if without:
        statement = statement.where(MessageOut.message_id.not_in(without))
    rows = session.scalars(statement.order_by(MessageOut.next_at, MessageOut.message_id).limit(limit))
    return [_job(row) for row in rows]


def next_due(session: Session, now: datetime) -> datetime | None:
    statement = select(func.min(MessageOut.next_at)).where(MessageOut.state == NEW, MessageOut.next_at > now)
    return session.scalar(statement)


def settle_sent(session: Session, message_id: int, now: datetime, receipt: str) -> None:
    """A report that was quicker than the answer to our request stays."""
    row = session.get(MessageOut, message_id)
    if row is None:
        return
    row.tries += 1
    row.sent_at, row.next_at, row.receipt = now, None, receipt[:120] or row.receipt
    if row.state == NEW:
        row.state, row.error = SENT, ""


def settle_failed(session: Session, message_id: int, why: str, next_at: datetime | None) -> None:
    """``next_at`` None: it is given up."""
    row = session.get(MessageOut, message_id)
    if row is not None and row.state == NEW:
        row.tries += 1
        row.error, row.next_at = why[:200], next_at
        if next_at is None:
            row.state = FAILED


def put_off(session: Session, message_ids: Sequence[int], until: datetime, why: str) -> None:
    """Not tried: its channel is not there, or wants to be left alone."""
    statement = update(MessageOut).where(MessageOut.message_id.in_(message_ids), MessageOut.state == NEW)
    session.execute(statement.values(next_at=until, error=why))


def is_stale(job: Job, now: datetime) -> bool:
    """Nobody wants to read it any more."""
    return now - job.at >= (STALE if job.is_of_a_call else STALE_NOTICE)


def _job(row: MessageOut) -> Job:
    parcel = Parcel(
        once=row.once or f"seatline-{row.message_id}",
        address=row.address,
        text=row.text,
        title=row.title,
        template=row.template,
        language="en" if row.language == "en" else "zh",
        values={str(name): str(value) for name, value in row.values.items()},
        subject=row.subject,
        at=row.at,
    )
    return Job(row.message_id, channel_of(row.channel), parcel, row.tries, row.at, row.error)


def channel_of(text: str) -> Channel:
    channels: Mapping[str, Channel] = {
        "EMAIL": "EMAIL",
        "WECOM": "WECOM",
        "WECOM_ROBOT": "WECOM_ROBOT",
        "WEBHOOK": "WEBHOOK",
    }
    return channels.get(text, "SMS")
