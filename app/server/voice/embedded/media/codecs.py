"""Telephone codecs on numpy: G.711 A-law and µ-law, G.722. The only file that knows aiortp's codecs.

All three carry 8000 bytes a second and count RTP time in 1/8000 s (for G.722 so by RFC 3551 §4.5.2),
so one byte of payload is one tick of RTP time: the whole media process counts on that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from aiortp.codecs.g711 import PcmaCodec, PcmuCodec
from aiortp.codecs.g722 import G722Codec
from numpy.typing import NDArray

Samples = NDArray[np.int16]
FRAME_BYTES = 160  # 20 ms of payload
CODEC_RATE_HZ = {"PCMU": 8000, "PCMA": 8000, "G722": 16000}
CLOCK_HZ = {
    "PCMU": 8000,
    "PCMA": 8000,
    "G722": 8000,
    "OPUS": 48000,
}  # RTP time; RFC 3551 §4.5.2, RFC 7587 §4.1
TICKS_PER_FRAME = {name: hz // 50 for name, hz in CLOCK_HZ.items()}  # RTP time of 20 ms
PAYLOAD_TYPES = {0: "PCMU", 8: "PCMA", 9: "G722"}  # RFC 3551 §6
STATIC_TYPE = {name: number for number, name in PAYLOAD_TYPES.items()}


class _Library(Protocol):
    def encode(self, pcm: bytes) -> bytes: ...
    def decode(self, payload: bytes) -> bytes: ...


_MAKE: dict[str, Callable[[], _Library]] = {"PCMU": PcmuCodec, "PCMA": PcmaCodec, "G722": G722Codec}


class Codec:
    """One direction of one stream (G.722 remembers). Samples at ``rate_hz``."""

    __slots__ = ("_library", "name", "rate_hz")

    def __init__(self, name: str) -> None:
        """Raises KeyError for a codec we do not speak."""
        self.name = name
        self.rate_hz = CODEC_RATE_HZ[name]
        self._library = _MAKE[name]()

    def encode(self, samples: Samples) -> bytes:
        return self._library.encode(samples.tobytes())

    def decode(self, payload: bytes) -> Samples:
        return np.frombuffer(self._library.decode(payload), dtype=np.int16)


def encode_all(name: str, samples: Samples) -> bytes:
    """A whole recording, in pieces of 20 ms so that a thread doing it lets others run between."""
    codec = Codec(name)
    size = codec.rate_hz // 50
    return b"".join(codec.encode(samples[at : at + size]) for at in range(0, len(samples), size))


SILENCE = {
    "PCMU": b"\xff" * FRAME_BYTES,
    "PCMA": b"\xd5" * FRAME_BYTES,
    "G722": b"\xfc" * FRAME_BYTES,  # found by trial: the only byte that decodes to zeros for ever
}
"""20 ms of silence for each codec."""
