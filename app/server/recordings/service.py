"""Finishes recordings after calls (and after crashes) and gives their sound to whoever may hear it.

The work runs in one process of its own at low priority: neither the calls nor the event loop notice.
Finishing is safe to repeat: a recording that is in the index is left as it is.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import ParamSpec, TypeVar

from app.server.recordings import finish, journal, keys, worker
from app.server.recordings.chain import chain_value
from app.server.recordings.model import FinishedRow, RecordingError, RecordingIndex

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class RecordingService:
    """``journal_key`` defaults to the master key: pass the one the media processes were given."""

    def __init__(
        self,
        journal_dir: Path,
        recordings_dir: Path,
        master_key: bytes,
        index: RecordingIndex,
        journal_key: bytes | None = None,
    ) -> None:
        self._journal_dir = journal_dir
        self._recordings_dir = recordings_dir
        self._master_key = master_key
        self._journal_key = master_key if journal_key is None else journal_key
        self._index = index
        self._pool: ProcessPoolExecutor | None = None
        self._chain = asyncio.Lock()  # one row at a time: each is chained to the one before

    async def finish(self, recording_id: str) -> FinishedRow:
        """Make the file, add the row. Raises RecordingError: recording-unknown, recording-disk."""
        async with self._chain:
            known = await self._index.get(recording_id)
            if known is not None:
                return known
            content_key = keys.new_content_key()
            relative = f"{recording_id[:2]}/{recording_id}.rec"
            if not _is_plain(recording_id):
                raise RecordingError("recording-unknown", f"{recording_id!r} is not a recording's id.")
            try:
                done = await self._elsewhere(
                    finish.finish,
                    self._journal_dir,
                    self._journal_key,
                    recording_id,
                    self._recordings_dir / relative,
                    content_key,
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
                wrapped_key=keys.wrap(content_key, self._master_key),
                gaps=done.gaps,
                size_bytes=done.size_bytes,
            )
            await self._index.add(row)
        log.info("recording %s finished: %d ms, %d bytes", recording_id, row.duration_ms, row.size_bytes)
        return row

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
        """Delete the journal's files of which every recording is finished; call it every few minutes."""
        left = await self._elsewhere(journal.unfinished, self._journal_dir, self._journal_key)
        finished = {e.recording_id for e in left if await self._index.get(e.recording_id) is not None}
        return await self._elsewhere(journal.prune, self._journal_dir, self._journal_key, finished)

    async def audio(self, recording_id: str) -> bytes:
        """Ogg/Opus. Raises RecordingError: recording-unknown, -key, -damaged, -disk."""
        row = await self._index.get(recording_id)
        if row is None:
            raise RecordingError("recording-unknown", f"There is no recording {recording_id}.")
        content_key = keys.unwrap(row.wrapped_key, self._master_key)
        return await asyncio.to_thread(finish.decrypt, self._recordings_dir / row.path, content_key)

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
