"""Makes up for sound that did not come, and lets sound pass a little faster or slower, without a click.

Concealment is that of ITU-T G.711 Appendix I in its essentials: the last pitch periods are repeated,
after 10 ms more and more quietly, after 60 ms there is silence. What comes after is cross-faded in.
Works on decoded samples at any rate, so for G.722 as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import Samples

Floats = NDArray[np.float32]
PAST_S = 0.04  # what concealment looks back on
_SHORTEST_S, _LONGEST_S = 0.0025, 0.015  # a pitch of 400 to 66 Hz; several periods of what is higher
_TEMPLATE_S = 0.02
_OVERLAP_S = 0.005
_FULL_S, _GONE_S = 0.01, 0.06
_ALIKE = 0.9  # correlation from which one period may stand for the next
QUIET = 64  # samples up to this (-54 dB) may be left out or repeated unheard


class Concealer:
    """One loss, from its first missing sample to the first that came again."""

    __slots__ = ("_cycle", "_done", "_rate_hz", "_seam")

    def __init__(self, past: Samples, rate_hz: int) -> None:
        """``past``: what was heard last, PAST_S of it where there is so much."""
        self._rate_hz = rate_hz
        self._done = 0
        x = past.astype(np.float32)
        period = _period(x, rate_hz)
        overlap = max(1, period // 4)
        if period < 2 or len(x) < period + overlap + 1:
            self._cycle = np.zeros(1, dtype=np.float32)
            self._seam = _fading(float(x[-1]) if len(x) else 0.0, rate_hz)
            return
        self._cycle = x[-period:].copy()
        # Its end leads over to its own beginning ...
        self._cycle[-overlap:] = _faded(self._cycle[-overlap:], x[-period - overlap : -period])
        # ... and its beginning goes on from where the sound broke off.
        self._seam = _fading(float(x[-1] - x[-period - 1]), rate_hz)

    def more(self, count: int) -> Samples:
        out = self._next(count)
        self._done += count
        return out

    def merge(self, samples: Samples, moved: bool) -> Samples:
        """The first sound after the loss. ``moved``: time did not go on meanwhile, so that its phase is
        free: some more of what was made up goes before it until the two fit. Longer by that much."""
        overlap = min(int(_OVERLAP_S * self._rate_hz), len(samples))
        if self._done >= _GONE_S * self._rate_hz:
            return _faded_in(samples, overlap)
        period = len(self._cycle)
        ahead = self._next(period + overlap).astype(np.float32)
        begin = samples[:overlap].astype(np.float32)
        at = _best(np.correlate(ahead, begin, mode="valid"), ahead, overlap) if moved else 0
        out = np.concatenate([ahead[: at + overlap], samples[overlap:].astype(np.float32)])
        out[at : at + overlap] = _faded(ahead[at : at + overlap], begin)
        return _int16(out)

    def _next(self, count: int) -> Samples:
        at = np.arange(self._done, self._done + count)
        out = self._cycle[at % len(self._cycle)]
        tail = self._seam[self._done : self._done + count]
        out[: len(tail)] += tail
        full, gone = _FULL_S * self._rate_hz, _GONE_S * self._rate_hz
        return _int16(out * np.clip((gone - at) / (gone - full), 0, 1).astype(np.float32))


def shorter(samples: Samples, rate_hz: int, most: int, force: bool = False) -> Samples:
    """Without one pitch period (at most ``most`` samples), where two are alike; else as it was."""
    return _stretched(samples, rate_hz, most, force, longer=False)


def longer(samples: Samples, rate_hz: int, most: int, force: bool = False) -> Samples:
    """With one pitch period twice; else as it was."""
    return _stretched(samples, rate_hz, most, force, longer=True)


def whole_frames(past: Samples, samples: Samples, rate_hz: int) -> Samples:
    """``samples`` (the end of ``past``) as whole frames that begin and end as they do, by a cross-fade:
    what is over is left out, or where there is less than one frame it is drawn out to one."""
    frame = rate_hz // 50
    over = len(samples) % frame
    if not over or len(past) < frame:
        return samples[: len(samples) - over]
    if len(samples) > frame:
        begin, end = samples[: len(samples) - over], samples[over:]
    else:
        begin = np.concatenate([samples, Concealer(past, rate_hz).more(frame - over)])
        end = past[-frame:]
    half = len(begin) // 2
    out = begin.astype(np.float32)
    out[half:] = end[half:]
    size = min(half, frame // 2)
    out[half - size : half] = _faded(out[half - size : half], end[half - size : half].astype(np.float32))
    return _int16(out)


def is_quiet(samples: Samples) -> bool:
    return len(samples) == 0 or (int(samples.max()) <= QUIET and int(samples.min()) >= -QUIET)


def fade_in(samples: Samples, rate_hz: int) -> Samples:
    """Sound that begins in its middle begins softly."""
    return _faded_in(samples, min(int(_OVERLAP_S * rate_hz), len(samples)))


def _stretched(samples: Samples, rate_hz: int, most: int, force: bool, longer: bool) -> Samples:
    x = samples.astype(np.float32)
    shortest = int(_SHORTEST_S * rate_hz)
    widest = min(len(x) // 2, int(_LONGEST_S * rate_hz), most)
    if widest < shortest:
        return samples
    lags = np.arange(shortest, widest + 1)
    alike = np.empty(len(lags), dtype=np.float32)
    for each, lag in enumerate(lags):
        a, b = x[:lag], x[lag : 2 * lag]
        alike[each] = float(a @ b) / (float(np.sqrt((a @ a) * (b @ b))) + 1.0)
    lag = int(lags[int(np.argmax(alike))])
    if float(alike.max()) < _ALIKE and not force and not is_quiet(samples):
        return samples
    if longer:
        parts = (x[:lag], _faded(x[lag : 2 * lag], x[:lag]), x[lag:])
    else:
        parts = (_faded(x[:lag], x[lag : 2 * lag]), x[2 * lag :])
    return _int16(np.concatenate(parts))


def _period(x: Floats, rate_hz: int) -> int:
    """The distance at which the end of ``x`` is most like what was before it; 0: too little sound."""
    longest = int(_LONGEST_S * rate_hz)
    size = min(int(_TEMPLATE_S * rate_hz), len(x) - longest)
    shortest = int(_SHORTEST_S * rate_hz)
    if size < shortest or not x[-size:].any():
        return 0
    template = x[-size:]
    before = x[-size - longest : -shortest]
    at = _best(np.correlate(before, template, mode="valid"), before, size)
    return longest - at


def _best(products: Floats, x: Floats, size: int) -> int:
    """Where a template fits best by normalized correlation, from its products with each place of ``x``."""
    energy = np.concatenate([[0.0], np.cumsum(x.astype(np.float64) ** 2)])
    norm = np.sqrt(energy[size:] - energy[:-size])[: len(products)] + 1.0
    return int(np.argmax(products / norm))


def _faded(old: Floats, new: Floats) -> Floats:
    rise = ((np.arange(len(old)) + 0.5) / max(1, len(old))).astype(np.float32)
    return (old + (new - old) * rise).astype(np.float32)


def _faded_in(samples: Samples, count: int) -> Samples:
    out = samples.astype(np.float32)
    out[:count] *= (np.arange(count) + 0.5) / max(1, count)
    return _int16(out)


def _fading(step: float, rate_hz: int) -> Floats:
    count = int(_OVERLAP_S / 2 * rate_hz)
    return (step * (1 - (np.arange(count) + 1) / (count + 1))).astype(np.float32)


def _int16(samples: Floats) -> Samples:
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
