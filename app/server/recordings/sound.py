"""Payloads of the journal's codecs turned into samples, each codec with the media process's own adapter."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, Codec
from app.server.voice.embedded.media.journal_format import CODEC_NAME
from app.server.voice.embedded.media.opus import RATE_HZ as OPUS_RATE_HZ
from app.server.voice.embedded.media.opus import OpusDecoder, OpusError, payload_ticks

_OPUS_TICKS = 6  # 1/48000 s in one of our ticks


class Decoder(Protocol):
    def decode(self, payloads: list[bytes]) -> NDArray[np.int16]:
        """Payloads that follow each other without a hole."""
        ...


class _Bytes:
    """G.711 and G.722: one byte a tick."""

    def __init__(self, name: str) -> None:
        self._codec = Codec(name)

    def decode(self, payloads: list[bytes]) -> NDArray[np.int16]:
        return self._codec.decode(b"".join(payloads))


class _Opus:
    """A payload that is rubbish becomes silence of its length."""

    def __init__(self) -> None:
        """Raises OpusError: there is no libopus here."""
        self._decoder = OpusDecoder()

    def decode(self, payloads: list[bytes]) -> NDArray[np.int16]:
        return np.concatenate([self._one(each) for each in payloads])

    def _one(self, payload: bytes) -> NDArray[np.int16]:
        wanted = payload_ticks(payload) * OPUS_RATE_HZ // 48000
        try:
            samples = self._decoder.decode(payload)
        except OpusError:
            samples = np.zeros(0, dtype=np.int16)
        return samples if len(samples) == wanted else np.zeros(wanted, dtype=np.int16)


def decoder_of(codec: int) -> Decoder:
    """For a codec of the journal. Raises KeyError, OpusError."""
    name = CODEC_NAME[codec]
    return _Opus() if name == "OPUS" else _Bytes(name)


def rate_of(codec: int) -> int:
    """Samples a second of what is decoded. Raises KeyError."""
    name = CODEC_NAME[codec]
    return OPUS_RATE_HZ if name == "OPUS" else CODEC_RATE_HZ[name]


def ticks_of(codec: int, payload: bytes) -> int:
    """Length in 1/8000 s; 0: it is none, or no codec of ours."""
    name = CODEC_NAME.get(codec)
    if name is None:
        return 0
    return payload_ticks(payload) // _OPUS_TICKS if name == "OPUS" else len(payload)
