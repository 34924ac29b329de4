"""Keeps a mix of several loud voices under full scale without the rattle of clipping.

The level of the whole mix is turned down within 5 ms and comes back within half a second; the little
that still sticks out is bent, not cut.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import Samples

LOUDEST = 29000
_KNEE, _TOP = 29000.0, 32600.0
_BACK_PER_TICK = 0.04


class Limiter:
    """One listener's."""

    __slots__ = ("gain",)

    def __init__(self) -> None:
        self.gain = 1.0

    def __call__(self, mix: NDArray[np.int32], peak: int) -> NDArray[np.float32]:
        """``peak``: the largest sample of this mix."""
        wanted = min(1.0, LOUDEST / max(1, peak), self.gain + _BACK_PER_TICK)
        ramp = np.full(len(mix), wanted, dtype=np.float32)
        count = len(mix) // 4 if wanted < self.gain else len(mix)
        ramp[:count] = np.linspace(self.gain, wanted, count, dtype=np.float32)
        self.gain = wanted
        return _bent(mix * ramp)


def _bent(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    over = np.abs(samples) - _KNEE
    if over.max() <= 0:
        return samples
    soft = _KNEE + (_TOP - _KNEE) * np.tanh(np.maximum(over, 0) / (_TOP - _KNEE))
    return np.where(over > 0, np.copysign(soft, samples), samples).astype(np.float32)


def limited(mixes: NDArray[np.int32], limiters: list[Limiter]) -> Samples:
    """A row for each listener. Nearly always there is nothing to do."""
    if not len(mixes):
        return mixes.astype(np.int16)
    peaks = np.abs(mixes).max(axis=1)
    for at in np.flatnonzero(peaks > LOUDEST).tolist():
        mixes[at] = limiters[at](mixes[at], int(peaks[at]))
    for at, limiter in enumerate(limiters):
        if limiter.gain < 1.0 and peaks[at] <= LOUDEST:
            mixes[at] = limiter(mixes[at], int(peaks[at]))
    return mixes.astype(np.int16)
