"""Speech from the program espeak-ng, where it is installed. English only: its Mandarin is not understood.

In:  a sentence. Out: mono samples at 16 kHz, or ValueError.
"""

from __future__ import annotations

import io
import subprocess
import wave

import numpy as np
import soxr
from numpy.typing import NDArray

from app.server.prompts.voices import ESPEAK_VOICES

_WORDS_A_MINUTE = 150
_LONGEST_S = 30.0
_RATE_HZ = 16_000


def say(sentence: str, language: str) -> NDArray[np.int16]:
    """The text goes in by standard input: nothing of it is an option."""
    command = ["espeak-ng", "-v", ESPEAK_VOICES[language], "-s", str(_WORDS_A_MINUTE), "--stdin", "--stdout"]
    done = subprocess.run(
        command, input=sentence.encode(), capture_output=True, timeout=_LONGEST_S, check=False
    )
    if done.returncode != 0:
        raise ValueError(f"espeak-ng: {done.stderr.decode(errors='replace').strip()[:200]}")
    with wave.open(io.BytesIO(done.stdout)) as sound:
        samples = np.frombuffer(done.stdout[44:], dtype="<i2")
        rate_hz = sound.getframerate()
    return np.asarray(soxr.resample(samples, rate_hz, _RATE_HZ), dtype=np.int16)
