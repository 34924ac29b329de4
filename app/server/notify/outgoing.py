"""What went outside, as supervisors see it, and what failed sent again by hand.

All functions work inside a session of their caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.notices import Channel, OutgoingView
from app.server.notify.courier import masked
from app.server.notify.customer_way import NO_ADDRESS, OPTED_OUT, has_opted_out
from app.server.notify.model import FAILED, NEW, SKIPPED, TextNotPossibleError
from app.server.notify.outbox import channel_of
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import MessageOut

State = Literal["NEW", "SENT", "FAILED", "SKIPPED"]
_STATES: Mapping[str, State] = {"NEW": "NEW", "SENT": "SENT", "FAILED": "FAILED"}


def state_of(row: MessageOut) -> State:
    return _STATES.get(row.state, "SKIPPED")


def check_may_see(user: SignedInUser) -> None:
    """Raises NotAllowedError."""
    if not user.may(Right.SEE_OUTGOING):
        raise NotAllowedError("Only supervisors and administrators see what was sent outside.")


def find_outgoing(
    session: Session,
    user: SignedInUser,
    state: State | None,
    channel: Channel | None,
    subject: str,
    cursor: str | None,
    limit: int,
) -> Page[OutgoingView]:
    """Newest first; addresses are masked. Raises NotAllowedError, InvalidValueError."""
    check_may_see(user)
    statement = select(MessageOut)
    if state is not None:
        statement = statement.where(MessageOut.state == state)
    if channel is not None:
        statement = statement.where(MessageOut.channel == channel)
    if subject:
        statement = statement.where(MessageOut.subject == subject)
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(MessageOut.message_id < last)
    rows = session.scalars(statement.order_by(MessageOut.message_id.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].message_id) if len(rows) > limit else None
    return Page(items=[view_of(row) for row in rows[:limit]], next_cursor=more)


def view_of(row: MessageOut) -> OutgoingView:
    channel = channel_of(row.channel)
    return OutgoingView(
        outgoing_id=row.message_id,
        at=row.at,
        channel=channel,
        to=masked(channel, row.address),
        template=row.template,
        state=state_of(row),
        tries=row.tries,
        next_at=row.next_at,
        sent_at=row.sent_at,
        why=row.error,
        subject=row.subject or (f"call:{row.call_id}" if row.call_id else ""),
    )


def retry(session: Session, user: SignedInUser, outgoing_id: int, now: datetime) -> OutgoingView:
    """From the beginning, also beyond the limits; what is on its way is tried at once.

    Raises NotAllowedError, NotFoundError, TextNotPossibleError.
    """
    check_may_see(user)
    row = session.get(MessageOut, outgoing_id)
    if row is None:
        raise NotFoundError("There is no such message.")
    if row.state not in (FAILED, SKIPPED, NEW):
        raise TextNotPossibleError("It was handed over already.")
    if row.error in (OPTED_OUT, NO_ADDRESS) or has_opted_out(session, row.address):
        raise TextNotPossibleError("Whom it is for wants no messages, or there is no address to send it to.")
    if not row.text:
        raise TextNotPossibleError("Its text is not kept any more.")
    row.state, row.tries, row.error = NEW, 0, ""
    row.at, row.next_at = now, now
    session.flush()
    note_deed(session, now, user.user_id, "outgoing.retried", str(outgoing_id), row.channel)
    return view_of(row)
