"""SIP messages: the one place that knows the library's message model (RFC 3261 §7).

In:  bytes from a flow. Out: checked requests and responses, replies, header values.
The library parses leniently; ``parse`` lets nothing through that later code could trip over.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import unquote

from aiosipua import Address, SipMessage, SipRequest, SipResponse, SipUri, Via
from aiosipua.headers import parse_address, parse_cseq, parse_uri, parse_via, stringify_uri, stringify_via

__all__ = [
    "Address",
    "SipMessage",
    "SipRequest",
    "SipResponse",
    "SipUri",
    "parse_address",
    "parse_uri",
    "parse_via",
    "stringify_uri",
    "stringify_via",
]

# The library warns of every body that does not fit its Content-Length; strangers could fill the log so.
logging.getLogger("aiosipua.message").setLevel(logging.ERROR)

ALLOW_BASIC = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE"
ALLOW = f"{ALLOW_BASIC}, PRACK"
ALLOW_PHONE = f"{ALLOW}, REFER"  # a trunk may not transfer
SUPPORTED = "100rel, timer"
SUPPORTED_PHONE = f"{SUPPORTED}, replaces, norefersub"
UNDERSTOOD = frozenset({"100rel", "timer", "replaces", "norefersub"})  # what a Require may name
ACCEPT = "application/sdp, application/dtmf-relay, application/dtmf"
SDP = "application/sdp"
PRODUCT = "Seatline"

# WORKAROUND aiosipua 0.7.1 expands only the compact forms of RFC 3261 itself.
_MORE_COMPACT_FORMS = {
    "a": "Accept-Contact",  # RFC 3841
    "b": "Referred-By",  # RFC 3892
    "d": "Request-Disposition",  # RFC 3841
    "j": "Reject-Contact",  # RFC 3841
    "o": "Event",  # RFC 6665
    "r": "Refer-To",  # RFC 3515
    "u": "Allow-Events",  # RFC 6665
    "x": "Session-Expires",  # RFC 4028
}
_REASONS = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 413: "Request Entity Too Large", 415: "Unsupported Media Type",
    416: "Unsupported URI Scheme", 420: "Bad Extension", 421: "Extension Required",
    422: "Session Interval Too Small", 423: "Interval Too Brief", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops",
    484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
    489: "Bad Event", 491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported",
    513: "Message Too Large", 600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere",
    606: "Not Acceptable",
}  # fmt: skip
_REQUIRED = ("Via", "From", "To", "Call-ID", "CSeq")
_SINGLE = ("From", "To", "Call-ID", "CSeq", "Content-Length", "Max-Forwards")
_NAMES = ("From", "To", "Contact")
_QUOTE = re.compile(r"\\.")  # an escaped character (RFC 3261 §25.1 quoted-pair)
_TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]{1,64}")
_LONGEST_REMEMBERED = 200
_HIGHEST_CSEQ = 2**31 - 1  # RFC 3261 §8.1.1.5
_REQUEST_LINE = re.compile(rb"[!-~]+ (?!<)[!-~]+ (SIP/\d+\.\d+)\s*\r?\n", re.IGNORECASE)
_SDP_PART = re.compile(r"^(content-type|c)\s*:\s*application/sdp\b", re.IGNORECASE | re.MULTILINE)
_RESPONSE_LINE = re.compile(rb"SIP/2\.0 \d{3}( |\r?\n)", re.IGNORECASE)


class MalformedMessageError(Exception):
    """Not a SIP message that can be worked with. ``request`` is there when it can be answered ``code``."""

    error_id = "sip-malformed"

    def __init__(self, text: str, request: SipRequest | None = None, code: int = 400) -> None:
        super().__init__(text)
        self.request = request
        self.code = code


def parse(raw: bytes) -> SipRequest | SipResponse:
    """Read and check one message. Raises MalformedMessageError, and nothing else whatever the bytes."""
    try:
        message = SipMessage.parse(raw)
    except Exception as error:  # whatever the parser raises, the bytes are no message
        raise MalformedMessageError(str(error)) from error
    for short, full in _MORE_COMPACT_FORMS.items():
        for value in message.headers.get(short):
            message.headers.append(full, value)
        message.headers.remove(short)
    if missing := [name for name in _REQUIRED if not message.headers.get_first(name)]:
        raise MalformedMessageError(f"without {', '.join(missing)}")
    try:
        problem = _problem(message)
    except Exception as error:  # as above: header values are parsed lazily
        raise MalformedMessageError(str(error)) from error
    request = message if isinstance(message, SipRequest) else None
    if problem:
        raise MalformedMessageError(problem, request)
    line = (_REQUEST_LINE if request else _RESPONSE_LINE).match(raw)
    if line is None:
        raise MalformedMessageError("bad first line", request)
    if request and line[1].upper() != b"SIP/2.0":
        raise MalformedMessageError("another version of SIP", request, 505)
    return message


def _problem(message: SipRequest | SipResponse) -> str | None:
    number, method = cseq(message)
    via = top_via(message)
    length = message.headers.get_first("Content-Length")
    if not 0 <= number <= _HIGHEST_CSEQ or not _TOKEN.fullmatch(method):
        return "CSeq out of range"
    if not via.host or (via.port is not None and not 0 < via.port < 65536):
        return "Via without host"
    if any(";;" in value for value in message.headers.get("Via")):
        return "Via with empty parameters"
    if not via.branch and isinstance(message, SipResponse):  # a caller of RFC 2543 has none
        return "Via without branch"
    if twice := [name for name in _SINGLE if len(set(message.headers.get(name))) > 1]:
        return f"{twice[0]} more than once"
    if any(_QUOTE.sub("", v).count('"') % 2 for name in _NAMES for v in message.headers.get(name)):
        return "a quoted name that does not end"
    from_address(message)
    to_address(message)
    if length is not None and (
        not length.isascii() or not length.isdigit() or int(length) != len(message.body)
    ):
        return "Content-Length does not fit the body"
    if isinstance(message, SipResponse):
        return None if 100 <= message.status_code <= 699 else "status code out of range"
    if method != message.method:
        return "CSeq names another method"
    if not from_tag(message) and message.method != "OPTIONS":
        return "From without tag"
    for contact in message.headers.get("Contact"):
        _read_address(contact)
    return None


T = TypeVar("T")


def _remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """The same header is read several times while a message is handled. What is read must not be changed.

    Long values, which only strangers send, are not kept.
    """
    known = lru_cache(256)(read)
    return lambda value: known(value) if len(value) <= _LONGEST_REMEMBERED else read(value)


_read_cseq = _remembered(parse_cseq)
_read_via = _remembered(parse_via)
_read_address = _remembered(parse_address)


def cseq(message: SipMessage) -> tuple[int, str]:
    value = _read_cseq(message.headers.get_first("CSeq") or "")
    return value.seq, value.method


def top_via(message: SipMessage) -> Via:
    """To be read only; see ``parse_via`` for one that may be changed."""
    return _read_via(message.headers.get("Via")[0])


def from_address(message: SipMessage) -> Address:
    """To be read only."""
    return _read_address(message.headers.get_first("From") or "")


def to_address(message: SipMessage) -> Address:
    """To be read only."""
    return _read_address(message.headers.get_first("To") or "")


def from_tag(message: SipMessage) -> str:
    return from_address(message).tag or ""


def to_tag(message: SipMessage) -> str:
    return to_address(message).tag or ""


def call_id(message: SipMessage) -> str:
    return message.headers.get_first("Call-ID") or ""


def contact_uri(message: SipMessage) -> str:
    """The first Contact's URI as text; "" without one."""
    first = message.headers.get_first("Contact")
    return stringify_uri(parse_address(first).uri) if first else ""


def scheme_of(uri: str) -> str:
    return uri.partition(":")[0].strip().lower()


def split(value: str) -> list[str]:
    """The values of one header line; the library splits only the headers of RFC 3261 itself."""
    parts, depth, quoted, start = list[str](), 0, False, 0
    for place, char in enumerate(value):
        if char == '"' and depth == 0:
            quoted = not quoted
        elif not quoted and char in "<>":
            depth = max(0, depth + (1 if char == "<" else -1))
        elif char == "," and not quoted and depth == 0:
            parts.append(value[start:place].strip())
            start = place + 1
    return [part for part in (*parts, value[start:].strip()) if part]


def options(message: SipMessage, name: str) -> frozenset[str]:
    """The words of Supported, Require, Allow and the like, in lower case."""
    return frozenset(
        word.strip().lower() for raw in message.headers.get(name) for word in raw.split(",") if word.strip()
    )


def seconds_of(message: SipMessage, name: str) -> int | None:
    """A header that counts seconds, its parameters and comment left out; None where there is none."""
    value = (message.headers.get_first(name) or "").partition(";")[0].partition("(")[0].strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def content_type(message: SipMessage) -> str:
    return (message.headers.get_first("Content-Type") or "").partition(";")[0].strip().lower()


def sdp_of(message: SipMessage) -> str:
    """The session description: the body, or that part of a multipart body (RFC 5621); "" without one."""
    kind = content_type(message)
    if not message.body or kind == SDP or not kind:
        return message.text
    if not kind.startswith("multipart/"):
        return ""
    boundary = re.search(r'boundary="?([^";\s]{1,70})', message.headers.get_first("Content-Type") or "")
    if boundary is None:
        return ""
    for part in message.text.split(f"--{boundary[1]}"):
        head, gap, body = part.lstrip("\r\n").replace("\r\n", "\n").partition("\n\n")
        if gap and re.search(
            r"^(content-type|c)\s*:\s*application/sdp\b", head, re.IGNORECASE | re.MULTILINE
        ):
            return body
    return ""


def user_of(uri: str) -> str:
    """The user part, percent-decoded, without parameters or a password (RFC 3261 §19.1.1).

    The number of a tel URI (RFC 3966). WORKAROUND aiosipua 0.7.1 cuts at the first ";", also where it
    belongs to the user part.
    """
    user, at, _ = uri.partition(":")[2].partition("@")
    if scheme_of(uri) == "tel":
        return plain(re.sub(r"[-.()\s]", "", unquote(user.partition(";")[0])))
    return plain(unquote(user.partition(";")[0].partition(":")[0])) if at else ""


def header_user(value: str) -> str:
    """The user part of a From, To or P-Asserted-Identity value."""
    inside = value.partition("<")[2].partition(">")[0] if "<" in value else value
    return user_of(inside.strip())


def plain(text: str, limit: int = 64) -> str:
    """Printable characters of a name or number from the net, none that could end a header or a line."""
    return "".join(c for c in text if c.isprintable() and c not in '"<>\\')[:limit].strip()


def name_address(uri: str, name: str = "") -> str:
    """``"name" <uri>`` (RFC 3261 §20.10)."""
    shown = plain(name)
    return f'"{shown}" <{uri}>' if shown else f"<{uri}>"


def new_tag() -> str:
    return os.urandom(8).hex()


def new_branch() -> str:
    return f"z9hG4bK{os.urandom(10).hex()}"


def reason_phrase(code: int) -> str:
    return _REASONS.get(code, "Unknown")


def note_source(request: SipRequest, host: str, port: int) -> None:
    """Write into the top Via where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4)."""
    values = list(request.headers.get("Via"))
    via = parse_via(values[0])
    via.received = host
    via.rport = str(port)
    values[0] = stringify_via(via)
    request.headers.remove("Via")
    for value in values:
        request.headers.append("Via", value)


def reply(
    request: SipRequest,
    code: int,
    *,
    to_tag: str = "",
    contact: str = "",
    body: str = "",
    content_type: str = "application/sdp",
    headers: Iterable[tuple[str, str]] = (),
) -> SipResponse:
    """A response to ``request`` (RFC 3261 §8.2.6). ``to_tag``: ours, where To has none yet."""
    response = SipResponse(status_code=code, reason_phrase=reason_phrase(code))
    for name in ("Via", "Record-Route"):
        for value in request.headers.get(name):
            response.headers.append(name, value)
    for name in ("From", "To", "Call-ID", "CSeq"):
        response.headers.set_single(name, request.headers.get_first(name) or "")
    if code > 100 and not to_address(request).tag:
        response.headers.set_single("To", f"{request.headers.get_first('To')};tag={to_tag or new_tag()}")
    if contact:
        response.headers.set_single("Contact", contact)
    for name, value in headers:
        response.headers.append(name, value)
    response.headers.set_single("Server", PRODUCT)
    if body:
        response.headers.set_single("Content-Type", content_type)
        response.text = body
    return response


def local_response(request: SipRequest, code: int, why: str) -> SipResponse:
    """What a transaction reports when nothing came over the wire (RFC 3261 §8.1.3.1)."""
    response = reply(request, code)
    response.reason_phrase = why
    return response
