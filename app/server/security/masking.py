"""Private data as agents see it: enough to recognise, too little to misuse."""

from __future__ import annotations

import re
from collections.abc import Sequence

HIDDEN = "****"

_SHORTEST_MASKED = 7  # extensions and service numbers (4001, 10086) are nobody's secret
_LONG = 10
_MOBILE = 11
_NAME = r"[^\d\s省市区县州旗盟]"
_PROVINCE_CITY_DISTRICT = re.compile(
    rf"(?:{_NAME}{{1,10}}?(?:省|自治区))?(?:{_NAME}{{1,8}}[市州盟])?(?:{_NAME}{{1,8}}[区县旗市])?"
)
_SHORT_ADDRESS, _SHOWN = 6, 2


def mask_number(number: str) -> str:
    """``138****1234`` for a mobile, ``021****5678`` for a landline, ``+44****0958`` for one from abroad.

    Short numbers stay as they are. ``number`` may be E.164 or as it was dialled.
    """
    if HIDDEN in number:
        return number
    shown = _as_dialled(number)
    digits = shown.lstrip("+")
    if len(digits) < _SHORTEST_MASKED or not digits.isdecimal():
        return shown
    head, tail = (3, 4) if len(digits) >= _LONG else (2, 2)
    plus = len(shown) - len(digits)
    return f"{shown[: plus + head]}****{digits[-tail:]}"


def mask_raw(raw: str) -> str:
    """A number as somebody wrote it, with all its dashes and words: nothing of it may come through."""
    if HIDDEN in raw:
        return raw
    digits = "".join(character for character in raw if character in "0123456789")
    plus = "+" if raw.lstrip().startswith("+") else ""
    return mask_number(plus + digits) if len(digits) >= _SHORTEST_MASKED else raw


def mask_email(email: str) -> str:
    """``l****@example.com``."""
    name, at, domain = email.partition("@")
    if not at:
        return f"{email[:1]}{HIDDEN}" if email else ""
    return f"{name[:1]}****@{domain}"


def mask_name(name: str) -> str:
    """``张*``, ``J*``."""
    name = name.strip()
    return f"{name[:1]}*" if name else ""


def mask_address(address: str) -> str:
    """As far as the district (``上海市浦东新区****``), the last part of a Western one (``****, London``)."""
    address = address.strip()
    if not address:
        return ""
    found = _PROVINCE_CITY_DISTRICT.match(address)
    if found is not None and found.group():
        return f"{found.group()}{HIDDEN}"
    before, comma, place = address.rpartition(",")
    if comma and before and place.strip() and not any(each.isdigit() for each in place):
        return f"{HIDDEN}, {place.strip()}"
    shown = _SHOWN if len(address) > _SHORT_ADDRESS else 0
    return f"{address[:shown]}{HIDDEN}"


def mask_value(value: str | int | float | bool | Sequence[str] | None) -> str | list[str] | None:
    """Of a field of the company's own: only that there is something."""
    if value is None or value == "" or value == []:
        return "" if value == "" else None
    return HIDDEN


def _as_dialled(number: str) -> str:
    """Chinese numbers as people there write them, others with their country code."""
    plus = "+" if number.lstrip().startswith("+") else ""
    digits = "".join(character for character in number if character in "0123456789")
    if not digits or any(character.isalpha() for character in number):
        return number
    if plus and digits.startswith("86") and len(digits) > 8:
        national = digits[2:]
        is_mobile = national.startswith("1") and len(national) == _MOBILE  # Beijing's landlines begin with 10
        return national if is_mobile or national.startswith(("400", "800")) else f"0{national}"
    if plus:
        return f"+{digits}"
    return digits
