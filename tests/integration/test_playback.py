"""A sound is played in a process of its own: progress, the end, stopping, a sound that cannot be read."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
import time
from collections.abc import Callable

import pytest

from app.telephony import playback
from app.telephony.pcm import FRAME_BYTES, FRAME_MS
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice, SoundError, SoundStream
from app.ui.playback import Playback
from tests.doubles.fake_crm_tools import sound

SPEAKER = SoundDevice("Speaker", "s", DeviceKind.OUTPUT, default=True)
HEADSET = SoundDevice("Headset", "h", DeviceKind.OUTPUT, default=False)


class Stream:
    def __init__(self, next_frame: Callable[[], bytes], heard: list[bytes], stuck: bool) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(next_frame, heard, stuck))
        self._thread.start()

    alive = True

    def _run(self, next_frame: Callable[[], bytes], heard: list[bytes], stuck: bool) -> None:
        while not self._ending.wait(0.002):
            if not stuck:
                heard.append(next_frame())

    def close(self) -> None:
        self._ending.set()
        self._thread.join()


class Host:
    """Ten times as fast as a loudspeaker."""

    def __init__(self, *devices: SoundDevice, stuck: bool = False) -> None:
        self._devices, self._stuck = list(devices), stuck
        self.heard: list[bytes] = []
        self.opened: list[str] = []

    def devices(self) -> list[SoundDevice]:
        return self._devices

    def open_input(self, device: SoundDevice, on_frame: Callable[[bytes], None]) -> SoundStream:
        raise SoundError("not here")

    def open_output(self, device: SoundDevice, next_frame: Callable[[], bytes]) -> SoundStream:
        self.opened.append(device.name)
        return Stream(next_frame, self.heard, self._stuck)


def test_all_of_it_is_heard_on_the_chosen_device():
    host, out = Host(SPEAKER, HEADSET), io.StringIO()
    assert playback.run(sound(6.0), "Headset", 0.0, host, out) == 0
    lines = out.getvalue().split()
    assert lines[-1] == "ended" and len(lines) >= 2
    assert host.opened == ["Headset"]
    loud = sum(any(frame) for frame in host.heard)
    assert loud * FRAME_MS == pytest.approx(6000, abs=60)
    assert all(len(frame) == FRAME_BYTES for frame in host.heard)


def test_it_goes_on_from_where_it_was_paused():
    host = Host(SPEAKER)
    playback.run(sound(0.8), "", 0.5, host, io.StringIO())
    assert sum(any(frame) for frame in host.heard) * FRAME_MS == pytest.approx(300, abs=60)


def test_where_the_chosen_device_is_gone_another_one_is_taken():
    host = Host(SPEAKER)
    playback.run(sound(0.1), "Headset", 0.0, host, io.StringIO())
    assert host.opened == ["Speaker"]


@pytest.mark.parametrize(("content", "devices"), [(b"no sound at all", (SPEAKER,)), (None, ())])
def test_what_cannot_be_played_says_why(content: bytes | None, devices: tuple[SoundDevice, ...]):
    out = io.StringIO()
    assert playback.run(content or sound(0.1), "", 0.0, Host(*devices), out) == 1
    assert out.getvalue().startswith("failed: ")


def test_a_device_that_hangs_does_not_hold_it_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(playback, "STALLED_AFTER_S", 0.2)
    out, began = io.StringIO(), time.monotonic()
    assert playback.run(sound(0.4), "", 0.0, Host(SPEAKER, stuck=True), out) == 1
    assert "takes no sound" in out.getvalue() and time.monotonic() - began < 3


# --- the window's side -----------------------------------------------------------------------------

CHILD = """
import sys, time
size = len(sys.stdin.buffer.read())
print("0.2", flush=True)
time.sleep(float(sys.argv[1]))
print("0.4", flush=True)
print("ended" if size == 4 else "failed: " + str(size), flush=True)
"""


def child(seconds: float) -> list[str]:
    return [sys.executable, "-c", CHILD, str(seconds)]


class Heard:
    def __init__(self) -> None:
        self.at: list[float] = []
        self.ends: list[str] = []


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def test_progress_and_the_end_are_told():
    heard, player = Heard(), Playback(lambda: "Headset", child(0.0))
    player.play(b"OggS", 0.0, heard.at.append, heard.ends.append)
    await until(lambda: heard.ends)
    assert (heard.at, heard.ends) == ([0.2, 0.4], [""])
    await player.close()


async def test_stopped_it_says_nothing_more():
    heard, player = Heard(), Playback(lambda: "", child(30.0))
    player.play(b"OggS", 0.0, heard.at.append, heard.ends.append)
    await until(lambda: heard.at)
    player.stop()
    await asyncio.sleep(0.2)
    assert heard.ends == [] and player._process is None
    await player.close()


async def test_only_the_last_of_two_is_played():
    first, second, player = Heard(), Heard(), Playback(lambda: "", child(0.3))
    player.play(b"OggS", 0.0, first.at.append, first.ends.append)
    player.play(b"OggS", 0.0, second.at.append, second.ends.append)
    await until(lambda: second.ends)
    assert first.ends == [] and second.ends == [""]
    await player.close()


async def test_a_failure_is_an_error_that_can_be_said():
    heard, player = Heard(), Playback(lambda: "", child(0.0))
    player.play(b"too long", 0.0, heard.at.append, heard.ends.append)
    await until(lambda: heard.ends)
    assert heard.ends == ["playback-failed"]
    await player.close()


async def test_a_player_that_is_not_there_fails_too():
    heard, player = Heard(), Playback(lambda: "", ["/nonexistent/player"])
    player.play(b"OggS", 0.0, heard.at.append, heard.ends.append)
    await until(lambda: heard.ends)
    assert heard.ends == ["playback-failed"]
    await player.close()
