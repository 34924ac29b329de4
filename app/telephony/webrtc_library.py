"""WebRTC's audio processing as the package livekit ships it: the adapter of its native library.

The library is asked by messages of Protocol Buffers over three C functions. The package's own Python part
would bring numpy and 340 modules with it (16 MB, a second) for the three messages that are needed here, so
they are written by hand. tests/unit/test_webrtc_library.py compares them with the package's.

In:  buffers of 10 ms, 16 bit, one channel. Out: the same buffers, worked on in place.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

NEW, NEAR, FAR = 50, 51, 52  # fields of FfiRequest: new_apm, apm_process_stream, apm_process_reverse_stream
_NAMES = {"win32": "livekit_ffi.dll", "darwin": "liblivekit_ffi.dylib"}
_Callback = ctypes.CFUNCTYPE(None, ctypes.POINTER(ctypes.c_uint8), ctypes.c_size_t)


class LibraryError(Exception):
    """It is not there, or it refused; the text says why."""


def varint(number: int) -> bytes:
    """Protocol Buffers, "Base 128 Varints"."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*found, number))


def message(field: int, *values: int) -> bytes:
    """A request: ``field`` holds a message whose fields 1, 2, … are these numbers."""
    inside = b"".join(varint(place << 3) + varint(value) for place, value in enumerate(values, 1))
    return varint(field << 3 | 2) + varint(len(inside)) + inside


def new_request() -> bytes:
    """Echo canceller, gain control, high-pass filter, noise suppression: all on."""
    return message(NEW, 1, 1, 1, 1)


def frame_request(field: int, handle: int, address: int, size_bytes: int, rate_hz: int) -> bytes:
    return message(field, handle, address, size_bytes, rate_hz, 1)


def first_number(answer: bytes) -> int:
    """The number that lies innermost at the beginning: of the answer to ``new_request`` the handle."""
    at = 0
    while at < len(answer):
        tag, at = _read(answer, at)
        if tag & 7 == 0:
            return _read(answer, at)[0]
        _, at = _read(answer, at)  # into the message that begins here
    raise LibraryError("an answer without a handle")


def error_text(answer: bytes) -> str:
    """Of the answer to a frame: "" where all went well, else what its field 1 says."""
    _, at = _read(answer, 0)
    size, at = _read(answer, at)
    if not size:
        return ""
    _, at = _read(answer, at)
    size, at = _read(answer, at)
    return answer[at : at + size].decode("utf-8", "replace")


def _read(answer: bytes, at: int) -> tuple[int, int]:
    """The varint at this place, and the place behind it."""
    number = shift = 0
    while at < len(answer):
        byte = answer[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
    raise LibraryError("an answer that breaks off")


class Library:
    """One for the process: it has threads of its own."""

    def __init__(self) -> None:
        """Raises LibraryError."""
        try:
            self._c: Any = ctypes.CDLL(str(_path()))
            self._tell = _Callback(
                lambda _data, _size: None
            )  # its log is not ours; kept as long as it may call
            self._c.livekit_ffi_initialize.argtypes = (
                _Callback, ctypes.c_bool, ctypes.c_char_p, ctypes.c_char_p,
            )  # fmt: skip
            self._c.livekit_ffi_request.argtypes = (
                ctypes.c_char_p, ctypes.c_size_t,
                ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t),
            )  # fmt: skip
            self._c.livekit_ffi_request.restype = ctypes.c_uint64
            self._c.livekit_ffi_drop_handle.argtypes = (ctypes.c_uint64,)
            self._c.livekit_ffi_initialize(self._tell, True, b"python", b"1")
        except (OSError, AttributeError) as error:
            raise LibraryError(str(error)) from error

    def ask(self, request: bytes) -> bytes:
        """May be called from several threads. Raises LibraryError."""
        place, size = ctypes.c_void_p(), ctypes.c_size_t()
        handle = self._c.livekit_ffi_request(request, len(request), ctypes.byref(place), ctypes.byref(size))
        if not handle:
            raise LibraryError("the library did not understand the request")
        answer = ctypes.string_at(place.value or 0, size.value) if size.value else b""
        self._c.livekit_ffi_drop_handle(handle)
        return answer

    def let_go(self, handle: int) -> None:
        self._c.livekit_ffi_drop_handle(handle)


@cache
def library() -> Library:
    """Raises LibraryError."""
    return Library()


class Frames:
    """Frames of one direction, of 10 ms: the same memory and the same request again and again.

    Raises LibraryError where the length is another.
    """

    def __init__(self, library: Library, field: int, handle: int, size_bytes: int, rate_hz: int) -> None:
        if size_bytes != rate_hz // 100 * 2:
            raise LibraryError("a frame of 10 ms is wanted")  # the library would end the process
        self._library = library
        self.buffer = bytearray(size_bytes)
        self._kept = (ctypes.c_char * size_bytes).from_buffer(self.buffer)  # it stays where it is
        address = ctypes.addressof(self._kept)
        self._request = frame_request(field, handle, address, size_bytes, rate_hz)

    def work(self) -> None:
        """``buffer`` is worked on. Raises LibraryError."""
        answer = self._library.ask(self._request)
        if len(answer) > SHORTEST and (text := error_text(answer)):
            raise LibraryError(text)


SHORTEST = 3  # bytes of an answer that has nothing to say


def _path() -> Path:
    """Where the package has put it, without loading the package's Python part."""
    spec = importlib.util.find_spec("livekit")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        found = Path(folder) / "rtc" / "resources" / _NAMES.get(sys.platform, "liblivekit_ffi.so")
        if found.exists():
            return found
    raise LibraryError("the package livekit is not installed")
