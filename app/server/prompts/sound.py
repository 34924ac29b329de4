"""Ogg/Opus files as the media processes load them.

In:  mono samples at 16 kHz. Out: a file, whole or not at all.
The only file here that knows PyAV (reading stands in ``media.decode``); imported by processes of their own
alone, since it needs much memory.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
BIT_RATE = 24_000
_EVENED = {"R128_TRACK_GAIN": "0"}  # RFC 7845 §5.2.1: at -23 LUFS, so nobody need measure it again


def write_opus(path: Path, samples: NDArray[np.int16], evened: bool) -> None:
    """Atomically. ``evened``: the file says so of itself. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.parent / f".{path.stem}-{secrets.token_hex(4)}.part"
    try:
        with av.open(str(unfinished), "w", format="ogg") as container:
            stream = container.add_stream(
                "libopus", rate=RATE_HZ, layout="mono", options={"application": "voip"}
            )
            stream.bit_rate = BIT_RATE
            stream.metadata.update(_EVENED if evened else {})
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = RATE_HZ
            frame.pts = 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.chmod(0o600)
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
