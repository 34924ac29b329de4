"""What the softphone needs of a sound system, whichever it is: list devices, open a stream, close it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.telephony.device_form import DeviceForm
from app.telephony.ports import DeviceKind


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """``name`` is what people see and what settings keep; ``key`` is the sound system's own word for it."""

    name: str
    key: str
    kind: DeviceKind
    default: bool
    form: DeviceForm = DeviceForm.ROOM


class SoundError(Exception):
    """A device cannot be opened; the text says why."""

    error_id = "device-failed"


class SoundStream(Protocol):
    @property
    def alive(self) -> bool:
        """False once the device stopped giving or taking sound."""
        ...

    def close(self) -> None: ...


class SoundHost(Protocol):
    """Frames are 20 ms of 16 kHz, 16-bit mono (``app.telephony.pcm``); callbacks run on audio threads."""

    @property
    def stale(self) -> bool:
        """Devices came or went, and ``devices`` sees it only after every stream was closed."""
        ...

    def devices(self) -> list[SoundDevice]:
        """The devices there are now; empty when there is no sound system at all."""
        ...

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        """Raises SoundError."""
        ...

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        """Raises SoundError."""
        ...


def find_device(devices: list[SoundDevice], kind: DeviceKind, wanted: str) -> SoundDevice | None:
    """By name or key; an empty name is the system's default, or the first where there is no default.

    A named device that is not there is not replaced by another one: a conversation must not come out
    of a loudspeaker because a headset was pulled out.
    """
    fitting = [device for device in devices if device.kind is kind]
    if wanted:
        return next((d for d in fitting if wanted in (d.name, d.key)), None)
    return next((d for d in fitting if d.default), fitting[0] if fitting else None)
