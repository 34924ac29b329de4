"""Makes the file of a recording: journal in, encrypted Ogg/Opus out. Runs in a process of its own.

Customer left; agents and everybody else right, added up. It goes through the journal once for the outline
and once for the sound, a few seconds at a time: memory does not grow with the length.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.server.recordings import container, journal, ogg
from app.server.recordings.container import decrypt as decrypt
from app.server.recordings.mixing import Side
from app.server.recordings.model import FinishedRecording, Gap, GapReason, RecordingError
from app.server.recordings.sound import rate_of
from app.server.recordings.spans import Span, gap_map
from app.server.recordings.timeline import Lane
from app.server.voice.embedded.media.journal_format import CODEC_NAME

_STEP_US = 10_000_000  # so much is placed and mixed at a time
_LATE_US = 10_000_000  # packets may come so late and still find their place
_LOWEST_RATE_HZ = 8000
_LONGEST_LOST_END_US = 24 * 3600 * 1_000_000  # more than that was no call


def finish(
    journal_dir: Path,
    journal_key: bytes,
    recording_id: str,
    target: Path,
    content_key: bytes,
    not_before: datetime | None = None,
    ended_at: datetime | None = None,
) -> FinishedRecording:
    """Write ``target`` whole or not at all. ``not_before``: see ``journal.outline``. ``ended_at``: of the
    call; where the journal was not closed properly, the time until then is a gap at the end.

    Raises RecordingError: recording-unknown (the journal does not have it), recording-disk.
    """
    try:
        outline = journal.outline(journal_dir, journal_key, recording_id, not_before, ended_at)
        if not outline.streams:
            raise RecordingError("recording-unknown", f"The journal has nothing of recording {recording_id}.")
        _mark_lost_end(outline, ended_at)
        with _File(target) as file:
            sealer = container.SealedWriter(file.write, content_key)
            assembly = _Assembly(outline)
            sound = ogg.StereoWriter(sealer, assembly.rate_hz)
            assembly.run(journal.pieces(outline, journal_key), sound)
            sound.close()
            sealer.close()
    except OSError as error:
        text = f"The recording cannot be written to {target.parent}: {error.strerror}. Make room there."
        raise RecordingError("recording-disk", text) from error
    return FinishedRecording(
        recording_id=recording_id,
        call_id=outline.call_id,
        started_at=datetime.fromtimestamp(outline.started_us / 1e6, UTC),
        duration_ms=assembly.duration_ms,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        gaps=assembly.gaps,
    )


def _mark_lost_end(outline: journal.Outline, ended_at: datetime | None) -> None:
    ended_us = 0 if ended_at is None else int(ended_at.timestamp() * 1_000_000)
    longest_us = outline.last_us + _LONGEST_LOST_END_US
    if outline.closed_us is None and outline.last_us < ended_us < longest_us:
        outline.lost.append((outline.last_us, ended_us))
        outline.closed_us = ended_us


class _Assembly:
    """Lanes of the legs mixed into two sides on one time line."""

    def __init__(self, outline: journal.Outline) -> None:
        self._outline = outline
        rates = [rate_of(each) for each in outline.codecs if each in CODEC_NAME]
        self.rate_hz = max(rates, default=_LOWEST_RATE_HZ)
        self.duration_ms = 0
        self._written = 0
        self._lanes: dict[tuple[bytes, str, str], Lane] = {}
        self._sides = (Side(self.rate_hz), Side(self.rate_hz))
        self._silent = [(self._sample(begin), self._sample(end)) for begin, end in outline.paused]

    @property
    def gaps(self) -> list[Gap]:
        outline = self._outline
        reasons: dict[GapReason, list[Span]] = {
            "paused": outline.paused,
            "not-written": outline.not_written,
            "lost": outline.lost,
        }
        return gap_map(reasons, outline.started_us, self.duration_ms)

    def run(self, pieces: Iterator[journal.Piece], sound: ogg.StereoWriter) -> None:
        step_us = self._outline.started_us + _STEP_US
        for piece in pieces:
            while piece.now_us > step_us + _STEP_US:
                self._place(step_us)
                self._write(sound, self._sample(step_us - _LATE_US) // 160 * 160)
                step_us += _STEP_US
            self._lane(piece).feed(piece.audio)
        self._place(None)
        outline = self._outline
        end_us = outline.closed_us or outline.last_us
        end = max(self._sample(end_us), *(each.end for each in self._sides), 0)
        self._write(sound, end)
        self.duration_ms = end * 1000 // self.rate_hz

    def _lane(self, piece: journal.Piece) -> Lane:
        """One for each leg, even if it was opened twice: what came twice is heard once."""
        key = (piece.process, piece.leg, piece.side)
        if key not in self._lanes:
            self._lanes[key] = Lane(self._outline.started_us, self.rate_hz)
        return self._lanes[key]

    def _place(self, until_us: int | None) -> None:
        for (_, _, side), lane in self._lanes.items():
            track = self._sides[0 if side == "CUSTOMER" else 1]
            for each in lane.sounds(until_us):
                track.add(each.start, each.samples)

    def _write(self, sound: ogg.StereoWriter, until: int) -> None:
        """At most a step at a time: after hours without a packet it is still little memory."""
        while self._written < until:
            upto = min(until, self._written + self.rate_hz * _STEP_US // 1_000_000)
            left, right = (each.take(upto, self._silent) for each in self._sides)
            sound.write(left, right)
            self._written = upto

    def _sample(self, at_us: int) -> int:
        return max(0, at_us - self._outline.started_us) * self.rate_hz // 1_000_000


class _File:
    """Under another name first; it has its own name only when it is whole and on the disk."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._temporary = target.with_name(target.name + ".part")
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.size_bytes += len(data)

    def __enter__(self) -> _File:
        self._target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(fd, "wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._temporary.rename(self._target)
                folder = os.open(self._target.parent, os.O_RDONLY | os.O_DIRECTORY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        finally:
            with contextlib.suppress(OSError):
                self._file.close()
            with contextlib.suppress(OSError):
                self._temporary.unlink(missing_ok=True)
