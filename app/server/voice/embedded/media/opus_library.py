"""Where libopus is: the system's (Debian: libopus0), or the one inside PyAV's wheel.

In:  nothing. Out: the library, or None; where there is none, ``available()`` is False and Opus is not
offered. Apart from ``opus.py``, so that the control process, which only asks, need not load numpy.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)


def available() -> bool:
    """Whether Opus can be spoken in this process."""
    return library() is not None


@functools.cache
def library() -> ctypes.PyDLL | None:
    # PyDLL: a call is shorter than letting the interpreter go and getting it back from another thread.
    for name in places():
        try:
            found = ctypes.PyDLL(name)
            _declare(found)
        except (OSError, AttributeError):
            continue
        return found
    log.warning("Opus is not offered: there is no libopus on this machine (Debian: apt install libopus0)")
    return None


def places() -> Iterator[str]:
    yield from ("libopus.so.0", "libopus.0.dylib", "opus.dll")
    package = importlib.util.find_spec("av")
    for folder in (package.submodule_search_locations or ()) if package is not None else ():
        for inside in ("../av.libs", ".dylibs"):
            yield from sorted(str(each) for each in Path(folder, inside).resolve().glob("*opus*"))
    if found := ctypes.util.find_library("opus"):  # last: on Linux it starts other programs to look
        yield found


def _declare(found: ctypes.PyDLL) -> None:
    """Raises AttributeError: it is another library."""
    address, size, number = ctypes.c_void_p, ctypes.c_int, ctypes.c_int32
    for name, result, arguments in (
        ("opus_encoder_get_size", size, [size]),
        ("opus_encoder_init", size, [address, number, size, size]),
        ("opus_encode", number, [address, address, size, address, number]),
        ("opus_decoder_get_size", size, [size]),
        ("opus_decoder_init", size, [address, number, size]),
        ("opus_decode", size, [address, ctypes.c_char_p, number, address, size, size]),
        ("opus_strerror", ctypes.c_char_p, [size]),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    # Its last argument is variadic: by the C standard only the fixed ones are declared.
    found.opus_encoder_ctl.restype = size
    found.opus_encoder_ctl.argtypes = [address, size]
