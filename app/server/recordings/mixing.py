"""One side of a recording: the legs of that side added up where they belong, handed out piece by piece.

Several loud speakers at once would be cut off at full scale; instead all of that side is made quieter for
the moment, without a step (a limiter that looks one block ahead).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BLOCKS_PER_S = 100
_FULL = 32767
_CEILING = 32000
_RELEASE = 0.02  # of full gain for each block: back to normal within half a second


class Side:
    """Positions are samples at the rate of the file, from its beginning."""

    def __init__(self, rate_hz: int) -> None:
        self._block = rate_hz // _BLOCKS_PER_S
        self._from = 0  # position of the first sample in the buffer
        self._buffer = np.zeros(0, dtype=np.int32)
        self._gain = 1.0
        self.end = 0  # behind the last sample that was added

    def add(self, start: int, samples: NDArray[np.int16]) -> None:
        """What belongs before a piece that was taken already is dropped."""
        at = start - self._from
        if at < 0:
            samples, at = samples[-at:], 0
        if not len(samples):
            return
        missing = at + len(samples) - len(self._buffer)
        if missing > 0:
            self._buffer = np.concatenate([self._buffer, np.zeros(missing, dtype=np.int32)])
        self._buffer[at : at + len(samples)] += samples
        self.end = max(self.end, self._from + at + len(samples))

    def take(self, until: int, silent: list[tuple[int, int]]) -> NDArray[np.int16]:
        """Everything up to ``until`` that was not taken yet; nothing is heard within the ``silent`` spans."""
        count = max(0, until - self._from)
        if len(self._buffer) < count + self._block:
            room = np.zeros(count + self._block - len(self._buffer), dtype=np.int32)
            self._buffer = np.concatenate([self._buffer, room])
        for begin, end in silent:
            self._buffer[max(0, begin - self._from) : max(0, end - self._from)] = 0
        taken = self._limited(self._buffer[: count + self._block])[:count]
        self._buffer = self._buffer[count:].copy()
        self._from += count
        return taken

    def _limited(self, mixed: NDArray[np.int32]) -> NDArray[np.int16]:
        """The last block is only looked at. Edges of blocks have the lower gain of both neighbours, between
        edges it runs straight: so no sample gets more than its own block allows."""
        blocks = -(-len(mixed) // self._block)
        padded = np.zeros(blocks * self._block, dtype=np.int32)
        padded[: len(mixed)] = mixed
        peaks = np.abs(padded.reshape(blocks, self._block)).max(axis=1)
        if self._gain >= 1.0 and peaks.max(initial=0) <= _FULL:
            return mixed.astype(np.int16)
        gains = [self._gain]
        for peak in peaks:
            gains.append(min(1.0, gains[-1] + _RELEASE, _CEILING / peak if peak > _FULL else 1.0))
        edges = np.minimum(gains[:-1], gains[1:])
        curve = np.interp(np.arange(len(padded)), np.arange(blocks) * self._block, edges)
        self._gain = float(edges[-1])
        return np.rint(padded * curve)[: len(mixed)].astype(np.int16)
