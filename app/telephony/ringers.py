"""The devices on which it rings: one or several at once, each from the beginning of the ring.

In:  their names, the devices that there are, whether it rings now. Out: open streams that play the ring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from app.telephony.pcm import SILENCE
from app.telephony.ports import DeviceKind
from app.telephony.slot import Slot
from app.telephony.sound_host import SoundDevice, SoundHost, SoundStream, find_device

_STILL_FRAMES = 4  # a call that is answered by itself at once does not chirp before it


class Ringers:
    def __init__(self) -> None:
        self._names: tuple[str, ...] = ("",)
        self._slots: dict[str, Slot] = {}  # by the device's key
        self._ring: Sequence[bytes] = (SILENCE,)

    def tune(self, ring: Sequence[bytes]) -> None:
        """One period of what is to be heard."""
        self._ring = ring

    def use(self, names: Sequence[str]) -> None:
        """An empty name is the default device."""
        self._names = tuple(names) or ("",)

    @property
    def died(self) -> bool:
        return any(slot.died for slot in self._slots.values())

    @property
    def failing(self) -> bool:
        """One of them could not be opened: try again."""
        return any(slot.problem for slot in self._slots.values())

    def settle(self, host: SoundHost, devices: list[SoundDevice], ringing: bool) -> None:
        wanted = {each.key: each for each in self._found(devices)} if ringing else {}
        for key in [key for key in self._slots if key not in wanted]:
            self._slots.pop(key).close()
        for key, device in wanted.items():
            slot = self._slots.setdefault(key, Slot(DeviceKind.OUTPUT, self._open))
            slot.settle(host, devices, device, active=True)

    def close(self) -> None:
        for slot in self._slots.values():
            slot.close()
        self._slots.clear()

    def _found(self, devices: list[SoundDevice]) -> list[SoundDevice]:
        """Those that are there; if none of them is, the default: better heard elsewhere than missed."""
        found = [find_device(devices, DeviceKind.OUTPUT, name) for name in self._names]
        there = [device for device in found if device is not None]
        default = find_device(devices, DeviceKind.OUTPUT, "")
        return there or ([default] if default is not None else [])

    def _open(self, host: SoundHost, device: SoundDevice) -> SoundStream:
        frames: Iterator[bytes] = chain((SILENCE,) * _STILL_FRAMES, cycle(self._ring))
        return host.open_output(device, lambda: next(frames))
