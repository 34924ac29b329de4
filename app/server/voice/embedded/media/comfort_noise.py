"""Comfort noise (RFC 3389): what a telephone says of its silence, made audible again.

Noise is heard only where a telephone sent it: silence that nobody described stays digital zero.
"""

from __future__ import annotations

import numpy as np

from app.server.voice.embedded.media.codecs import Samples

NAME = "CN"
PAYLOAD_TYPE = 13  # RFC 3389 §4, at 8 kHz
_LEAST_DBOV, _MOST_DBOV = 127, 30  # louder than -30 dB is no comfort, whatever the packet says
_SIZE = 1 << 14
_NOISE = np.random.default_rng(3389).standard_normal(_SIZE + 2048).astype(np.float32)


def level_dbov(payload: bytes) -> int:
    """RFC 3389 §3.1: the first byte is the level under that of a full-scale square wave, in dB."""
    return min(_LEAST_DBOV, max(_MOST_DBOV, payload[0] & 0x7F)) if payload else _LEAST_DBOV


class ComfortNoise:
    """White noise of one listener's stream."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at = 0

    def frame(self, dbov: int, count: int) -> Samples:
        self._at = (self._at + 1777) % _SIZE  # no piece is heard twice within seconds
        noise = _NOISE[self._at : self._at + count]
        return np.rint(np.clip(noise * (32768 * 10 ** (-dbov / 20)), -32768, 32767)).astype(np.int16)
