"""The telephone codecs, the only place of the caller that knows aiortp.

In/out: 16-bit little-endian mono PCM at ``rate_hz`` and payloads of 160 bytes for 20 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aiortp.codecs import get_codec

CLOCK_HZ = 8000  # the RTP clock of all three, also of G.722 (RFC 3551 §4.5.2)
FRAME_BYTES = 160
FRAME_S = 0.02


@dataclass(frozen=True, slots=True)
class CodecInfo:
    name: str
    payload_type: int
    rate_hz: int


CODEC_INFO = {
    "PCMU": CodecInfo("PCMU", 0, 8000),
    "PCMA": CodecInfo("PCMA", 8, 8000),
    "G722": CodecInfo("G722", 9, 16000),
}


class Coder(Protocol):
    """One direction of one stream; G.722 keeps state between calls."""

    def encode(self, pcm: bytes) -> bytes: ...

    def decode(self, payload: bytes) -> bytes: ...


def new_coder(name: str) -> Coder:
    return get_codec(CODEC_INFO[name].payload_type)


def encode_frames(name: str, pcm: bytes) -> tuple[bytes, ...]:
    """PCM at the codec's rate as frames of 20 ms; the last is filled up with silence."""
    frame_bytes = CODEC_INFO[name].rate_hz // 50 * 2
    padded = pcm + bytes(-len(pcm) % frame_bytes)
    encoded = new_coder(name).encode(padded)
    return tuple(encoded[at : at + FRAME_BYTES] for at in range(0, len(encoded), FRAME_BYTES))
