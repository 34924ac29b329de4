"""Telephone numbers in one form (E.164), whichever way they arrive. Adapter around phonenumbers.

In:  a number as somebody wrote, dialled or sent it. Out: ``+8613812345678``, or None.
"""

from __future__ import annotations

import phonenumbers

HOME_REGION = "CN"
HOME_CODE = "+86"


def parse_e164(number: str, region: str = HOME_REGION) -> str | None:
    """E.164 of a number that exists in ``region``'s numbering or stands there with its country code.

    None for everything else: extensions, short service numbers, rubbish.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def ways_to_write(number: str) -> tuple[str, ...]:
    """The same number as trunks, phones and people write it: with the country's code, as dialled at home."""
    e164 = parse_e164(number)
    if e164 is None:
        return (number,) if number.lstrip("+").isdecimal() else ()
    found = {number: None, e164: None, e164[1:]: None, f"00{e164[1:]}": None}
    if e164.startswith(HOME_CODE):
        home = e164.removeprefix(HOME_CODE)
        found |= {home: None, f"0{home}": None}
    return tuple(found)


def country_of(e164: str) -> str:
    """ "US" of +1415…; "" where it is none."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or ""
    except phonenumbers.NumberParseException:
        return ""
