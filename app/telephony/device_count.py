"""How many sound devices Windows or macOS has now: a cheap sign that one was plugged in or pulled out.

PortAudio sees such a change only after all its streams were closed; these numbers say when that is worth it.
Out: a number that changes with the devices; None where the system does not tell it (Linux has events).
"""

from __future__ import annotations

import ctypes
import logging
import sys

log = logging.getLogger(__name__)


def device_count() -> int | None:
    try:
        if sys.platform == "win32":
            winmm = ctypes.WinDLL("winmm")
            return int(winmm.waveInGetNumDevs()) * 1000 + int(winmm.waveOutGetNumDevs())
        if sys.platform == "darwin":
            return _core_audio_count()
    except (OSError, AttributeError, ValueError) as error:
        log.debug("the devices cannot be counted: %s", error)
    return None


class _Address(ctypes.Structure):
    """AudioObjectPropertyAddress"""

    _fields_ = [("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32)]


def _core_audio_count() -> int | None:
    library = ctypes.CDLL("/System/Library/Frameworks/CoreAudio.framework/CoreAudio")
    devices = _Address(_four("dev#"), _four("glob"), 0)  # kAudioHardwarePropertyDevices
    size = ctypes.c_uint32()
    system_object = ctypes.c_uint32(1)
    status = library.AudioObjectGetPropertyDataSize(
        system_object, ctypes.byref(devices), ctypes.c_uint32(0), None, ctypes.byref(size)
    )
    return int(size.value) // 4 if status == 0 else None


def _four(code: str) -> int:
    return int.from_bytes(code.encode("ascii"), "big")
