"""One use of a sound device, microphone, speaker or ringer: kept open by name while it is wanted.

In:  the devices that there are, whether it is to be open now. Out: an open stream, or a problem in words.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice, SoundError, SoundHost, SoundStream

log = logging.getLogger(__name__)

RETRY_S = 1.0

_PROBLEM_WORDS = {
    DeviceKind.INPUT: ("no-microphone", "microphone-lost"),
    DeviceKind.OUTPUT: ("no-speaker", "speaker-lost"),
}


@dataclass(slots=True)
class Slot:
    kind: DeviceKind
    open: Callable[[SoundHost, SoundDevice], SoundStream]
    wanted: str = ""
    device: SoundDevice | None = None
    had_device: bool = False
    stream: SoundStream | None = None
    opened_for: tuple[str, str] = ("", "")  # the device's key, and the default device's at that time
    problem: str = ""
    detail: str = ""
    retry_at_s: float = 0.0

    @property
    def died(self) -> bool:
        """Its stream is open and gives or takes nothing any more."""
        return self.stream is not None and not self.stream.alive

    def want(self, name: str) -> None:
        if self.wanted != name:
            self.wanted, self.had_device = name, False

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    def settle(
        self, host: SoundHost, devices: list[SoundDevice], device: SoundDevice | None, active: bool
    ) -> None:
        """Bring it to where it should be with ``device`` (None: it is not there)."""
        self.device = device
        missing, lost = _PROBLEM_WORDS[self.kind]
        if device is None:
            self.close()
            self.problem = lost if self.had_device else missing
            self.detail = self.wanted
            return
        self.had_device = True
        if not active:
            self.close()
            self.problem = "" if self.problem in (missing, lost) else self.problem
            return
        # A sound server may move our stream when the default device changes, named or not: open it anew.
        place = (device.key, next((d.key for d in devices if d.kind is self.kind and d.default), ""))
        if self.stream is not None and (self.opened_for != place or not self.stream.alive):
            self.close()
        now_s = time.monotonic()
        if self.stream is None and now_s >= self.retry_at_s:
            self.opened_for = place
            self._open(host, device, now_s)
        elif self.stream is not None:
            self.problem = ""

    def _open(self, host: SoundHost, device: SoundDevice, now_s: float) -> None:
        try:
            self.stream = self.open(host, device)
        except SoundError as error:
            log.warning("cannot open %s: %s", device.name, error)
            self.problem, self.detail = "device-failed", str(error)
            self.retry_at_s = now_s + RETRY_S
            return
        self.problem = self.detail = ""
        self.retry_at_s = 0.0
