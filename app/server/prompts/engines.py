"""Which speech synthesis this machine has, and the process in which it works.

``find_speech`` looks without loading anything. The process is started with the first text, does one after the
other, and is ended when it had nothing to do for a while, since a model takes hundreds of megabytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from app.server.prompts.speech import SpeechError, SpeechPort
from app.server.prompts.store import worker_environment
from app.server.prompts.voices import ESPEAK_VOICES, KOKORO_VOICES, espeak_installed, kokoro_installed

ENGINES = ("auto", "kokoro", "espeak", "none")
LONGEST_S = 300.0  # for one text, with loading the model on a busy machine
IDLE_S = 60.0


def voices_dir(data: Path) -> Path:
    """Where the voices of Kokoro are put, and its model is put together."""
    return data / "voices"


def find_speech(data: Path, wanted: str) -> SpeechPort | None:
    """``wanted``: one of ENGINES. None where there is none of them."""
    folder = voices_dir(data)
    if wanted in ("auto", "kokoro") and kokoro_installed(folder):
        return SpeechProcess("kokoro", KOKORO_VOICES, folder)
    if wanted in ("auto", "espeak") and espeak_installed():
        return SpeechProcess("espeak", {"en": f"espeak-{ESPEAK_VOICES['en']}"}, folder)
    return None


class SpeechProcess:
    """Implements SpeechPort."""

    def __init__(self, engine: str, voices: Mapping[str, str], folder: Path, idle_s: float = IDLE_S) -> None:
        self._engine = engine
        self._voices = voices
        self._folder = folder
        self._idle_s = idle_s
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None

    @property
    def voices(self) -> Mapping[str, str]:
        return self._voices

    async def render(self, text: str, language: str, file: Path) -> None:
        if language not in self._voices:
            raise SpeechError(f"There is no voice for {language}.")
        request = {"text": text, "language": language, "file": str(file)}
        async with self._turn:
            self._stop_resting()
            try:
                async with asyncio.timeout(LONGEST_S):
                    answer = await self._ask(request)
            except TimeoutError as error:
                await self._end()
                raise SpeechError(f"It took longer than {LONGEST_S:.0f} s.") from error
            except (OSError, ValueError) as error:
                await self._end()
                raise SpeechError(f"The speech process failed: {error}") from error
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for that of the next text
                raise
            self._rest = asyncio.get_running_loop().call_later(self._idle_s, self._put_to_rest)
        if "error" in answer:
            raise SpeechError(answer["error"])

    async def close(self) -> None:
        self._stop_resting()
        await self._end()

    async def _ask(self, request: dict[str, str]) -> dict[str, str]:
        """Raises OSError, ValueError."""
        if self._process is None or self._process.returncode is not None:
            self._process = await self._start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise OSError("it ended")
        answer: dict[str, str] = json.loads(line)
        return answer

    async def _start(self) -> Process:
        words = ("-m", "app.server.prompts.speech_worker", self._engine, str(self._folder))
        return await asyncio.create_subprocess_exec(
            sys.executable, *words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=worker_environment()
        )

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _put_to_rest(self) -> None:
        """Its input ends, so it does; nobody waits for that."""
        self._rest = None
        if self._process is not None and self._process.stdin is not None and not self._turn.locked():
            self._process.stdin.close()
            self._process = None

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
