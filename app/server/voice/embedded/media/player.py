"""Plays prompts to one leg: one after the other, the last one again and again if it is a loop.

A prompt that is still being loaded is waited for in silence; one that is missing has no length. The
payloads are made once for each codec; all who hear a prompt are given the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.server.voice.embedded.media.codecs import SILENCE

Frames = Sequence[bytes]
Fetch = Callable[[str], Frames | None]
"""Payloads of 20 ms of a prompt by name: None while it is loading, none when there is none."""


class Player:
    __slots__ = ("_at", "_codec", "_fetch", "_frames", "_index", "_loop", "_prompts", "finished", "play")

    def __init__(self, play: str, prompts: list[str], loop: bool, codec: str, fetch: Fetch) -> None:
        self.play = play
        self._prompts = prompts
        self._loop = loop
        self._codec = codec
        self._fetch = fetch
        self._index = 0  # of the prompt that follows the one in ``_frames``
        self._frames: Frames = ()
        self._at = 0
        self.finished = False

    def frame(self) -> bytes:
        """The next 20 ms. ``finished`` is set when nothing follows."""
        at = self._at
        if at >= len(self._frames):
            if not self._next_prompt():
                return SILENCE[self._codec]
            at = 0
        self._at = at + 1
        frame = self._frames[at]
        if at + 1 == len(self._frames) and self._index >= len(self._prompts) and not self._loop:
            self.finished = True
        return frame

    def _next_prompt(self) -> bool:
        """False: it is being loaded, or nothing is left to play."""
        for _ in range(len(self._prompts) + 1):
            if self._index >= len(self._prompts):
                if not self._loop or not self._prompts:
                    break
                self._index = len(self._prompts) - 1
            frames = self._fetch(self._prompts[self._index])
            if frames is None:
                return False
            self._index += 1
            if frames:
                self._frames = frames
                return True
        self.finished = True
        return False
