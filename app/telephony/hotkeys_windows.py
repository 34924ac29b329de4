"""Hotkeys on Windows: RegisterHotKey, on a thread with a message loop of its own.

A key that another program registered is refused. Windows tells only that a key was pressed; that it was let
go is found out by asking while it is down. ``User32`` is all that we need of the system.
"""

from __future__ import annotations

import ctypes
import logging
import queue
import threading
from collections.abc import Mapping
from typing import Any, Protocol

from app.telephony.hotkey_names import KEYS, Chord, HotkeyError
from app.telephony.hotkeys import Done, Listener

log = logging.getLogger(__name__)

STOP_LIMIT_S = 1.0
START_LIMIT_S = 2.0
ASK_MS = 50
_MODIFIERS = {"alt": 0x1, "ctrl": 0x2, "shift": 0x4, "meta": 0x8}
_NO_REPEAT = 0x4000
_WM_HOTKEY, _WM_APP, _PM_REMOVE, _QS_ALL_INPUT = 0x0312, 0x8000, 0x1, 0x04FF
_FOREVER_MS = 0xFFFFFFFF

_Request = tuple[Mapping[str, Chord], Done] | None  # None: stop


class User32(Protocol):
    """Called by the thread that registered, but for ``wake``."""

    def thread(self) -> int: ...

    def register(self, number: int, modifiers: int, key: int) -> bool: ...

    def unregister(self, number: int) -> None: ...

    def wait(self, limit_ms: int | None) -> list[int]:
        """Numbers of the hotkeys pressed; returns early when something woke it."""
        ...

    def is_down(self, key: int) -> bool: ...

    def wake(self, thread: int) -> None: ...


class WindowsKeys:
    def __init__(self, listener: Listener, user32: User32 | None = None) -> None:
        self._user32 = user32 or SystemUser32()
        self._listener = listener
        self._requests: queue.SimpleQueue[_Request] = queue.SimpleQueue()
        self._registered: dict[int, tuple[str, int]] = {}  # number -> name and virtual key
        self._down: dict[int, str] = {}  # virtual key -> name
        self._thread_number = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_LIMIT_S):
            raise HotkeyError("not-supported", "the thread of the hotkeys does not start")

    def grab(self, wanted: Mapping[str, Chord], done: Done) -> None:
        self._requests.put((dict(wanted), done))
        self._user32.wake(self._thread_number)

    def stop(self) -> None:
        self._requests.put(None)
        self._user32.wake(self._thread_number)
        self._thread.join(STOP_LIMIT_S)

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        self._thread_number = self._user32.thread()
        self._ready.set()
        while self._serve_requests():
            for number in self._user32.wait(ASK_MS if self._down else None):
                if number in self._registered:
                    name, key = self._registered[number]
                    self._down[key] = name
                    self._listener(name, True)
            for key, name in list(self._down.items()):
                if not self._user32.is_down(key):
                    del self._down[key]
                    self._listener(name, False)
        self._release_all()

    def _serve_requests(self) -> bool:
        while not self._requests.empty():
            request = self._requests.get()
            if request is None:
                return False
            wanted, done = request
            done(self._register_all(wanted))
        return True

    def _register_all(self, wanted: Mapping[str, Chord]) -> list[str]:
        """Names of the chords that another program has."""
        self._release_all()
        taken: list[str] = []
        for number, (name, chord) in enumerate(wanted.items(), start=1):
            key = KEYS[chord.key].windows
            modifiers = sum(_MODIFIERS[modifier] for modifier in chord.modifiers)
            if self._user32.register(number, modifiers | _NO_REPEAT, key):
                self._registered[number] = (name, key)
            else:
                taken.append(name)
        return taken

    def _release_all(self) -> None:
        for number in self._registered:
            self._user32.unregister(number)
        self._registered.clear()


class SystemUser32:
    def __init__(self) -> None:
        windows: Any = getattr(ctypes, "WinDLL", None)
        if windows is None:
            raise HotkeyError("not-supported", "this is not Windows")
        self._user: Any = windows("user32", use_last_error=True)
        self._kernel: Any = windows("kernel32", use_last_error=True)

    def thread(self) -> int:
        message = _Message()
        self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # makes the queue of this thread
        return int(self._kernel.GetCurrentThreadId())

    def register(self, number: int, modifiers: int, key: int) -> bool:
        return bool(self._user.RegisterHotKey(None, number, modifiers, key))

    def unregister(self, number: int) -> None:
        self._user.UnregisterHotKey(None, number)

    def wait(self, limit_ms: int | None) -> list[int]:
        limit = _FOREVER_MS if limit_ms is None else limit_ms
        self._user.MsgWaitForMultipleObjects(0, None, False, limit, _QS_ALL_INPUT)
        pressed: list[int] = []
        message = _Message()
        while self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, _PM_REMOVE):
            if message.message == _WM_HOTKEY:
                pressed.append(int(message.wParam))
        return pressed

    def is_down(self, key: int) -> bool:
        return bool(self._user.GetAsyncKeyState(key) & 0x8000)

    def wake(self, thread: int) -> None:
        self._user.PostThreadMessageW(thread, _WM_APP, 0, 0)


class _Message(ctypes.Structure):
    """MSG of winuser.h."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
        ("private", ctypes.c_uint32),
    )
