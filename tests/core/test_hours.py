"""Opening hours: weeks, nights, holidays, days that stand for another weekday, zones and their clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.flow.plan import Flow, HangUp
from app.server.core.plan import Plan
from app.server.core.waiting import hours
from app.server.core.waiting.plan import Holiday, Hours, NumberHours, Span

OFFICE: tuple[Span, ...] = ((time(9), time(12)), (time(13, 30), time(18)))
SATURDAY: tuple[Span, ...] = ((time(10), time(16)),)
NIGHT: tuple[Span, ...] = ((time(22), time(6)),)
ALL_DAY: tuple[Span, ...] = ((time(0), time(0)),)


def days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


# As the State Council announced them for 2026; a day worked instead stands for the weekday it makes up for.
CHINA_2026 = Hours(
    "office",
    "Asia/Shanghai",
    (OFFICE,) * 5 + (SATURDAY, ()),
    holidays=(
        Holiday("元旦", days(date(2026, 1, 1), date(2026, 1, 3))),
        Holiday("春节", days(date(2026, 2, 15), date(2026, 2, 23))),
        Holiday("清明节", days(date(2026, 4, 4), date(2026, 4, 6))),
        Holiday("劳动节", days(date(2026, 5, 1), date(2026, 5, 5)), open=((time(10), time(12)),)),
        Holiday("端午节", days(date(2026, 6, 19), date(2026, 6, 21))),
        Holiday("中秋节", days(date(2026, 9, 25), date(2026, 9, 27))),
        Holiday("国庆节", days(date(2026, 10, 1), date(2026, 10, 7))),
    ),
    workdays={
        date(2026, 1, 4): 4,
        date(2026, 2, 14): 0,
        date(2026, 2, 28): 4,
        date(2026, 5, 9): 1,
        date(2026, 9, 20): 1,
        date(2026, 10, 10): 2,
    },
)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("when", "open_then", "name"),
    [
        ("2026-01-05 08:59:59", False, ""),  # a Monday
        ("2026-01-05 09:00", True, ""),
        ("2026-01-05 11:59:59", True, ""),
        ("2026-01-05 12:00", False, ""),
        ("2026-01-05 13:30", True, ""),
        ("2026-01-05 18:00", False, ""),
        ("2026-01-10 11:00", True, ""),  # an ordinary Saturday
        ("2026-01-10 09:30", False, ""),
        ("2026-01-11 11:00", False, ""),  # an ordinary Sunday
        ("2026-01-02 11:00", False, "元旦"),  # a Friday
        ("2026-01-04 09:30", True, ""),  # a Sunday that is worked
        ("2026-02-14 09:30", True, ""),  # a Saturday with a Monday's hours
        ("2026-02-16 10:00", False, "春节"),  # the lunar New Year's Eve
        ("2026-02-23 17:00", False, "春节"),
        ("2026-02-24 09:00", True, ""),
        ("2026-05-01 11:00", True, "劳动节"),  # a holiday with hours of its own
        ("2026-05-01 14:00", False, "劳动节"),
        ("2026-10-07 23:59", False, "国庆节"),
        ("2026-10-08 09:00", True, ""),
        ("2026-10-10 17:59", True, ""),  # a Saturday with a Wednesday's hours
    ],
)
def test_a_chinese_office_in_2026(when: str, open_then: bool, name: str):
    now = local("Asia/Shanghai", when).astimezone(UTC)
    assert hours.is_open(CHINA_2026, now) is open_then
    assert hours.holiday(CHINA_2026, now) == name


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2026-01-05 10:00", "2026-01-05 10:00"),  # it is open
        ("2026-01-05 12:10", "2026-01-05 13:30"),
        ("2026-01-09 18:00", "2026-01-10 10:00"),
        ("2026-01-10 16:00", "2026-01-12 09:00"),
        ("2026-02-14 18:00", "2026-02-24 09:00"),  # over the whole Spring Festival
        ("2026-01-03 12:00", "2026-01-04 09:00"),  # the Sunday that is worked
        ("2026-04-30 18:00", "2026-05-01 10:00"),  # the holiday's own hours
    ],
)
def test_when_it_opens_next(when: str, opens: str):
    now = local("Asia/Shanghai", when)
    assert hours.next_opening(CHINA_2026, now) == local("Asia/Shanghai", opens)


def test_night_service_goes_over_midnight_and_belongs_to_the_day_it_began():
    week = (NIGHT,) * 4 + ((),) + ((),) * 2  # Monday to Thursday
    night = Hours("night", "Asia/Shanghai", week, holidays=(Holiday("元旦", (date(2026, 1, 7),)),))
    opened = [
        (text, hours.is_open(night, local("Asia/Shanghai", text)))
        for text in (
            "2026-01-05 21:59",
            "2026-01-05 23:00",
            "2026-01-06 05:59",
            "2026-01-06 06:00",
            "2026-01-07 05:00",  # the holiday's morning still belongs to Tuesday's night
            "2026-01-07 23:00",
            "2026-01-08 05:00",
            "2026-01-09 03:00",  # Friday morning: Thursday's night
            "2026-01-10 03:00",
        )
    ]
    assert [text for text, is_it in opened if is_it] == [
        "2026-01-05 23:00",
        "2026-01-06 05:59",
        "2026-01-07 05:00",
        "2026-01-09 03:00",
    ]


def test_never_open_is_said_and_always_open_is_now():
    now = local("UTC", "2026-03-03 03:33:33.5")
    assert hours.next_opening(Hours("never", "UTC", ((),) * 7), now) is None
    always = Hours("always", "UTC", (ALL_DAY,) * 7)
    assert hours.is_open(always, now) and hours.next_opening(always, now) == now


@pytest.mark.parametrize(
    ("zone", "span", "when", "opens"),
    [
        # New York, 2026-03-08: 02:00 becomes 03:00. Open from half past two is open from three.
        ("America/New_York", ((time(2, 30), time(5)),), "2026-03-08 01:00", "2026-03-08 07:00"),
        # 2026-11-01: 02:00 becomes 01:00. Half past one comes twice; the first counts.
        ("America/New_York", ((time(1, 30), time(5)),), "2026-11-01 00:30", "2026-11-01 05:30"),
        # … and opens once more where it had closed in between.
        ("America/New_York", ((time(1, 30), time(1, 45)),), "2026-11-01 01:50", "2026-11-01 06:30"),
        # London, 2026-03-29: nine o'clock is an hour earlier than the day before.
        ("Europe/London", ((time(9), time(17)),), "2026-03-28 18:00", "2026-03-29 08:00"),
        ("Europe/London", ((time(9), time(17)),), "2026-03-27 18:00", "2026-03-28 09:00"),
        # Lord Howe Island puts its clock forward by half an hour, at two.
        ("Australia/Lord_Howe", ((time(2, 10), time(5)),), "2026-10-04 01:00", "2026-10-03 15:30"),
    ],
)
def test_days_on_which_the_clock_is_changed(zone: str, span: tuple[Span, ...], when: str, opens: str):
    place = Hours("place", zone, (span,) * 7)
    assert hours.next_opening(place, local(zone, when)) == local("UTC", opens)


def test_a_span_that_the_clock_jumps_over_does_not_open_that_day():
    place = Hours("place", "America/New_York", (((time(2), time(3)),),) * 7)
    opens = hours.next_opening(place, local("America/New_York", "2026-03-08 00:00"))
    assert opens == local("America/New_York", "2026-03-09 02:00")


_CLOCK = st.integers(min_value=0, max_value=95).map(lambda n: time(n // 4, n % 4 * 15))
_SPANS = st.lists(st.tuples(_CLOCK, _CLOCK), max_size=2).map(tuple)


@settings(max_examples=150, deadline=None)
@given(
    week=st.tuples(*[_SPANS] * 7),
    zone=st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe"]),
    minutes=st.integers(min_value=0, max_value=366 * 24 * 60),
)
def test_it_is_open_when_it_opens_next_and_closed_until_then(
    week: tuple[tuple[Span, ...], ...], zone: str, minutes: int
):
    place = Hours("place", zone, week)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    opens = hours.next_opening(place, now)
    if opens is None:
        assert not any(week)
        return
    assert opens >= now and hours.is_open(place, opens)
    step = max(timedelta(minutes=5), (opens - now) / 200)
    moment = now
    while moment < opens:
        assert not hours.is_open(place, moment)
        moment += step


def test_outside_of_its_hours_another_flow_answers_a_number():
    day, night = (Flow(name, "bye", {"bye": HangUp(())}) for name in ("day", "night"))
    plan = Plan(
        numbers={"4001": day, "4002": day},
        flows={"day": day, "night": night},
        hours={"office": CHINA_2026},
        number_hours={"4001": NumberHours("office", "night")},
    )
    at_noon = local("Asia/Shanghai", "2026-01-05 11:00")
    at_night = local("Asia/Shanghai", "2026-01-05 23:00")
    assert hours.flow_of_number(plan, "4001", at_noon) is day
    assert hours.flow_of_number(plan, "4001", at_night) is night
    assert hours.flow_of_number(plan, "4002", at_night) is day
    assert hours.flow_of_number(plan, "4003", at_night) is None
    unknown = replace(plan, number_hours={"4001": NumberHours("nothing", "night")})
    assert hours.flow_of_number(unknown, "4001", at_night) is day


def test_when_it_closes():
    def closes(when: str) -> datetime | None:
        return hours.closes_at(CHINA_2026, local("Asia/Shanghai", when))

    assert closes("2026-01-05 10:00") == local("Asia/Shanghai", "2026-01-05 12:00")
    assert closes("2026-01-05 12:30") == local("Asia/Shanghai", "2026-01-05 12:30"), "it is closed"
    night = Hours("night", "UTC", (NIGHT,) * 7)
    for when in ("2026-01-05 23:00", "2026-01-06 05:59"):
        assert hours.closes_at(night, local("UTC", when)) == local("UTC", "2026-01-06 06:00")
    assert hours.closes_at(Hours("always", "UTC", (ALL_DAY,) * 7), local("UTC", "2026-01-05 10:00")) is None


@given(
    st.lists(st.sampled_from([OFFICE, SATURDAY, NIGHT, ALL_DAY, ()]), min_size=7, max_size=7).map(tuple),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]),
    st.integers(min_value=0, max_value=400 * 24 * 60),
)
@settings(max_examples=60, deadline=None)
def test_it_is_closed_when_it_closes_and_open_until_then(
    week: tuple[tuple[Span, ...], ...], zone: str, minutes: int
):
    place = Hours("place", zone, week)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    closes = hours.closes_at(place, now)
    until = closes or now + timedelta(days=1)
    assert until >= now and (closes is None or not hours.is_open(place, closes))
    moment = now
    while moment < until:
        assert hours.is_open(place, moment)
        moment += max(timedelta(minutes=5), (until - now) / 100)
