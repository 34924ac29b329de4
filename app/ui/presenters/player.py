"""One sound at a time is played: loaded, played, stopped, how far it is.

In:  a key, how to load it, the player's progress. Out: a face for the view.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.ui.messages import sentence
from app.ui.presenters.format import short_time
from app.ui.presenters.ports import Tasks, Trouble, Words

PlayState = Literal["idle", "loading", "playing", "paused"]


@dataclass(frozen=True, slots=True)
class PlayerFace:
    state: PlayState
    fraction: float
    at: str  # "0:07"
    length: str


class Player(Protocol):
    """``play`` calls ``progress`` with the seconds played, and once ``ended`` with "" or an error_id."""

    def play(
        self, sound: bytes, from_s: float, progress: Callable[[float], None], ended: Callable[[str], None]
    ) -> None: ...
    def stop(self) -> None: ...


class PlayerView(Protocol):
    def show_player(self, face: PlayerFace) -> None: ...
    def say(self, text: str) -> None: ...


class PlayerPresenter:
    def __init__(self, view: PlayerView, words: Words, tasks: Tasks, player: Player) -> None:
        self._view, self._words, self._tasks, self._player = view, words, tasks, player
        self._state: PlayState = "idle"
        self._key, self._sound = "", b""  # what was loaded last is kept: a pause costs no second look
        self._at_s, self._length_s = 0.0, 0.0

    def show_idle(self, length_s: float) -> None:
        """Another sound is chosen; nothing plays yet."""
        if self._state == "idle":
            self._at_s, self._length_s = 0.0, length_s
            self._show()

    def toggle(self, key: str, length_s: float, load: Callable[[], Coroutine[Any, Any, bytes]]) -> None:
        """Plays from the beginning, pauses, or goes on where it was paused."""
        if self._state == "playing" and key == self._key:
            self._player.stop()
            self._state = "paused"
            self._show()
            return
        if self._state == "loading" and key == self._key:
            return
        from_s = self._at_s if self._state == "paused" and key == self._key else 0.0
        self._length_s = length_s
        if key == self._key and self._sound:
            self._begin(from_s)
            return
        self.stop()
        self._key, self._length_s, self._state = key, length_s, "loading"
        self._show()
        self._tasks.run("load-sound", load(), lambda sound: self._loaded(key, sound), self._failed)

    def seek(self, fraction: float) -> None:
        if self._sound and self._state in ("playing", "paused"):
            self._player.stop()
            self._begin(max(0.0, min(0.98, fraction)) * self._length_s)

    def stop(self) -> None:
        if self._state != "idle":
            self._player.stop()
            self._state, self._at_s = "idle", 0.0
            self._show()

    def _loaded(self, key: str, sound: bytes) -> None:
        if key == self._key and self._state == "loading":
            self._sound = sound
            self._length_s = self._length_s or sound_length_s(sound)
            self._begin(0.0)

    def _begin(self, from_s: float) -> None:
        key = self._key
        self._state, self._at_s = "playing", from_s
        self._show()
        self._player.play(
            self._sound, from_s, lambda at_s: self._progress(key, at_s), lambda why: self._ended(key, why)
        )

    def _progress(self, key: str, at_s: float) -> None:
        if key == self._key and self._state == "playing":
            self._at_s = at_s
            self._show()

    def _ended(self, key: str, why: str) -> None:
        if key != self._key or self._state != "playing":
            return
        self._state, self._at_s = "idle", 0.0
        self._show()
        if why:
            self._view.say(sentence(Trouble(why), self._words))

    def _failed(self, trouble: Trouble) -> None:
        self._state, self._key, self._sound = "idle", "", b""
        self._show()
        self._view.say(sentence(trouble, self._words))

    def _show(self) -> None:
        fraction = min(1.0, self._at_s / self._length_s) if self._length_s else 0.0
        self._view.show_player(
            PlayerFace(self._state, fraction, short_time(self._at_s), short_time(self._length_s))
        )


def sound_length_s(sound: bytes) -> float:
    """Of an Ogg/Opus file: the granule position of its last page, at 48 kHz (RFC 3533 §6, RFC 7845 §4).

    0 where it is none.
    """
    last = sound.rfind(b"OggS")
    if last < 0 or len(sound) < last + 14:
        return 0.0
    samples = int.from_bytes(sound[last + 6 : last + 14], "little", signed=True)
    return max(0, samples) / 48000
