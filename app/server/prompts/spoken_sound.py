"""A text of several sentences as one sound, at the loudness of the prompts."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.loudness import evened

Samples = NDArray[np.int16]
Say = Callable[[str, str], Samples]
"""One sentence and its language; mono at 16 kHz. Raises ValueError."""

RATE_HZ = 16_000
_PAUSE_MS = 320
_EDGE_MS = 80
_FRAME = RATE_HZ // 100
_QUIET = 10 ** (-46 / 20)  # of the loudest


def speak(say: Say, text: str, language: str) -> Samples:
    """Raises ValueError where nothing of it can be said."""
    parts: list[Samples] = []
    for sentence in re.findall(r"[^。.!?！？;；\n]+(?:\.(?=\d)[^。.!?！？;；\n]+)*[。.!?！？;；]?", text):
        if any(sign.isalnum() for sign in sentence):
            parts += [evened(_trimmed(say(sentence.strip(), language))), _silence(_PAUSE_MS)]
    if not parts:
        raise ValueError("There is nothing to be said in it.")
    return np.concatenate([_silence(_EDGE_MS), *parts[:-1], _silence(_EDGE_MS)])


def _trimmed(samples: Samples) -> Samples:
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    levels = np.sqrt(np.mean(np.square(frames), axis=1)) if len(frames) else np.zeros(0)
    loud = np.flatnonzero(levels > _QUIET * np.max(levels, initial=0.0))
    if not len(loud):
        return samples
    return samples[max(0, int(loud[0]) - 1) * _FRAME : (int(loud[-1]) + 2) * _FRAME]


def _silence(length_ms: int) -> Samples:
    return np.zeros(RATE_HZ * length_ms // 1000, dtype=np.int16)
