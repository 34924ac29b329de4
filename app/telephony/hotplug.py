"""Which sound devices there are under PulseAudio or PipeWire, and when they change (adapter of pulsectl).

Out: SoundDevices; a call of ``on_change`` within milliseconds of plugging in or pulling out. Where there
is no such sound server, ``on_change`` is called twice a second, and the caller looks for itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from app.telephony.device_form import DeviceForm, form_of
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice

log = logging.getLogger(__name__)

POLL_S = 0.5
_NO_MONITOR = 0xFFFFFFFF  # PA_INVALID_INDEX: a real source, not the echo of a sink


def pulse_devices() -> list[SoundDevice] | None:
    """The devices of the sound server; None when there is none (or not on this system)."""
    pulsectl = _pulsectl()
    if pulsectl is None:
        return None
    try:
        with pulsectl.Pulse("seatline-devices") as pulse:
            info = pulse.server_info()
            sinks = [_found(s) for s in pulse.sink_list() if s.name != "auto_null"]
            sources = [_found(s) for s in pulse.source_list() if s.monitor_of_sink == _NO_MONITOR]
    except (pulsectl.PulseError, pulsectl.PulseDisconnected, OSError) as error:
        log.debug("no PulseAudio: %s", error)
        return None
    return [
        *_named(sinks, DeviceKind.OUTPUT, info.default_sink_name),
        *_named(sources, DeviceKind.INPUT, info.default_source_name),
    ]


def _found(info: Any) -> tuple[str, str, DeviceForm]:
    """Name, key and form of a sink or source."""
    name, told = str(info.description or info.name), info.proplist
    port = getattr(info, "port_active", None)
    plugged = "" if port is None else f"{port.name} {port.description}"
    form = form_of(name, str(told.get("device.form_factor", "")), plugged)
    return name, str(info.name), form


def _named(found: list[tuple[str, str, DeviceForm]], kind: DeviceKind, default_key: str) -> list[SoundDevice]:
    devices: list[SoundDevice] = []
    seen: dict[str, int] = {}
    for name, key, form in found:
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:  # two of the same headset
            name = f"{name} ({seen[name]})"
        devices.append(SoundDevice(name, key, kind, key == default_key, form))
    return devices


class HotplugWatcher:
    """Calls ``on_change`` on its own thread until ``stop``."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._stopping = threading.Event()
        self._touched = False
        self._thread = threading.Thread(target=self._run, name="hotplug", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the polling; a thread that listens to the sound server ends with the process (daemon)."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._listen()
            self._on_change()
            self._stopping.wait(POLL_S)

    def _listen(self) -> None:
        """Returns when there is no sound server, or when it went away."""
        pulsectl = _pulsectl()
        if pulsectl is None:
            return
        try:
            with pulsectl.Pulse("seatline-hotplug") as pulse:
                pulse.event_mask_set("sink", "source", "server")
                pulse.event_callback_set(self._on_event)
                self._on_change()  # what changed before we listened
                while not self._stopping.is_set():
                    pulse.event_listen(timeout=POLL_S)
                    if self._touched:
                        self._touched = False
                        self._on_change()
        except (pulsectl.PulseError, pulsectl.PulseDisconnected, OSError) as error:
            log.debug("PulseAudio is not there: %s", error)

    def _on_event(self, event: Any) -> None:
        # Devices come and go, and a change of the server is a new default: at once. Volumes change all the
        # time, but so does a device when headphones are put into it: soon.
        if event.t != "change" or event.facility == "server":
            self._on_change()
        else:
            self._touched = True


def _pulsectl() -> Any:
    try:
        import pulsectl
    except (ImportError, OSError):
        return None
    return pulsectl
