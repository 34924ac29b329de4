"""Session descriptions: G.711, G.722, telephone events and SDES keys (RFC 8866, 3264, 4733, 4568).

In:  the text of a description. Out: what we need of it, or the text of ours.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from aiosipua.sdp import MediaDescription, SdpMessage, parse_sdp

STATIC_PAYLOAD_TYPES = {"PCMU": 0, "PCMA": 8, "G722": 9}  # RFC 3551 §6; G.722 counts 8000 Hz there
CODEC_NAMES = ("PCMA", "PCMU", "G722")
DTMF_PAYLOAD_TYPE = 101
KEY_BYTES = {"AES_256_CM_HMAC_SHA1_80": 46, "AES_CM_128_HMAC_SHA1_80": 30}  # RFC 6188 §4, RFC 4568 §6.2
_PROTOCOLS = {"RTP/AVP": False, "RTP/AVPF": False, "RTP/SAVP": True, "RTP/SAVPF": True}


class Direction(Enum):
    """Seen from the one who wrote the description (RFC 3264 §5.1)."""

    BOTH = "sendrecv"
    SENDS = "sendonly"
    RECEIVES = "recvonly"
    NONE = "inactive"


REVERSED = {
    Direction.BOTH: Direction.BOTH,
    Direction.SENDS: Direction.RECEIVES,
    Direction.RECEIVES: Direction.SENDS,
    Direction.NONE: Direction.NONE,
}


class SdpError(Exception):
    """``code`` is the answer to give: 400 for nonsense, 488 for what we do not speak."""

    error_id = "sip-sdp"

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Codec:
    name: str  # one of CODEC_NAMES
    payload_type: int


@dataclass(frozen=True, slots=True)
class Crypto:
    tag: int
    suite: str
    key: bytes  # master key and salt


@dataclass(frozen=True, slots=True)
class Section:
    """One m= line, so that an answer can have as many (RFC 3264 §6)."""

    media: str
    protocol: str
    formats: str


@dataclass(frozen=True, slots=True)
class Description:
    """What the peer says; ``audio`` is the place of the line we use among ``sections``."""

    host: str
    port: int
    codecs: tuple[Codec, ...]
    dtmf_payload_type: int | None
    cryptos: tuple[Crypto, ...]
    secure: bool
    direction: Direction
    sections: tuple[Section, ...]
    audio: int


def read(text: str) -> Description:
    """Understand the peer's description. Raises SdpError, and nothing else whatever the text."""
    try:
        parsed = parse_sdp(text)
    except Exception as error:  # WORKAROUND aiosipua 0.7.1 raises whatever int() and indexing raise
        raise SdpError(400, f"unreadable SDP: {error}") from error
    if not parsed.media:
        raise SdpError(400, "SDP without media")
    sections = tuple(Section(s.media, s.proto, " ".join(s.formats)) for s in parsed.media)
    for place, section in enumerate(parsed.media):
        if section.media == "audio" and 0 < section.port < 65536 and section.proto in _PROTOCOLS:
            found = _audio(parsed, section, sections, place)
            if found:
                return found
    raise SdpError(488, "no audio that we speak")


def _audio(
    parsed: SdpMessage, section: MediaDescription, sections: tuple[Section, ...], place: int
) -> Description | None:
    secure = _PROTOCOLS[section.proto]
    connection = section.connection or parsed.connection
    codecs = tuple(
        Codec(c.encoding_name.upper(), c.payload_type)
        for c in section.codecs
        if c.encoding_name.upper() in STATIC_PAYLOAD_TYPES and c.clock_rate == 8000 and c.payload_type < 128
    )
    cryptos = tuple(c for raw in section.attributes.get("crypto", []) if (c := _crypto(raw)))
    if not codecs or connection is None or (secure and not cryptos):
        return None
    try:
        host = str(ipaddress.ip_address(connection.address.partition("/")[0]))
    except ValueError:
        return None  # a name would have to be looked up; phones send addresses
    dtmf = (
        c for c in section.codecs if c.encoding_name.lower() == "telephone-event" and c.clock_rate == 8000
    )
    stated = (d for where in (section, parsed) for d in Direction if d.value in where.attributes)
    return Description(
        host=host,
        port=section.port,
        codecs=codecs,
        dtmf_payload_type=next((c.payload_type for c in dtmf), None),
        cryptos=cryptos,
        secure=secure,
        direction=next(stated, Direction.BOTH),
        sections=sections,
        audio=place,
    )


def _crypto(raw: str) -> Crypto | None:
    """``1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^20`` (RFC 4568 §9.1); None for what we do not do."""
    parts = raw.split()
    if len(parts) != 3 or parts[1] not in KEY_BYTES or not parts[0].isdigit() or len(parts[0]) > 9:
        return None  # also: session parameters, which would change how packets are protected
    inline, *rest = parts[2].removeprefix("inline:").split("|")
    if any(":" in part for part in rest):  # a master key index in the packets
        return None
    try:
        key = base64.b64decode(inline, validate=False)
    except (ValueError, binascii.Error):
        return None
    return Crypto(int(parts[0]), parts[1], key) if len(key) == KEY_BYTES[parts[1]] else None


def new_crypto(tag: int, suite: str) -> Crypto:
    return Crypto(tag, suite, os.urandom(KEY_BYTES[suite]))


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side of a description; ``version`` grows with every new one of a session."""

    host: str
    port: int
    session_id: int
    version: int
    codecs: Sequence[Codec]
    dtmf_payload_type: int | None
    cryptos: Sequence[Crypto] = ()
    direction: Direction = Direction.BOTH


def write_offer(ours: Ours) -> str:
    return _head(ours) + _audio_lines(ours, "RTP/SAVP" if ours.cryptos else "RTP/AVP")


def write_answer(ours: Ours, offer: Description) -> str:
    """As many m= lines as the offer has, all but the one we take refused with port 0 (RFC 3264 §6)."""
    text = _head(ours)
    for place, section in enumerate(offer.sections):
        if place == offer.audio:
            text += _audio_lines(ours, section.protocol)
        else:
            text += f"m={section.media} 0 {section.protocol} {section.formats or '0'}\r\n"
    return text


def _head(ours: Ours) -> str:
    kind = "IP6" if ":" in ours.host else "IP4"
    return (
        f"v=0\r\no=- {ours.session_id} {ours.version} IN {kind} {ours.host}\r\ns=-\r\n"
        f"c=IN {kind} {ours.host}\r\nt=0 0\r\n"
    )


def _audio_lines(ours: Ours, protocol: str) -> str:
    numbers = [str(c.payload_type) for c in ours.codecs]
    lines = [f"a=rtpmap:{c.payload_type} {c.name}/8000" for c in ours.codecs]
    if (dtmf := ours.dtmf_payload_type) is not None:
        numbers.append(str(dtmf))
        lines += [f"a=rtpmap:{dtmf} telephone-event/8000", f"a=fmtp:{dtmf} 0-15"]
    lines += [f"a=crypto:{c.tag} {c.suite} inline:{base64.b64encode(c.key).decode()}" for c in ours.cryptos]
    lines += ["a=ptime:20", f"a={ours.direction.value}"]
    return "\r\n".join([f"m=audio {ours.port} {protocol} {' '.join(numbers)}", *lines]) + "\r\n"
