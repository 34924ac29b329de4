"""Telephone numbers in one form (E.164), whichever way they arrive. Adapter around phonenumbers."""

from __future__ import annotations

import phonenumbers

HOME_REGION = "CN"
SHORTEST_FRAGMENT = 4  # digits; fewer would list half of all customers


def to_e164(number: str) -> str:
    """``+8613812345678`` for any way of writing it; the bare digits of an extension or service number.

    Unknown forms come back as their digits, so that even they are found again.
    """
    digits = "".join(character for character in number if character in "0123456789")
    candidates = [number] if number.lstrip().startswith("+") else [number, f"+{digits}"]
    for candidate in candidates:
        try:
            parsed = phonenumbers.parse(candidate, HOME_REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return digits


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
