"""For how long nobody has touched this computer: asked of the operating system, where it tells.

Out: seconds, or None where they cannot be had (Wayland, a missing library): then only what happens in our own
windows is known.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

IdleSource = Callable[[], float | None]
_ANY_INPUT = 0xFFFFFFFF  # kCGAnyInputEventType


def idle_of_computer() -> IdleSource:
    """Loaded when it is first asked for; what cannot be loaded stays unknown."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _mac()
        if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            return _x11()
    except (OSError, AttributeError):
        pass
    return lambda: None


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO of the Windows API."""

    _fields_ = (("size_bytes", ctypes.c_uint), ("at_ms", ctypes.c_uint))


def _windows() -> IdleSource:
    library: Any = ctypes
    user32, kernel32 = library.windll.user32, library.windll.kernel32

    def idle_s() -> float | None:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        return ((kernel32.GetTickCount() - last.at_ms) & 0xFFFFFFFF) / 1000  # the counter begins anew

    return idle_s


def _mac() -> IdleSource:
    services: Any = ctypes.CDLL(
        "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
    )
    ask = services.CGEventSourceSecondsSinceLastEventType
    ask.argtypes, ask.restype = (ctypes.c_int, ctypes.c_uint32), ctypes.c_double
    return lambda: float(ask(0, _ANY_INPUT))  # 0: combined session state


class _ScreenSaverInfo(ctypes.Structure):
    """XScreenSaverInfo of the MIT-SCREEN-SAVER extension."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since_ms", ctypes.c_ulong),
        ("idle_ms", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def _x11() -> IdleSource:
    x11: Any = ctypes.CDLL("libX11.so.6")
    saver: Any = ctypes.CDLL("libXss.so.1")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = (ctypes.c_char_p,)
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    saver.XScreenSaverQueryExtension.argtypes = (
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_int),
        ctypes.POINTER(ctypes.c_int),
    )
    saver.XScreenSaverQueryInfo.argtypes = (
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_ScreenSaverInfo),
    )
    display = x11.XOpenDisplay(None)
    events, errors = ctypes.c_int(), ctypes.c_int()
    if not display or not saver.XScreenSaverQueryExtension(
        display, ctypes.byref(events), ctypes.byref(errors)
    ):
        return lambda: None
    root, info = x11.XDefaultRootWindow(display), _ScreenSaverInfo()

    def idle_s() -> float | None:
        known = saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info))
        return info.idle_ms / 1000 if known else None

    return idle_s
