"""Session descriptions: G.711, G.722, Opus, telephone events and SDES keys (RFC 8866, 3264, 4733, 4568).

In:  the text of a description. Out: what we need of it, or the text of ours.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from aiosipua.sdp import MediaDescription, SdpMessage, parse_sdp

from app.server.voice.engine import SrtpPolicy

STATIC_PAYLOAD_TYPES = {"PCMU": 0, "PCMA": 8, "G722": 9}  # RFC 3551 §6; G.722 counts 8000 Hz there
OFFERED_PAYLOAD_TYPES = {**STATIC_PAYLOAD_TYPES, "OPUS": 111}
CODEC_NAMES = ("PCMA", "PCMU", "G722")
CLOCK_HZ = {"PCMU": 8000, "PCMA": 8000, "G722": 8000, "OPUS": 48000}
DTMF_PAYLOAD_TYPES = {8000: 101, 48000: 110}  # telephone-event counts as its codec does, RFC 4733 §2.1
COMFORT_NOISE = 13  # RFC 3389 §4
KEY_BYTES = {"AES_256_CM_HMAC_SHA1_80": 46, "AES_CM_128_HMAC_SHA1_80": 30}  # RFC 6188 §4, RFC 4568 §6.2
HELD_HOSTS = ("0.0.0.0", "::")  # a hold of the old kind, RFC 2543 §B.5
_PROTOCOLS = {"RTP/AVP": False, "RTP/AVPF": False, "RTP/SAVP": True, "RTP/SAVPF": True}
_LIFETIME = re.compile(r"2\^([1-9]\d?)|[1-9]\d{0,15}")


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
    name: str  # a key of CLOCK_HZ
    payload_type: int

    @property
    def clock_hz(self) -> int:
        return CLOCK_HZ[self.name]


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
    """What the peer says; ``audio`` is the place of the line we use among ``sections``.

    ``events``: clock rate to payload type of telephone-event. ``rtcp_port`` 0: the one after ``port``.
    """

    host: str
    port: int
    codecs: tuple[Codec, ...]
    events: Mapping[int, int]
    cryptos: tuple[Crypto, ...]
    secure: bool
    direction: Direction
    sections: tuple[Section, ...]
    audio: int
    comfort_noise: bool = False
    rtcp_mux: bool = False
    rtcp_port: int = 0

    @property
    def holds(self) -> bool:
        """The party does not want to hear us."""
        return self.direction in (Direction.SENDS, Direction.NONE) or self.host in HELD_HOSTS

    def events_for(self, codec: Codec) -> tuple[int, int] | None:
        """Payload type and clock rate of digits beside this codec; some phones know only 8000 Hz."""
        for clock_hz in (codec.clock_hz, 8000, 48000):
            if clock_hz in self.events:
                return self.events[clock_hz], clock_hz
        return None


def read(text: str, codecs: Sequence[str] = CODEC_NAMES, srtp: SrtpPolicy = SrtpPolicy.PREFER) -> Description:
    """Understand the peer's description. Raises SdpError, and nothing else whatever the text.

    Of several audio lines one that fits the policy is taken: with keys before in clear where keys are
    preferred.
    """
    try:
        parsed = parse_sdp(text)
    except Exception as error:  # WORKAROUND aiosipua 0.7.1 raises whatever int() and indexing raise
        raise SdpError(400, f"unreadable SDP: {error}") from error
    if not parsed.media:
        raise SdpError(400, "SDP without media")
    sections = tuple(Section(s.media, s.proto, " ".join(s.formats)) for s in parsed.media)
    allowed = {SrtpPolicy.REQUIRE: (True,), SrtpPolicy.OFF: (False,), SrtpPolicy.PREFER: (True, False)}[srtp]
    for secure in allowed:
        for place, section in enumerate(parsed.media):
            known = section.media == "audio" and 0 < section.port < 65536
            if known and _PROTOCOLS.get(section.proto) is secure:
                found = _audio(parsed, section, sections, place, codecs)
                if found:
                    return found
    raise SdpError(488, "no audio that we speak")


def _audio(
    parsed: SdpMessage,
    section: MediaDescription,
    sections: tuple[Section, ...],
    place: int,
    allowed: Sequence[str],
) -> Description | None:
    secure = _PROTOCOLS[section.proto]
    connection = section.connection or parsed.connection
    codecs = tuple(
        Codec(name, c.payload_type)
        for c in section.codecs
        if (name := c.encoding_name.upper()) in allowed
        and c.clock_rate == CLOCK_HZ[name]
        and c.payload_type < 128
        and (name != "OPUS" or c.channels == 2)  # RFC 7587 §7: always 2, whatever is sent
    )
    cryptos = tuple(c for raw in section.attributes.get("crypto", []) if (c := _crypto(raw)))
    if not codecs or connection is None or (secure and not cryptos):
        return None
    try:
        host = str(ipaddress.ip_address(connection.address.partition("/")[0]))
    except ValueError:
        return None  # a name would have to be looked up; phones send addresses
    events = {
        c.clock_rate: c.payload_type
        for c in reversed(section.codecs)
        if c.encoding_name.lower() == "telephone-event" and c.payload_type < 128
    }
    stated = (d for where in (section, parsed) for d in Direction if d.value in where.attributes)
    return Description(
        host=host,
        port=section.port,
        codecs=codecs,
        events=events,
        cryptos=cryptos,
        secure=secure,
        direction=next(stated, Direction.BOTH),
        sections=sections,
        audio=place,
        comfort_noise=str(COMFORT_NOISE) in section.formats,
        rtcp_mux="rtcp-mux" in section.attributes,
        rtcp_port=_rtcp_port(section),
    )


def _rtcp_port(section: MediaDescription) -> int:
    """``a=rtcp:PORT [IN IP4 ADDRESS]`` (RFC 3605 §2.1); the address is taken to be that of the audio."""
    word = next(iter(section.attributes.get("rtcp", [])), "").partition(" ")[0]
    port = int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0
    return port if port < 65536 and port != section.port + 1 else 0


def _crypto(raw: str) -> Crypto | None:
    """``1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^20|1:4`` (RFC 4568 §9.1); None for what we do not do.

    The lifetime is noted as valid and not needed: 2^31 packets of 20 ms are longer than any call. A key
    index in the packets (MKI) and session parameters would change how packets look: not done.
    """
    parts = raw.split()
    if len(parts) != 3 or parts[1] not in KEY_BYTES or not parts[0].isdigit() or len(parts[0]) > 9:
        return None
    method, colon, keys = parts[2].partition(":")
    inline, *rest = keys.split("|")
    if method.lower() != "inline" or not colon or len(rest) > 1 or not all(map(_LIFETIME.fullmatch, rest)):
        return None
    try:
        key = base64.b64decode(inline + "=" * (-len(inline) % 4), validate=True)
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
    events: Mapping[int, int] = field(default_factory=dict[int, int])
    cryptos: Sequence[Crypto] = ()
    direction: Direction = Direction.BOTH
    comfort_noise: bool = False
    rtcp_mux: bool = False


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
    lines: list[str] = []
    for codec in ours.codecs:
        channels = "/2" if codec.name == "OPUS" else ""
        name = "opus" if codec.name == "OPUS" else codec.name
        lines.append(f"a=rtpmap:{codec.payload_type} {name}/{codec.clock_hz}{channels}")
        if codec.name == "OPUS":
            lines.append(f"a=fmtp:{codec.payload_type} useinbandfec=1")
    if ours.comfort_noise:
        numbers.append(str(COMFORT_NOISE))
        lines.append(f"a=rtpmap:{COMFORT_NOISE} CN/8000")
    for clock_hz, number in ours.events.items():
        numbers.append(str(number))
        lines += [f"a=rtpmap:{number} telephone-event/{clock_hz}", f"a=fmtp:{number} 0-15"]
    lines += [f"a=crypto:{c.tag} {c.suite} inline:{base64.b64encode(c.key).decode()}" for c in ours.cryptos]
    lines += ["a=rtcp-mux"] if ours.rtcp_mux else []
    lines += ["a=ptime:20", f"a={ours.direction.value}"]
    return "\r\n".join([f"m=audio {ours.port} {protocol} {' '.join(numbers)}", *lines]) + "\r\n"
