"""English (American): how numbers, money, dates and times are put together. Names of recordings without the
language. Hundreds are joined without "and": one hundred twelve.
"""

from __future__ import annotations

from datetime import date, time

RECORDED_YEARS = range(2020, 2040)
_SCALES = (
    (10**15, "n-quadrillion"),
    (10**12, "n-trillion"),
    (10**9, "n-billion"),
    (10**6, "n-million"),
    (10**3, "n-thousand"),
)
_MONEY = {
    "CNY": (("m-yuan", "m-yuan"), ("m-fen", "m-fen")),
    "USD": (("m-dollar", "m-dollars"), ("m-cent", "m-cents")),
    "EUR": (("m-euro", "m-euros"), ("m-cent", "m-cents")),
}  # one, several
# From which hour: "nine thirty in the evening".
_PERIODS = ((0, "t-night"), (5, "t-morning"), (12, "t-afternoon"), (18, "t-evening"), (22, "t-night"))


def number(value: int, counted: bool = False) -> list[str]:
    """0 to 10^16 - 1."""
    if value == 0:
        return ["n-0"]
    names: list[str] = []
    for scale, name in _SCALES:
        count, value = divmod(value, scale)
        if count:
            names += [*_below_thousand(count), name]
    return names + _below_thousand(value)


def digit(sign: str) -> str:
    if sign.isdecimal():
        return f"n-{sign}"
    return "d-plus" if sign == "+" else f"d-{sign}"


def money(whole: int, cents: int, currency: str) -> list[str]:
    wholes, parts = _MONEY[currency]
    names = [*number(whole), wholes[whole != 1]] if whole or not cents else []
    if cents:
        names += ["m-and"] if names else []
        names += [*number(cents), parts[cents != 1]]
    return names


def day(of: date) -> list[str]:
    return [f"t-month-{of.month}", f"t-day-{of.day}", *_year(of.year)]


def clock(at: time) -> list[str]:
    if at.minute == 0 and at.hour in (0, 12):
        return ["t-noon" if at.hour else "t-midnight"]
    hour = f"n-{at.hour % 12 or 12}"
    period = [name for begin, name in _PERIODS if at.hour >= begin][-1]
    if at.minute == 0:
        return [hour, "t-oclock", period]
    return [hour, *(["t-oh"] if at.minute < 10 else []), f"n-{at.minute}", period]


def duration(hours: int, minutes: int) -> list[str]:
    names = [*number(hours), "t-hour" if hours == 1 else "t-hours"] if hours else []
    if minutes or not names:
        names += [*number(minutes), "t-minute" if minutes == 1 else "t-minutes"]
    return names


def _below_thousand(value: int) -> list[str]:
    hundreds, rest = divmod(value, 100)
    return ([f"n-{hundreds * 100}"] if hundreds else []) + ([f"n-{rest}"] if rest else [])


def _year(year: int) -> list[str]:
    """Twenty twenty-six, nineteen oh five, nineteen hundred; as numbers 2000 to 2009 and before 1100."""
    if year in RECORDED_YEARS:
        return [f"t-year-{year}"]
    century, rest = divmod(year, 100)
    if century < 11 or (century % 10 == 0 and rest < 10):
        return number(year)
    if rest == 0:
        return [f"n-{century}", "t-hundred"]
    return [f"n-{century}", *(["t-oh"] if rest < 10 else []), f"n-{rest}"]
