"""What the softphone reads from an INVITE beyond what PJSIP tells: the server's headers and the caller.

In:  the whole SIP message as text. Out: the values, empty where missing; nothing raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_SHORT_FORMS = {"from": "f"}  # RFC 3261 §7.3.3
_ADDRESS = re.compile(
    r'^\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<"]*?))\s*<(?P<uri>[^>]*)>', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """``call_id`` and ``offer_id`` are the server's, not SIP's Call-ID.

    ``test``: the server only wants to know whether this phone can be reached and heard.
    """

    call_id: str
    offer_id: str
    number: str
    name: str
    test: bool = False


def header(message: str, name: str) -> str:
    """The first header of that name, unfolded (RFC 3261 §7.3.1); "" when there is none."""
    wanted = {name.lower(), _SHORT_FORMS.get(name.lower(), name.lower())}
    head = re.split(r"\r?\n\r?\n", message, maxsplit=1)[0]
    unfolded = re.sub(r"\r?\n[ \t]+", " ", head)
    for line in unfolded.splitlines()[1:]:
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() in wanted:
            return value.strip()
    return ""


def read_invitation(message: str) -> Invitation:
    name, number = split_address(header(message, "From"))
    return Invitation(
        call_id=header(message, "X-Seatline-Call"),
        offer_id=header(message, "X-Seatline-Offer"),
        number=number,
        name=name,
        test=header(message, "X-Seatline-Test") == "1",
    )


def retry_after_s(message: str) -> float:
    """The server's Retry-After (RFC 3261 §20.33); 0 when there is none."""
    digits = re.match(r"\d{1,6}", header(message, "Retry-After"))
    return float(digits[0]) if digits else 0.0


def split_address(value: str) -> tuple[str, str]:
    """``"Li Ming" <sip:13800138000@host>;tag=1`` to ("Li Ming", "13800138000") (RFC 3261 §20.10)."""
    match = _ADDRESS.match(value)
    if match:
        quoted = match["quoted"]
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else (match["plain"] or "")
        uri = match["uri"]
    else:
        name, uri = "", value.split(";", 1)[0]
    return name.strip(), _user_of(uri)


def _user_of(uri: str) -> str:
    rest = re.sub(r"^\s*(?:sips?|tel):", "", uri, flags=re.IGNORECASE)
    user = rest.split("@", 1)[0] if "@" in rest or uri.lower().lstrip().startswith("tel:") else ""
    return unquote(user.split(";", 1)[0].split(":", 1)[0]).strip()
