"""Hotkeys under X11: the adapter of python-xlib, on a thread with a connection of its own.

A key is taken with XGrabKey on the root window, once for each state of NumLock and CapsLock; what another
program has comes back as BadAccess. Under Wayland no program gets keys this way: told as "wayland".
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import select
import threading
from collections.abc import Mapping
from typing import Any

from Xlib import XK, X, display, error

from app.telephony.hotkey_names import KEYS, Chord, HotkeyError
from app.telephony.hotkeys import Done, Listener

log = logging.getLogger(__name__)

STOP_LIMIT_S = 1.0
REPEAT_GAP_S = 0.03  # between "let go" and "pressed" of a key that is held, on a busy computer
_MASKS = {"shift": X.ShiftMask, "ctrl": X.ControlMask, "alt": X.Mod1Mask, "meta": X.Mod4Mask}
_MASK_BITS = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod4Mask
_X_ERRORS = (error.DisplayError, error.XError, error.ConnectionClosedError, OSError)

_Request = tuple[Mapping[str, Chord], Done] | None  # None: stop


class X11Keys:
    """Raises HotkeyError "no-display" or "wayland"."""

    def __init__(self, listener: Listener) -> None:
        if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
            raise HotkeyError("wayland", "the session runs under Wayland")
        try:
            self._display: Any = display.Display()
        except _X_ERRORS as problem:
            raise HotkeyError("no-display", str(problem)) from problem
        XK.load_keysym_group("xf86")
        self._listener = listener
        self._root: Any = self._display.screen().root
        self._locks = _lock_variants(self._display)
        self._names: dict[tuple[int, int], str] = {}  # key code and modifiers -> name of the chord
        self._codes: dict[
            str, tuple[int, int]
        ] = {}  # name of the chord -> key code and modifiers, also of taken
        self._down: dict[int, str] = {}  # key code -> name, while it is held
        self._wanted: Mapping[str, Chord] = {}
        self._requests: queue.SimpleQueue[_Request] = queue.SimpleQueue()
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def grab(self, wanted: Mapping[str, Chord], done: Done) -> None:
        self._requests.put((dict(wanted), done))
        self._wake()

    def stop(self) -> None:
        self._requests.put(None)
        self._wake()
        self._thread.join(STOP_LIMIT_S)

    def _wake(self) -> None:
        if self._thread.is_alive():
            with contextlib.suppress(OSError):  # it ended this moment, and its pipe with it
                os.write(self._wake_write, b"x")

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while self._serve_requests():
                while self._display.pending_events():
                    self._on_event(self._display.next_event())
                select.select([self._display.fileno(), self._wake_read], [], [])
            self._display.close()
        except _X_ERRORS as problem:
            log.warning("hotkeys end, the display is gone: %s", problem)
        finally:
            os.close(self._wake_read)
            os.close(self._wake_write)

    def _serve_requests(self) -> bool:
        if select.select([self._wake_read], [], [], 0)[0]:
            os.read(self._wake_read, 64)
        while not self._requests.empty():
            request = self._requests.get()
            if request is None:
                return False
            self._wanted, done = request
            done(self._grab_all())
        return True

    def _grab_all(self) -> list[str]:
        """Names of the chords that another program has."""
        self._root.ungrab_key(X.AnyKey, X.AnyModifier)
        self._names.clear()
        self._codes = self._codes_now()
        taken: list[str] = []
        for name, (code, mask) in self._codes.items():
            if not code or not self._grab_one(code, mask):
                taken.append(name)
            else:
                self._names[code, mask] = name
        return taken

    def _codes_now(self) -> dict[str, tuple[int, int]]:
        return {
            name: (
                self._display.keysym_to_keycode(XK.string_to_keysym(KEYS[chord.key].x11)),
                sum(_MASKS[modifier] for modifier in chord.modifiers),
            )
            for name, chord in self._wanted.items()
        }

    def _grab_one(self, code: int, mask: int) -> bool:
        refused = error.CatchError(error.BadAccess)
        for locks in self._locks:
            self._root.grab_key(code, mask | locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error() is None:
            return True
        for locks in self._locks:
            self._root.ungrab_key(code, mask | locks)
        self._display.sync()
        return False

    def _on_event(self, event: Any) -> None:
        if event.type == X.MappingNotify:
            self._on_mapping(event)
        elif event.type == X.KeyPress:
            name = self._names.get((event.detail, event.state & _MASK_BITS))
            if name is not None and event.detail not in self._down:
                self._down[event.detail] = name
                self._listener(name, True)
        elif event.type == X.KeyRelease:
            self._on_release(event)

    def _on_mapping(self, event: Any) -> None:
        """Another keyboard or layout: the codes may be others now.

        It is told with the first key of each other keyboard. Where nothing has changed for us nothing is
        given back, for the next key may be one of ours.
        """
        self._display.refresh_keyboard_mapping(event)
        locks = _lock_variants(self._display)
        if locks != self._locks or self._codes_now() != self._codes:
            self._locks = locks
            self._grab_all()

    def _on_release(self, released: Any) -> None:
        """A key that is held comes as let go and pressed in the same millisecond, again and again."""
        following = self._next_within(REPEAT_GAP_S)
        if (
            following is not None
            and following.type == X.KeyPress
            and (following.detail, following.time) == (released.detail, released.time)
        ):
            return
        name = self._down.pop(released.detail, None)
        if name is not None:
            self._listener(name, False)
        if following is not None:
            self._on_event(following)

    def _next_within(self, limit_s: float) -> Any:
        if not self._display.pending_events():
            select.select([self._display.fileno()], [], [], limit_s)
        return self._display.next_event() if self._display.pending_events() else None


def _lock_variants(x: Any) -> list[int]:
    """Every mixture of CapsLock, NumLock and ScrollLock, as modifier bits."""
    locks = {X.LockMask}
    codes = {x.keysym_to_keycode(XK.string_to_keysym(name)) for name in ("Num_Lock", "Scroll_Lock")} - {0}
    for place, keys in enumerate(x.get_modifier_mapping()):
        if codes & set(keys):
            locks.add(1 << place)
    variants = [0]
    for lock in sorted(locks):
        variants += [variant | lock for variant in variants]
    return variants
