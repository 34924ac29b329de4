"""8 kHz to 16 kHz and back, frame by frame without a seam: a half-band FIR filter.

A streaming resampler of a library collects some 60 ms before it gives anything out; this one delays
by 2 ms and gives out each frame at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import Codec, Samples

_TAPS = 63
_PASS_BAND = 0.47  # of 8000 Hz: 3760 Hz, flat up to about 3.4 kHz


def _kernel() -> NDArray[np.float32]:
    """Windowed sinc (Kaiser, beta 6), gain 1 at 16 kHz."""
    middle = (_TAPS - 1) / 2
    at = np.arange(_TAPS) - middle
    taps = np.sinc(at * _PASS_BAND) * np.kaiser(_TAPS, 6.0)
    return (taps / taps.sum()).astype(np.float32)


_KERNEL = _kernel()
_EVEN, _ODD = 2 * _KERNEL[0::2], 2 * _KERNEL[1::2]


def to_int16(samples: NDArray[np.float32]) -> Samples:
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)


class Upsampler:
    """8 kHz in, 16 kHz out, twice as many samples."""

    __slots__ = ("_history",)

    def __init__(self) -> None:
        self._history = np.zeros(len(_EVEN) - 1, dtype=np.float32)

    def __call__(self, samples: Samples) -> Samples:
        whole = np.concatenate([self._history, samples.astype(np.float32)])
        self._history = whole[len(samples) :]
        out = np.empty(2 * len(samples), dtype=np.float32)
        out[0::2] = np.convolve(whole, _EVEN, mode="valid")
        out[1::2] = np.convolve(whole[len(_EVEN) - len(_ODD) :], _ODD, mode="valid")
        return to_int16(out)


class Downsampler:
    """16 kHz in, 8 kHz out, half as many samples; an even number each time."""

    __slots__ = ("_history",)

    def __init__(self) -> None:
        self._history = np.zeros(_TAPS - 1, dtype=np.float32)

    def __call__(self, samples: Samples) -> Samples:
        whole = np.concatenate([self._history, samples.astype(np.float32)])
        self._history = whole[len(samples) :]
        return to_int16(np.convolve(whole, _KERNEL, mode="valid")[0::2])


class Transcoder:
    """Payload of one codec in, payload of another out, of the same length."""

    __slots__ = ("_decoder", "_encoder", "_resample", "source", "target")

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        self._decoder, self._encoder = Codec(source), Codec(target)
        self._resample: Upsampler | Downsampler | None = None
        if self._decoder.rate_hz < self._encoder.rate_hz:
            self._resample = Upsampler()
        elif self._decoder.rate_hz > self._encoder.rate_hz:
            self._resample = Downsampler()

    def __call__(self, payload: bytes) -> bytes:
        samples = self._decoder.decode(payload)
        if self._resample is not None:
            samples = self._resample(samples)
        return self._encoder.encode(samples)


class WideDecoder:
    """Payload in, 16 kHz samples out: what the mixer works with."""

    __slots__ = ("_decoder", "_up", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._decoder = Codec(name)
        self._up = Upsampler() if self._decoder.rate_hz == 8000 else None

    def __call__(self, payload: bytes) -> Samples:
        samples = self._decoder.decode(payload)
        return samples if self._up is None else self._up(samples)


class WideEncoder:
    """16 kHz samples in, payload out."""

    __slots__ = ("_down", "_encoder", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._encoder = Codec(name)
        self._down = Downsampler() if self._encoder.rate_hz == 8000 else None

    def __call__(self, samples: Samples) -> bytes:
        return self._encoder.encode(samples if self._down is None else self._down(samples))
