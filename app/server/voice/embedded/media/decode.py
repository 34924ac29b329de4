"""Reads an audio file into samples. The only file of the media process that knows PyAV."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from app.server.voice.embedded.media.codecs import Samples

RATE_HZ = 16000


class DecodeError(Exception):
    """The file is not audio that can be read."""


def decode_file(path: Path) -> Samples:
    """Mono, 16 kHz. Raises DecodeError, OSError."""
    parts: list[Samples] = []
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise DecodeError(f"{path.name}: no audio in it")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
            for frame in container.decode(audio=0):
                parts += [_samples(each) for each in resampler.resample(frame)]
            parts += [_samples(each) for each in resampler.resample(None)]
    except FFmpegError as error:
        raise DecodeError(f"{path.name}: {error}") from error
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)


def _samples(frame: av.AudioFrame) -> Samples:
    return frame.to_ndarray().reshape(-1).astype(np.int16)
