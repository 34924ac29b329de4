"""The sound of the softphone: keeps the right devices open, moves frames, rings, measures, reports.

One thread owns the devices, so a slow driver never holds up the signalling. Microphone and speaker are
opened when a call rings (answering then takes no time) and closed after the last call; they are followed
by name when they are pulled out and plugged in.

In:  wishes (devices, mute, what the calls do, a test), frames from PJSIP (``hear``, ``speak``).
Out: Devices, AudioProblem, Levels and TestRuns events through ``emit``, called on the sound thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.telephony.device_form import echoes
from app.telephony.ear import Ear
from app.telephony.fifo import FrameFifo
from app.telephony.pcm import SILENCE, level_dbfs
from app.telephony.ports import (
    AudioProblem,
    Device,
    DeviceKind,
    Devices,
    Levels,
    PhoneEvent,
    StartTest,
    StopTest,
    TestRuns,
    UseDevices,
)
from app.telephony.processing import Cleaner, Processor, WebRtcProcessor
from app.telephony.ringers import Ringers
from app.telephony.self_check import SelfCheck
from app.telephony.slot import Slot
from app.telephony.sound_host import SoundDevice, SoundHost, find_device
from app.telephony.tones import ring_tone, waiting_beep, zip_tone

TICK_S = 0.2  # levels, and a look at streams that died


@dataclass(frozen=True, slots=True)
class Activity:
    """What the calls need. ``waiting``: a second call, told by a beep over the first."""

    ringing: bool = False
    in_call: bool = False
    waiting: bool = False


_Wish = UseDevices | Activity | StartTest | StopTest | str  # "list", "changed", "stop"


class Sound:
    def __init__(
        self,
        make_host: Callable[[], SoundHost],
        emit: Callable[[PhoneEvent], None],
        make_processor: Callable[[], Processor] = WebRtcProcessor,
    ) -> None:
        """``make_host`` is called on the sound thread: loading a sound system may take long."""
        self._make_host = make_host
        self._emit = emit
        self._inbox: queue.SimpleQueue[_Wish] = queue.SimpleQueue()
        self._wish: UseDevices | None = None  # nothing was said yet: the defaults
        self._activity = Activity()
        self._from_mic = FrameFifo()
        self._ear = Ear()
        self._cleaner = Cleaner(make_processor)
        self._test = SelfCheck(self._ear, emit)
        self._muted = False
        self._last_in = SILENCE
        self._last_out = SILENCE
        self._mic = Slot(DeviceKind.INPUT, lambda host, d: host.open_input(d, self._on_mic_frame))
        self._speaker = Slot(DeviceKind.OUTPUT, lambda host, d: host.open_output(d, self._speaker_frame))
        self._ringers = Ringers()
        self._waiting_beep: list[bytes] = []
        self._zip_tone: list[bytes] = []
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

    def set_activity(self, activity: Activity) -> None:
        self._inbox.put(activity)

    def test(self, wish: StartTest | StopTest) -> None:
        self._inbox.put(wish)

    def list_devices(self) -> None:
        self._inbox.put("list")

    def devices_changed(self) -> None:
        self._inbox.put("changed")

    def fresh_start(self) -> None:
        """A conversation begins: what the microphone heard while it rang is not sent."""
        self._from_mic.clear()
        self._ear.clear()

    def zip(self) -> None:
        """Play the zip tone; ``zipping`` until it was given to the speaker."""
        self._ear.play(self._zip_tone)

    def end_zip(self) -> None:
        """Also where no speaker took it: it must not come out later."""
        self._ear.stop()

    @property
    def zipping(self) -> bool:
        return self._ear.playing and not self._speaker.problem

    def stop(self) -> None:
        self._inbox.put("stop")
        self._thread.join(1.0)

    # --- frames, from PJSIP's clock thread --------------------------------------------------------

    def speak(self) -> bytes:
        """The next frame from the microphone; silence when muted or missing."""
        frame = self._from_mic.get()
        return SILENCE if frame is None or self._muted else frame

    def hear(self, frame: bytes) -> None:
        self._ear.put(frame)

    # --- frames, from the devices' threads --------------------------------------------------------

    def _on_mic_frame(self, frame: bytes) -> None:
        frame = self._cleaner.clean(frame)
        self._last_in = frame
        if not self._test.hear(frame):
            self._from_mic.put(frame)

    def _speaker_frame(self) -> bytes:
        frame = self._ear.next_frame()
        self._cleaner.played(frame)
        self._last_out = frame
        return frame

    # --- the sound thread -------------------------------------------------------------------------

    def _run(self) -> None:
        host = self._make_host()
        self._ringers.tune(ring_tone())
        devices = host.devices()
        self._work(host, devices)
        self._waiting_beep, self._zip_tone = waiting_beep(), zip_tone()
        next_tick_s = time.monotonic() + TICK_S
        while True:
            message = self._next_message(next_tick_s)
            if message == "stop":
                break
            if message is None:
                next_tick_s = time.monotonic() + TICK_S
                self._measure()
                if self._mic.died or self._speaker.died or self._ringers.died:
                    devices = self._look(host)
                elif not (self._mic.problem or self._speaker.problem or self._ringers.failing):
                    self._test.look("")
                    continue
            elif message in ("list", "changed"):
                devices = self._look(host)
                if message == "list":
                    self._said_devices = None
            self._take(message)
            self._work(host, devices)
            self._test.look(self._mic.problem or self._speaker.problem)
        self._close()

    def _next_message(self, next_tick_s: float) -> _Wish | None:
        active = self._activity.in_call or self._activity.ringing or self._test.runs
        wait_s = max(0.0, next_tick_s - time.monotonic()) if active else None
        try:
            return self._inbox.get(timeout=wait_s)
        except queue.Empty:
            return None

    def _take(self, message: _Wish | None) -> None:
        match message:
            case UseDevices():
                self._wish = message
                self._mic.want(message.input)
                self._speaker.want(message.output)
                self._ringers.use(message.rings or (message.output,))
            case Activity():
                self._activity = message
                if message.in_call or message.ringing:
                    self._test.stop("stopped", "call")
                if message.waiting:
                    self._ear.beep(self._waiting_beep)
                else:
                    self._ear.hush()
            case StartTest():
                if self._activity.in_call or self._activity.ringing:
                    self._emit(TestRuns("failed", detail="call"))
                else:
                    self._test.start(message.seconds)
            case StopTest():
                self._test.stop()
            case _:
                pass

    def _work(self, host: SoundHost, devices: list[SoundDevice]) -> None:
        """Bring everything to where it should be, then say what changed."""
        activity = self._activity
        self._ringers.settle(host, devices, activity.ringing)
        is_open = activity.in_call or self._test.runs
        for slot in (self._mic, self._speaker):
            slot.settle(host, devices, find_device(devices, slot.kind, slot.wanted), is_open)
        self._cleaner.want(self._needs_cleaning())
        self._say_devices(devices)
        self._say_problems()

    def _needs_cleaning(self) -> bool:
        mic, speaker = self._mic.device, self._speaker.device
        if mic is None or speaker is None:
            return False
        if self._wish is None and not self._activity.in_call:
            return False  # what is wanted may come yet, and loading for nothing costs memory
        processing = "auto" if self._wish is None else self._wish.processing
        if processing == "auto":
            return echoes(mic.name, mic.form, speaker.name, speaker.form)
        return processing == "on"

    def _look(self, host: SoundHost) -> list[SoundDevice]:
        if host.stale:
            self._close()
        return host.devices()

    def _close(self) -> None:
        self._ringers.close()
        for slot in (self._mic, self._speaker):
            slot.close()

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
