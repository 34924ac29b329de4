"""Telephone numbers as people paste them: found in a text, freed of decoration, and shown in groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FULL_WIDTH = str.maketrans("0123456789+-()#*.\u3000", "0123456789+-()#*. ")
_SCHEME = re.compile(r"^\s*(?:tel|sips?|callto):(?://)?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w+])\+?\(?\d[\d\s\-./()\u2010-\u2015\u00a0]{1,28}\d(?!\w)")
_EXTENSION = re.compile(r"(?:转|轉|ext\.?|x|#|,)\s*(\d{1,6})\s*$", re.IGNORECASE)
_DECORATION = re.compile(r"[^\d]")
SHORTEST, LONGEST = 3, 20


@dataclass(frozen=True, slots=True)
class Dialable:
    """``number``: digits, perhaps with + before them; ``extension``: to be keyed in after the answer."""

    number: str
    extension: str = ""


def find_number(text: str) -> Dialable | None:
    """The first telephone number in a text; None where there is none, or one that is masked."""
    plain = text.translate(_FULL_WIDTH)
    is_link = _SCHEME.match(plain) is not None
    plain = _SCHEME.sub("", plain)
    if is_link:
        plain = re.split(r"[@;?]", plain, maxsplit=1)[0]
    if "*" in plain:
        return None  # masked: 138****1234
    match = _NUMBER.search(plain)
    if match is None:
        return None
    after = _EXTENSION.match(plain[match.end() :].strip()) if plain[match.end() :].strip() else None
    digits = _DECORATION.sub("", match[0].replace("(0)", "") if match[0].startswith("+") else match[0])
    if not SHORTEST <= len(digits) <= LONGEST:
        return None
    plus = "+" if match[0].lstrip("(").startswith("+") else ""
    return Dialable(plus + digits, after[1] if after else "")


def is_number(text: str) -> bool:
    """The whole text is one number, as somebody types it."""
    plain = text.translate(_FULL_WIDTH).strip()
    found = find_number(plain)
    letters = re.sub(r"[\d\s+\-./()\u2010-\u2015\u00a0]", "", plain)
    return found is not None and not letters


def grouped(number: str) -> str:
    """138 1234 5678; other numbers as they are."""
    if re.fullmatch(r"1\d{10}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if re.fullmatch(r"400\d{7}", number):
        return f"{number[:3]} {number[3:6]} {number[6:]}"
    return number
