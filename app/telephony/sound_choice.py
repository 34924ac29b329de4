"""The sound system of this machine: PulseAudio/PipeWire whenever one answers, else PortAudio."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from app.telephony.audio import PortAudioHost
from app.telephony.hotplug import pulse_devices
from app.telephony.pulse_audio import PulseHost
from app.telephony.sound_host import SoundDevice, SoundError, SoundHost, SoundStream

log = logging.getLogger(__name__)


class SystemSoundHost:
    """Decides anew each time the devices are listed: a sound server may start after us."""

    def __init__(self) -> None:
        self._pulse = _pulse_host()
        self._portaudio: PortAudioHost | None = None
        self._current: SoundHost | None = None

    @property
    def stale(self) -> bool:
        return self._current is not None and self._current.stale

    def devices(self) -> list[SoundDevice]:
        found = pulse_devices() if self._pulse is not None else None
        if found is not None:
            self._current = self._pulse
            return found
        if self._portaudio is None:
            self._portaudio = PortAudioHost()
        self._current = self._portaudio
        return self._portaudio.devices()

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        return self._host().open_input(device, on_frame)

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        return self._host().open_output(device, next_frame)

    def _host(self) -> SoundHost:
        if self._current is None:
            raise SoundError("the devices were not listed yet")
        return self._current


def _pulse_host() -> PulseHost | None:
    if sys.platform != "linux":
        return None
    try:
        return PulseHost()
    except SoundError as error:
        log.info("taking PortAudio: %s", error)
        return None
