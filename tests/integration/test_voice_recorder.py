"""A reply is recorded in a process of its own: how long, how loud, its sound; no microphone, a dead one."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.telephony import voice_recorder
from app.telephony.pcm import FRAME_BYTES
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice, SoundStream
from app.ui.recorder import VoiceRecorder

MICROPHONE = SoundDevice("Headset", "h", DeviceKind.INPUT, default=True)
LOUD = (np.ones(FRAME_BYTES // 2, np.int16) * 16384).tobytes()
CHILD = """
import sys
print("0.2 -14", flush=True)
sys.stdin.read()
open(sys.argv[1], "wb").write(b"RIFF sound")
print("ended", flush=True)
"""


class Stream:
    alive = True

    def __init__(self, on_frame: Callable[[bytes], None]) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(on_frame,))
        self._thread.start()

    def _run(self, on_frame: Callable[[bytes], None]) -> None:
        while not self._ending.wait(0.005):
            on_frame(LOUD)

    def close(self) -> None:
        self._ending.set()
        self._thread.join()


class Dead(Stream):
    def _run(self, on_frame: Callable[[bytes], None]) -> None:
        self._ending.wait()


class Host:
    stale = False

    def __init__(self, *devices: SoundDevice, stream: type[Stream] = Stream) -> None:
        self._devices, self._stream = list(devices), stream

    def devices(self) -> list[SoundDevice]:
        return self._devices

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        return self._stream(on_frame)

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        raise AssertionError("nothing is played")


def test_what_the_microphone_gives_is_kept_until_it_is_stopped(tmp_path: Path):
    over, out = threading.Event(), io.StringIO()
    timer = threading.Timer(0.7, over.set)
    timer.start()
    assert voice_recorder.run(tmp_path / "a.wav", "", Host(MICROPHONE), over, out) == 0
    lines = out.getvalue().split("\n")
    assert lines[-2] == "ended"
    assert lines[1].endswith(" -6"), "half of what there is: -6 dBFS"
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16000, 1)
        assert sound.readframes(320) == LOUD
        assert sound.getnframes() > 320 * 20


@pytest.mark.parametrize(
    ("host", "why"),
    [(Host(), "no microphone"), (Host(MICROPHONE, stream=Dead), "gives no sound")],
)
def test_without_sound_it_says_why(tmp_path: Path, monkeypatch, host, why):
    monkeypatch.setattr(voice_recorder, "STALLED_AFTER_S", 0.5)
    out = io.StringIO()
    assert voice_recorder.run(tmp_path / "a.wav", "", host, threading.Event(), out) == 1
    assert out.getvalue().split("\n")[-2].startswith("failed: ")
    assert why in out.getvalue()


async def test_the_window_gets_the_sound_when_it_is_stopped():
    recorder = VoiceRecorder(lambda: "", (sys.executable, "-c", CHILD))
    heard, got = asyncio.Event(), asyncio.get_running_loop().create_future()
    levels: list[tuple[float, float]] = []

    def progress(length_s: float, dbfs: float) -> None:
        levels.append((length_s, dbfs))
        heard.set()

    recorder.start(progress, got.set_result)
    async with asyncio.timeout(20):
        await heard.wait()
        recorder.stop()
        assert await got == b"RIFF sound"
    assert levels == [(0.2, -14.0)]
    await recorder.close()


async def test_a_recorder_that_cannot_be_started_gives_nothing():
    recorder = VoiceRecorder(lambda: "", ("/no/such/program",))
    got = asyncio.get_running_loop().create_future()
    recorder.start(lambda *_: None, got.set_result)
    async with asyncio.timeout(20):
        assert await got is None
    await recorder.close()
