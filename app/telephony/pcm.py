"""Sound as the softphone carries it: 16 kHz, 16 bit, mono, frames of 20 ms; levels and the ring tone.

Written without numpy: importing it would make the child start 0.1 s later after a crash.
"""

from __future__ import annotations

import cmath
import math
from array import array
from operator import mul

RATE_HZ = 16_000
FRAME_MS = 20
FRAME_SAMPLES = RATE_HZ * FRAME_MS // 1000
FRAME_BYTES = FRAME_SAMPLES * 2
SILENCE = bytes(FRAME_BYTES)
SILENCE_DBFS = -100.0
FULL_SCALE = 32768.0

_RING_TONES_HZ = (587.33, 880.0)  # D5 and A5, a fifth: heard across a room, not shrill
_RING_NOTE_S = 0.42
_RING_NOTES = 2
_RING_PERIOD_S = 3.0
_RING_AMPLITUDE = 0.16
_RING_DECAY_PER_S = 5.0


def samples_of(frame: bytes) -> array[int]:
    """Signed 16-bit samples; an odd byte at the end is dropped."""
    return array("h", frame[: len(frame) & ~1])


def level_dbfs(frame: bytes) -> float:
    """RMS level relative to full scale, -100 for silence."""
    samples = samples_of(frame)
    if not samples:
        return SILENCE_DBFS
    power = sum(map(mul, samples, samples)) / len(samples)
    if power < 1.0:
        return SILENCE_DBFS
    return round(10 * math.log10(power / (FULL_SCALE * FULL_SCALE)), 1)


def peak(frame: bytes) -> int:
    samples = samples_of(frame)
    return max(max(samples), -min(samples)) if samples else 0


def ring_tone() -> list[bytes]:
    """One period of a gentle ring as frames: two soft bell notes of two tones, then rest."""
    note = array("h")
    samples = round(_RING_NOTE_S * RATE_HZ)
    # Each tone turns and decays by one multiplication a sample: a phone that starts again has no time.
    decay = math.exp(-_RING_DECAY_PER_S / RATE_HZ)
    low_step, high_step = (cmath.rect(decay, 2 * math.pi * hz / RATE_HZ) for hz in _RING_TONES_HZ)
    low = high = complex(32767 * _RING_AMPLITUDE)
    for i in range(samples):
        # A bell: a short fade-in against clicks, then decay to nothing at the end of the note.
        note.append(round((low.imag + high.imag) * min(1.0, i / 240, (samples - i) / 320)))
        low, high = low * low_step, high * high_step
    total_bytes = round(_RING_PERIOD_S * RATE_HZ) // FRAME_SAMPLES * FRAME_BYTES
    data = (note.tobytes() * _RING_NOTES).ljust(total_bytes, b"\0")
    return [data[i : i + FRAME_BYTES] for i in range(0, len(data), FRAME_BYTES)]
