"""Reads what media processes wrote to the journal: which recordings are in it, and their packets.

A torn tail (the process or the machine died while writing) ends a file, nothing more. The files of
running media processes can be read while they grow; they are locked, so ``remove`` leaves them alone.
A genuine block that is not understood (another version wrote it) is passed over, with a line in the log.
A file is read chunk by chunk: memory does not grow with the length of a recording.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import heapq
import logging
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from app.server.recordings.model import JournalRecording
from app.server.recordings.spans import Span, holes, merged
from app.server.voice.embedded.media import journal_format as fmt

log = logging.getLogger(__name__)

_FILE_TIME_MARGIN_S = 60.0
_MARGIN_US = int(_FILE_TIME_MARGIN_S * 1_000_000)
_LATEST_US = 253_402_300_799_000_000  # the end of the year 9999: more is no time
_TIME_BYTES = 8
_WHOLE_CHUNK = 0  # no kind of block has this number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A chunk that holds something of a recording."""

    path: Path
    header: fmt.FileHeader
    at: int
    number: int
    now_us: int


@dataclass(slots=True)
class Outline:
    """What the journal holds of one recording, without its sound. ``streams``: leg and side."""

    recording_id: str
    call_id: str = ""
    started_us: int = 0
    closed_us: int | None = None
    last_us: int = 0  # until when it was certainly written
    streams: dict[tuple[bytes, int], tuple[str, str]] = field(
        default_factory=dict[tuple[bytes, int], tuple[str, str]]
    )
    codecs: set[int] = field(default_factory=set[int])
    paused: list[Span] = field(default_factory=list[Span])  # µs since 1970
    not_written: list[Span] = field(default_factory=list[Span])
    lost: list[Span] = field(default_factory=list[Span])
    places: dict[bytes, list[Place]] = field(default_factory=dict[bytes, list[Place]])  # by process


@dataclass(frozen=True, slots=True)
class Piece:
    """About a second of one leg: packed records."""

    now_us: int
    process: bytes
    leg: str
    side: str
    audio: bytes


@dataclass(slots=True)
class _Summary:
    call_id: str
    started_us: int
    closed: bool = False
    files: set[Path] = field(default_factory=set[Path])


def outline(
    journal_dir: Path,
    journal_key: bytes,
    recording_id: str,
    not_before: datetime | None = None,
    ended_at: datetime | None = None,
) -> Outline:
    """Everything of one recording but its sound; ``streams`` is empty when the journal does not know it.

    ``not_before``: a time before which it surely had not begun: older files are not looked at. Nor are those
    that were begun after its end, or after ``ended_at`` of its call, unless by a process that still wrote it
    or where nothing was found yet (the disk was full): else each recording would cost as much as all that
    wait behind it.
    """
    found = Outline(recording_id)
    covered: dict[bytes, Span] = {}
    writing: set[bytes] = set()  # processes that have not told of its end
    call_us = 0 if ended_at is None else int(ended_at.timestamp() * 1_000_000)
    for path, header in _files(journal_dir):
        if not_before is not None and _older(path, not_before):
            continue
        end_us = (found.closed_us or call_us) if found.streams else 0
        if end_us and header.created_us > end_us + _MARGIN_US and header.process not in writing:
            continue
        if _outline_file(path, header, journal_key, found, covered):
            writing.add(header.process)
        else:
            writing.discard(header.process)
    found.paused, found.not_written = merged(found.paused), merged(found.not_written)
    found.lost = holes(covered.values())
    return found


def _outline_file(
    path: Path, header: fmt.FileHeader, journal_key: bytes, found: Outline, covered: dict[bytes, Span]
) -> bool:
    """Whether it goes on in another file. ``covered``: from when to when each process told of it."""
    open_streams: set[int] = set()
    now_us = header.created_us
    for at, number, chunk in _chunks(path, header, journal_key):
        needed = False
        for kind, stream, body in _blocks(path, chunk):
            if kind == fmt.TIME:
                now_us = _time(path, body) or now_us
            elif kind == fmt.OPEN:
                opened = _opened(path, body)
                if opened is None or opened.recording != found.recording_id:
                    continue
                open_streams.add(stream)
                found.streams[header.process, stream] = (opened.leg, opened.side)
                found.call_id = opened.call
                if not found.started_us or opened.opened_us < found.started_us:
                    found.started_us = opened.opened_us
                begin_us, end_us = covered.get(header.process, (opened.opened_us, opened.opened_us))
                covered[header.process] = (min(begin_us, opened.opened_us), end_us)
            elif kind == fmt.CLOSE:
                closed = _closed(path, body)
                if closed is not None and closed.recording == found.recording_id:
                    found.closed_us = max(closed.closed_us, found.closed_us or 0)
                    _cover(covered, header.process, closed.closed_us)
                    open_streams.clear()
            elif stream not in open_streams:
                continue
            elif kind == fmt.AUDIO:
                needed = True
                if len(body) >= fmt.RECORD.size:
                    found.codecs.add(fmt.RECORD.unpack_from(body)[3])
            elif kind in (fmt.GAP, fmt.PAUSE):
                (found.not_written if kind == fmt.GAP else found.paused).extend(_span(path, kind, body))
        if open_streams:
            found.last_us = max(found.last_us, now_us)
            _cover(covered, header.process, now_us)
        if needed:
            found.places.setdefault(header.process, []).append(Place(path, header, at, number, now_us))
    return bool(open_streams)


def _cover(covered: dict[bytes, Span], process: bytes, until_us: int) -> None:
    begin_us, end_us = covered.get(process, (until_us, until_us))
    covered[process] = (begin_us, max(end_us, until_us))


def pieces(found: Outline, journal_key: bytes) -> Iterator[Piece]:
    """The sound of the recording in the order of time, whatever process wrote it."""
    each_process = [_pieces_of(places, found, journal_key) for places in found.places.values()]
    return heapq.merge(*each_process, key=lambda piece: piece.now_us)


def _pieces_of(places: list[Place], found: Outline, journal_key: bytes) -> Iterator[Piece]:
    for place in places:
        sealer = fmt.Sealer(journal_key, place.header)
        with place.path.open("rb") as file:
            file.seek(place.at)
            chunk = _chunk(file, sealer, place.number)
        for kind, stream, body in _blocks(place.path, chunk or b""):
            named = found.streams.get((place.header.process, stream))
            if kind == fmt.AUDIO and named is not None:
                yield Piece(place.now_us, place.header.process, *named, body)


def unfinished(journal_dir: Path, journal_key: bytes) -> list[JournalRecording]:
    """Recordings in the journal that no running media process is still writing, oldest first.

    For after a crash: those among them that are already in the table of recordings only wait for their file
    to be removed.
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


def idle_files(journal_dir: Path) -> list[Path]:
    """Files that no running media process writes, by their names."""
    return [path for path in sorted(journal_dir.glob(f"*{fmt.SUFFIX}")) if not _in_use(path)]


def held(path: Path, journal_key: bytes) -> list[str] | None:
    """Ids of the recordings of which a part stands in this file, each once: it may go when all are finished.

    None where it is not ours to judge: it cannot be read with this key, or may hold a recording of which the
    beginning was not understood.
    """
    found: dict[str, None] = {}
    puzzling: set[Path] = set()
    try:
        size = path.stat().st_size
        if size < fmt.FILE_HEADER.size:  # died before the header was written
            return []
        with path.open("rb") as file:
            header = fmt.parse_header(file.read(fmt.FILE_HEADER.size))
    except FileNotFoundError:
        return None
    if header is None:
        return None
    readable = size == fmt.FILE_HEADER.size
    for _, _, chunk in _chunks(path, header, journal_key):
        readable = True
        for kind, _, body in _blocks(path, chunk, puzzling):
            if kind not in (fmt.OPEN, fmt.CLOSE):
                continue
            said = _opened(path, body) if kind == fmt.OPEN else _closed(path, body)
            if said is not None:
                found[said.recording] = None
            elif kind == fmt.OPEN:
                return None
    return list(found) if readable and not puzzling else None


def remove(path: Path) -> None:
    """Unless somebody writes it again."""
    if not _in_use(path):
        path.unlink(missing_ok=True)


def _summaries(journal_dir: Path, journal_key: bytes) -> dict[str, _Summary]:
    found: dict[str, _Summary] = {}
    for path, header in _files(journal_dir):
        for _, _, chunk in _chunks(path, header, journal_key):
            for kind, _, body in _blocks(path, chunk):
                if kind == fmt.OPEN:
                    opened = _opened(path, body)
                    if opened is None:
                        continue
                    each = found.setdefault(opened.recording, _Summary(opened.call, opened.opened_us))
                    each.started_us = min(each.started_us, opened.opened_us)
                    each.files.add(path)
                elif kind == fmt.CLOSE:
                    closed = _closed(path, body)
                    if closed is not None and closed.recording in found:
                        found[closed.recording].closed = True
                        found[closed.recording].files.add(path)
    return found


def _blocks(path: Path, chunk: bytes, unclear: set[Path] | None = None) -> Iterator[tuple[int, int, bytes]]:
    """(kind, stream, body) of one chunk, as far as it is put together as we know it."""
    try:
        yield from fmt.blocks(chunk)
    except struct.error:
        _not_understood(path, _WHOLE_CHUNK)
        if unclear is not None:
            unclear.add(path)


def _time(path: Path, body: bytes) -> int | None:
    at_us = int.from_bytes(body, "big") if len(body) == _TIME_BYTES else -1
    return at_us if _is_time(path, fmt.TIME, at_us) else None


def _opened(path: Path, body: bytes) -> fmt.StreamOpened | None:
    found = _decoded(path, fmt.OPEN, body, fmt.StreamOpened)
    return found if found is not None and _is_time(path, fmt.OPEN, found.opened_us) else None


def _closed(path: Path, body: bytes) -> fmt.RecordingClosedAt | None:
    found = _decoded(path, fmt.CLOSE, body, fmt.RecordingClosedAt)
    return found if found is not None and _is_time(path, fmt.CLOSE, found.closed_us) else None


def _decoded(path: Path, kind: int, body: bytes, form: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(body, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError):
        _not_understood(path, kind)
        return None


def _is_time(path: Path, kind: int, at_us: int) -> bool:
    if 0 <= at_us <= _LATEST_US:
        return True
    _not_understood(path, kind)
    return False


def _span(path: Path, kind: int, body: bytes) -> list[Span]:
    """One, or none where it is not understood."""
    if len(body) == fmt.SPAN.size:
        return [fmt.SPAN.unpack(body)]
    _not_understood(path, kind)
    return []


@functools.lru_cache(maxsize=1024)  # said once, not for each of thousands of blocks
def _not_understood(path: Path, kind: int) -> None:
    what = "a chunk" if kind == _WHOLE_CHUNK else f"a block of kind {kind}"
    log.warning("The journal %s holds %s of another version; it is passed over.", path.name, what)


def _files(journal_dir: Path) -> list[tuple[Path, fmt.FileHeader]]:
    """Oldest first; what is not a journal is passed over."""
    found: list[tuple[Path, fmt.FileHeader]] = []
    for path in sorted(journal_dir.glob(f"*{fmt.SUFFIX}")):
        try:
            with path.open("rb") as file:
                header = fmt.parse_header(file.read(fmt.FILE_HEADER.size))
        except FileNotFoundError:
            continue
        if header is not None:
            found.append((path, header))
    return sorted(found, key=lambda each: each[1].created_us)


def _chunks(path: Path, header: fmt.FileHeader, journal_key: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(where, number, plain text) of each whole, genuine chunk; ends at the first that is not."""
    sealer = fmt.Sealer(journal_key, header)
    number = 0
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        at = file.seek(fmt.FILE_HEADER.size)
        while (chunk := _chunk(file, sealer, number)) is not None:
            yield at, number, chunk
            at, number = file.tell(), number + 1


def _chunk(file: BinaryIO, sealer: fmt.Sealer, number: int) -> bytes | None:
    head = file.read(fmt.CHUNK_HEADER.size)
    if len(head) < fmt.CHUNK_HEADER.size:
        return None
    length, found = fmt.CHUNK_HEADER.unpack(head)
    if found != number or length > fmt.MOST_CHUNK_BYTES:
        return None
    sealed = file.read(length)
    return sealer.open_chunk(number, head, sealed) if len(sealed) == length else None


def _older(path: Path, than: datetime) -> bool:
    try:
        return path.stat().st_mtime < than.timestamp() - _FILE_TIME_MARGIN_S
    except FileNotFoundError:
        return True


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
