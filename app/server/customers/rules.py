"""Telephone numbers in one form (E.164), whichever way they arrive, and fragments to search by."""

from __future__ import annotations

from app.server.numbering import parse_e164

SHORTEST_FRAGMENT = 4  # digits; fewer would list half of all customers


def to_e164(number: str) -> str:
    """``+8613812345678`` for any way of writing it; the bare digits of an extension or service number.

    Unknown forms come back as their digits, so that even they are found again.
    """
    digits = "".join(character for character in number if character in "0123456789")
    candidates = [number] if number.lstrip().startswith("+") else [number, f"+{digits}"]
    return next((found for candidate in candidates if (found := parse_e164(candidate))), digits)


def number_fragment(query: str) -> str | None:
    """The digits of a query that looks like (a part of) a number; None for a name.

    "" where there are too few of them to search by.
    """
    if not query or any(character not in "+0123456789 -()" for character in query):
        return None
    digits = "".join(character for character in query if character in "0123456789")
    if len(digits) < SHORTEST_FRAGMENT:
        return ""
    return digits[1:] if digits.startswith("0") and len(digits) > SHORTEST_FRAGMENT else digits
