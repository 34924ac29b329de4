"""Private data as agents see it: enough to recognise, too little to misuse."""

from __future__ import annotations

_SHORTEST_MASKED = 7  # extensions and service numbers (4001, 10086) are nobody's secret
_LONG = 10


def mask_number(number: str) -> str:
    """``138****1234`` for a mobile, ``021****5678`` for a landline, ``+44****0958`` for one from abroad.

    Short numbers stay as they are. ``number`` may be E.164 or as it was dialled.
    """
    shown = _as_dialled(number)
    digits = shown.lstrip("+")
    if len(digits) < _SHORTEST_MASKED or not digits.isdecimal():
        return shown
    head, tail = (3, 4) if len(digits) >= _LONG else (2, 2)
    plus = len(shown) - len(digits)
    return f"{shown[: plus + head]}****{digits[-tail:]}"


def mask_email(email: str) -> str:
    """``l****@example.com``."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}****@{domain}" if at else email


def _as_dialled(number: str) -> str:
    """Chinese numbers as people there write them, others with their country code."""
    plus = "+" if number.lstrip().startswith("+") else ""
    digits = "".join(character for character in number if character in "0123456789")
    if not digits or any(character.isalpha() for character in number):
        return number
    if plus and digits.startswith("86") and len(digits) > 8:
        national = digits[2:]
        is_landline = not national.startswith(("1", "400", "800"))
        return f"0{national}" if is_landline else national
    if plus:
        return f"+{digits}"
    return digits
