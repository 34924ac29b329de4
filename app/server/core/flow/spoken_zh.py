"""Mandarin: how numbers, money, dates and times are put together. Names of recordings without the language.

Numbers go by groups of four digits (万, 亿). Zeros at the end of a group are not said; any others in a row
are one 零. 10 to 19 are 十 to 十九 at the beginning and 一十 to 一十九 (``n-t``) within a number. 2 is 两
before 百, 千, a leading 万 or 亿, and measure words; 1 is 幺 where digits are read one by one.
"""

from __future__ import annotations

from datetime import date, time

RECORDED_YEARS = range(2020, 2040)
_PERIODS = ((0, "night"), (6, "morning"), (12, "noon"), (13, "afternoon"), (18, "evening"))  # from which hour
_MONEY = {"USD": ("m-dollar", "m-cent"), "EUR": ("m-euro", "m-eurocent")}


def number(value: int, counted: bool = False) -> list[str]:
    """0 to 10^16 - 1."""
    if value == 0:
        return ["n-0"]
    if value == 2 and counted:
        return ["n-liang"]
    high, low = divmod(value, 10**8)
    names = [*_two_groups(high, True, True), "n-yi"] if high else []
    return names + _two_groups(low, not high, False)


def digit(sign: str) -> str:
    if sign == "1" or not sign.isdecimal():
        return "d-plus" if sign == "+" else f"d-{sign}"
    return f"n-{sign}"


def money(whole: int, cents: int, currency: str) -> list[str]:
    names = [*number(whole, counted=True), _MONEY.get(currency, ("m-yuan",))[0]] if whole or not cents else []
    if currency in _MONEY:
        parts = [(cents, _MONEY[currency][1])]
        gap = cents < 10
    else:
        parts = [(cents // 10, "m-jiao"), (cents % 10, "m-fen")]
        gap = cents < 10
    for count, unit in parts:
        if count:
            names += ["n-0"] if names and gap else []
            names += [*number(count, counted=not names), unit]
    return names


def day(of: date) -> list[str]:
    if of.year in RECORDED_YEARS:
        year = [f"t-year-{of.year}"]
    else:
        year = [*(f"n-{sign}" for sign in str(of.year)), "t-year"]
    return [*year, f"t-month-{of.month}", f"t-day-{of.day}"]


def clock(at: time) -> list[str]:
    period = [name for begin, name in _PERIODS if at.hour >= begin][-1]
    hour = at.hour - 12 if at.hour > 12 else at.hour
    names = [f"t-{period}", f"t-hour-{hour}"]
    if at.minute == 30:
        return [*names, "t-half"]
    if at.minute == 0:
        return names
    return [*names, *(["n-0"] if at.minute < 10 else []), f"n-{at.minute}", "t-minute"]


def duration(hours: int, minutes: int) -> list[str]:
    names = [*number(hours, counted=True), "t-hours"] if hours else []
    if not minutes and names:
        return names
    gap = ["n-0"] if names and minutes < 10 else []
    return [*names, *gap, *number(minutes, counted=not gap), "t-minutes"]


def _two_groups(value: int, first: bool, before_unit: bool) -> list[str]:
    """Below 10^8. ``first``: nothing is said before it; ``before_unit``: 亿 follows (两亿)."""
    high, low = divmod(value, 10**4)
    names = ["n-0"] if value and not first and value < 10**7 else []
    if high:
        names += [*_group(high, first, first), "n-wan"]
        names += ["n-0"] if 0 < low < 1000 else []
    return names + (_group(low, first and not high, before_unit and not high) if low else [])


def _group(value: int, first: bool, before_unit: bool) -> list[str]:
    """1 to 9999, without a zero before it. ``before_unit``: 万 or 亿 follows, and nothing was said before."""
    if value == 2 and before_unit:
        return ["n-liang"]
    thousands, hundreds, rest = value // 1000, value // 100 % 10, value % 100
    names = [f"n-{thousands * 1000}"] if thousands else []
    if hundreds:
        names.append(f"n-{hundreds * 100}")
    if not rest:
        return names
    if names and (rest < 10 or not hundreds):
        names.append("n-0")
    within = bool(names) or not first
    return [*names, f"n-t{rest}" if within and 10 <= rest < 20 else f"n-{rest}"]
