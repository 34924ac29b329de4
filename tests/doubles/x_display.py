"""An X server of its own, keys typed into it, and another program whose window has the focus."""

from __future__ import annotations

import subprocess
from typing import Any

from Xlib import XK, X, display

from tests.doubles.fake_headset import wait_until


def type_key(name: str, *keys: str, down: bool = True, up: bool = True) -> None:
    """``name`` is the display (":99"); keys as xdotool calls them ("ctrl+alt+a")."""
    verb = "key" if down and up else "keydown" if down else "keyup"
    subprocess.run(["xdotool", verb, *keys], env={"DISPLAY": name}, check=True, timeout=10)


class OtherProgram:
    """A window that has the focus and writes down what is typed into it."""

    def __init__(self, name: str) -> None:
        self._display: Any = display.Display(name)
        # on a busy computer a key that is only typed may be down for so long that it repeats
        self._display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOff)
        screen = self._display.screen()
        self._window = screen.root.create_window(
            10, 10, 200, 100, 0, screen.root_depth, event_mask=X.KeyPressMask | X.FocusChangeMask
        )
        self._window.map()
        self._display.sync()
        self._focused = False
        self.typed: list[str] = []
        wait_until(self._take_focus)

    def _take_focus(self) -> bool:
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime, onerror=lambda *_: True)
        self._display.sync()
        return self._display.get_input_focus().focus == self._window

    @property
    def has_focus(self) -> bool:
        return self._display.get_input_focus().focus == self._window

    def read(self) -> list[str]:
        """All keys typed into it so far."""
        self._display.sync()
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.KeyPress:
                symbol = self._display.keycode_to_keysym(event.detail, 0)
                self.typed.append(XK.keysym_to_string(symbol) or hex(symbol))
        return self.typed

    def close(self) -> None:
        self._display.close()
