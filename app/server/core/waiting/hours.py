"""Opening hours: whether a queue or a number is open now, when it opens next, which holiday it is.

In:  hours as they are set up, and an aware time. Out: answers; nothing is kept and no clock is read.
Hours are meant as a clock on the wall of their place shows them. A span whose end is not after its start
lasts over midnight and belongs to the day on which it begins; 00:00 to 00:00 is the whole day.
A day of a holiday has the holiday's own spans; a workday has the spans of the weekday it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.server.core.flow.plan import Flow
from app.server.core.plan import Plan
from app.server.core.waiting.plan import Holiday, Hours, Span

LOOK_AHEAD_DAYS = 400  # a yearly opening is found, and hours that never open end the search
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_MIDNIGHT = time(0, 0)


def is_open(hours: Hours, now: datetime) -> bool:
    here = now.astimezone(_zone(hours.timezone))
    today, clock = here.date(), here.time()
    if any(_begun(span, clock) for span in spans_of(hours, today)):
        return True
    return any(_over_midnight(span) and clock < span[1] for span in spans_of(hours, today - _DAY))


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """When it is open next, UTC: ``now`` itself where it is open. None: not within 400 days."""
    if is_open(hours, now):
        return now.astimezone(UTC)
    zone = _zone(hours.timezone)
    today = now.astimezone(zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + ahead * _DAY
        moments = sorted(moment for span in spans_of(hours, day) for moment in _moments(day, span[0], zone))
        for moment in moments:
            if moment > now and is_open(hours, moment):
                return _earliest(hours, moment, now)
    return None


def closes_at(hours: Hours, now: datetime) -> datetime | None:
    """When it is not open next, UTC: ``now`` itself where it is not. None: open day and night till the day
    after tomorrow, longer than anybody waits."""
    if not is_open(hours, now):
        return now.astimezone(UTC)
    zone = _zone(hours.timezone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, 3):
        day = today + ahead * _DAY
        ends = [(day + _DAY if span[1] <= span[0] else day, span[1]) for span in spans_of(hours, day)]
        for moment in sorted(moment for end in ends for moment in _moments(*end, zone)):
            if moment > now and not is_open(hours, moment):
                return moment
    return None


def holiday(hours: Hours, now: datetime) -> str:
    """Name of today's holiday, "" on other days."""
    found = _holiday(hours, now.astimezone(_zone(hours.timezone)).date())
    return found.name if found else ""


def open_by_id(plan: Plan, hours_id: str, now: datetime) -> bool:
    """No hours, or hours that are not set up: always open."""
    hours = plan.hours.get(hours_id)
    return hours is None or is_open(hours, now)


def flow_of_number(plan: Plan, number: str, now: datetime) -> Flow | None:
    """Which flow answers a number of ours now: outside of its hours the closed one. None: not our number."""
    flow = plan.numbers.get(number)
    limits = plan.number_hours.get(number)
    if flow is None or limits is None or open_by_id(plan, limits.hours_id, now):
        return flow
    return plan.flows.get(limits.closed_flow_id, flow)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _holiday(hours: Hours, day: date) -> Holiday | None:
    return next((each for each in hours.holidays if day in each.days), None)


def spans_of(hours: Hours, day: date) -> tuple[Span, ...]:
    """When it opens and closes on this day; one that lasts over midnight belongs to the day it begins."""
    if (found := _holiday(hours, day)) is not None:
        return found.open
    return hours.week[hours.workdays.get(day, day.weekday())]


def _over_midnight(span: Span) -> bool:
    return span[1] <= span[0] and span[1] != _MIDNIGHT


def _begun(span: Span, clock: time) -> bool:
    """Of a span that begins today: has it begun, and not ended today?"""
    return span[0] <= clock and (span[1] <= span[0] or clock < span[1])


def _moments(day: date, clock: time, zone: ZoneInfo) -> Iterator[datetime]:
    """When the clock on the wall shows this: twice where it is put back, else once.

    Where it is put forward over that time, the two readings lie around the gap (PEP 495).
    """
    for fold in (0, 1):
        yield datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC)


def _earliest(hours: Hours, moment: datetime, now: datetime) -> datetime:
    """Where the clock was put forward over the opening time, it is open from that moment on."""
    while moment - _MINUTE > now and is_open(hours, moment - _MINUTE):
        moment -= _MINUTE
    return moment
