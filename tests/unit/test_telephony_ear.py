"""Tones, what the agent hears over the line, her test of herself, which devices echo and what helps then."""

from __future__ import annotations

import threading
from array import array

import numpy as np
import pytest

from app.telephony import self_check
from app.telephony.device_form import DeviceForm, echoes, form_of
from app.telephony.ear import Ear
from app.telephony.pcm import FRAME_BYTES, RATE_HZ, SILENCE, mixed
from app.telephony.ports import TestRuns as SelfTest
from app.telephony.processing import Cleaner, ProcessingError, WebRtcProcessor
from app.telephony.self_check import SelfCheck
from app.telephony.tones import WAITING_HZ, ZIP_HZ, waiting_beep, zip_tone
from tests.doubles.rtp_peer import level, loudest_hz


def frame(value: int) -> bytes:
    return array("h", [value] * (FRAME_BYTES // 2)).tobytes()


# --- tones -----------------------------------------------------------------------------------------


def test_the_waiting_beep_is_quiet_and_has_a_long_rest() -> None:
    sound = np.frombuffer(b"".join(waiting_beep()), np.int16)
    beep = sound[: round(0.4 * RATE_HZ)]
    assert loudest_hz(beep, RATE_HZ) == pytest.approx(WAITING_HZ, abs=3)
    assert 1000 < np.abs(beep).max() < 4000, "under a voice, not over it"
    assert not sound[len(beep) :].any()
    assert len(sound) / RATE_HZ == pytest.approx(4.4, abs=0.05)


def test_the_zip_tone_is_two_short_tones() -> None:
    sound = np.frombuffer(b"".join(zip_tone()), np.int16)
    loud = [level(sound[at : at + 160], RATE_HZ, ZIP_HZ) > 1000 for at in range(0, len(sound) - 160, 160)]
    assert sum(1 for before, now in zip([False, *loud], loud, strict=False) if now and not before) == 2
    assert len(sound) / RATE_HZ < 0.4, "nobody waits long for it"
    assert np.abs(np.diff(sound.astype(int))).max() < 2500, "no click"


@pytest.mark.parametrize("sound", [waiting_beep(), zip_tone()])
def test_tones_are_whole_frames(sound: list[bytes]) -> None:
    assert {len(each) for each in sound} == {FRAME_BYTES}


def test_two_sounds_at_once_never_turn_over() -> None:
    assert mixed(frame(30000), frame(30000)) == frame(32767)
    assert mixed(frame(-30000), frame(-30000)) == frame(-32768)
    assert mixed(frame(100), frame(-30)) == frame(70)


# --- the ear ---------------------------------------------------------------------------------------


def test_a_beep_comes_over_the_line_until_it_is_hushed() -> None:
    ear = Ear()
    ear.beep([frame(5), SILENCE])
    for _ in range(4):
        ear.put(frame(100))
    assert [ear.next_frame() for _ in range(4)] == [frame(105), frame(100)] * 2
    ear.hush()
    assert ear.next_frame() == SILENCE


def test_a_clip_is_played_once_and_says_when_it_is_over() -> None:
    ear = Ear()
    ear.play([frame(1), frame(2)])
    assert ear.playing
    assert [ear.next_frame() for _ in range(3)] == [frame(1), frame(2), SILENCE]
    assert not ear.playing


def test_the_line_is_forgotten_when_a_conversation_begins() -> None:
    ear = Ear()
    for _ in range(3):
        ear.put(frame(9))
    ear.clear()
    assert ear.next_frame() == SILENCE


# --- the test call ---------------------------------------------------------------------------------


class Trial:
    def __init__(self) -> None:
        self.ear, self.said = Ear(), list[SelfTest]()
        self.call = SelfCheck(self.ear, self.said.append)

    @property
    def states(self) -> list[str]:
        return [each.state for each in self.said]


def test_what_is_said_is_played_back_once() -> None:
    trial = Trial()
    trial.call.start(0.5)
    for n in range(25):
        assert trial.call.hear(frame(100 + n)), "it is not for the line"
    trial.call.look("")
    assert [trial.ear.next_frame() for _ in range(25)] == [frame(100 + n) for n in range(25)]
    assert trial.call.hear(frame(1)), "nor is what she says while she listens"
    trial.ear.next_frame()
    trial.call.look("")
    assert trial.states == ["recording", "playing", "done"]
    assert not trial.call.runs
    assert not trial.call.hear(frame(1))


def test_a_device_that_gives_or_takes_nothing_ends_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_check, "PATIENCE_S", -100.0)
    trial = Trial()
    trial.call.start(0.5)
    trial.call.look("")
    assert (trial.states[-1], trial.said[-1].detail) == ("failed", "no-microphone")
    trial.call.start(0.5)
    for _ in range(25):
        trial.call.hear(frame(1000))
    trial.call.look("")
    trial.call.look("")
    assert (trial.states[-1], trial.said[-1].detail) == ("failed", "no-speaker")
    assert trial.ear.next_frame() == SILENCE, "and nothing of it comes later"


def test_a_problem_of_the_devices_is_said_in_its_own_words() -> None:
    trial = Trial()
    trial.call.start(4)
    trial.call.look("speaker-lost")
    assert trial.said[-1] == SelfTest("failed", -100.0, "speaker-lost")
    trial.call.stop()
    assert len(trial.said) == 2, "stopped once is enough"


# --- echo ------------------------------------------------------------------------------------------

_ROOM, _HEADSET, _CONFERENCE = DeviceForm.ROOM, DeviceForm.HEADSET, DeviceForm.CONFERENCE


@pytest.mark.parametrize(
    ("name", "form_factor", "port", "form"),
    [
        ("Jabra Evolve2 65 Mono", "", "", _HEADSET),
        ("Plantronics Blackwire 5220 Series", "", "", _HEADSET),
        ("EPOS IMPACT 760", "", "", _HEADSET),
        ("Sennheiser SC 60 USB", "", "", _HEADSET),
        ("Yealink UH37 Dual", "", "", _HEADSET),
        ("Logi USB Headset H340", "", "", _HEADSET),
        ("USB Phone", "", "", _HEADSET),
        ("内置耳机", "", "", _HEADSET),
        ("WH-1000XM5", "headset", "", _HEADSET),
        ("Built-in Audio Analog Stereo", "internal", "analog-output-headphones Headphones", _HEADSET),
        ("Built-in Audio Analog Stereo", "internal", "analog-output-speaker Speakers", _ROOM),
        ("HDA NVidia Digital Stereo (HDMI)", "", "", _ROOM),
        ("Logitech BRIO", "webcam", "", _ROOM),
        ("扬声器 (Realtek Audio)", "", "", _ROOM),
        ("Jabra SPEAK 510 USB Mono", "hands-free", "", _CONFERENCE),
        ("Jabra Speak2 75", "", "", _CONFERENCE),
        ("Poly Sync 20", "", "", _CONFERENCE),
        ("Yealink CP900", "", "", _CONFERENCE),
        ("Jabra PanaCast 50", "", "", _CONFERENCE),
    ],
)
def test_what_a_device_is_to_a_head(name: str, form_factor: str, port: str, form: DeviceForm) -> None:
    assert form_of(name, form_factor, port) is form


def test_only_a_speaker_in_the_room_echoes() -> None:
    assert echoes("Built-in", _ROOM, "Built-in", _ROOM)
    assert echoes("Headset Mic", _HEADSET, "Loudspeakers", _ROOM)
    assert not echoes("Webcam", _ROOM, "Headset", _HEADSET)
    assert not echoes("Headset", _HEADSET, "Headset", _HEADSET)
    assert not echoes("Jabra SPEAK 510 Mono", _CONFERENCE, "Jabra SPEAK 510 Analog Stereo", _CONFERENCE)
    assert echoes("Jabra SPEAK 510 Mono", _CONFERENCE, "Poly Sync 20", _CONFERENCE)


class Halves:
    """A processor that takes half of the sound away; it fails when told to."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.broken = False

    def played(self, frame: bytes) -> None:
        self.heard.append(frame)

    def clean(self, frame: bytes) -> bytes:
        if self.broken:
            raise ProcessingError("no more")
        return array("h", [value // 2 for value in array("h", frame)]).tobytes()


def until_it_works(cleaner: Cleaner) -> None:
    waiting = threading.Event()
    for _ in range(1000):
        if cleaner.works:
            return
        waiting.wait(0.005)
    raise AssertionError("it never works")


def test_sound_is_processed_while_that_is_wanted() -> None:
    made: list[Halves] = []

    def make() -> Halves:
        made.append(Halves())
        return made[-1]

    cleaner = Cleaner(make)
    assert cleaner.clean(frame(100)) == frame(100)
    assert not made, "not loaded before it is needed"
    cleaner.want(True)
    until_it_works(cleaner)
    cleaner.played(frame(7))
    assert cleaner.clean(frame(100)) == frame(50)
    assert made[0].heard == [frame(7)]
    cleaner.want(False)
    assert cleaner.clean(frame(100)) == frame(100)


def test_a_processor_that_fails_does_not_end_the_call() -> None:
    processor = Halves()
    cleaner = Cleaner(lambda: processor)
    cleaner.want(True)
    until_it_works(cleaner)
    processor.broken = True
    assert cleaner.clean(frame(100)) == frame(100)
    assert not cleaner.works


def test_where_there_is_no_processor_sound_goes_as_it_came() -> None:
    tried = threading.Event()

    def make() -> Halves:
        tried.set()
        raise ProcessingError("not on this machine")

    cleaner = Cleaner(make)
    cleaner.want(True)
    assert tried.wait(5)
    assert cleaner.clean(frame(100)) == frame(100)


def test_webrtc_takes_an_echo_out() -> None:
    processor = WebRtcProcessor()
    rng = np.random.default_rng(1)
    syllables = np.repeat(rng.uniform(0, 1, 40) ** 2, RATE_HZ // 5)[: 6 * RATE_HZ]
    far = (rng.normal(size=6 * RATE_HZ) * syllables * 4000).astype(np.int16)
    echo = np.concatenate([np.zeros(1600, np.int16), far // 3])[: len(far)]
    left = b""
    for at in range(0, len(far) - 320, 320):
        processor.played(far[at : at + 320].tobytes())
        left += processor.clean(echo[at : at + 320].tobytes())
    late = slice(4 * RATE_HZ, None)
    rest = np.frombuffer(left, np.int16)[late].astype(float)
    loss_db = 10 * np.log10(np.mean(echo[late].astype(float) ** 2) / (np.mean(rest**2) + 1e-9))
    assert loss_db > 20
