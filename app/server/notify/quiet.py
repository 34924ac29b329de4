"""Quiet hours: until when somebody is left in peace. Local times; "22:00" to "07:30" runs over midnight."""

from __future__ import annotations

from datetime import datetime, time, timedelta

CUSTOMERS_FROM, CUSTOMERS_UNTIL = time(22), time(8)  # where the company set nothing else


def quiet_until(now: datetime, begins: time | None, ends: time | None) -> datetime | None:
    """When it ends; None: it is not quiet now. ``now`` in the time zone that the hours are meant in."""
    if begins is None or ends is None or begins == ends:
        return None
    present = now.time().replace(tzinfo=None)
    inside = begins <= present < ends if begins < ends else present >= begins or present < ends
    if not inside:
        return None
    day = now.date() if present < ends else now.date() + timedelta(days=1)
    return datetime.combine(day, ends.replace(tzinfo=None), now.tzinfo)


def read_time(text: str) -> time | None:
    """ "21:30" as it stands in the database; None for anything else."""
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        return None


def write_time(value: time | None) -> str:
    return f"{value:%H:%M}" if value is not None else ""
