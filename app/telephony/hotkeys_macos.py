"""Hotkeys on macOS: the adapter of pynput, which listens to all keys where the user allowed it.

Nobody can be asked there who has a key, so none is told as taken by another. Without the permission (System
Settings → Privacy → Input Monitoring and Accessibility) nothing would be heard: told as "not-allowed".
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from typing import Any

from app.telephony.hotkey_names import KEYS, Chord, HotkeyError
from app.telephony.hotkeys import Done, Listener

log = logging.getLogger(__name__)

_MODIFIERS = {"ctrl": "<ctrl>", "alt": "<alt>", "shift": "<shift>", "meta": "<cmd>"}


class MacKeys:
    """``keyboard`` is pynput's module; raises HotkeyError "not-supported" or "not-allowed"."""

    def __init__(self, listener: Listener, keyboard: Any = None) -> None:
        try:
            # Imported late: the module looks for the system's keys already when it is loaded.
            self._keyboard: Any = keyboard or importlib.import_module("pynput.keyboard")
        except (ImportError, OSError) as error:
            raise HotkeyError("not-supported", str(error)) from error
        self._listener = listener
        self._wanted: dict[str, frozenset[Any]] = {}
        self._held: Any = set()
        self._down: set[str] = set()
        self._ear: Any = self._keyboard.Listener(on_press=self._on_press, on_release=self._on_release)
        self._ear.start()
        self._ear.wait()
        if getattr(self._ear, "IS_TRUSTED", True) is False:
            self._ear.stop()
            raise HotkeyError("not-allowed", "the user has not allowed this program to hear keys")

    def grab(self, wanted: Mapping[str, Chord], done: Done) -> None:
        cannot: list[str] = []
        chords: dict[str, frozenset[Any]] = {}
        for name, chord in wanted.items():
            key = KEYS[chord.key].pynput
            if not key:
                cannot.append(name)
                continue
            text = "+".join([*(_MODIFIERS[modifier] for modifier in sorted(chord.modifiers)), key])
            chords[name] = frozenset(self._keyboard.HotKey.parse(text))
        self._wanted = chords
        done(cannot)

    def stop(self) -> None:
        self._ear.stop()

    # --- on pynput's thread -------------------------------------------------------------------------

    def _on_press(self, key: Any) -> None:
        self._held.add(self._ear.canonical(key))
        for name, chord in self._wanted.items():
            if name not in self._down and self._held == chord:
                self._down.add(name)
                self._listener(name, True)

    def _on_release(self, key: Any) -> None:
        self._held.discard(self._ear.canonical(key))
        for name in [name for name in self._down if not self._wanted.get(name, frozenset()) <= self._held]:
            self._down.discard(name)
            self._listener(name, False)
