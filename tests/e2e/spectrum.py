"""What tones are in a sound, in dB."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


def tone_level_db(samples: NDArray[np.float64], rate_hz: int, tone_hz: float) -> float:
    """Power within 15 Hz of the tone relative to all power between 100 and 3500 Hz; -inf for silence."""
    if len(samples) < rate_hz // 4 or not np.any(samples):
        return float("-inf")
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / rate_hz)
    band = power[(frequency > 100) & (frequency < 3500)].sum()
    tone = power[np.abs(frequency - tone_hz) < 15].sum()
    return float(10 * np.log10((tone + 1e-30) / (band + 1e-30)))


def seconds_with_tone(samples: NDArray[np.float64], rate_hz: int, tone_hz: float) -> float:
    """How long there is hardly anything but the tone (music has it among others), in steps of 100 ms.

    Below -40 dBFS counts as silence: some 25 dB under what is spoken, where Opus lets a little of one
    channel through to the other.
    """
    step = rate_hz // 10
    pieces = [samples[at : at + step] for at in range(0, len(samples) - step, step)]
    return sum(0.1 for piece in pieces if _stands_out(piece, rate_hz, tone_hz))


def _stands_out(piece: NDArray[np.float64], rate_hz: int, tone_hz: float) -> bool:
    if np.sqrt(np.mean(piece**2)) < 0.01:
        return False
    power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2
    frequency = np.fft.rfftfreq(len(piece), 1 / rate_hz)
    return bool(power[np.abs(frequency - tone_hz) < 30].sum() > 0.9 * power.sum())


def read_sound(source: Path | bytes) -> tuple[NDArray[np.float64], int]:
    """(channels, samples) in -1…1 and the rate; WAV or Ogg."""
    with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source)) as container:
        stream = container.streams.audio[0]
        rate_hz, channels = stream.rate, stream.channels
        resampler = av.AudioResampler(format="s16", layout=stream.layout, rate=rate_hz)
        frames = [part for frame in container.decode(stream) for part in resampler.resample(frame)]
    flat = np.concatenate([frame.to_ndarray().ravel() for frame in frames])
    return flat.reshape(-1, channels).T / 32768.0, rate_hz
