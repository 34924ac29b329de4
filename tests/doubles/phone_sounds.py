"""Sound files of test telephones: what their microphones hear, and what was in what they recorded."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.e2e.spectrum import read_sound, seconds_with_tone


def write_tone(path: Path, tone_hz: float | None, seconds: float = 120.0, rate_hz: int = 8000) -> Path:
    """Mono, 16 bit; ``None``: silence."""
    at = np.arange(int(seconds * rate_hz))
    wave_form = np.zeros(len(at)) if tone_hz is None else 8000 * np.sin(2 * np.pi * tone_hz * at / rate_hz)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(wave_form.astype("<i2").tobytes())
    return path


def samples_of(path: Path) -> tuple[NDArray[np.float64], int]:
    """One channel in -1…1 and its rate; nothing for a file that is not there or still empty.

    A telephone that is recording has not yet written the true length into the file's head.
    """
    if not path.exists() or path.stat().st_size < 100:
        return np.zeros(0), 8000
    try:
        with wave.open(str(path)) as file:
            rate_hz, channels = file.getframerate(), file.getnchannels()
        raw = path.read_bytes()[44:]
        whole = np.frombuffer(raw[: len(raw) // (2 * channels) * 2 * channels], "<i2")
        return whole.reshape(-1, channels)[:, 0] / 32768.0, rate_hz
    except (wave.Error, EOFError):
        channels_first, rate_hz = read_sound(path)
        return channels_first[0], rate_hz


def tone_seconds(path: Path, tone_hz: float) -> float:
    """How long the file holds this tone and hardly anything else."""
    samples, rate_hz = samples_of(path)
    return seconds_with_tone(samples, rate_hz, tone_hz)


def noise_seconds(path: Path, *tones_hz: float) -> float:
    """How long there is sound that is none of these tones: music, say."""
    samples, rate_hz = samples_of(path)
    step = rate_hz // 10
    loud = sum(
        0.1
        for at in range(0, len(samples) - step, step)
        if np.sqrt(np.mean(samples[at : at + step] ** 2)) > 0.005
    )
    return loud - sum(seconds_with_tone(samples, rate_hz, tone) for tone in tones_hz)
