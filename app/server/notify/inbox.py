"""Notices as their reader sees them. All functions work inside a session of their caller."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.notices import NoticeCounts, NoticeView
from app.server.live_port import Language
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import NoticeRow


def find_notices(
    session: Session, user_id: str, language: Language, unread: bool, cursor: str | None, limit: int
) -> Page[NoticeView]:
    """Newest first. Raises InvalidValueError."""
    statement = select(NoticeRow).where(NoticeRow.user_id == user_id)
    if unread:
        statement = statement.where(NoticeRow.read_at.is_(None))
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(NoticeRow.notice_id < last)
    rows = session.scalars(statement.order_by(NoticeRow.notice_id.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].notice_id) if len(rows) > limit else None
    return Page(items=[view_of(row, language) for row in rows[:limit]], next_cursor=more)


def view_of(row: NoticeRow, language: Language) -> NoticeView:
    chinese = language == "zh"
    return NoticeView(
        notice_id=row.notice_id,
        at=row.at,
        kind=row.kind,
        title=row.title_zh if chinese else row.title_en,
        text=row.text_zh if chinese else row.text_en,
        subject=row.subject,
        urgent=row.urgent,
        read_at=row.read_at,
    )


def count_notices(session: Session, user_id: str) -> NoticeCounts:
    statement = select(NoticeRow.urgent, func.count()).where(
        NoticeRow.user_id == user_id, NoticeRow.read_at.is_(None)
    )
    counts: dict[bool, int] = {
        bool(urgent): count for urgent, count in session.execute(statement.group_by(NoticeRow.urgent))
    }
    return NoticeCounts(unread=sum(counts.values()), urgent=counts.get(True, 0))


def read_notice(session: Session, user_id: str, notice_id: int, now: datetime) -> NoticeCounts:
    """Read once is read. Raises NotFoundError, also for a notice of somebody else."""
    row = session.get(NoticeRow, notice_id)
    if row is None or row.user_id != user_id:
        raise NotFoundError("There is no such notice.")
    if row.read_at is None:
        row.read_at = now
        session.flush()
    return count_notices(session, user_id)


def read_all(session: Session, user_id: str, now: datetime) -> NoticeCounts:
    unread = update(NoticeRow).where(NoticeRow.user_id == user_id, NoticeRow.read_at.is_(None))
    session.execute(unread.values(read_at=now))
    return count_notices(session, user_id)
