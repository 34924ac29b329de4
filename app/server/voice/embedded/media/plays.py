"""Which leg hears which prompts: begins and ends plays, tells what is missing or finished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.leg import Leg
from app.server.voice.embedded.media.player import Frames, Player
from app.server.voice.embedded.media.prompts import PromptKey, PromptStore
from app.server.voice.embedded.media.protocol import Play, PlayFinished, Report, Trouble


class Plays:
    def __init__(
        self,
        prompt_dirs: tuple[Path, ...],
        switch: Switch,
        report: Callable[[Report], None],
        wake: Callable[[], None],
    ) -> None:
        self._prompts = PromptStore(prompt_dirs, wake)
        self._switch = switch
        self._report = report
        self._playing: dict[str, Play] = {}  # by leg name

    def start(self, leg: Leg, request: Play) -> None:
        """In the place of what this leg heard before."""
        last = request.prompts[-1] if request.prompts and request.loop else None
        keys = {name: self._prompts.find(name, leg.codec, name == last) for name in request.prompts}
        for name, key in keys.items():
            if key is None:
                self._report(Trouble("prompt-missing", f"The prompt {name} is missing"))
            else:
                self._prompts.payload(key)  # begin to load the later ones while the first plays
        told: set[str] = set()

        def fetch(name: str) -> Frames | None:
            return self._payload(name, keys[name], told)

        leg.player = Player(request.play, request.prompts, request.loop, leg.codec, fetch)
        self._playing[leg.name] = request
        self._switch.played(leg)

    def stop(self, leg: Leg) -> None:
        leg.player = None
        self._playing.pop(leg.name, None)
        self._switch.played(leg)

    def finish(self, leg: Leg) -> None:
        """After a tick: the play may have come to its end."""
        player = leg.player
        if player is not None and player.finished:
            self.stop(leg)
            self._report(PlayFinished(leg.name, player.play))

    def codec_changed(self, leg: Leg) -> None:
        """What is played must be encoded anew: begin again."""
        if (play := self._playing.get(leg.name)) is not None:
            self.start(leg, play)

    def close(self) -> None:
        self._prompts.close()

    def _payload(self, name: str, key: PromptKey | None, told: set[str]) -> Frames | None:
        payload = () if key is None else self._prompts.payload(key)
        if isinstance(payload, str):
            if name not in told:
                told.add(name)
                self._report(Trouble("prompt-unreadable", f"The prompt {name}: {payload}"))
            return ()
        return payload
