"""Ogg/Opus out of samples, while they come. The only file of the recordings that knows PyAV.

The two sides are coded as two mono streams that share nothing ("dual mono"), so that nothing of one can
ever be heard on the other. FFmpeg codes channels apart only with mapping family 255, which means "channels
without names"; the same streams with the same table are allowed in family 1, where two channels are left
and right (RFC 7845 §5.1.1.2) and players show them as stereo. So the first page says 1.
"""

from __future__ import annotations

from typing import Protocol

import av
import numpy as np
from numpy.typing import NDArray

_BIT_RATE = {8000: 33_000, 16000: 45_000}  # both together; a silent side takes next to nothing of it
# Level 1 and packets of 40 ms take half the time of level 3 and 20 ms; the bit rates make up for it.
_OPTIONS = {
    "application": "voip",
    "mapping_family": "255",
    "compression_level": "1",
    "frame_duration": "40",
}
_OGG_HEADER_BYTES = 27
_MAPPING_FAMILY_AT = 18  # in OpusHead, RFC 7845 §5.1
_LEFT_AND_RIGHT = 1


class Sink(Protocol):
    def write(self, plain: bytes, /) -> int: ...


class StereoWriter:
    """Equally long pieces of both sides at 8 or 16 kHz; tuned for speech. ``close`` ends the file."""

    def __init__(self, out: Sink, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._at = 0
        self._container = av.open(_NamedChannels(out), "w", format="ogg")
        self._stream = self._container.add_stream("libopus", rate=rate_hz, options=_OPTIONS, layout="stereo")
        self._stream.bit_rate = _BIT_RATE[rate_hz]

    def write(self, left: NDArray[np.int16], right: NDArray[np.int16]) -> None:
        if not len(left):
            return
        both = np.empty((1, 2 * len(left)), dtype=np.int16)
        both[0, 0::2], both[0, 1::2] = left, right
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate = self._rate_hz
        frame.pts = self._at
        self._at += len(left)
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        if not self._at:  # a file without any sound is none
            silence = np.zeros(self._rate_hz // 50, dtype=np.int16)
            self.write(silence, silence)
        self._container.mux(self._stream.encode(None))
        self._container.close()


class _NamedChannels:
    """Passes an Ogg file on with its first page changed to channels that are left and right."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._head: bytearray | None = bytearray()

    def write(self, data: bytes) -> int:
        if self._head is None:
            return self._out.write(data)
        self._head += data
        size = _page_bytes(self._head)
        if size is not None and len(self._head) >= size:
            page, rest = self._head[:size], bytes(self._head[size:])
            self._head = None
            self._out.write(_named(page) + rest)
        return len(data)


def _page_bytes(data: bytearray) -> int | None:
    """RFC 3533 §6: the header, the table of segments, the segments."""
    if len(data) < _OGG_HEADER_BYTES or len(data) < _OGG_HEADER_BYTES + data[26]:
        return None
    table = data[_OGG_HEADER_BYTES : _OGG_HEADER_BYTES + data[26]]
    return _OGG_HEADER_BYTES + len(table) + sum(table)


def _named(page: bytearray) -> bytes:
    head = page.index(b"OpusHead")
    page[head + _MAPPING_FAMILY_AT] = _LEFT_AND_RIGHT
    page[22:26] = bytes(4)
    page[22:26] = _crc(page).to_bytes(4, "little")
    return bytes(page)


def _crc(data: bytes | bytearray) -> int:
    """RFC 3533 §6, field 7: polynomial 0x04C11DB7, not reflected, from 0."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value
