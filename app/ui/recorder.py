"""Records the microphone in a process of its own (``app.telephony.voice_recorder``); implements ``Recorder``.

In:  start and stop. Out: ``progress`` in seconds and how loud, and ``ended`` with the sound (WAV) or None.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from app.tasks import Spawner

log = logging.getLogger(__name__)


class VoiceRecorder:
    """``device``: name of the microphone, asked for at each start. ``argv`` replaces the command (tests)."""

    def __init__(self, device: Callable[[], str], argv: Sequence[str] | None = None) -> None:
        self._device = device
        self._argv = tuple(argv or (sys.executable, "-m", "app.telephony.voice_recorder"))
        self._process: asyncio.subprocess.Process | None = None
        self._tasks = Spawner("recorder")

    def start(self, progress: Callable[[float, float], None], ended: Callable[[bytes | None], None]) -> None:
        self._tasks.spawn(self._run(progress, ended), "record")

    def stop(self) -> None:
        """What was recorded comes to ``ended`` in a moment."""
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()

    async def close(self) -> None:
        await self._tasks.close()

    async def _run(
        self, progress: Callable[[float, float], None], ended: Callable[[bytes | None], None]
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="seatline-") as inside:
            file = Path(inside) / "reply.wav"
            ended(await self._record(file, progress))

    async def _record(self, file: Path, progress: Callable[[float, float], None]) -> bytes | None:
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                str(file),
                f"--device={self._device()}",
                stdin=pipe,
                stdout=pipe,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            log.warning("recorder: %s", error)
            return None
        self._process = process
        try:
            last = await self._follow(process, progress)
        finally:
            self._process = None
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await process.wait()
        if last != "ended":
            log.warning("recorder: %s", last or "ended without a word")
            return None
        return await asyncio.to_thread(file.read_bytes)

    @staticmethod
    async def _follow(process: asyncio.subprocess.Process, progress: Callable[[float, float], None]) -> str:
        assert process.stdout is not None
        last = ""
        while line := (await process.stdout.readline()).decode("utf-8", "replace").strip():
            last = line
            with contextlib.suppress(ValueError):
                length_s, dbfs = (float(part) for part in line.split())
                progress(length_s, dbfs)
            if line == "ended" or line.startswith("failed"):
                break
        return last
