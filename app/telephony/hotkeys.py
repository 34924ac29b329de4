"""Keys that work while another program has the focus, and the keys of a media player while there is a call.

In:  UseHotkeys, the situation of the calls. Out: HotkeysSet, ButtonPressed.
The system's part (who may have which key) is behind ``KeyGrabber``; there is one for each system.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol, cast, get_args

from app.telephony.headset.meaning import Action, Moment, Signal, Situation, meaning
from app.telephony.hotkey_names import Chord, HotkeyError, parse_keys
from app.telephony.ports import ButtonPressed, HotkeysSet, PhoneEvent, UseHotkeys

log = logging.getLogger(__name__)

MEDIA = "media_keys"
ACTIONS = frozenset(get_args(Action))
HANG_UP_AFTER_S = 1.0  # play/pause held so long ends the call
MEDIA_PLAY, MEDIA_STOP = "media:play", "media:stop"
_MEDIA_CHORDS: dict[str, Chord] = {
    MEDIA_PLAY: Chord("media play/pause"),
    MEDIA_STOP: Chord("media stop"),
}

Listener = Callable[[str, bool], None]  # name of the chord, True: pressed, False: let go
Done = Callable[[Sequence[str]], None]  # names of the chords that another program has


class KeyGrabber(Protocol):
    """Takes keys from the system. Calls back on its own thread."""

    def grab(self, wanted: Mapping[str, Chord], done: Done) -> None:
        """Have these keys and no others from now on."""
        ...

    def stop(self) -> None: ...


class MediaPlayer(Protocol):
    """The other way to the media keys, where the desktop keeps them: be one of its players."""

    def show(self, playback: Literal["", "Paused", "Playing"]) -> None: ...

    def stop(self) -> None: ...


def no_player(_: Listener) -> MediaPlayer:
    raise HotkeyError("not-supported", "the keys themselves are asked for")


class Hotkeys:
    """``make_grabber`` and ``make_player`` raise HotkeyError where the system has no such thing."""

    def __init__(
        self,
        make_grabber: Callable[[Listener], KeyGrabber],
        emit: Callable[[PhoneEvent], None],
        make_player: Callable[[Listener], MediaPlayer] = no_player,
    ) -> None:
        self._make_grabber = make_grabber
        self._make_player = make_player
        self._emit = emit
        self._grabber: KeyGrabber | None = None
        self._player: MediaPlayer | None = None
        self._chords: dict[str, Chord] = {}
        self._refused: tuple[str, ...] = ()
        self._media = False
        self._media_grabbed = False
        self._situation = Situation()
        self._long_press: threading.Timer | None = None

    def use(self, wish: UseHotkeys) -> None:
        """What cannot be had, since another program has it or nobody should, is told by HotkeysSet."""
        chords, self._refused = _readable(wish.keys)
        self._chords, self._media = chords, wish.media_keys
        self._use_player()
        if not chords and not wish.media_keys and self._grabber is None:
            self._emit(HotkeysSet(taken=self._refused))
            return
        try:
            grabber = self._grabber = self._grabber or self._make_grabber(self._on_key)
        except HotkeyError as error:
            log.info("no hotkeys: %s", error)
            enough = not chords and self._player is not None
            self._emit(HotkeysSet(taken=self._refused, problem="" if enough else error.error_id))
            self._update_media()
            return
        # With the media keys once, to see whether they can be had; then only while there is a call.
        self._media_grabbed = self._media
        grabber.grab(self._wanted(), self._tell)
        self._update_media()

    def show(self, situation: Situation) -> None:
        self._situation = situation
        self._update_media()

    def stop(self) -> None:
        self._cancel_long_press()
        if self._grabber is not None:
            self._grabber.stop()
            self._grabber = None
        if self._player is not None:
            self._player.stop()
            self._player = None

    def _use_player(self) -> None:
        if not self._media:
            player, self._player = self._player, None
            if player is not None:
                player.stop()
        elif self._player is None:
            try:
                self._player = self._make_player(self._on_key)
            except HotkeyError as error:
                log.debug("no media player: %s", error)

    def _update_media(self) -> None:
        """A music player keeps its keys while there is no call."""
        if self._player is not None:
            self._player.show(_playback(self._situation))
        wanted = self._media and self._situation.moment is not Moment.IDLE
        if self._grabber is not None and wanted != self._media_grabbed:
            self._media_grabbed = wanted
            self._grabber.grab(self._wanted(), _log_taken)

    def _wanted(self) -> dict[str, Chord]:
        return {**self._chords, **(_MEDIA_CHORDS if self._media_grabbed else {})}

    def _tell(self, taken: Sequence[str]) -> None:
        names = {MEDIA if name in _MEDIA_CHORDS else name for name in taken if name != MEDIA_STOP}
        if self._player is not None:
            names.discard(MEDIA)  # the desktop has them and passes them on
        self._emit(HotkeysSet(taken=tuple(sorted({*names, *self._refused}))))

    # --- keys, on the grabber's thread --------------------------------------------------------------

    def _on_key(self, name: str, pressed: bool) -> None:
        if name == MEDIA_PLAY:
            self._on_play(pressed)
        elif pressed and name == MEDIA_STOP:
            self._press(meaning(self._situation, Signal.DROP), "media-key")
        elif pressed and name in ACTIONS:
            action = cast(Action, name)
            self._press("unmute" if action == "mute" and self._situation.muted else action, "hotkey")

    def _on_play(self, pressed: bool) -> None:
        """Answers a call that rings; in a call it mutes, and ends the call when held for a second."""
        self._cancel_long_press()
        if not pressed:
            return
        moment = self._situation.moment
        if moment in (Moment.RINGING, Moment.WAITING):
            self._press("answer", "media-key")
            return
        self._press(meaning(self._situation, Signal.MUTE_PRESSED), "media-key")
        if moment is Moment.TALKING:
            self._long_press = threading.Timer(HANG_UP_AFTER_S, self._held_down)
            self._long_press.daemon = True
            self._long_press.start()

    def _held_down(self) -> None:
        if self._situation.moment is Moment.TALKING:
            self._press("hang_up", "media-key")

    def _cancel_long_press(self) -> None:
        if self._long_press is not None:
            self._long_press.cancel()
            self._long_press = None

    def _press(self, action: Action | None, source: str) -> None:
        if action is not None:
            log.info("%s: %s", source, action)
            self._emit(ButtonPressed(action, source))


def _readable(keys: Mapping[str, str]) -> tuple[dict[str, Chord], tuple[str, ...]]:
    """The chords, and the actions whose keys are none or are another action's already."""
    chords: dict[str, Chord] = {}
    refused: list[str] = []
    for action, text in keys.items():
        if not text.strip():
            continue
        try:
            chord = parse_keys(text)
        except HotkeyError as error:
            log.warning("no hotkey for %s: %s", action, error)
            refused.append(action)
            continue
        if action not in ACTIONS or chord in chords.values():
            log.warning("no hotkey for %s: %s is another's, or there is no such action", action, text)
            refused.append(action)
            continue
        chords[action] = chord
    return chords, tuple(sorted(refused))


def _playback(situation: Situation) -> Literal["", "Paused", "Playing"]:
    if situation.moment is Moment.IDLE:
        return ""
    return "Playing" if situation.moment is Moment.TALKING and not situation.muted else "Paused"


def _log_taken(taken: Sequence[str]) -> None:
    if taken:
        log.info("another program has the keys of %s", ", ".join(taken))
