"""Reads what media processes wrote to the journal: which recordings are in it, and their packets.

A torn tail (the process or the machine died while writing) ends a file, nothing more. The files of
running media processes can be read while they grow; they are locked, so ``prune`` leaves them alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from app.server.recordings.model import JournalRecording
from app.server.voice.embedded.media import journal_format as fmt


@dataclass(frozen=True, slots=True)
class StreamPart:
    """Audio of one leg for one recording, in one file of the journal; ``audio``: packed records."""

    leg: str
    side: str
    process: bytes
    number: int
    audio: bytearray


@dataclass(slots=True)
class RecordingParts:
    """All that the journal holds of one recording."""

    recording_id: str
    call_id: str = ""
    started_us: int = 0
    closed_us: int | None = None
    last_us: int = 0  # until when it was certainly written
    parts: list[StreamPart] = field(default_factory=list[StreamPart])
    gaps_us: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass(slots=True)
class _Summary:
    call_id: str
    started_us: int
    closed: bool = False
    files: set[Path] = field(default_factory=set[Path])


def read(journal_dir: Path, journal_key: bytes, recording_id: str) -> RecordingParts:
    """Everything of one recording; ``parts`` is empty when the journal does not know it."""
    found = RecordingParts(recording_id)
    process_before, last_before_us = b"", 0
    for _, header, chunks in _files(journal_dir, journal_key):
        open_parts: dict[int, StreamPart] = {}
        now_us = header.created_us
        for chunk in chunks:
            for kind, stream, body in fmt.blocks(chunk):
                if kind == fmt.TIME:
                    now_us = int.from_bytes(body, "big")
                elif kind == fmt.OPEN:
                    opened = msgspec.msgpack.decode(body, type=fmt.StreamOpened)
                    if opened.recording != recording_id:
                        continue
                    part = StreamPart(opened.leg, opened.side, header.process, stream, bytearray())
                    open_parts[stream] = part
                    found.parts.append(part)
                    found.call_id = opened.call
                    if not found.started_us or opened.opened_us < found.started_us:
                        found.started_us = opened.opened_us
                    if process_before not in (b"", header.process) and opened.opened_us > last_before_us:
                        found.gaps_us.append((last_before_us, opened.opened_us))
                        process_before = header.process
                elif kind == fmt.AUDIO and stream in open_parts:
                    open_parts[stream].audio.extend(body)
                elif kind == fmt.GAP and stream in open_parts:
                    found.gaps_us.append(fmt.SPAN.unpack(body))
                elif kind == fmt.CLOSE:
                    closed = msgspec.msgpack.decode(body, type=fmt.RecordingClosedAt)
                    if closed.recording == recording_id:
                        found.closed_us = closed.closed_us
                        open_parts.clear()
            if open_parts:
                process_before, last_before_us = header.process, now_us
                found.last_us = now_us
    found.gaps_us = _merged(found.gaps_us)
    return found


def unfinished(journal_dir: Path, journal_key: bytes) -> list[JournalRecording]:
    """Recordings in the journal that no running media process is still writing, oldest first.

    For after a crash: those among them that are already in the table of recordings are only waiting
    for ``prune``.
    """
    left = [
        JournalRecording(recording_id, each.call_id, datetime.fromtimestamp(each.started_us / 1e6, UTC))
        for recording_id, each in _summaries(journal_dir, journal_key).items()
        if each.closed or not any(_in_use(path) for path in each.files)
    ]
    return sorted(left, key=lambda each: each.started_at)


def known(journal_dir: Path, journal_key: bytes) -> set[str]:
    """Ids of all recordings in the journal, those that are still being written too."""
    return set(_summaries(journal_dir, journal_key))


def prune(journal_dir: Path, journal_key: bytes, finished: Collection[str]) -> list[Path]:
    """Delete the files of which every recording is in ``finished``. Returns what was deleted.

    A file that cannot be read with this key is kept: it is not ours to judge.
    """
    needed: set[Path] = set()
    for recording_id, each in _summaries(journal_dir, journal_key).items():
        if recording_id not in finished:
            needed |= each.files
    deleted: list[Path] = []
    for path, _, chunks in _files(journal_dir, journal_key):
        readable = next(chunks, None) is not None or path.stat().st_size <= fmt.FILE_HEADER.size
        if readable and path not in needed and not _in_use(path):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            deleted.append(path)
    for path in journal_dir.glob(f"*{fmt.SUFFIX}"):  # died before the header was written
        if path.stat().st_size < fmt.FILE_HEADER.size and not _in_use(path):
            path.unlink(missing_ok=True)
            deleted.append(path)
    return deleted


def _summaries(journal_dir: Path, journal_key: bytes) -> dict[str, _Summary]:
    found: dict[str, _Summary] = {}
    for path, _, chunks in _files(journal_dir, journal_key):
        for chunk in chunks:
            for kind, _, body in fmt.blocks(chunk):
                if kind == fmt.OPEN:
                    opened = msgspec.msgpack.decode(body, type=fmt.StreamOpened)
                    each = found.setdefault(opened.recording, _Summary(opened.call, opened.opened_us))
                    each.started_us = min(each.started_us, opened.opened_us)
                    each.files.add(path)
                elif kind == fmt.CLOSE:
                    closed = msgspec.msgpack.decode(body, type=fmt.RecordingClosedAt)
                    if closed.recording in found:
                        found[closed.recording].closed = True
                        found[closed.recording].files.add(path)
    return found


def _files(journal_dir: Path, journal_key: bytes) -> Iterator[tuple[Path, fmt.FileHeader, Iterator[bytes]]]:
    """Oldest first; what is not a journal is passed over."""
    found: list[tuple[int, Path, fmt.FileHeader, bytes]] = []
    for path in sorted(journal_dir.glob(f"*{fmt.SUFFIX}")):
        try:
            with path.open("rb") as file:
                header = fmt.parse_header(file.read(fmt.FILE_HEADER.size))
        except FileNotFoundError:
            continue
        if header is not None:
            found.append((header.created_us, path, header, b""))
    for _, path, header, _ in sorted(found, key=lambda each: each[0]):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        yield path, header, fmt.Sealer(journal_key, header).open(data)


def _in_use(path: Path) -> bool:
    """A media process holds a lock on the file that it writes."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
