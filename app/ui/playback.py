"""Plays a sound in a process of its own (``app.telephony.playback``); implements the presenters' ``Player``.

In:  the sound's bytes. Out: ``progress`` in seconds, and ``ended`` with "" or an error_id.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Sequence

from app.tasks import Spawner

log = logging.getLogger(__name__)


class Playback:
    """``device``: name of the speaker, asked for at each start. ``argv`` replaces the command (tests)."""

    def __init__(self, device: Callable[[], str], argv: Sequence[str] | None = None) -> None:
        self._device = device
        self._argv = tuple(argv or (sys.executable, "-m", "app.telephony.playback"))
        self._process: asyncio.subprocess.Process | None = None
        self._turn = 0
        self._tasks = Spawner("playback")

    def play(
        self, sound: bytes, from_s: float, progress: Callable[[float], None], ended: Callable[[str], None]
    ) -> None:
        self.stop()
        self._turn += 1
        self._tasks.spawn(self._run(self._turn, sound, from_s, progress, ended), "play")

    def stop(self) -> None:
        self._turn += 1  # what is still starting ends by itself
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def close(self) -> None:
        self.stop()
        await self._tasks.close()

    async def _run(
        self,
        turn: int,
        sound: bytes,
        from_s: float,
        progress: Callable[[float], None],
        ended: Callable[[str], None],
    ) -> None:
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                f"--device={self._device()}",
                f"--from={from_s:.2f}",
                stdin=pipe,
                stdout=pipe,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            log.warning("player: %s", error)
            ended("playback-failed")
            return
        if turn == self._turn:
            self._process = process
        try:
            why = await self._follow(process, turn, sound, progress)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await process.wait()
            if self._process is process:
                self._process = None
        if turn == self._turn:
            ended(why)

    async def _follow(
        self,
        process: asyncio.subprocess.Process,
        turn: int,
        sound: bytes,
        progress: Callable[[float], None],
    ) -> str:
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError):  # it ended before it had read everything
            process.stdin.write(sound)
            await process.stdin.drain()
            process.stdin.close()
        last = ""
        while (line := (await process.stdout.readline()).decode("utf-8", "replace").strip()) and (
            turn == self._turn
        ):
            last = line
            with contextlib.suppress(ValueError):
                progress(float(line))
        if last != "ended" and turn == self._turn:
            log.warning("player: %s", last or "ended without a word")
            return "playback-failed"
        return ""
