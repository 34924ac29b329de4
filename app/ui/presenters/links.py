"""Telephone numbers in links: tel: (RFC 3966), sip: (RFC 3261 §19.1) and callto:. Pure."""

from __future__ import annotations

from urllib.parse import unquote

SCHEMES = ("tel", "sip", "sips", "callto")
LONGEST = 60


def number_of_link(link: str) -> str:
    """'tel:+86-21-5555;ext=1' → '+86215555'; "" where it is no telephone link or has no number."""
    scheme, colon, rest = link.strip().partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return ""
    text = unquote(rest).lstrip("/")
    for end in (";", "?", "#"):
        text = text.partition(end)[0] if end != "#" or scheme.lower() != "tel" else text
    user = text.partition("@")[0]
    return dialable(user)


def dialable(text: str) -> str:
    """Only what can be dialled: digits, a leading +, * and #. Letters make it no number."""
    kept = "".join(char for char in text if char not in " -().\u00a0/")
    plain = kept[1:] if kept.startswith("+") else kept
    if not plain or len(kept) > LONGEST or any(char not in "0123456789*#" for char in plain):
        return ""
    return kept if any(char.isdigit() for char in plain) else ""
