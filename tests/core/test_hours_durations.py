"""Promises count in opening hours: over nights, holidays, made-up workdays and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.waiting.durations import after_open, open_between
from app.server.core.waiting.hours import is_open
from app.server.core.waiting.plan import Holiday, Hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((time(9), time(12)), (time(13), time(18)))
OFFICE = Hours(
    "office",
    "Asia/Shanghai",
    (DAY, DAY, DAY, DAY, DAY, (), ()),
    holidays=(
        Holiday("国庆节", tuple(date(2026, 10, day) for day in range(1, 8))),
        Holiday("除夕", (date(2027, 2, 5),), ((time(9), time(12)),)),
    ),
    workdays={date(2026, 10, 10): 4},  # a Saturday
)
NIGHT = Hours("night", "Asia/Shanghai", (((time(20), time(4)),),) * 7)
ALWAYS = Hours("always", "Asia/Shanghai", (((time(0), time(0)),),) * 7)
NEVER = Hours("never", "Asia/Shanghai", ((),) * 7)
H = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("begin", "amount", "due"),
    [
        ("2026-11-23 09:00", 3 * H, "2026-11-23 12:00"),  # to the minute at which it closes
        ("2026-11-23 11:00", 2 * H, "2026-11-23 14:00"),  # over lunch
        ("2026-11-23 17:30", 1 * H, "2026-11-24 09:30"),  # over night
        ("2026-11-20 17:00", 8 * H, "2026-11-23 17:00"),  # over a week-end
        ("2026-11-21 11:00", 1 * H, "2026-11-23 10:00"),  # said on a Saturday
        ("2026-09-30 17:00", 2 * H, "2026-10-08 10:00"),  # over the holidays
        ("2026-10-09 17:00", 2 * H, "2026-10-10 10:00"),  # a Saturday that is worked
        ("2027-02-05 11:00", 2 * H, "2027-02-08 10:00"),  # a half holiday
    ],
)
def test_when_a_promise_is_due(begin, amount, due):
    assert after_open(OFFICE, at(begin), amount) == at(due)
    assert open_between(OFFICE, at(begin), at(due)) == amount


def test_night_shifts_round_the_clock_and_never():
    assert after_open(NIGHT, at("2026-11-23 03:00"), 2 * H) == at("2026-11-23 21:00")
    assert after_open(ALWAYS, at("2026-11-23 03:00"), 72 * H) == at("2026-11-26 03:00")
    assert after_open(None, at("2026-11-23 03:00"), 2 * H) == at("2026-11-23 05:00")
    assert after_open(NEVER, at("2026-11-23 03:00"), H) is None
    assert open_between(NEVER, at("2026-11-23 03:00"), at("2027-11-23 03:00")) == timedelta()
    assert open_between(OFFICE, at("2026-11-24 09:00"), at("2026-11-23 09:00")) == timedelta()


def test_a_day_on_which_the_clock_changes_has_its_own_length():
    berlin = Hours("berlin", "Europe/Berlin", (((time(0), time(0)),),) * 7)
    zone = ZoneInfo("Europe/Berlin")

    def day(month, number):
        begin = datetime(2026, month, number, tzinfo=zone)
        end = datetime(2026, month, number + 1, tzinfo=zone)
        return open_between(berlin, begin.astimezone(UTC), end.astimezone(UTC))

    assert [day(3, 28), day(3, 29), day(10, 24)] == [24 * H, 23 * H, 24 * H]
    assert day(10, 25) == 25 * H


moments = st.datetimes(
    datetime(2026, 9, 25),  # noqa: DTZ001
    datetime(2026, 10, 14),  # noqa: DTZ001
).map(lambda each: each.replace(tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(0, 5000), st.sampled_from([OFFICE, NIGHT]))
def test_every_minute_counts_exactly_where_it_is_open(begin, minutes, hours):
    begin = begin.replace(second=0, microsecond=0)
    end = begin + timedelta(minutes=minutes)
    counted = sum(is_open(hours, begin + timedelta(minutes=each)) for each in range(minutes))
    assert open_between(hours, begin, end) == timedelta(minutes=counted)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 100_000), st.sampled_from([OFFICE, NIGHT]))
def test_there_and_back_is_the_same(begin, amount_s, hours):
    amount = timedelta(seconds=amount_s)
    due = after_open(hours, begin, amount)
    assert due is not None and due > begin
    assert open_between(hours, begin, due) == amount
