"""Sound as the softphone carries it: 16 kHz, 16 bit, mono, frames of 20 ms; levels, one sound over another.

Written without numpy: importing it would make the child start 0.1 s later after a crash.
"""

from __future__ import annotations

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


def mixed(one: bytes, other: bytes) -> bytes:
    """Both at once; what is too loud for 16 bit is cut off."""
    pairs = zip(samples_of(one), samples_of(other), strict=False)
    return array("h", [max(-32768, min(32767, a + b)) for a, b in pairs]).tobytes()
