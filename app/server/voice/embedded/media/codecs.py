"""Telephone codecs on numpy: G.711 A-law and µ-law, G.722, Opus. The only file that knows the G.722 library.

G.711 and G.722 carry 8000 bytes a second and count RTP time in 1/8000 s (for G.722 so by RFC 3551
§4.5.2): one byte is one tick. Opus counts in 1/48000 s and its payloads have any length, so whoever
needs the time in a payload asks ``payload_ticks``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from G722 import G722
from numpy.typing import NDArray

from app.server.voice.embedded.media import opus, opus_library

Samples = NDArray[np.int16]
FRAME_BYTES = 160  # 20 ms of G.711 or G.722
FRAME_S = 0.02
CODEC_RATE_HZ = {"PCMU": 8000, "PCMA": 8000, "G722": 16000}
"""Samples a second of each codec that can be spoken in this process."""
if opus_library.available():
    CODEC_RATE_HZ["OPUS"] = opus.RATE_HZ
CLOCK_HZ = {"PCMU": 8000, "PCMA": 8000, "G722": 8000, "OPUS": opus.CLOCK_HZ}
"""Ticks of RTP time a second."""
TICKS_PER_FRAME = {name: hz // 50 for name, hz in CLOCK_HZ.items()}
PAYLOAD_TYPES = {0: "PCMU", 8: "PCMA", 9: "G722"}  # RFC 3551 §6
OPUS_TYPE = 111  # in the journal; on the wire it is what was negotiated
JOURNAL_CODECS = {**PAYLOAD_TYPES, OPUS_TYPE: "OPUS"}
STATIC_TYPE = {name: number for number, name in JOURNAL_CODECS.items()}

SILENCE = {
    "PCMU": b"\xff" * FRAME_BYTES,
    "PCMA": b"\xd5" * FRAME_BYTES,
    "G722": b"\xfc" * FRAME_BYTES,  # found by trial: the only byte that decodes to zeros for ever
    "OPUS": opus.SILENCE,
}
"""20 ms of silence for each codec."""


def payload_ticks(codec: str, payload: bytes) -> int:
    """How long a payload lasts in ticks of its codec; 0: it is rubbish."""
    return opus.payload_ticks(payload) if codec == "OPUS" else len(payload)


def _decode_tables() -> dict[str, Samples]:
    """Sample of each byte (ITU-T G.711 tables 1 and 2, to 16 bits)."""
    code = np.arange(256)
    a = code ^ 0x55
    segment, step = a >> 4 & 7, a & 15
    size = np.where(segment == 0, (step << 4) + 8, ((step << 4) + 0x108) << np.maximum(segment - 1, 0))
    a_law = np.where(a & 0x80, size, -size)
    u = ~code & 0xFF
    size = ((((u & 15) << 3) + 0x84) << (u >> 4 & 7)) - 0x84
    u_law = np.where(u & 0x80, -size, size)
    return {"PCMA": a_law.astype(np.int16), "PCMU": u_law.astype(np.int16)}


def _encode_table(decoded: Samples) -> NDArray[np.uint8]:
    """Byte of each sample, by the sample's 16 bits as an index: the byte that decodes to the nearest."""
    order = np.argsort(decoded, kind="stable")
    if decoded[0xFF] == 0:  # µ-law knows two zeros; silence is the positive one
        order = order[order != 0x7F]
    levels = decoded[order].astype(np.int32)
    samples = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    return order[np.searchsorted((levels[1:] + levels[:-1]) / 2, samples, side="right")].astype(np.uint8)


DECODE_TABLE = _decode_tables()
"""G.711: sample by byte."""
ENCODE_TABLE = {name: _encode_table(table) for name, table in DECODE_TABLE.items()}
"""G.711: byte by the 16 bits of a sample (``samples.view(np.uint16)``)."""


class _Stream(Protocol):
    def encode(self, samples: Samples) -> bytes: ...
    def decode(self, payload: bytes) -> Samples: ...


class _G711:
    __slots__ = ("_decode", "_encode")

    def __init__(self, name: str) -> None:
        self._decode, self._encode = DECODE_TABLE[name], ENCODE_TABLE[name]

    def encode(self, samples: Samples) -> bytes:
        return self._encode.take(samples.view(np.uint16)).tobytes()

    def decode(self, payload: bytes) -> Samples:
        return self._decode.take(np.frombuffer(payload, dtype=np.uint8))


class _G722:
    """The two directions have nothing in common; only what is used is made."""

    __slots__ = ("_decoder", "_encoder")

    def __init__(self) -> None:
        self._encoder = self._decoder = None

    def encode(self, samples: Samples) -> bytes:
        if self._encoder is None:
            self._encoder = G722(16000, 64000)
        return self._encoder.encode(np.ascontiguousarray(samples))

    def decode(self, payload: bytes) -> Samples:
        if self._decoder is None:
            self._decoder = G722(16000, 64000)
        return np.frombuffer(self._decoder.decode(payload), dtype=np.int16)


class _Opus:
    __slots__ = ("_decoder", "_encoder")

    def __init__(self) -> None:
        self._encoder: opus.OpusEncoder | None = None
        self._decoder: opus.OpusDecoder | None = None

    @property
    def decoder(self) -> opus.OpusDecoder:
        if self._decoder is None:
            self._decoder = opus.OpusDecoder()
        return self._decoder

    def encode(self, samples: Samples) -> bytes:
        if self._encoder is None:
            self._encoder = opus.OpusEncoder()
        return self._encoder.encode(samples)

    def decode(self, payload: bytes) -> Samples:
        try:
            return self.decoder.decode(payload)
        except opus.OpusError:  # anybody can send rubbish: as good as lost
            return self.decoder.conceal()


_MAKE: dict[str, Callable[[], _Stream]] = {
    "PCMU": lambda: _G711("PCMU"),
    "PCMA": lambda: _G711("PCMA"),
    "G722": _G722,
    "OPUS": _Opus,
}


class Codec:
    """One stream in one direction (G.722 and Opus remember). Samples at ``rate_hz``."""

    __slots__ = ("_stream", "name", "rate_hz")

    def __init__(self, name: str) -> None:
        """Raises KeyError for a codec that is not spoken here."""
        self.name = name
        self.rate_hz = CODEC_RATE_HZ[name]
        self._stream = _MAKE[name]()

    def encode(self, samples: Samples) -> bytes:
        """One payload; for Opus in steps of 10 ms, up to 120 ms."""
        return self._stream.encode(samples)

    def decode(self, payload: bytes) -> Samples:
        """For Opus one payload at a time; never raises, rubbish is concealed."""
        return self._stream.decode(payload)

    def conceal(self) -> Samples | None:
        """20 ms in the place of a lost payload by the codec's own art; None: it has none."""
        return self._stream.decoder.conceal() if isinstance(self._stream, _Opus) else None

    def recover(self, following: bytes) -> Samples | None:
        """20 ms of a lost payload out of the one after it; None: the codec has no such thing."""
        if not isinstance(self._stream, _Opus):
            return None
        try:
            return self._stream.decoder.recover(following)
        except opus.OpusError:
            return self._stream.decoder.conceal()


def encode_frames(name: str, samples: Samples, lead: Samples | None = None) -> list[bytes]:
    """A whole recording as payloads of 20 ms, filled up with silence at its end.

    What takes long is done one payload at a time: a thread doing it lets others run between. ``lead``
    goes before it into the codec's memory (for music that repeats: its own end).
    """
    codec = Codec(name)
    size = codec.rate_hz // 50
    if name in ENCODE_TABLE:
        data = codec.encode(samples)
        frames = [data[at : at + FRAME_BYTES] for at in range(0, len(data), FRAME_BYTES)]
        return [*frames[:-1], frames[-1] + SILENCE[name][len(frames[-1]) :]] if frames else []
    if lead is not None:
        for at in range(len(lead) % size, len(lead), size):
            codec.encode(lead[at : at + size])
    whole = np.concatenate([samples, np.zeros(-len(samples) % size, dtype=np.int16)])
    return [codec.encode(whole[at : at + size]) for at in range(0, len(whole), size)]
