"""A jitter buffer for what is mixed: payload by RTP time in, 20 ms a tick out.

One byte of payload is one tick of RTP time (see codecs.py), so the buffer is a plain run of bytes.
"""

from __future__ import annotations

from app.server.voice.embedded.media.codecs import FRAME_BYTES, SILENCE

TARGET_BYTES = 3 * FRAME_BYTES  # 60 ms before the first frame is given out
MOST_BYTES = 12 * FRAME_BYTES  # more than that is delay without use: it is cut to the target
_JUMP_BYTES = 8000  # a second of RTP time: a new start, not a loss


class JitterBuffer:
    __slots__ = ("_codec", "_data", "_next", "_primed")

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._data = bytearray()
        self._next: int | None = None  # RTP time of the first byte of _data
        self._primed = False

    @property
    def codec(self) -> str:
        return self._codec

    def push(self, codec: str, timestamp: int, payload: bytes) -> None:
        if codec != self._codec:
            self._codec = codec
            self._reset()
        offset = 0 if self._next is None else _signed(timestamp - self._next)
        if abs(offset) > _JUMP_BYTES:
            self._reset()
            offset = 0
        if self._next is None:
            self._next = timestamp
        if offset < 0:  # too late, or its tail just in time
            payload, offset = payload[-offset:], 0
        if not payload:
            return
        missing = offset - len(self._data)
        if missing > 0:
            self._data += (SILENCE[self._codec] * (missing // FRAME_BYTES + 1))[:missing]
        self._data[offset : offset + len(payload)] = payload

    def pop(self) -> bytes | None:
        """The next 20 ms, or None while there is nothing to hear."""
        if self._next is None:
            return None
        if not self._primed:
            if len(self._data) < TARGET_BYTES:
                return None
            self._primed = True
        if not self._data:
            self._reset()
            return None
        if len(self._data) > MOST_BYTES:
            self._skip(len(self._data) - TARGET_BYTES)
        frame = bytes(self._data[:FRAME_BYTES])
        self._skip(FRAME_BYTES)
        if len(frame) < FRAME_BYTES:
            frame += SILENCE[self._codec][: FRAME_BYTES - len(frame)]
        return frame

    def _skip(self, count: int) -> None:
        del self._data[:count]
        if self._next is not None:
            self._next = (self._next + count) & 0xFFFFFFFF

    def _reset(self) -> None:
        self._data.clear()
        self._next = None
        self._primed = False


def _signed(difference: int) -> int:
    """Difference of two RTP times, from -2^31 to 2^31-1."""
    return (difference + 0x80000000 & 0xFFFFFFFF) - 0x80000000
