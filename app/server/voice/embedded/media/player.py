"""Plays prompts to one leg: one after the other, the last one again and again if it is a loop.

A prompt that is still being loaded is waited for in silence; one that is missing has no length.
"""

from __future__ import annotations

from collections.abc import Callable

from app.server.voice.embedded.media.codecs import FRAME_BYTES, SILENCE

Fetch = Callable[[str], bytes | None]
"""Payload of a prompt by name: None while it is loading, b"" when there is none."""


class Player:
    __slots__ = ("_at", "_codec", "_fetch", "_index", "_loop", "_prompts", "finished", "play")

    def __init__(self, play: str, prompts: list[str], loop: bool, codec: str, fetch: Fetch) -> None:
        self.play = play
        self._prompts = prompts
        self._loop = loop
        self._codec = codec
        self._fetch = fetch
        self._index = 0
        self._at = 0
        self.finished = False

    def frame(self) -> bytes:
        """The next 20 ms. ``finished`` is set when everything has been given out before this frame."""
        out = b""
        empty_rounds = 0
        while len(out) < FRAME_BYTES and not self.finished:
            if self._index >= len(self._prompts):
                if not self._loop or not self._prompts or empty_rounds:
                    self.finished = True
                    break
                self._index = len(self._prompts) - 1
            payload = self._fetch(self._prompts[self._index])
            if payload is None:
                break
            piece = payload[self._at : self._at + FRAME_BYTES - len(out)]
            out += piece
            self._at += len(piece)
            if self._at >= len(payload):
                empty_rounds = 0 if payload else 1
                self._index, self._at = self._index + 1, 0
        return out + SILENCE[self._codec][len(out) :]
