"""The company's rules of notices, in table ``meta``: when customers are left in peace, how long texts stay.

All functions work inside a session of their caller.
"""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy.orm import Session

from app.server.notify.model import ChannelSetUpError
from app.server.notify.quiet import CUSTOMERS_FROM, CUSTOMERS_UNTIL, read_time, write_time
from app.server.storage.meta import get_meta, set_meta

QUIET_KEY, DAYS_KEY = "notices_quiet", "notices_text_days"
TEXT_DAYS = 180


def customers_quiet(session: Session) -> tuple[time | None, time | None]:
    """From, until; none where the company wants none."""
    kept = get_meta(session, QUIET_KEY)
    if kept is None:
        return CUSTOMERS_FROM, CUSTOMERS_UNTIL
    begins, _, ends = kept.partition("-")
    return read_time(begins), read_time(ends)


def set_customers_quiet(session: Session, text: str) -> None:
    """ "22:00-08:00", or "off". Raises ChannelSetUpError."""
    begins, _, ends = text.partition("-")
    first, last = read_time(begins.strip()), read_time(ends.strip())
    if text != "off" and (first is None or last is None):
        raise ChannelSetUpError('Quiet hours look like "22:00-08:00"; "off" for none.')
    set_meta(session, QUIET_KEY, f"{write_time(first)}-{write_time(last)}" if text != "off" else "")


def text_days(session: Session) -> timedelta:
    kept = get_meta(session, DAYS_KEY) or ""
    return timedelta(days=int(kept) if kept.isdecimal() else TEXT_DAYS)


def set_text_days(session: Session, days: int) -> None:
    """Raises ChannelSetUpError."""
    if not 1 <= days <= 3660:
        raise ChannelSetUpError("Texts are kept between 1 and 3660 days.")
    set_meta(session, DAYS_KEY, str(days))
