"""Time counted in opening hours: how much of it lies between two moments, and when so much of it is over.

In:  hours as they are set up (None: always open), aware times. Out: durations and moments, UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.server.core.waiting.hours import LOOK_AHEAD_DAYS, spans_of
from app.server.core.waiting.plan import Hours

_DAY = timedelta(days=1)


def after_open(hours: Hours | None, begin: datetime, amount: timedelta) -> datetime | None:
    """When this much opening time after ``begin`` is over. None: not within 400 days."""
    if amount <= timedelta():
        return begin.astimezone(UTC)
    if hours is None:
        return begin.astimezone(UTC) + amount
    for start, end in _open_from(hours, begin):
        if amount <= end - start:
            return start + amount
        amount -= end - start
    return None


def open_between(hours: Hours | None, begin: datetime, end: datetime) -> timedelta:
    """How much opening time lies between; none where the end is before the beginning."""
    if end <= begin:
        return timedelta()
    if hours is None:
        return end - begin
    total = timedelta()
    for opens, closes in _open_from(hours, begin, last=end):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def _open_from(
    hours: Hours, begin: datetime, last: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """What is open from ``begin`` on, in order and without overlaps."""
    zone = ZoneInfo(hours.timezone)
    day = begin.astimezone(zone).date() - _DAY  # yesterday's may last over midnight
    last_day = last.astimezone(zone).date() if last else day + LOOK_AHEAD_DAYS * _DAY
    done = begin.astimezone(UTC)
    while day <= last_day:
        for start, end in sorted(_interval(day, span, zone) for span in spans_of(hours, day)):
            start = max(start, done)
            if start < end:
                yield start, end
                done = end
        day += _DAY


def _interval(day: date, span: tuple[time, time], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """An end that is not after its start lies on the next day. Where the clock is put back, from the first
    reading to the last."""
    begin, end = span
    end_day = day + _DAY if end <= begin else day
    first = datetime.combine(day, begin, zone)
    after = datetime.combine(end_day, end, zone).replace(fold=1)
    return first.astimezone(UTC), after.astimezone(UTC)
