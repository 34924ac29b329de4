"""Reads an audio file into samples, for prompts and for simulated voices. The only reader that knows PyAV."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from app.server.voice.embedded.media.codecs import Samples

RATE_HZ = 16000


class DecodeError(Exception):
    """The file is not audio that can be read."""


class TooLongError(DecodeError):
    """More sound than was asked for."""


def decode_file(
    path: Path, rate_hz: int = RATE_HZ, longest_s: float | None = None, container_format: str | None = None
) -> Samples:
    """Mono. ``container_format``: only this is tried ("wav"). Raises DecodeError, TooLongError, OSError."""
    parts: list[Samples] = []
    count = 0
    try:
        with av.open(str(path), format=container_format) as container:
            if not container.streams.audio:
                raise DecodeError(f"{path.name}: no audio in it")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
            for frame in container.decode(audio=0):
                for each in resampler.resample(frame):
                    parts.append(_samples(each))
                    count += each.samples
                if longest_s is not None and count > longest_s * rate_hz:
                    raise TooLongError(f"{path.name}: longer than {longest_s:.0f} s")
            parts += [_samples(each) for each in resampler.resample(None)]
    except FFmpegError as error:
        raise DecodeError(f"{path.name}: {error}") from error
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)


def is_evened(path: Path) -> bool:
    """The file says itself that it is at -23 LUFS: R128_TRACK_GAIN 0 (RFC 7845 §5.2.1). Raises as above."""
    try:
        with av.open(str(path)) as container:
            return any(each.metadata.get("R128_TRACK_GAIN") == "0" for each in container.streams.audio)
    except FFmpegError as error:
        raise DecodeError(f"{path.name}: {error}") from error


def _samples(frame: av.AudioFrame) -> Samples:
    return frame.to_ndarray().reshape(-1).astype(np.int16)
