"""How the way of Windows and macOS notices that devices come and go, with a PortAudio of our own."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from app.telephony import audio
from app.telephony.audio import PortAudioHost
from app.telephony.pcm import FRAME_SAMPLES
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import find_device


class FakePortAudio:
    """Knows the devices of the moment it was begun, as the real one."""

    class PortAudioError(Exception):
        pass

    class default:
        hostapi = 0

    def __init__(self) -> None:
        self.plugged = ["Headset"]
        self.known = list(self.plugged)
        self.callbacks: list[Callable[..., None]] = []

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.known = list(self.plugged)

    def query_hostapis(self, _: int) -> dict[str, Any]:
        return {"devices": range(len(self.known)), "default_input_device": 0, "default_output_device": 0}

    def query_devices(self, index: int) -> dict[str, Any]:
        return {"name": self.known[index], "max_input_channels": 1, "max_output_channels": 2}

    def RawInputStream(self, *, callback: Callable[..., None], **_: object) -> Any:
        self.callbacks.append(callback)
        return self

    RawOutputStream = RawInputStream

    def start(self) -> None:
        pass

    abort = close = start


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(audio, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    devices = [1]
    monkeypatch.setattr(audio, "device_count", lambda: devices[0])
    return devices


@pytest.fixture
def portaudio(count: list[int], clock: list[float]) -> tuple[PortAudioHost, FakePortAudio]:
    host, fake = PortAudioHost(), FakePortAudio()
    host._sd = fake
    return host, fake


def names(host: PortAudioHost) -> set[str]:
    return {device.name for device in host.devices()}


def test_a_new_device_is_worth_closing_the_streams_for(
    portaudio: tuple[PortAudioHost, FakePortAudio], count: list[int]
) -> None:
    host, fake = portaudio
    headset = find_device(host.devices(), DeviceKind.OUTPUT, "Headset")
    assert headset is not None
    stream = host.open_output(headset, lambda: bytes(2 * FRAME_SAMPLES))
    assert not host.stale
    fake.plugged.append("Second Headset")
    count[0] += 1
    assert host.stale
    assert names(host) == {"Headset"}, "not while a stream is open"
    stream.close()
    assert not host.stale
    assert names(host) == {"Headset", "Second Headset"}


def test_a_device_that_falls_silent_was_pulled_out(
    portaudio: tuple[PortAudioHost, FakePortAudio], clock: list[float]
) -> None:
    host, fake = portaudio
    headset = find_device(host.devices(), DeviceKind.INPUT, "Headset")
    assert headset is not None
    stream = host.open_input(headset, lambda _: None)
    for _ in range(50):
        clock[0] += 0.02
        fake.callbacks[0](bytes(2 * FRAME_SAMPLES), FRAME_SAMPLES, None, None)
        assert stream.alive
        assert not host.stale
    clock[0] += 0.8
    assert not stream.alive
    assert host.stale


def test_what_the_device_is_to_a_head_is_read_from_its_name(
    portaudio: tuple[PortAudioHost, FakePortAudio],
) -> None:
    host, _ = portaudio
    assert {device.form.value for device in host.devices()} == {"HEADSET"}
