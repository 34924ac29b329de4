"""Short messages on their way, in the database: none is lost silently."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.storage.tables import MessageOut

NEW, SENT, FAILED = "NEW", "SENT", "FAILED"
MOST_AN_HOUR = 5  # to one number
LONGEST_TEXT = 500


def put(session: Session, call_id: str, number: str, text: str, now: datetime) -> tuple[int, str]:
    """Its id, and "" or why it will not be sent ("limit")."""
    recent = select(func.count()).where(
        MessageOut.state.in_((NEW, SENT, FAILED)),  # by the index of state and time
        MessageOut.at > now - timedelta(hours=1),
        MessageOut.number == number,
        MessageOut.error != "limit",
    )
    beyond = (session.scalar(recent) or 0) >= MOST_AN_HOUR
    row = MessageOut(
        call_id=call_id,
        number=number,
        text=text[:LONGEST_TEXT],
        at=now,
        state=FAILED if beyond else NEW,
        tries=0,
        error="limit" if beyond else "",
    )
    session.add(row)
    session.flush()
    return row.message_id, row.error


def settle(session: Session, message_id: int, now: datetime, why: str, final: bool) -> None:
    """``why`` "": it was handed over."""
    row = session.get(MessageOut, message_id)
    if row is None:
        return
    row.tries += 1
    row.error = why
    if not why:
        row.state, row.sent_at = SENT, now
    elif final:
        row.state = FAILED


def unsent(session: Session, since: datetime) -> list[tuple[int, str, str]]:
    """(id, number, text) of those that a restart left, oldest first."""
    statement = select(MessageOut).where(MessageOut.state == NEW, MessageOut.at > since)
    rows = session.scalars(statement.order_by(MessageOut.message_id).limit(200))
    return [(row.message_id, row.number, row.text) for row in rows]
