"""Loudness of a recording after EBU R 128: measured by ITU-R BS.1770-4, evened to a target.

In:  mono samples at 16 kHz. Out: LUFS, dBTP, levelled samples. Works in pieces: other threads run between.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import Samples
from app.server.voice.embedded.media.levels import MUSIC_LUFS, SILENT_LUFS, TARGET_LUFS

__all__ = ["MUSIC_LUFS", "SILENT_LUFS", "TARGET_LUFS", "evened", "loudness_lufs"]
Floats = NDArray[np.float64]
RATE_HZ = 16000
CEILING_DBTP = -3.0
_NEAR = 0.7  # of the highest sample
_BETWEEN_DB = 3.0  # what speech has between its samples, at most
_MOST_GAIN_DB = 30.0  # what is quieter still is noise
# K-weighting of BS.1770-4 Annex 1, tables 1 and 2: biquads at 48 kHz as (b0, b1, b2), (a1, a2).
_STAGES = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)
_TAPS = 2048  # 128 ms: the filter has died away by then
_PIECE = 14336  # and 2048 of overlap make a power of two
_BLOCK, _STEP = RATE_HZ * 4 // 10, RATE_HZ // 10
_ABSOLUTE_GATE_LUFS, _RELATIVE_GATE_LU = -70.0, -10.0
_OVERSAMPLED, _SINC_TAPS = 4, 24


def loudness_lufs(samples: Samples) -> float:
    """Gated loudness; SILENT_LUFS for what has none. Shorter than 400 ms: as one block."""
    steps = _powers(samples)
    if not len(steps):
        return SILENT_LUFS
    width = min(len(steps), _BLOCK // _STEP)
    blocks = np.convolve(steps, np.full(width, 1 / width), mode="valid")
    loud = blocks[_lufs(blocks) > _ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return SILENT_LUFS
    gate = float(_lufs(loud.mean())) + _RELATIVE_GATE_LU
    return float(_lufs(loud[_lufs(loud) > gate].mean()))


def true_peak_dbtp(samples: Samples) -> float:
    """Peak between the samples as well, four times oversampled (BS.1770-4 Annex 2)."""
    highest = np.abs(samples.astype(np.int32)).max(initial=0)
    peak = float(highest)
    for begin in range(0, len(samples), _STEP):
        piece = samples[max(0, begin - _SINC_TAPS) : begin + _STEP + _SINC_TAPS].astype(np.float64)
        if np.abs(piece).max(initial=0) > _NEAR * highest:  # quieter places do not reach as high between
            for phase in _phases():
                peak = max(peak, float(np.abs(np.convolve(piece, phase, mode="valid")).max(initial=0)))
    return 20 * float(np.log10(max(peak, 1e-3) / 32768))


def evened(samples: Samples, target_lufs: float = TARGET_LUFS) -> Samples:
    """Brought to the target, or as near as the peaks allow; what is silent stays as it is."""
    loudness = loudness_lufs(samples)
    if loudness == SILENT_LUFS:
        return samples
    gain_db = min(target_lufs - loudness, _MOST_GAIN_DB)
    peak_dbfs = 20 * float(np.log10(max(1, np.abs(samples.astype(np.int32)).max()) / 32768))
    if peak_dbfs + _BETWEEN_DB + gain_db > CEILING_DBTP:
        gain_db = min(gain_db, CEILING_DBTP - true_peak_dbtp(samples))
    factor = np.float32(10 ** (gain_db / 20))
    out = np.empty_like(samples)
    for at in range(0, len(samples), _PIECE):
        out[at : at + _PIECE] = np.rint(samples[at : at + _PIECE] * factor)
    return out


def _powers(samples: Samples) -> Floats:
    """Mean square of the weighted sound in each 100 ms; what is shorter than that counts as one."""
    response = _k_response()
    step = min(_STEP, len(samples))
    if step == 0:
        return np.zeros(0)
    late = _TAPS // 2  # the filter's delay
    past = np.zeros(_TAPS)
    rest = np.zeros(0)
    found: list[Floats] = []
    for at in range(0, len(samples) + late, _PIECE):
        piece = samples[at : at + _PIECE] / 32768
        whole = np.concatenate([past, piece, np.zeros(_PIECE - len(piece))])
        past = whole[len(whole) - _TAPS :]
        weighted = np.fft.irfft(np.fft.rfft(whole) * response)[_TAPS:]
        begin, end = max(0, late - at), min(_PIECE, len(samples) + late - at)
        rest = np.concatenate([rest, weighted[begin:end]])
        count = len(rest) // step
        found.append(np.square(rest[: count * step]).reshape(count, step).mean(axis=1))
        rest = rest[count * step :]
    return np.concatenate(found)


@functools.cache
def _k_response() -> NDArray[np.complex128]:
    """The K-weighting as spectrum of a symmetric filter of _TAPS taps, for pieces with their overlap.

    Only powers are measured, so its phase does not matter.
    """
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(_TAPS * 4, 1 / RATE_HZ) / 48000)
    response = np.ones(len(z), dtype=np.complex128)
    for (b0, b1, b2), (a1, a2) in _STAGES:
        response *= (b0 + b1 * z + b2 * z**2) / (1 + a1 * z + a2 * z**2)
    taps = np.roll(np.fft.irfft(np.abs(response)), _TAPS // 2)[:_TAPS]
    return np.fft.rfft(taps, _PIECE + _TAPS)


@functools.cache
def _phases() -> list[Floats]:
    at = np.arange(_SINC_TAPS) - _SINC_TAPS / 2
    window = np.kaiser(_SINC_TAPS, 5.0)
    return [np.sinc(at + phase / _OVERSAMPLED) * window for phase in range(1, _OVERSAMPLED)]


def _lufs(power: Floats | np.floating) -> Floats:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-13))
