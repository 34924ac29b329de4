"""How likely two files are one person's: by number, e-mail, or name and address. Pure; adapter of rapidfuzz.

In:  what is known of both. Out: a score from 0 to 1 and why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

LEAST: Final = 0.5  # less is not worth a person's look
_ALIKE: Final = 0.8
_NAME_IS: Final = 0.9
_SPACE: Final = re.compile(r"[\s,.;:、,。;:()()\-—_#/]+")
_DIGITS: Final = re.compile(r"[0-9]+")
_PLACES: Final = re.compile("(?:省|市|区|县|镇|街道|小区|号|栋|幢|座|楼|单元|室|层|弄)")
_TITLES: Final = re.compile(r"(?:先生|女士|小姐|老师|经理|\bmr\b|\bmrs\b|\bms\b|\bdr\b)")


@dataclass(frozen=True, slots=True)
class Person:
    """``numbers``: E.164. ``pinyin``: how the name is spoken, in one word."""

    customer_id: str
    name: str
    pinyin: str
    email: str
    address: str
    region: str
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    score: float
    why: tuple[str, ...]


def likeness(first: Person, second: Person, telling_numbers: frozenset[str] | None = None) -> Likeness:
    """``telling_numbers``: those that few have (not an exchange's); None: all."""
    shared = first.numbers & second.numbers
    if telling_numbers is not None:
        shared &= telling_numbers
    same_email = bool(first.email) and first.email.casefold() == second.email.casefold()
    name = name_likeness(first, second)
    scores: list[tuple[str, float]] = []
    if shared:
        scores.append(("number", 0.95 if name >= _ALIKE else 0.55))
    if same_email:
        scores.append(("email", 0.93 if name >= _ALIKE else 0.6))
    address = address_likeness(first.address, second.address) if name >= _NAME_IS else 0.0
    if address >= _ALIKE:
        scores.append(("name-address", 0.5 + 0.42 * address * name))
    if not scores:
        return Likeness(0.0, ())
    best = max(score for _, score in scores)
    score = min(0.99, best + (0.3 * (1 - best) + 0.03 if len(scores) > 1 else 0.0))
    return Likeness(round(score, 3), tuple(why for why, _ in scores))


def name_likeness(first: Person, second: Person) -> float:
    """1 for the same, a little less where only the sound is the same (张伟, 章伟)."""
    a, b = _plain_name(first.name), _plain_name(second.name)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if first.pinyin and first.pinyin == second.pinyin:
        return 0.95
    chinese = not (a.isascii() and b.isascii())
    if chinese and min(len(a), len(b)) <= 3:
        return 0.6 if fuzz.ratio(a, b) >= 66 else 0.0  # one character of a Chinese name makes another person
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(first.name.casefold(), second.name.casefold())) / 100


def address_likeness(first: str, second: str) -> float:
    """The words may be written in several ways; the figures (road number, flat) must be the same ones."""
    a, b = _plain_address(first), _plain_address(second)
    if len(a) < 4 or len(b) < 4:
        return 0.0
    words = fuzz.partial_ratio(_DIGITS.sub("", a), _DIGITS.sub("", b)) / 100
    figures_a, figures_b = figures(first), figures(second)
    if not figures_a or not figures_b:
        return words * 0.8 if a != b else 1.0
    both = len(figures_a & figures_b)
    agree = both / max(len(figures_a), len(figures_b))
    if not (figures_a <= figures_b or figures_b <= figures_a):
        agree *= 0.6  # each says a figure that the other does not: the flat next door
    return 0.5 * words + 0.5 * agree if both else 0.0


def figures(address: str) -> frozenset[str]:
    return frozenset(each.lstrip("0") for each in _DIGITS.findall(address))


def _plain_name(name: str) -> str:
    return _SPACE.sub("", _TITLES.sub("", name.casefold()))


def _plain_address(address: str) -> str:
    return _PLACES.sub("", _SPACE.sub("", address.casefold()))
