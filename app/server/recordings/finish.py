"""Makes the file of a recording: journal in, encrypted Ogg/Opus out. Runs in a process of its own.

Customer left, agent right; several legs of one side are added up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from app.server.recordings import container, journal, ogg, timeline
from app.server.recordings.model import FinishedRecording, RecordingError

_SIDES = ("CUSTOMER", "AGENT")


def finish(
    journal_dir: Path, journal_key: bytes, recording_id: str, target: Path, content_key: bytes
) -> FinishedRecording:
    """Write ``target`` whole or not at all.

    Raises RecordingError: recording-unknown (the journal does not have it), recording-disk.
    """
    parts = journal.read(journal_dir, journal_key, recording_id)
    if not parts.parts:
        raise RecordingError("recording-unknown", f"The journal has nothing of recording {recording_id}.")
    heard = {side: _sounds(parts, side) for side in _SIDES}
    rate_hz = max((each.rate_hz for side in heard.values() for each in side), default=8000)
    end_us = parts.closed_us or parts.last_us
    ticks = max(
        (end_us - parts.started_us) * 8 // 1000,
        *(each.start_tick + len(each.samples) * 8000 // each.rate_hz for s in heard.values() for each in s),
        0,
    )
    left, right = (_lay_out(heard[side], ticks, rate_hz) for side in _SIDES)
    sealed = container.seal(ogg.encode_stereo(left, right, rate_hz), content_key)
    _write(target, sealed)
    return FinishedRecording(
        recording_id=recording_id,
        call_id=parts.call_id,
        started_at=datetime.fromtimestamp(parts.started_us / 1e6, UTC),
        duration_ms=ticks // 8,
        sha256=hashlib.sha256(sealed).hexdigest(),
        size_bytes=len(sealed),
        gaps=[
            (max(0, begin - parts.started_us) // 1000, min(end - parts.started_us, ticks * 125) // 1000)
            for begin, end in parts.gaps_us
            if end > parts.started_us
        ],
    )


def decrypt(path: Path, content_key: bytes) -> bytes:
    """The Ogg/Opus of a finished recording. Raises RecordingError: recording-damaged, recording-disk."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordingError("recording-disk", f"{path.name} cannot be read: {error.strerror}") from error
    return container.unseal(data, content_key)


def _sounds(parts: journal.RecordingParts, side: str) -> list[timeline.Sound]:
    """Parts of the same leg in following files are one stream."""
    streams: dict[tuple[bytes, int], bytearray] = {}
    for part in parts.parts:
        if part.side == side:
            streams.setdefault((part.process, part.number), bytearray()).extend(part.audio)
    return [each for audio in streams.values() for each in timeline.sounds(audio, parts.started_us)]


def _lay_out(sounds: list[timeline.Sound], ticks: int, rate_hz: int) -> NDArray[np.int16]:
    """One side of the recording at the rate of the file."""
    side = np.zeros(ticks * rate_hz // 8000, dtype=np.int16)
    for each in sounds:
        samples = each.samples
        if each.rate_hz != rate_hz:
            samples = np.asarray(soxr.resample(samples, each.rate_hz, rate_hz), dtype=np.int16)
        at = each.start_tick * rate_hz // 8000
        room = side[at : at + len(samples)]
        added = room.astype(np.int32) + samples[: len(room)]
        room[:] = np.clip(added, -32768, 32767)
    return side


def _write(target: Path, data: bytes) -> None:
    """Under another name first; it has its own name only when it is whole and on the disk."""
    temporary = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(target)
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        text = f"The recording cannot be written to {target.parent}: {error.strerror}. Make room there."
        raise RecordingError("recording-disk", text) from error
