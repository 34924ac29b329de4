"""Sound files of test telephones: what their microphones hear, and what was in what they recorded."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.e2e.spectrum import seconds_with_tone

_HEAD_BYTES = 44  # of a WAV file


def write_tone(path: Path, tone_hz: float | None, seconds: float = 120.0, rate_hz: int = 8000) -> Path:
    """Mono, 16 bit; ``None``: silence."""
    at = np.arange(int(seconds * rate_hz))
    wave_form = np.zeros(len(at)) if tone_hz is None else 8000 * np.sin(2 * np.pi * tone_hz * at / rate_hz)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(wave_form.astype("<i2").tobytes())
    return path


def samples_of(path: Path, true_hz: int = 0, last_s: float = 0.0) -> tuple[NDArray[np.float64], int]:
    """One channel in -1…1 and its rate; nothing for a file that is not there or still empty.

    A telephone that is recording has not yet written the file's head, or that of an earlier call still
    stands there: then ``true_hz`` is the rate. ``last_s``: no more than its end is read.
    """
    if not path.exists() or path.stat().st_size < 100:
        return np.zeros(0), 8000
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        rate_hz, channels = 8000, 1
        if head.startswith(b"RIFF"):
            channels, rate_hz = struct.unpack_from("<HI", head, 22)
        frame_bytes = 2 * max(1, channels)
        whole = (path.stat().st_size - _HEAD_BYTES) // frame_bytes * frame_bytes
        wanted = int(last_s * (true_hz or rate_hz or 8000)) * frame_bytes or whole
        file.seek(_HEAD_BYTES + max(0, whole - wanted))
        sound = file.read(min(wanted, whole))
        sound = sound[: len(sound) // frame_bytes * frame_bytes]
    return np.frombuffer(sound, "<i2").reshape(-1, frame_bytes // 2)[
        :, 0
    ] / 32768.0, true_hz or rate_hz or 8000


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
