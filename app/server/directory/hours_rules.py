"""Opening hours, as they stand in a file and in the database, and as the core takes them.

In:  plain data: {id, name_zh, name_en, timezone, week: {mon: ["09:00-12:00", …], mon-fri: …}, holidays:
[{name, days: [2026-10-01, 2026-10-01..2026-10-08], open: […]}], workdays: {2026-10-10: fri}}.
Out: an ``HoursSheet``, and every defect; the way back for an export.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.server.core.waiting.plan import Holiday, Hours, Span
from app.server.directory.forms import Defect, Form
from app.server.directory.queue_rules import is_id

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOME_ZONE = "Asia/Shanghai"
MOST_DAYS = 100  # of one span of days
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class HoursSheet:
    hours: Hours
    name_zh: str
    name_en: str


def read_hours(data: object) -> tuple[HoursSheet, list[Defect]]:
    """Every field has a sound value: what cannot be read of a week is open all day."""
    defects: list[Defect] = []
    form = Form(data if data is not None else "", defects)
    hours_id = form.text("id", needed=True, longest=64)
    if hours_id and not is_id(hours_id):
        form.report("bad-id", hours_id, at="id")
    name_zh = form.text("name_zh", hours_id, needed=True)
    name_en = form.text("name_en", hours_id, needed=True)
    zone = form.text("timezone", HOME_ZONE, longest=60)
    if not _is_zone(zone):
        form.report("no-timezone", zone, at="timezone")
        zone = HOME_ZONE
    if not form.has("week"):
        form.report("missing", at="week")
    hours = Hours(
        hours_id=hours_id,
        timezone=zone,
        week=_week(form.form("week"), defects),
        holidays=tuple(_holiday(each) for each in form.forms("holidays")),
        workdays=_workdays(form.form("workdays")),
    )
    form.done()
    return HoursSheet(hours, name_zh, name_en), defects


def _week(form: Form, defects: list[Defect]) -> tuple[tuple[Span, ...], ...]:
    before = len(defects)
    days: list[tuple[Span, ...]] = [() for _ in WEEKDAYS]
    named = form.names()
    for name in named:
        first, dash, last = name.partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            form.report("not-a-weekday", name, at=name)
            continue
        spans = _spans(form, name)
        for day in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            days[day] = spans
    if not named or len(defects) > before:
        return tuple(((_MIDNIGHT, _MIDNIGHT),) for _ in WEEKDAYS)
    return tuple(days)


def _spans(form: Form, name: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index, text in enumerate(form.texts(name)):
        span = _span(text)
        if span is None:
            form.report("not-a-span", text, at=f"{name}[{index}]")
        elif spans and (spans[-1][1] <= spans[-1][0] or span[0] < spans[-1][1]):
            form.report("spans-cross", text, at=f"{name}[{index}]")
        else:
            spans.append(span)
    return tuple(spans)


def _span(text: str) -> Span | None:
    """24:00 is midnight at the end; an end before the start lies on the next day."""
    found = _SPAN.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    from_h, from_m, to_h, to_m = (int(part) for part in found.groups())
    if from_h == 24 or (to_h == 24 and to_m):
        return None
    return time(from_h, from_m), time(to_h % 24, to_m)


def _holiday(form: Form) -> Holiday:
    days: set[date] = set()
    texts = form.texts("days")
    for index, text in enumerate(texts):
        found = _days(text)
        if not found:
            form.report("not-a-day", text, at=f"days[{index}]")
        days.update(found)
    if not texts:
        form.report("missing", at="days")
    holiday = Holiday(form.text("name", needed=True), tuple(sorted(days)), _spans(form, "open"))
    form.done()
    return holiday


def _days(text: str) -> list[date]:
    """ "2026-10-01", or from the first to the last: "2026-10-01..2026-10-08"."""
    first_text, dots, last_text = text.partition("..")
    try:
        first = date.fromisoformat(first_text.strip())
        last = date.fromisoformat(last_text.strip()) if dots else first
    except ValueError:
        return []
    count = (last - first).days + 1
    return [first + timedelta(days=day) for day in range(count)] if 0 < count <= MOST_DAYS else []


def _workdays(form: Form) -> dict[date, int]:
    workdays: dict[date, int] = {}
    for name in form.names():
        days, weekday = _days(name), form.text(name)
        if not days:
            form.report("not-a-day", name, at=name)
        elif weekday not in WEEKDAYS:
            form.report("not-a-weekday", weekday, at=name)
        else:
            workdays.update(dict.fromkeys(days, WEEKDAYS.index(weekday)))
    return workdays


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def definition_of(hours: Hours) -> dict[str, Any]:
    """What stands in column ``definition``."""
    return {
        "timezone": hours.timezone,
        "week": {name: _texts(spans) for name, spans in zip(WEEKDAYS, hours.week, strict=True)},
        "holidays": [
            {
                "name": each.name,
                "days": [day.isoformat() for day in each.days],
                "open": _texts(each.open),
            }
            for each in hours.holidays
        ],
        "workdays": {day.isoformat(): WEEKDAYS[weekday] for day, weekday in hours.workdays.items()},
    }


def hours_data(sheet: HoursSheet) -> dict[str, Any]:
    """The file of opening hours: what ``read_hours`` reads."""
    return {
        "id": sheet.hours.hours_id,
        "name_zh": sheet.name_zh,
        "name_en": sheet.name_en,
        **definition_of(sheet.hours),
    }


def _texts(spans: tuple[Span, ...]) -> list[str]:
    return [f"{begin:%H:%M}-{'24:00' if end == _MIDNIGHT else f'{end:%H:%M}'}" for begin, end in spans]
