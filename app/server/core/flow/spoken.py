"""How values are said: numbers, digits, money, dates, times and minutes, put together from recordings.

In:  a language ("zh", "en"), a kind and a value as a flow has it (a string that came from anywhere).
Out: names of recordings in the order they are played ("zh/n-8"); () for what cannot be said. Never raises.

The words of a language stand in ``spoken_zh`` and ``spoken_en``; every name they give has its recording in
resources/prompts (``pieces.yaml`` there holds the texts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Protocol

from app.server.core.flow import spoken_en, spoken_zh
from app.server.core.flow.plan import SpokenKind

Names = tuple[str, ...]
LONGEST_VALUE = 64
LONGEST_TEXT = 500
PAUSE = "pause"
CURRENCIES = ("CNY", "USD", "EUR")

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_MONEY = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]{1,2})0*)?(?: ?([A-Z]{3}))?")
_DATE = re.compile(
    r"([0-9]{4})(?:-|/)([0-9]{1,2})(?:-|/)([0-9]{1,2})(?:[T ].*)?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_GROUPS = {7: (3, 4), 9: (3, 3, 3), 10: (3, 3, 4), 11: (3, 4, 4)}  # as telephone numbers are said


class _Words(Protocol):
    """What a language's module offers; names without the language."""

    def number(self, value: int, counted: bool = False) -> list[str]: ...
    def digit(self, sign: str) -> str: ...
    def money(self, whole: int, cents: int, currency: str) -> list[str]: ...
    def day(self, of: date) -> list[str]: ...
    def clock(self, at: time) -> list[str]: ...
    def duration(self, hours: int, minutes: int) -> list[str]: ...


_LANGUAGES: dict[str, _Words] = {"zh": spoken_zh, "en": spoken_en}


def spoken(language: str, kind: SpokenKind, value: str) -> Names:
    """The recordings that say ``value``; () for a value that is none of its kind, or an unknown language."""
    if language not in _LANGUAGES:
        return ()
    value = value.strip()
    if kind is SpokenKind.TEXT:
        return (f"text/{language}/{value[:LONGEST_TEXT]}",) if value else ()
    if len(value) > LONGEST_VALUE:
        return ()
    match kind:
        case SpokenKind.NUMBER:
            found = _NUMBER.fullmatch(value)
            return say_number(language, Decimal(found[0])) if found else ()
        case SpokenKind.DIGITS:
            return say_digits(language, value)
        case SpokenKind.MONEY:
            return _money(language, value)
        case SpokenKind.DATE:
            day = _as_date(value)
            return say_date(language, day) if day else ()
        case SpokenKind.TIME:
            moment = _as_time(value)
            return say_time(language, moment) if moment else ()
        case SpokenKind.MINUTES:
            return say_minutes(language, int(value)) if re.fullmatch("[0-9]+", value) else ()


def say_number(language: str, number: int | Decimal, counted: bool = False) -> Names:
    """``counted``: a measure word follows (两位, not 二位). From 10^16 on: digit by digit."""
    if (words := _LANGUAGES.get(language)) is None:
        return ()
    sign, whole, fraction = _parts(number)
    names = ["n-minus"] if sign else []
    names += words.number(whole, counted and not fraction) if whole < 10**16 else _digits(words, str(whole))
    if fraction:
        names += ["n-point", *(f"n-{digit}" for digit in fraction)]
    return _named(language, names)


def say_digits(language: str, digits: str) -> Names:
    """Digits and letters one by one, with a pause at each " ", "-", "." or "/", else in groups."""
    words = _LANGUAGES.get(language)
    if words is None or not re.fullmatch(r"\+?[0-9A-Za-z]+(?:[ ./-][0-9A-Za-z]+)*", digits):
        return ()
    parts = re.split("[ ./-]", digits)
    if len(parts) == 1 and digits.isdecimal() and len(digits) > 6:
        parts = _grouped(digits)
    names: list[str] = []
    for part in parts:
        names += [PAUSE] if names else []
        names += _digits(words, part)
    return _named(language, names)


def say_money(language: str, smallest: int, currency: str = "CNY") -> Names:
    """``smallest``: in fen or cents. () for a currency there are no words for."""
    words = _LANGUAGES.get(language)
    if words is None or currency not in CURRENCIES:
        return ()
    whole, cents = divmod(abs(smallest), 100)
    names = ["n-minus"] if smallest < 0 else []
    names += words.money(whole, cents, currency) if whole < 10**16 else _digits(words, str(whole))
    return _named(language, names)


def say_date(language: str, day: date) -> Names:
    if (words := _LANGUAGES.get(language)) is None:
        return ()
    return _named(language, words.day(day))


def say_time(language: str, moment: time) -> Names:
    if (words := _LANGUAGES.get(language)) is None:
        return ()
    return _named(language, words.clock(moment))


def say_minutes(language: str, minutes: int) -> Names:
    """From an hour on in hours and minutes; () where it is negative or beyond 10^16 hours."""
    words = _LANGUAGES.get(language)
    hours, rest = divmod(minutes, 60)
    if words is None or minutes < 0 or hours >= 10**16:
        return ()
    return _named(language, words.duration(hours, rest))


def _money(language: str, value: str) -> Names:
    """ "1205" and "12.05" are the same amount; "1205 USD" is not one of yuan."""
    found = _MONEY.fullmatch(value)
    if not found:
        return ()
    sign, whole, fraction, currency = found.groups()
    smallest = int(whole) if fraction is None else int(whole) * 100 + int(fraction.ljust(2, "0"))
    return say_money(language, -smallest if sign == "-" else smallest, currency or "CNY")


def _as_date(value: str) -> date | None:
    found = _DATE.fullmatch(value)
    if not found:
        return None
    try:
        return date(*(int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:])))
    except ValueError:
        return None


def _as_time(value: str) -> time | None:
    found = _TIME.fullmatch(value)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _parts(number: int | Decimal) -> tuple[bool, int, str]:
    """Whether it is negative, its whole part, the digits of its fraction without zeros at the end."""
    whole, _, fraction = f"{Decimal(number):f}".lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    return number < 0, int(whole), fraction


def _digits(words: _Words, signs: str) -> list[str]:
    return [words.digit(sign.lower()) for sign in signs]


def _grouped(digits: str) -> list[str]:
    sizes: Iterable[int] = _GROUPS.get(len(digits)) or [4] * (-(-len(digits) // 4))
    parts: list[str] = []
    for size in sizes:
        parts.append(digits[:size])
        digits = digits[size:]
    return parts


def _named(language: str, names: Iterable[str]) -> Names:
    return tuple(f"{language}/{name}" for name in names)
