"""Frames, levels, the ring tone, and how the softphone follows its devices (with a false sound system)."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from app.telephony.byte_vector import VectorAccess
from app.telephony.device_form import DeviceForm
from app.telephony.fifo import TRIM_EVERY_FRAMES, FrameFifo
from app.telephony.pcm import FRAME_BYTES, RATE_HZ, SILENCE, level_dbfs, peak
from app.telephony.ports import AudioProblem, DeviceKind, Devices, Levels, PhoneEvent, UseDevices
from app.telephony.processing import ProcessingError, Processor
from app.telephony.sound import Activity, Sound
from app.telephony.sound_host import SoundDevice, SoundError, find_device
from app.telephony.tones import ring_tone

# --- frames ----------------------------------------------------------------------------------------


def frames(count: int) -> list[bytes]:
    return [bytes([n]) * FRAME_BYTES for n in range(count)]


def test_a_queue_of_frames_starts_when_it_is_primed_and_keeps_the_order() -> None:
    fifo = FrameFifo(prime_frames=2)
    a, b, c = frames(3)
    fifo.put(a)
    assert fifo.get() is None
    fifo.put(b)
    fifo.put(c)
    assert [fifo.get(), fifo.get(), fifo.get()] == [a, b, c]


def test_an_empty_queue_waits_to_be_primed_again() -> None:
    fifo = FrameFifo(prime_frames=2)
    for frame in frames(2):
        fifo.put(frame)
    fifo.get(), fifo.get()
    assert fifo.get() is None
    assert fifo.underruns == 1
    fifo.put(SILENCE)
    assert fifo.get() is None


def test_a_stalled_reader_loses_the_oldest_frames_only() -> None:
    fifo = FrameFifo(prime_frames=2, slack_frames=4)
    sent = frames(20)
    for frame in sent:
        fifo.put(frame)
    assert len(fifo) == 6
    assert fifo.get() == sent[14]
    assert fifo.dropped == 14


def test_the_delay_goes_back_to_its_target_after_a_stall() -> None:
    fifo = FrameFifo(prime_frames=2, slack_frames=4)
    for frame in frames(6):
        fifo.put(frame)
    for _ in range(TRIM_EVERY_FRAMES * 6):
        fifo.put(SILENCE)
        fifo.get()
    assert len(fifo) <= 3


def test_levels_are_relative_to_full_scale() -> None:
    assert level_dbfs(SILENCE) == -100
    assert level_dbfs(array("h", [32767, -32768] * 160).tobytes()) == pytest.approx(0, abs=0.1)
    assert level_dbfs(array("h", [3277, -3277] * 160).tobytes()) == pytest.approx(-20, abs=0.1)
    assert level_dbfs(b"") == -100
    assert peak(array("h", [5, -900, 3]).tobytes()) == 900


def test_the_ring_is_gentle_and_has_a_rest() -> None:
    sound = array("h", b"".join(ring_tone()))
    assert {len(frame) for frame in ring_tone()} == {FRAME_BYTES}
    assert 3000 < max(sound) < 16000
    assert not any(sound[RATE_HZ:]), "two notes in the first second, then rest"
    assert max(abs(a - b) for a, b in itertools.pairwise(sound)) < 5000, "no click"


@pytest.mark.parametrize("fast", [True, False])
def test_frames_go_in_and_out_of_pjsips_vector_both_ways(fast: bool) -> None:
    pj = pytest.importorskip("pjsua2", reason="no wheel for this Python")
    access = VectorAccess(pj.ByteVector, allow_fast=fast)
    assert access.fast is fast
    vector = pj.ByteVector(bytes(FRAME_BYTES))
    data = bytes(range(256)) * 2 + bytes(128)
    access.write(vector, data)
    assert access.read(vector) == data == bytes(vector)


def test_a_vector_of_another_shape_takes_the_slow_way() -> None:
    assert VectorAccess(bytearray).fast is False


# --- devices ---------------------------------------------------------------------------------------

MIC = SoundDevice("Headset Mic", "m1", DeviceKind.INPUT, True)
SPEAKER = SoundDevice("Headset", "s1", DeviceKind.OUTPUT, True)
LOUD = SoundDevice("Loudspeaker", "s2", DeviceKind.OUTPUT, False)


class FakeStream:
    def __init__(self, closed: Callable[[], None]) -> None:
        self.alive = True
        self._closed = closed

    def close(self) -> None:
        self._closed()


class FakeHost:
    stale = False

    def __init__(self, *there: SoundDevice) -> None:
        self.there = list(there)
        self.open: dict[str, FakeStream] = {}
        self.broken: set[str] = set()

    def devices(self) -> list[SoundDevice]:
        return list(self.there)

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> FakeStream:
        return self._open(device)

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> FakeStream:
        return self._open(device)

    def _open(self, device: SoundDevice) -> FakeStream:
        if device.key in self.broken:
            raise SoundError("taken by another program")
        stream = FakeStream(lambda: self.open.pop(device.key, None) and None)
        self.open[device.key] = stream
        return stream


class Desk:
    """A Sound with its host and what it says, seen from the test's thread."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self._events: queue.SimpleQueue[PhoneEvent] = queue.SimpleQueue()
        self.sound = Sound(lambda: host, self._events.put)
        self.sound.start()

    def next(self, kind: type) -> PhoneEvent:
        deadline = time.monotonic() + 5
        while True:
            event = self._events.get(timeout=max(0.01, deadline - time.monotonic()))
            if isinstance(event, kind):
                return event

    def problem(self) -> str:
        event = self.next(AudioProblem)
        assert isinstance(event, AudioProblem)
        return event.problem

    def until_open(self, *keys: str) -> None:
        waited, end = threading.Event(), time.monotonic() + 5
        while set(self.host.open) != set(keys):
            assert time.monotonic() < end, (set(self.host.open), keys)
            waited.wait(0.005)


@pytest.fixture
def desk() -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(*devices: SoundDevice) -> Desk:
        made.append(Desk(FakeHost(*devices)))
        return made[-1]

    yield make
    for each in made:
        each.sound.stop()


def test_devices_are_open_only_while_there_is_a_call(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER)
    d.next(Devices)
    assert not d.host.open
    d.sound.set_activity(Activity(ringing=True, in_call=True))
    d.until_open("m1", "s1")
    d.next(Levels)
    d.sound.set_activity(Activity(ringing=False, in_call=False))
    d.until_open()


def test_a_named_device_is_not_replaced_by_another_one(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER, LOUD)
    d.sound.use(UseDevices(input="Headset Mic", output="Headset"))
    d.sound.set_activity(Activity(ringing=False, in_call=True))
    d.until_open("m1", "s1")
    d.host.there = [MIC, LOUD]
    d.sound.devices_changed()
    assert d.problem() == "speaker-lost"
    d.until_open("m1")
    d.host.there = [MIC, SPEAKER, LOUD]
    d.sound.devices_changed()
    assert d.problem() == ""
    d.until_open("m1", "s1")


def test_the_default_device_is_followed(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER, LOUD)
    d.sound.set_activity(Activity(ringing=False, in_call=True))
    d.until_open("m1", "s1")
    d.host.there = [MIC, LOUD]
    d.sound.devices_changed()
    d.until_open("m1", "s2")


def test_with_a_whole_headset_gone_each_part_is_told_and_solved_once(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER)
    d.sound.set_activity(Activity(ringing=False, in_call=True))
    d.until_open("m1", "s1")
    d.host.there = []
    d.sound.devices_changed()
    assert {d.problem(), d.problem()} == {"microphone-lost", "speaker-lost"}
    d.host.there = [SPEAKER]
    d.sound.devices_changed()
    assert d.problem() == "microphone-lost", "what remains"
    d.host.there = [MIC, SPEAKER]
    d.sound.devices_changed()
    assert d.problem() == ""


def test_a_device_that_another_program_holds_is_tried_again(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER)
    d.host.broken.add("m1")
    d.sound.set_activity(Activity(ringing=False, in_call=True))
    assert d.problem() == "device-failed"
    d.until_open("s1")
    d.host.broken.clear()
    assert d.problem() == ""
    d.until_open("m1", "s1")


def test_a_stream_that_died_is_opened_again(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER)
    d.sound.set_activity(Activity(ringing=False, in_call=True))
    d.until_open("m1", "s1")
    before = d.host.open["m1"]
    before.alive = False
    end = time.monotonic() + 5
    while d.host.open.get("m1") in (before, None):
        assert time.monotonic() < end
        threading.Event().wait(0.01)


def test_muted_is_silence_whatever_the_microphone_hears(desk: Callable[..., Desk]) -> None:
    sound = desk(MIC, SPEAKER).sound
    loud = b"\x10\x20" * (FRAME_BYTES // 2)
    for _ in range(3):
        sound._on_mic_frame(loud)
    assert sound.speak() == loud
    sound.mute(True)
    assert sound.speak() == SILENCE


def test_a_ringing_device_that_is_gone_rings_elsewhere(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER)
    d.sound.use(UseDevices(rings=("Loudspeaker",)))
    d.sound.set_activity(Activity(ringing=True, in_call=False))
    d.until_open("s1")


def test_it_rings_on_all_that_are_there_and_named(desk: Callable[..., Desk]) -> None:
    d = desk(MIC, SPEAKER, LOUD)
    d.sound.use(UseDevices(output="Headset", rings=("Loudspeaker", "Headset", "Headset", "gone")))
    d.sound.set_activity(Activity(ringing=True))
    d.until_open("s1", "s2")
    d.sound.use(UseDevices(output="Headset", rings=("Loudspeaker",)))
    d.until_open("s2")
    d.sound.set_activity(Activity())
    d.until_open()


def test_a_sound_system_that_sees_changes_only_when_all_is_closed_is_shown_all_closed(
    desk: Callable[..., Desk],
) -> None:
    d = desk(MIC, SPEAKER)
    d.next(Devices)
    d.sound.set_activity(Activity(in_call=True))
    d.until_open("m1", "s1")
    seen: list[set[str]] = []
    look = d.host.devices

    def devices() -> list[SoundDevice]:
        seen.append(set(d.host.open))
        d.host.stale = False
        return look()

    d.host.devices = devices  # type: ignore[method-assign]
    d.host.there, d.host.stale = [MIC, SPEAKER, LOUD], True
    d.sound.devices_changed()
    d.next(Devices)
    assert seen == [set()]
    d.until_open("m1", "s1")


def test_processing_is_chosen_by_the_devices_and_by_the_agent() -> None:
    def wanted(there: tuple[SoundDevice, ...], wish: UseDevices) -> bool:
        event = threading.Event()

        def make() -> Processor:
            event.set()
            raise ProcessingError("it is enough to be asked")

        sound = Sound(lambda: FakeHost(*there), lambda _: None, make)
        sound.start()
        sound.use(wish)
        asked = event.wait(0.3)
        sound.stop()
        return asked

    headset = (replace(MIC, form=DeviceForm.HEADSET), replace(SPEAKER, form=DeviceForm.HEADSET))
    assert wanted((MIC, LOUD), UseDevices())
    assert not wanted(headset, UseDevices())
    assert not wanted((MIC, LOUD), UseDevices(processing="off"))
    assert wanted(headset, UseDevices(processing="on"))
    assert not wanted((LOUD,), UseDevices(processing="on")), "there is no microphone"


def test_devices_are_found_by_name_or_default() -> None:
    there = [LOUD, SPEAKER, MIC]
    assert find_device(there, DeviceKind.OUTPUT, "") is SPEAKER
    assert find_device(there, DeviceKind.OUTPUT, "Loudspeaker") is LOUD
    assert find_device(there, DeviceKind.OUTPUT, "s2") is LOUD
    assert find_device(there, DeviceKind.OUTPUT, "gone") is None
    assert find_device([LOUD], DeviceKind.OUTPUT, "") is LOUD
    assert find_device(there, DeviceKind.INPUT, "Headset") is None
