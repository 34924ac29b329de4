"""Sound through PulseAudio or PipeWire (adapter of libpulse-simple by ctypes).

One thread a stream reads or writes 20 ms at a time. Compared with PortAudio's way through ALSA it
names every device, opens in 2 ms and keeps 40 ms of latency.

In:  a device's key, a callback for frames. Out: a stream; SoundError when it cannot be opened.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable

from app.telephony.hotplug import pulse_devices
from app.telephony.pcm import FRAME_BYTES, FRAME_MS, RATE_HZ
from app.telephony.sound_host import SoundDevice, SoundError, SoundStream

log = logging.getLogger(__name__)

# pulse/def.h, pulse/sample.h
_PLAYBACK, _RECORD = 1, 2
_SAMPLE_S16LE = 3
_UNSET = 0xFFFFFFFF
_TARGET_BYTES = 2 * FRAME_BYTES  # 40 ms in the sound server's buffer
_DEAD_AFTER_S = 1.5


class _SampleSpec(ctypes.Structure):
    _fields_ = [("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8)]


class _BufferAttr(ctypes.Structure):
    _fields_ = [
        ("maxlength", ctypes.c_uint32),
        ("tlength", ctypes.c_uint32),
        ("prebuf", ctypes.c_uint32),
        ("minreq", ctypes.c_uint32),
        ("fragsize", ctypes.c_uint32),
    ]


class PulseHost:
    def __init__(self) -> None:
        """Raises SoundError when libpulse-simple is not installed."""
        try:
            self._lib = _load()
        except OSError as error:
            raise SoundError(f"libpulse-simple: {error}") from error

    @property
    def stale(self) -> bool:
        return False

    def devices(self) -> list[SoundDevice]:
        return pulse_devices() or []

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        handle = self._open(_RECORD, device, _BufferAttr(_UNSET, _UNSET, _UNSET, _UNSET, FRAME_BYTES))
        buffer = ctypes.create_string_buffer(FRAME_BYTES)

        def step() -> int:
            error = ctypes.c_int()
            if self._lib.pa_simple_read(handle, buffer, FRAME_BYTES, ctypes.byref(error)) < 0:
                return error.value or -1
            on_frame(buffer.raw)
            return 0

        return _Stream(self._lib, handle, step, f"from {device.name}")

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        handle = self._open(
            _PLAYBACK, device, _BufferAttr(_UNSET, _TARGET_BYTES, FRAME_BYTES, FRAME_BYTES, _UNSET)
        )

        def step() -> int:
            error = ctypes.c_int()
            frame = next_frame()
            if self._lib.pa_simple_write(handle, frame, len(frame), ctypes.byref(error)) < 0:
                return error.value or -1
            return 0

        return _Stream(self._lib, handle, step, f"to {device.name}")

    def _open(self, direction: int, device: SoundDevice, attributes: _BufferAttr) -> int:
        error = ctypes.c_int()
        handle = self._lib.pa_simple_new(
            None,
            b"Seatline",
            direction,
            device.key.encode(),
            b"call",
            ctypes.byref(_SampleSpec(_SAMPLE_S16LE, RATE_HZ, 1)),
            None,
            ctypes.byref(attributes),
            ctypes.byref(error),
        )
        if not handle:
            raise SoundError(f"{device.name}: PulseAudio error {error.value}")
        return int(handle)


class _Stream:
    def __init__(self, lib: ctypes.CDLL, handle: int, step: Callable[[], int], name: str) -> None:
        self._lib = lib
        self._handle = handle
        self._step = step
        self._name = name
        self._closing = False
        self._failed = False
        self._last_step_s = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"sound {name}", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return not self._failed and time.monotonic() - self._last_step_s < _DEAD_AFTER_S

    def close(self) -> None:
        """The thread frees the stream; one that hangs in a vanished device is left behind."""
        self._closing = True
        self._thread.join(5 * FRAME_MS / 1000)
        if self._thread.is_alive():
            log.info("sound %s: still closing", self._name)

    def _run(self) -> None:
        try:
            while not self._closing:
                error = self._step()
                if error:
                    log.warning("sound %s: PulseAudio error %d", self._name, error)
                    self._failed = True
                    return
                self._last_step_s = time.monotonic()
        finally:
            self._lib.pa_simple_free(self._handle)


def _load() -> ctypes.CDLL:
    lib = ctypes.CDLL("libpulse-simple.so.0")
    pointer, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    error = ctypes.POINTER(ctypes.c_int)
    lib.pa_simple_new.restype = pointer
    lib.pa_simple_new.argtypes = [text, text, ctypes.c_int, text, text, pointer, pointer, pointer, error]
    for name in ("pa_simple_read", "pa_simple_write"):
        function = getattr(lib, name)
        function.restype = ctypes.c_int
        function.argtypes = [pointer, pointer, size, error]
    lib.pa_simple_free.restype = None
    lib.pa_simple_free.argtypes = [pointer]
    return lib
