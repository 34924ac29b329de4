"""The test call: what the microphone hears is kept for some seconds and then played to the agent.

Nothing of it leaves this computer, and nothing of it stays.

In:  start and stop, frames of the microphone, a look now and then. Out: TestRuns events.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.telephony.ear import Ear
from app.telephony.pcm import FRAME_MS, SILENCE_DBFS, level_dbfs
from app.telephony.ports import TestRuns

SHORTEST_S, LONGEST_S = 0.5, 30.0
PATIENCE_S = 2.0  # how much longer than its length a part may take before it has failed


class SelfCheck:
    def __init__(self, ear: Ear, emit: Callable[[TestRuns], None]) -> None:
        self._ear = ear
        self._emit = emit
        self._state = ""  # "recording", "playing", or nothing runs
        self._frames: list[bytes] = []
        self._wanted = 0
        self._fails_at_s = 0.0

    @property
    def runs(self) -> bool:
        return bool(self._state)

    # --- from the sound thread --------------------------------------------------------------------

    def start(self, seconds: float) -> None:
        """Again from the beginning where one runs."""
        self._ear.stop()
        self._frames = []
        length_s = min(LONGEST_S, max(SHORTEST_S, seconds))
        self._wanted = round(length_s * 1000 / FRAME_MS)
        self._fails_at_s = time.monotonic() + length_s + PATIENCE_S
        self._state = "recording"
        self._emit(TestRuns("recording"))

    def stop(self, state: str = "stopped", detail: str = "") -> None:
        """``state``: "stopped" or "failed"."""
        if not self._state:
            return
        loudest = self._loudest_dbfs()
        self._leave()
        self._emit(TestRuns("failed" if state == "failed" else "stopped", loudest, detail))

    def look(self, problem: str) -> None:
        """``problem``: of the devices, in the words of AudioProblem; it ends the test."""
        if not self._state:
            return
        if problem:
            self.stop("failed", problem)
        elif self._state == "recording" and len(self._frames) >= self._wanted:
            self._play()
        elif self._state == "playing" and not self._ear.playing:
            loudest = self._loudest_dbfs()
            self._leave()
            self._emit(TestRuns("done", loudest))
        elif time.monotonic() > self._fails_at_s:
            self.stop("failed", "no-microphone" if self._state == "recording" else "no-speaker")

    # --- from the microphone's thread -------------------------------------------------------------

    def hear(self, frame: bytes) -> bool:
        """True: it belongs to the test and is not for the line."""
        if self._state == "recording" and len(self._frames) < self._wanted:
            self._frames.append(frame)
        return bool(self._state)

    def _play(self) -> None:
        self._state = "playing"
        self._fails_at_s = time.monotonic() + len(self._frames) * FRAME_MS / 1000 + PATIENCE_S
        self._emit(TestRuns("playing", self._loudest_dbfs()))
        self._ear.play(self._frames)

    def _leave(self) -> None:
        self._state, self._frames = "", []
        self._ear.stop()

    def _loudest_dbfs(self) -> float:
        return max((level_dbfs(frame) for frame in self._frames), default=SILENCE_DBFS)
