"""What every request must fulfil before anybody looks at what it wants (RFC 3261 §8.2.1 to §8.2.3).

In:  a request, inside or outside of a dialog. Out: None, or how it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.session_timer import SessionRule, too_brief

_SCHEMES = ("sip", "sips", "tel")
_DESCRIBED = ("INVITE", "UPDATE", "PRACK")  # a body of theirs must be a session description


@dataclass(frozen=True, slots=True)
class Refusal:
    code: int
    headers: tuple[tuple[str, str], ...] = ()


def refusal(request: SipRequest, rule: SessionRule) -> Refusal | None:
    if m.scheme_of(request.uri) not in _SCHEMES:
        return Refusal(416)
    if unknown := sorted(m.options(request, "Require") - m.UNDERSTOOD):
        return Refusal(420, tuple(("Unsupported", word) for word in unknown))
    hops = (request.headers.get_first("Max-Forwards") or "70").strip()
    if not (hops.isascii() and hops.isdigit() and int(hops) <= 255):
        return Refusal(400)
    if request.method == "INVITE":
        if int(hops) == 0:  # we might have to pass it on, RFC 7332 §5
            return Refusal(483)
        if not request.headers.get("Contact"):
            return Refusal(400)
    if request.body and request.method in _DESCRIBED and (why := _body(request)):
        return why
    if request.method in ("INVITE", "UPDATE") and (headers := too_brief(request, rule)):
        return Refusal(422, headers)
    return None


def _body(request: SipRequest) -> Refusal | None:
    accept = ("Accept", m.SDP)
    encoding = (request.headers.get_first("Content-Encoding") or "identity").strip().lower()
    if encoding != "identity":
        return Refusal(415, (accept, ("Accept-Encoding", "identity")))
    optional = "handling=optional" in (request.headers.get_first("Content-Disposition") or "").lower()
    kind = m.content_type(request)
    if kind == m.SDP or m.sdp_of(request) or optional:
        return None
    return Refusal(415, (accept,))


def outside(request: SipRequest) -> Refusal:
    """For a method that means nothing outside of a dialog, or nothing at all here."""
    match request.method:
        case "BYE" | "UPDATE" | "INFO" | "PRACK" | "NOTIFY":
            return Refusal(481)
        case "SUBSCRIBE" | "PUBLISH":
            return Refusal(489, (("Allow-Events", "refer"),))
        case "REFER":
            return Refusal(403)  # a transfer begins inside a call
        case _:
            return Refusal(405, (("Allow", m.ALLOW),))
