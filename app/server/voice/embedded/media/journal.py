"""Writes the recording journal: one rotating file for all streams, one fdatasync for each flush, in a thread.

In:  payloads as they were received. Out: chunks on the disk (journal_format.py); recordings that are
closed and troubles, fetched with ``take_done``. A full disk loses audio, never a call: the hole is
written down as a gap as soon as there is room again. The thread copies little and rests after each chunk:
while it has the interpreter, each packet of the loop waits.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import msgspec

from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.protocol import RecordingClosed, Report, Trouble

_CHUNK_BYTES = 256 * 1024  # longer batches are cut, so that encrypting never holds other threads up
_REST_S = 0.002
_MOST_WAITING = 12  # batches, about 10 s, that may wait for a slow disk
_TROUBLE = "recording-journal"
_SLOW = "the disk is too slow for the recordings"
_TROUBLE_EVERY_S = 60.0
FLUSH_S = 0.8  # and up to 0.15 s until it is on the disk: less than a second is lost


class Stream:
    """What comes from one leg for one recording."""

    __slots__ = ("_paused_us", "number", "opened", "pauses", "pending")

    def __init__(self, number: int, opened: fmt.StreamOpened) -> None:
        self.number = number
        self.opened = opened
        self.pending = bytearray()  # packed records; the short way of forwarding adds to it as well
        self.pauses: list[tuple[int, int]] = []
        self._paused_us: int | None = None

    @property
    def paused(self) -> bool:
        return self._paused_us is not None

    def audio(self, arrival_us: int, sequence: int, timestamp: int, codec: int, payload: bytes) -> None:
        self.pending += fmt.RECORD.pack(arrival_us, sequence, timestamp, codec, len(payload))
        self.pending += payload

    def pause(self, paused: bool, now_us: int) -> None:
        if self._paused_us is not None:
            self.pauses.append((self._paused_us, now_us))
        self._paused_us = now_us if paused else None

    def take(self, now_us: int) -> tuple[bytearray, list[tuple[int, int]]]:
        """What there is since the last time; a pause that goes on is told of piece by piece."""
        if self._paused_us is not None:
            self.pause(True, now_us)
        taken = self.pending, self.pauses
        self.pending, self.pauses = bytearray(), []
        return taken


@dataclass(slots=True)
class _Batch:
    now_us: int
    audio: list[tuple[int, bytearray]] = field(default_factory=list[tuple[int, bytearray]])
    pauses: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])  # stream, from, to
    opened: dict[int, fmt.StreamOpened] = field(default_factory=dict[int, fmt.StreamOpened])
    closed: dict[str, int] = field(default_factory=dict[str, int])  # recording -> when
    lost: bool = False  # its sound was given up: too much waits already


class Journal:
    """Used by the loop's thread."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        segment_bytes: int,
        segment_s: float,
        wake: Callable[[], None],
        rest: Callable[[float], object] | None = None,
    ) -> None:
        """``rest`` waits so many seconds, in the thread."""
        self._streams: dict[int, Stream] = {}
        self._next_number = 1
        self._opened: dict[int, fmt.StreamOpened] = {}
        self._closed: dict[str, int] = {}
        self._queue: SimpleQueue[_Batch | None] = SimpleQueue()
        self._hangs = False
        self._folder, self._wake = folder, wake
        self._troubles: list[Report] = []
        rest = threading.Event().wait if rest is None else rest
        self._writer = _Writer(folder, key, segment_bytes, segment_s, self._queue, wake, rest)
        self._writer.start()

    def open_stream(self, recording: str, call: str, leg: str, side: str, now_us: int) -> Stream:
        stream = Stream(self._next_number, fmt.StreamOpened(recording, call, leg, side, now_us))
        self._next_number += 1
        self._streams[stream.number] = stream
        self._opened[stream.number] = stream.opened
        return stream

    def close_recording(self, recording: str, now_us: int | None = None) -> None:
        """RecordingClosed is among ``take_done`` once all of it is on the disk; None: at the next flush."""
        self._closed[recording] = now_us or 0

    def flush(self, now_us: int) -> None:
        """Hand what has come in to the writing thread: every ``FLUSH_S``.

        While the disk takes nothing, sound is given up here: it would fill the memory.
        """
        hangs = self._queue.qsize() > _MOST_WAITING
        if hangs and not self._hangs:  # the thread itself can say so only when the disk has come back
            self._troubles.append(
                Trouble(_TROUBLE, f"Recordings cannot be written to {self._folder}: {_SLOW}")
            )
            self._wake()
        self._hangs = hangs
        batch = _Batch(now_us, opened=self._opened, closed=self._closed, lost=hangs)
        self._opened, self._closed = {}, {}
        for stream in self._streams.values():
            audio, pauses = stream.take(now_us)
            if audio and not hangs:
                batch.audio.append((stream.number, audio))
            batch.pauses.extend((stream.number, *span) for span in pauses)
        for recording in batch.closed:
            for number in [n for n, s in self._streams.items() if s.opened.recording == recording]:
                del self._streams[number]
        if self._streams or batch.opened or batch.closed or self._writer.late:
            self._queue.put(batch)

    def take_done(self) -> list[Report]:
        done, self._troubles = self._troubles, []
        while self._writer.done:
            done.append(self._writer.done.popleft())
        return done

    def stop(self, now_us: int) -> None:
        """Write what is left and wait until it is on the disk."""
        self.flush(now_us)
        self._queue.put(None)
        self._writer.join(5.0)


class _Writer(threading.Thread):
    """The thread: batches in, files out."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        segment_bytes: int,
        segment_s: float,
        queue: SimpleQueue[_Batch | None],
        wake: Callable[[], None],
        rest: Callable[[float], object],
    ) -> None:
        super().__init__(name="journal", daemon=True)
        self.done: deque[Report] = deque()
        self.late: dict[str, int] = {}  # recordings that were closed while nothing could be written
        self._folder, self._key = folder, key
        self._segment_bytes, self._segment_s = segment_bytes, segment_s
        self._queue, self._wake, self._rest = queue, wake, rest
        self._process = os.urandom(8)
        self._open: dict[int, fmt.StreamOpened] = {}
        self._fd: int | None = None
        self._path = folder
        self._sealer: fmt.Sealer | None = None
        self._number = self._size = 0
        self._opened_s = 0.0
        self._written_us = 0  # all before this is on the disk
        self._lost_from_us: int | None = None
        self._lost_to_us = 0
        self._trouble_s = 0.0
        self._told = False  # of a trouble that is not over yet

    def run(self) -> None:
        while (batch := self._queue.get()) is not None:
            try:
                if batch.lost:
                    raise OSError(_SLOW)
                self._write(batch)
            except OSError as error:
                self._failed(batch, error)
                self.late = {**self.late, **_closing(batch)}
            if self.done:
                self._wake()
        self._close_file()

    def _write(self, batch: _Batch) -> None:
        self._open.update(batch.opened)
        if self._fd is not None and (
            self._size >= self._segment_bytes or time.monotonic() - self._opened_s >= self._segment_s
        ):
            self._close_file()
        fresh = self._fd is None
        if fresh:
            if not self._open and not batch.audio and not batch.closed and not self.late:
                return
            self._open_file(batch.now_us)
        closing = {**self.late, **_closing(batch)}
        time_block = fmt.block(fmt.TIME, 0, batch.now_us.to_bytes(8, "big"))
        chunk: list[bytes | bytearray] = [time_block]
        size = len(time_block)
        for head, body in self._blocks(batch, fresh, closing):
            if size + len(head) + len(body) > _CHUNK_BYTES and len(chunk) > 1:
                self._append(b"".join(chunk))
                if self._queue.empty():  # neither late nor asked to end
                    self._rest(_REST_S)
                del chunk[1:]
                size = len(time_block)
            chunk += (head, body)
            size += len(head) + len(body)
        self._append(b"".join(chunk))
        if self._fd is not None:
            os.fdatasync(self._fd)
        self._written_us = batch.now_us
        self._lost_from_us = None
        self.late = {}
        for recording in closing:
            for number in [n for n, o in self._open.items() if o.recording == recording]:
                del self._open[number]
            self.done.append(RecordingClosed(recording))
        if self._told:
            self._told = False
            self.done.append(Trouble(_TROUBLE, f"Recordings are written to {self._folder} again", over=True))

    def _blocks(
        self, batch: _Batch, fresh: bool, closing: dict[str, int]
    ) -> Iterator[tuple[bytes, bytes | bytearray]]:
        """Head and body of each."""
        opened = self._open if fresh else batch.opened
        for number, stream in opened.items():
            yield _block(fmt.OPEN, number, msgspec.msgpack.encode(stream))
        if self._lost_from_us is not None:
            span = fmt.SPAN.pack(self._lost_from_us, self._lost_to_us)
            for number in self._open:
                yield _block(fmt.GAP, number, span)
        for number, *paused in batch.pauses:
            yield _block(fmt.PAUSE, number, fmt.SPAN.pack(*paused))
        for number, audio in batch.audio:
            yield _block(fmt.AUDIO, number, audio)
        for recording, at_us in closing.items():
            yield _block(fmt.CLOSE, 0, msgspec.msgpack.encode(fmt.RecordingClosedAt(recording, at_us)))

    def _append(self, plain: bytes) -> None:
        if self._fd is None or self._sealer is None:
            raise OSError("the journal is not open")
        data = memoryview(self._sealer.seal(self._number, plain))
        self._number += 1
        self._size += len(data)
        while data:
            data = data[os.write(self._fd, data) :]

    def _open_file(self, now_us: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        header = fmt.new_header(self._process, now_us)
        self._path = self._folder / f"{now_us}-{os.urandom(4).hex()}{fmt.SUFFIX}"
        self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        # Held as long as we write: whoever tidies up can tell a file in use from one left behind.
        fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._sealer = fmt.Sealer(self._key, header)
        self._number, self._size = 0, len(header.packed)
        self._opened_s = time.monotonic()
        if os.write(self._fd, header.packed) < len(header.packed):
            raise OSError("no room for the journal")
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _failed(self, batch: _Batch, error: OSError) -> None:
        """Give the batch up; begin a new file next time (this one may end in half a chunk)."""
        self._open.update(batch.opened)
        if self._lost_from_us is None:
            first_us = min((each.opened_us for each in self._open.values()), default=batch.now_us)
            self._lost_from_us = max(self._written_us, first_us)
        self._lost_to_us = batch.now_us
        empty = self._number <= 1
        had_file = self._fd is not None
        self._close_file()
        if had_file and empty:
            with contextlib.suppress(OSError):
                self._path.unlink()
        if not self._told or time.monotonic() - self._trouble_s >= _TROUBLE_EVERY_S:
            self._trouble_s = time.monotonic()
            self.done.append(_trouble(self._folder, error.strerror or str(error)))
            self._told = True
            self._wake()

    def _close_file(self) -> None:
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.close(self._fd)
        self._fd = self._sealer = None


def _trouble(folder: Path, why: str) -> Trouble:
    return Trouble(_TROUBLE, f"Recordings cannot be written to {folder}: {why}")


def _block(kind: int, stream: int, body: bytes | bytearray) -> tuple[bytes, bytes | bytearray]:
    return fmt.block_head(kind, stream, len(body)), body


def _closing(batch: _Batch) -> dict[str, int]:
    return {recording: at_us or batch.now_us for recording, at_us in batch.closed.items()}
