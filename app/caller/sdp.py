"""The caller's side of offer and answer (RFC 3264, RFC 8866), written apart from the server's on
purpose: a simulated customer that shared the server's reader would not notice its faults.

In:  where we listen and which codecs we take; the SDP text of the other side.
Out: SDP text; ``Remote``: where to send, in which codec, in which direction.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from app.caller.codecs import CLOCK_HZ, CODEC_INFO

DTMF_PAYLOAD_TYPE = 101
_REVERSED = {"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}


class NoCommonCodecError(Exception):
    """The SDP has no audio that we can speak, or cannot be read."""

    error_id = "caller-no-common-codec"


@dataclass(frozen=True, slots=True)
class Remote:
    host: str
    port: int
    codec: str
    payload_type: int
    dtmf_payload_type: int | None
    direction: str  # as the other side states it

    @property
    def wants_to_hear(self) -> bool:
        return self.direction in ("sendrecv", "recvonly") and self.host not in ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Local:
    """Our half of the session; ``direction`` answers the other side's."""

    host: str
    port: int
    session_id: int
    version: int
    codecs: tuple[str, ...]

    def offer(self) -> str:
        return self._text(
            [(CODEC_INFO[name].payload_type, name) for name in self.codecs], DTMF_PAYLOAD_TYPE, "sendrecv"
        )

    def answer(self, remote: Remote) -> str:
        return self._text(
            [(remote.payload_type, remote.codec)], remote.dtmf_payload_type, _REVERSED[remote.direction]
        )

    def _text(self, codecs: list[tuple[int, str]], dtmf: int | None, direction: str) -> str:
        family = "IP6" if ":" in self.host else "IP4"
        maps = [f"a=rtpmap:{number} {name}/{CLOCK_HZ}" for number, name in codecs]
        numbers = [str(number) for number, _ in codecs]
        if dtmf is not None:
            numbers.append(str(dtmf))
            maps += [f"a=rtpmap:{dtmf} telephone-event/{CLOCK_HZ}", f"a=fmtp:{dtmf} 0-15"]
        lines = [
            "v=0",
            f"o=seatline {self.session_id} {self.version} IN {family} {self.host}",
            "s=-",
            f"c=IN {family} {self.host}",
            "t=0 0",
            f"m=audio {self.port} RTP/AVP {' '.join(numbers)}",
            *maps,
            "a=ptime:20",
            f"a={direction}",
        ]
        return "".join(line + "\r\n" for line in lines)


def read(text: str, ours: tuple[str, ...]) -> Remote:
    """The first audio of an offer or answer, with the first codec in it that is among ``ours``."""
    session, *media = re.split(r"(?m)^(?=m=)", text.replace("\r\n", "\n"))
    audio = next((block for block in media if re.match(r"m=audio [1-9]\d* RTP/AVP ", block)), None)
    host = re.search(r"(?m)^c=IN IP[46] (\S+)", audio or "") or re.search(r"(?m)^c=IN IP[46] (\S+)", session)
    if audio is None or host is None:
        raise NoCommonCodecError("no audio over plain RTP")
    _, port, _, *numbers = audio.split("\n", 1)[0].split()
    numbers = [
        number for number in numbers if re.fullmatch(r"\d{1,3}", number, re.ASCII) and int(number) < 128
    ]
    if not port.isascii() or int(port) > 65535 or not _is_address(host[1]):
        raise NoCommonCodecError("no address that audio could be sent to")
    names = {number: info.name for info in CODEC_INFO.values() for number in [str(info.payload_type)]}
    names |= {
        number: name.upper() for number, name in re.findall(r"(?m)^a=rtpmap:(\d+) ([^/\s]+)/8000\b", audio)
    }
    payload_type = next((number for number in numbers if names.get(number) in ours), None)
    if payload_type is None:
        raise NoCommonCodecError(f"none of {', '.join(ours)}")
    dtmf = next((number for number in numbers if names.get(number) == "TELEPHONE-EVENT"), None)
    direction = re.search(r"(?m)^a=(sendrecv|sendonly|recvonly|inactive)\s*$", audio) or re.search(
        r"(?m)^a=(sendrecv|sendonly|recvonly|inactive)\s*$", session
    )
    return Remote(
        host=host[1],
        port=int(port),
        codec=names[payload_type],
        payload_type=int(payload_type),
        dtmf_payload_type=int(dtmf) if dtmf else None,
        direction=direction[1] if direction else "sendrecv",
    )


def _is_address(host: str) -> bool:
    """A number, not a name: names would have to be looked up, and telephones do not send them."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
