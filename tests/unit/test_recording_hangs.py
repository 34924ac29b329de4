"""A disk that takes nothing for a while: what is told, what is kept, what is written down as missing."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

import pytest

from app.server.recordings import journal
from app.server.voice.embedded.media.journal import Journal
from app.server.voice.embedded.media.protocol import Trouble
from tests.doubles.recordings import KEY, START_US


async def test_a_disk_that_hangs_is_told_while_it_hangs_and_fills_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not when it comes back: nobody would know for as long. About ten seconds of sound wait for it."""
    free, real = threading.Event(), os.fdatasync

    def hanging(fd: int) -> None:
        assert free.wait(30)
        real(fd)

    monkeypatch.setattr(os, "fdatasync", hanging)
    written = Journal(tmp_path, KEY, 1 << 30, 3600.0, lambda: None)
    stream = written.open_stream("r1", "c1", "a", "CUSTOMER", START_US)
    for number in range(1, 41):
        stream.audio(START_US + number * 800_000, number, number * 6400, 8, bytes(160))
        written.flush(START_US + number * 800_000)
    (told,) = written.take_done()
    assert isinstance(told, Trouble)
    assert not told.over
    assert "too slow" in told.text
    free.set()
    async with asyncio.timeout(20):
        while not written._queue.empty():
            await asyncio.sleep(0.01)
    written.stop(START_US + 41 * 800_000)
    reports = written.take_done()
    assert [each.over for each in reports if isinstance(each, Trouble)][-1]
    found = journal.outline(tmp_path, KEY, "r1")
    ((from_us, to_us),) = found.not_written
    assert 12 <= (from_us - START_US) / 800_000 <= 15
    assert to_us == START_US + 40 * 800_000
