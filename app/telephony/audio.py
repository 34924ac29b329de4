"""Sound through PortAudio (adapter of sounddevice): Windows, macOS, and Linux without a sound server.

Input and output are separate streams: a duplex stream costs most of a core. PortAudio knows the devices
of the moment it was initialised, so the list is made anew only while no stream is open; ``stale`` says when
that is worth closing them for.

In:  a device, a callback for frames. Out: a stream; SoundError when it cannot be opened.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from app.telephony.device_count import device_count
from app.telephony.device_form import form_of
from app.telephony.pcm import FRAME_SAMPLES, RATE_HZ
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice, SoundError, SoundStream

log = logging.getLogger(__name__)

LATENCY_S = 0.04
_DEAD_AFTER_S = 0.6  # a pulled device falls silent without a word
_RENEW_EVERY_S = 5.0


class PortAudioHost:
    """Without the PortAudio library it has no devices, and ``problem`` says why."""

    def __init__(self) -> None:
        self.problem = ""
        self._open: set[_Stream] = set()
        self._renewed_at_s = time.monotonic()
        self._renew_every_s = _RENEW_EVERY_S
        self._count = device_count()
        self._sd: Any = None
        try:
            import sounddevice
        except (ImportError, OSError) as error:
            self.problem = f"PortAudio is missing: {error}"
            log.warning(self.problem)
            return
        self._sd = sounddevice

    @property
    def stale(self) -> bool:
        changed = device_count() != self._count or any(not stream.alive for stream in self._open)
        return bool(self._open) and changed

    def devices(self) -> list[SoundDevice]:
        if self._sd is None:
            return []
        self._renew()
        try:
            api: Any = self._sd.query_hostapis(self._sd.default.hostapi if self._sd.default.hostapi else 0)
            found = [(index, self._sd.query_devices(index)) for index in api["devices"]]
        except (self._sd.PortAudioError, ValueError) as error:
            log.debug("no PortAudio devices: %s", error)
            return []
        devices: list[SoundDevice] = []
        for index, info in found:
            for kind, channels, default in (
                (DeviceKind.INPUT, "max_input_channels", "default_input_device"),
                (DeviceKind.OUTPUT, "max_output_channels", "default_output_device"),
            ):
                if info[channels] > 0:
                    name = str(info["name"])
                    devices.append(SoundDevice(name, str(index), kind, api[default] == index, form_of(name)))
        return devices

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        def callback(data: Any, frames: int, timing: Any, status: Any) -> None:
            stream.touch()
            on_frame(bytes(data))

        stream = _Stream(self._open)
        return self._start(stream, self._sd.RawInputStream if self._sd else None, device, callback)

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        def callback(data: Any, frames: int, timing: Any, status: Any) -> None:
            stream.touch()
            data[:] = next_frame()

        stream = _Stream(self._open)
        return self._start(stream, self._sd.RawOutputStream if self._sd else None, device, callback)

    def _start(
        self, stream: _Stream, make: Any, device: SoundDevice, callback: Callable[..., None]
    ) -> SoundStream:
        if make is None:
            raise SoundError(self.problem)
        try:
            stream.begin(
                make(
                    samplerate=RATE_HZ,
                    blocksize=FRAME_SAMPLES,
                    dtype="int16",
                    channels=1,
                    device=int(device.key),
                    latency=LATENCY_S,
                    callback=callback,
                )
            )
        except (self._sd.PortAudioError, ValueError, OSError) as error:
            stream.close()
            raise SoundError(f"{device.name}: {error}") from error
        return stream

    def _renew(self) -> None:
        """WORKAROUND: PortAudio never notices plugging in; only a new start makes it look again."""
        now, count = time.monotonic(), device_count()
        if self._open or (count == self._count and now - self._renewed_at_s < self._renew_every_s):
            return
        self._renewed_at_s, self._count = now, count
        self._renew_every_s = _RENEW_EVERY_S
        try:
            self._sd._terminate()
            self._sd._initialize()
        except self._sd.PortAudioError as error:
            log.warning("PortAudio: %s", error)


class _Stream:
    def __init__(self, open_streams: set[_Stream]) -> None:
        self._all = open_streams
        self._stream: Any = None
        self._last_s = time.monotonic()

    def begin(self, stream: Any) -> None:
        self._stream = stream
        self._all.add(self)
        stream.start()
        self._last_s = time.monotonic()

    def touch(self) -> None:
        self._last_s = time.monotonic()

    @property
    def alive(self) -> bool:
        return self._stream is not None and time.monotonic() - self._last_s < _DEAD_AFTER_S

    def close(self) -> None:
        self._all.discard(self)
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            stream.abort()
            stream.close()
        except Exception as error:  # noqa: BLE001  a device that is gone fails in many ways; closing is all we want
            log.info("closing a sound stream: %s", error)
