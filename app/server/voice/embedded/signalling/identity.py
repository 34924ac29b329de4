"""Who calls, and whom the call was meant for at first: identity headers in and out.

In:  an INVITE; a number to show. Out: number and name of the caller, the number diverted from;
headers towards a trunk (RFC 3323, 3325, 5806, 7044).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipMessage

_NOBODY = frozenset({"", "anonymous", "restricted", "unavailable", "unknown", "private", "withheld"})
ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>'  # RFC 3323 §4.1.1.3


@dataclass(frozen=True, slots=True)
class Caller:
    """``number`` and ``name`` are "" for who does not want to be known."""

    number: str
    name: str


def caller_of(request: SipMessage, trusted: bool) -> Caller:
    """A trunk's P-Asserted-Identity before its Remote-Party-ID before From (RFC 3325 §9.1).

    What a phone asserts of itself counts for nothing.
    """
    shown = request.headers.get_first("From") or ""
    privacy = {word.strip().lower() for v in request.headers.get("Privacy") for word in v.split(";")}
    if trusted:
        if privacy & {"id", "user", "header"}:
            return Caller("", "")
        asserted = [v for raw in request.headers.get("P-Asserted-Identity") for v in m.split(raw)]
        party = request.headers.get_first("Remote-Party-ID") or ""
        if asserted:
            shown = next((v for v in asserted if _number(v)), shown)
        elif party:
            if "privacy=full" in party.lower() or "privacy=uri" in party.lower():
                return Caller("", "")
            shown = party
    number = _number(shown)
    return Caller(number, _name(shown) if number else "")


def diverted_from(request: SipMessage) -> str:
    """The number that was dialled before the call was diverted to us; "" when it was not."""
    diversions = [v for raw in request.headers.get("Diversion") for v in m.split(raw)]
    if diversions:
        return m.header_user(diversions[-1])  # the newest stands first, RFC 5806 §5
    history = [v for raw in request.headers.get("History-Info") for v in m.split(raw)]
    moved = any("cause=" in unquote(v).lower() for v in history[1:]) or any(
        ";mp=" in v.lower() or ";rc=" in v.lower() for v in history[1:]
    )
    if not moved:
        return ""
    first = m.header_user(history[0])
    return first if first != m.header_user(history[-1]) else ""


def uri(number: str, host: str) -> str:
    """``#`` must be escaped in a user part (RFC 3261 §25.1)."""
    user = quote(m.plain(number), safe="+*")
    return f"sip:{user}@{host}" if user else f"sip:{host}"


def from_header(number: str, name: str, host: str) -> str:
    """Our From towards a trunk, without tag."""
    return m.name_address(uri(number, host), name) if number else ANONYMOUS


def trunk_headers(number: str, asserted: str, host: str) -> tuple[tuple[str, str], ...]:
    """P-Asserted-Identity, and Privacy when ``number`` is withheld (RFC 3325 §7)."""
    known = number or asserted
    headers: list[tuple[str, str]] = []
    if known:
        headers.append(("P-Asserted-Identity", f"<{uri(known, host)}>"))
    if not number:
        headers.append(("Privacy", "id"))
    return tuple(headers)


def _number(value: str) -> str:
    user = m.header_user(value)
    return "" if user.lower() in _NOBODY else user


def _name(value: str) -> str:
    name = m.plain(m.parse_address(value).display_name or "")
    return "" if name.lower() in _NOBODY else name
