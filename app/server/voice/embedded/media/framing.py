"""Frames on the control socket: 4-byte big-endian length, then the body. Used by both sides."""

from __future__ import annotations

import struct

_LENGTH = struct.Struct("!I")
MAX_FRAME_BYTES = 1 << 20


def frame(body: bytes) -> bytes:
    return _LENGTH.pack(len(body)) + body


class FrameSplitter:
    """Bytes in as they arrive, whole bodies out. Raises ValueError for a length that cannot be."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        self._buffer += data
        bodies: list[bytes] = []
        start = 0
        while len(self._buffer) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer, start)
            if length > MAX_FRAME_BYTES:
                raise ValueError(f"a frame of {length} bytes cannot be")
            end = start + _LENGTH.size + length
            if end > len(self._buffer):
                break
            bodies.append(bytes(self._buffer[start + _LENGTH.size : end]))
            start = end
        del self._buffer[:start]
        return bodies
