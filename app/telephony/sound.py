"""The sound of the softphone: keeps the right devices open, moves frames, rings, measures, reports.

One thread owns the devices, so a slow driver never holds up the signalling. Microphone and speaker are
opened when a call rings (answering then takes no time) and closed after the last call; they are followed
by name when they are pulled out and plugged in.

In:  wishes (devices, mute, what the calls do), frames from PJSIP (``hear``, ``speak``).
Out: Devices, AudioProblem and Levels events through ``emit``, called on the sound thread.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle

from app.telephony.fifo import FrameFifo
from app.telephony.pcm import SILENCE, level_dbfs, ring_tone
from app.telephony.ports import AudioProblem, Device, DeviceKind, Devices, Levels, PhoneEvent, UseDevices
from app.telephony.sound_host import SoundDevice, SoundError, SoundHost, SoundStream, find_device

log = logging.getLogger(__name__)

TICK_S = 0.2  # levels, and a look at streams that died
RETRY_S = 1.0

_PROBLEM_WORDS = {
    DeviceKind.INPUT: ("no-microphone", "microphone-lost"),
    DeviceKind.OUTPUT: ("no-speaker", "speaker-lost"),
}


@dataclass(slots=True)
class _Slot:
    """One use of a device: microphone, speaker or ringer."""

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

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None


@dataclass(frozen=True, slots=True)
class _Activity:
    ringing: bool = False
    in_call: bool = False


@dataclass(slots=True)
class _Wishes:
    """What the last messages asked for; the thread works towards it."""

    devices: UseDevices = field(default_factory=UseDevices)
    activity: _Activity = field(default_factory=_Activity)


class Sound:
    def __init__(self, make_host: Callable[[], SoundHost], emit: Callable[[PhoneEvent], None]) -> None:
        """``make_host`` is called on the sound thread: loading a sound system may take long."""
        self._make_host = make_host
        self._emit = emit
        self._inbox: queue.SimpleQueue[UseDevices | _Activity | str] = queue.SimpleQueue()
        self._wishes = _Wishes()
        self._from_mic = FrameFifo()
        self._to_speaker = FrameFifo()
        self._muted = False
        self._last_in = SILENCE
        self._last_out = SILENCE
        self._ring_frames = iter(cycle((SILENCE,)))
        self._mic = _Slot(DeviceKind.INPUT, lambda host, d: host.open_input(d, self._on_mic_frame))
        self._speaker = _Slot(DeviceKind.OUTPUT, lambda host, d: host.open_output(d, self._speaker_frame))
        self._ringer = _Slot(DeviceKind.OUTPUT, lambda host, d: host.open_output(d, self._ring_frame))
        self._said_devices: Devices | None = None
        self._said_problems: tuple[str, ...] = ()
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)

    # --- wishes, from the signalling thread -------------------------------------------------------

    def start(self) -> None:
        self._thread.start()

    def use(self, wish: UseDevices) -> None:
        self._inbox.put(wish)

    def mute(self, muted: bool) -> None:
        self._muted = muted

    def set_activity(self, ringing: bool, in_call: bool) -> None:
        """``ringing``: ring now. ``in_call``: microphone and speaker must be open."""
        self._inbox.put(_Activity(ringing, in_call))

    def list_devices(self) -> None:
        self._inbox.put("list")

    def devices_changed(self) -> None:
        self._inbox.put("changed")

    def fresh_start(self) -> None:
        """A conversation begins: what the microphone heard while it rang is not sent."""
        self._from_mic.clear()
        self._to_speaker.clear()

    def stop(self) -> None:
        self._inbox.put("stop")
        self._thread.join(1.0)

    # --- frames, from PJSIP's clock thread --------------------------------------------------------

    def speak(self) -> bytes:
        """The next frame from the microphone; silence when muted or missing."""
        frame = self._from_mic.get()
        return SILENCE if frame is None or self._muted else frame

    def hear(self, frame: bytes) -> None:
        self._to_speaker.put(frame)

    # --- frames, from the devices' threads --------------------------------------------------------

    def _on_mic_frame(self, frame: bytes) -> None:
        self._last_in = frame
        self._from_mic.put(frame)

    def _speaker_frame(self) -> bytes:
        frame = self._to_speaker.get() or SILENCE
        self._last_out = frame
        return frame

    def _ring_frame(self) -> bytes:
        return next(self._ring_frames)

    # --- the sound thread -------------------------------------------------------------------------

    def _run(self) -> None:
        host = self._make_host()
        ring = ring_tone()
        devices = host.devices()
        self._ring_frames = iter(cycle(ring))
        self._work(host, devices, ring)
        next_tick_s = time.monotonic() + TICK_S
        while True:
            message = self._next_message(next_tick_s)
            if message == "stop":
                break
            if message is None:
                next_tick_s = time.monotonic() + TICK_S
                self._measure()
                if self._needs_look():
                    devices = host.devices()
                elif not self._mic.problem and not self._speaker.problem:
                    continue
            elif message in ("list", "changed"):
                devices = host.devices()
                if message == "list":
                    self._said_devices = None
            self._take(message)
            self._work(host, devices, ring)
        for slot in (self._ringer, self._mic, self._speaker):
            slot.close()

    def _next_message(self, next_tick_s: float) -> UseDevices | _Activity | str | None:
        active = self._wishes.activity.in_call or self._wishes.activity.ringing
        wait_s = max(0.0, next_tick_s - time.monotonic()) if active else None
        try:
            return self._inbox.get(timeout=wait_s)
        except queue.Empty:
            return None

    def _take(self, message: UseDevices | _Activity | str | None) -> None:
        if isinstance(message, UseDevices):
            self._wishes.devices = message
            for slot, name in (
                (self._mic, message.input),
                (self._speaker, message.output),
                (self._ringer, next(iter(message.rings), message.output)),
            ):
                if slot.wanted != name:
                    slot.wanted, slot.had_device = name, False
        elif isinstance(message, _Activity):
            self._wishes.activity = message

    def _work(self, host: SoundHost, devices: list[SoundDevice], ring: list[bytes]) -> None:
        """Bring every slot to where it should be, then say what changed."""
        activity = self._wishes.activity
        if activity.ringing and self._ringer.stream is None:
            self._ring_frames = iter(cycle(ring))
        self._settle(self._ringer, host, devices, activity.ringing)
        for slot in (self._mic, self._speaker):
            self._settle(slot, host, devices, activity.in_call)
        self._say_devices(devices)
        self._say_problems()

    def _settle(self, slot: _Slot, host: SoundHost, devices: list[SoundDevice], active: bool) -> None:
        slot.device = find_device(devices, slot.kind, slot.wanted)
        if slot.device is None and slot is self._ringer:  # better heard elsewhere than missed
            slot.device = find_device(devices, slot.kind, "")
        missing, lost = _PROBLEM_WORDS[slot.kind]
        if slot.device is None:
            slot.close()
            slot.problem = lost if slot.had_device else missing
            slot.detail = slot.wanted
            return
        slot.had_device = True
        if not active:
            slot.close()
            slot.problem = "" if slot.problem in (missing, lost) else slot.problem
            return
        # A sound server may move our stream when the default device changes, named or not: open it anew.
        place = (slot.device.key, next((d.key for d in devices if d.kind is slot.kind and d.default), ""))
        if slot.stream is not None and (slot.opened_for != place or not slot.stream.alive):
            slot.close()
        now_s = time.monotonic()
        if slot.stream is None and now_s >= slot.retry_at_s:
            slot.opened_for = place
            self._open(slot, host, slot.device, now_s)
        elif slot.stream is not None:
            slot.problem = ""

    @staticmethod
    def _open(slot: _Slot, host: SoundHost, device: SoundDevice, now_s: float) -> None:
        try:
            slot.stream = slot.open(host, device)
        except SoundError as error:
            log.warning("cannot open %s: %s", device.name, error)
            slot.problem, slot.detail = "device-failed", str(error)
            slot.retry_at_s = now_s + RETRY_S
            return
        slot.problem = slot.detail = ""
        slot.retry_at_s = 0.0

    def _needs_look(self) -> bool:
        """A stream died, or one could not be opened: look at the devices again."""
        slots = (self._mic, self._speaker, self._ringer)
        return any(slot.stream is not None and not slot.stream.alive for slot in slots)

    def _measure(self) -> None:
        mic, speaker = self._mic.stream, self._speaker.stream
        if mic is None and speaker is None:
            return
        self._emit(
            Levels(
                input_dbfs=level_dbfs(self._last_in if mic else SILENCE),
                output_dbfs=level_dbfs(self._last_out if speaker else SILENCE),
            )
        )

    def _say_devices(self, devices: list[SoundDevice]) -> None:
        said = Devices(
            devices=[Device(d.name, d.kind, d.default) for d in devices],
            input=self._mic.device.name if self._mic.device else "",
            output=self._speaker.device.name if self._speaker.device else "",
        )
        if said != self._said_devices:
            self._said_devices = said
            self._emit(said)

    def _say_problems(self) -> None:
        """Each new problem once; what remains when one is solved; "" when all are."""
        slots = [slot for slot in (self._mic, self._speaker) if slot.problem]
        now = tuple(slot.problem for slot in slots)
        before, self._said_problems = self._said_problems, now
        if now == before:
            return
        fresh = [slot for slot in slots if slot.problem not in before]
        for slot in fresh or slots[:1]:
            self._emit(AudioProblem(slot.problem, slot.detail))
        if not slots:
            self._emit(AudioProblem(""))
