"""Telephone numbers in one form (E.164), whichever way they arrive. Adapter around phonenumbers.

In:  a number as somebody wrote, dialled or sent it. Out: ``+8613812345678``, or None.
"""

from __future__ import annotations

import phonenumbers

HOME_REGION = "CN"


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


def country_of(e164: str) -> str:
    """ "US" of +1415…; "" where it is none."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or ""
    except phonenumbers.NumberParseException:
        return ""
