"""Finishes recordings after calls (and after crashes) and gives their sound to whoever may hear it.

The work runs in one process of its own at low priority: neither the calls nor the event loop notice.
Finishing is safe to repeat: a recording that is in the index is left as it is.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import ParamSpec, TypeVar

from app.server.recordings import container, journal, keys, worker
from app.server.recordings.chain import chain_value
from app.server.recordings.model import FinishedRow, RecordingError, RecordingIndex
from app.server.security.key_files import OneKey
from app.server.security.key_wrapping import KeyWrapper

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class RecordingService:
    """``master_key``: who wraps the keys of recordings, or one key that does.

    ``journal_key`` defaults to the master key: pass the one the media processes were given. ``on_alarm``
    (error id, sentence, whether it is over) hears when recordings cannot be finished, and when they can.
    """

    def __init__(
        self,
        journal_dir: Path,
        recordings_dir: Path,
        master_key: bytes | KeyWrapper,
        index: RecordingIndex,
        journal_key: bytes | None = None,
        on_alarm: Callable[[str, str, bool], None] | None = None,
    ) -> None:
        self._journal_dir = journal_dir
        self._recordings_dir = recordings_dir
        self._wrapper = OneKey(master_key) if isinstance(master_key, bytes) else master_key
        if journal_key is None and not isinstance(master_key, bytes):
            raise ValueError("the key of the journal must be named where the master key is not at hand")
        self._journal_key = journal_key or (master_key if isinstance(master_key, bytes) else b"")
        self._index = index
        self._on_alarm = on_alarm
        self._alarmed = False
        self._waiting: set[str] = set()  # could not be finished for want of room (or of a key)
        self._pool: ProcessPoolExecutor | None = None
        self._chain = asyncio.Lock()  # one row at a time: each is chained to the one before

    async def finish(self, recording_id: str) -> FinishedRow:
        """Make the file, add the row. What cannot be finished now is tried again with each ``tidy``; the
        journal keeps it as long.

        Raises RecordingError: recording-unknown, recording-disk, recording-key.
        """
        try:
            row = await self._finish(recording_id)
        except RecordingError as error:
            if error.error_id in ("recording-disk", "recording-key"):
                self._waiting.add(recording_id)
                self._alarm(error.text, over=False)
            raise
        self._waiting.discard(recording_id)
        if not self._waiting:
            self._alarm("Recordings are finished again.", over=True)
        return row

    async def _finish(self, recording_id: str) -> FinishedRow:
        async with self._chain:
            known = await self._index.get(recording_id)
            if known is not None:
                return known
            if not _is_plain(recording_id):
                raise RecordingError("recording-unknown", f"{recording_id!r} is not a recording's id.")
            content_key = keys.new_content_key()
            wrapped = await asyncio.to_thread(keys.wrap, content_key, self._wrapper)
            relative = f"{recording_id[:2]}/{recording_id}.rec"
            try:
                done = await self._elsewhere(
                    worker.finish,
                    self._journal_dir,
                    self._journal_key,
                    recording_id,
                    self._recordings_dir / relative,
                    content_key,
                    await self._index.begun_at(recording_id),
                    await self._index.ended_at(recording_id),
                )
            except RecordingError as error:
                if error.error_id == "recording-unknown":
                    await self._index.mark_failed(recording_id)
                raise
            before = await self._index.last()
            row = FinishedRow(
                recording_id=recording_id,
                call_id=done.call_id,
                path=relative,
                started_at=done.started_at,
                duration_ms=done.duration_ms,
                sha256=done.sha256,
                previous_sha256="" if before is None else chain_value(before),
                wrapped_key=wrapped.wrapped,
                gaps=done.gaps,
                size_bytes=done.size_bytes,
                key_id=wrapped.key_id,
            )
            await self._index.add(row)
        log.info("recording %s finished: %d ms, %d bytes", recording_id, row.duration_ms, row.size_bytes)
        return row

    def _alarm(self, text: str, *, over: bool) -> None:
        if over == (not self._alarmed):
            return
        self._alarmed = not over
        if self._on_alarm is not None:
            self._on_alarm("recordings-finish", text, over)

    async def recover(self) -> list[FinishedRow]:
        """After a start: finish all that is left in the journal, then tidy it up.

        One recording that cannot be finished does not keep the others from it.
        """
        rows: list[FinishedRow] = []
        left = await self._elsewhere(journal.unfinished, self._journal_dir, self._journal_key)
        for each in left:
            if await self._index.get(each.recording_id) is not None:
                continue
            try:
                rows.append(await self.finish(each.recording_id))
            except RecordingError as error:
                log.error("recording %s: %s", each.recording_id, error.text)
        known = await self._elsewhere(journal.known, self._journal_dir, self._journal_key)
        for recording_id in await self._index.open_ids():
            if recording_id not in known:
                log.error("recording %s: nothing of it was written", recording_id)
                await self._index.mark_failed(recording_id)
        await self.tidy()
        return rows

    async def tidy(self) -> list[Path]:
        """Try again what could not be finished, delete the journal's files of which every recording is
        finished; call it every few minutes."""
        for recording_id in sorted(self._waiting):
            try:
                await self.finish(recording_id)
            except RecordingError as error:
                log.error("recording %s still waits: %s", recording_id, error.text)
                if error.error_id == "recording-unknown":
                    self._waiting.discard(recording_id)
        removed: list[Path] = []
        for path in await self._elsewhere(journal.idle_files, self._journal_dir):
            # File by file: a list of all that waits may be long, and would cost its size each time.
            held = await self._elsewhere(journal.held, path, self._journal_key)
            if held is not None and await self._all_finished(held):
                await self._elsewhere(journal.remove, path)
                removed.append(path)
        return removed

    async def _all_finished(self, recording_ids: Sequence[str]) -> bool:
        for recording_id in recording_ids:
            if await self._index.get(recording_id) is None:
                return False
        return True

    async def audio(self, recording_id: str) -> bytes:
        """Ogg/Opus. Raises RecordingError: recording-unknown, -key, -damaged, -disk."""
        row = await self._index.get(recording_id)
        if row is None:
            raise RecordingError("recording-unknown", f"There is no recording {recording_id}.")
        content_key = await asyncio.to_thread(keys.unwrap, row.key_id, row.wrapped_key, self._wrapper)
        return await asyncio.to_thread(container.decrypt, self._recordings_dir / row.path, content_key)

    async def close(self) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _elsewhere(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in the work process; once more in a new one if that was killed."""
        for attempt in (1, 2):
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=worker.begin)
            future = self._pool.submit(work, *args, **kwargs)
            try:
                return await asyncio.wrap_future(future)
            except BrokenProcessPool as error:
                self._pool = None
                if attempt == 2:
                    text = "The process that makes recordings was killed twice. Is there enough memory?"
                    raise RecordingError("recording-disk", text) from error
        raise AssertionError("not reached")


def _is_plain(recording_id: str) -> bool:
    return bool(recording_id) and all(each.isalnum() or each in "-_" for each in recording_id)
