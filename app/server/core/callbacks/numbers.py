"""Which numbers we call back: toll fraud begins with a caller who has us dial an expensive one.

Short numbers and services that cost more than a call are never dialled by themselves. Sources: E.164 list of
assigned country codes (international networks and premium services), the national numbering plans.
"""

from __future__ import annotations

import re

FEWEST_DIGITS, MOST_DIGITS = 7, 15  # ITU-T E.164: at most 15
_DECORATION = re.compile(r"[ \-()/.\u00a0]")
_NUMBER = re.compile(r"\+?[0-9]+")
_INTERNATIONAL = (  # after the "+"
    "979", "870", "878", "881", "882", "883", "888",  # premium rate, satellites, international networks
    "1900", "1976", "449", "4487", "4484", "4470",  # North America, Great Britain
    "49900", "490900", "49137", "33899", "3389", "3989", "3480", "3490", "31900", "31906", "41900", "41901",
    "43900", "43930", "32900", "48700", "48701", "48703", "7809", "61190", "64900", "81990", "82060",
)  # fmt: skip
_NATIONAL = ("1900", "0900")  # as dialled at home, where a trunk's number rules do not make it E.164
_CHINA_MOBILE = re.compile(r"(?:\+?86|0)?1[3-9][0-9]{9}")
_CHINA_INFORMATION = re.compile(r"(?:\+?86)?(?:0[0-9]{2,3})?(?:168|160)[0-9]{3,5}")  # 声讯台


def plain(number: str) -> str:
    """Without what people write between the digits; "" where it is no number."""
    bare = _DECORATION.sub("", number)
    return bare if _NUMBER.fullmatch(bare) else ""


def same(one: str, other: str) -> bool:
    """The same line, whether it is written with the country's code or as it is dialled at home."""
    a, b = _digits(one), _digits(other)
    if not a or not b:
        return False
    shorter, longer = sorted((a.lstrip("0"), b.lstrip("0")), key=len)
    return longer == shorter or (len(shorter) >= FEWEST_DIGITS and longer.endswith(shorter))


def line(number: str) -> str:
    """What all ways to write a number have in common: its end. "" where it is none."""
    return _digits(number)[-FEWEST_DIGITS:]


def may_be_called(number: str) -> bool:
    """An ordinary line: long enough to be one, and none that earns somebody money by being called."""
    bare = plain(number)
    digits = bare.lstrip("+")
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return False
    if _CHINA_MOBILE.fullmatch(bare):
        return True
    if _CHINA_INFORMATION.fullmatch(bare):
        return False
    abroad = digits if bare.startswith("+") else digits.removeprefix("00") if digits.startswith("00") else ""
    if abroad:
        return not abroad.startswith(_INTERNATIONAL)
    return not digits.startswith(_NATIONAL)


def _digits(number: str) -> str:
    bare = plain(number).lstrip("+")
    return bare.removeprefix("00") if bare.startswith("00") else bare
