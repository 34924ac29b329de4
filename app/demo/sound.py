"""Sound devices without hardware: a private sound server whose headsets can be spoken into and heard.

In:  what a microphone is to hear, a tone or a clip. Out: the environment that programs need to find these
devices and no others, and what was played on each speaker.

    with headset_room(folder) as room:
        start_a_program(env={**os.environ, **room.env})
        room.speak(MICROPHONE, 880)     # from now on, until another tone, a clip or None
        samples = room.heard(SPEAKER, 0.5)
        room.remove(MICROPHONE)         # pulled out

Every speaker is recorded from the beginning, which also keeps its latency low: a null sink that nobody
watches works in steps of two seconds.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.demo.pulse import RATE_HZ as RATE_HZ
from app.demo.pulse import PulseServer

SPEAKER, MICROPHONE = "Headset", "Headset Mic"
_STEP_S = 0.02
_STEP_SAMPLES = int(RATE_HZ * _STEP_S)

Samples = NDArray[np.int16]
Voice = Callable[[int], Samples]
"""From the number of the first sample: what a microphone hears in one step."""


def _silence(_at: int) -> Samples:
    return np.zeros(_STEP_SAMPLES, np.int16)


@dataclass(slots=True)
class _Device:
    sink: str
    modules: list[int]
    stream: subprocess.Popen[bytes]
    heard: bytearray = field(default_factory=bytearray)
    voice: Voice = _silence
    ended: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class SoundRoom:
    """``with`` starts it. Raises StageError with a sentence where PulseAudio is missing or does not start."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: where the log of the sound server goes."""
        self._server = PulseServer(folder)
        self._devices: dict[str, _Device] = {}
        self._count = 0

    @property
    def env(self) -> dict[str, str]:
        """What a program and its children need to find these devices and no others."""
        return self._server.env

    def __enter__(self) -> SoundRoom:
        try:
            self.start()
        except BaseException:
            self._server.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._server.close()

    def start(self) -> None:
        """Without devices; also once more after ``stop``. Raises StageError."""
        self._server.start()

    def stop(self) -> None:
        for name in list(self._devices):
            self.remove(name, unload=False)
        self._server.stop()

    def add_speaker(self, name: str, *, default: bool = False) -> None:
        """A speaker shown as ``name``; everything that is played on it is kept (``heard``)."""
        sink = self._new("spk")
        module = self._server.null_sink(sink, name)
        if default:
            self._server.set_default("sink", sink)
        self._add(name, _Device(sink, [module], self._server.recorder(sink)), _keep)

    def add_microphone(self, name: str, *, default: bool = False) -> None:
        """A microphone shown as ``name``; silent until ``speak`` or ``play``."""
        sink, source = self._new("feed"), self._new("mic")
        module = self._server.null_sink(sink, f"what {name} hears")
        remap = self._server.remapped_source(source, sink, name)
        if default:
            self._server.set_default("source", source)
        self._add(name, _Device(sink, [remap, module], self._server.player(sink)), _feed)

    def remove(self, name: str, *, unload: bool = True) -> None:
        """Pull the device out."""
        device = self._devices.pop(name)
        device.ended.set()
        if unload:
            for module in device.modules:
                self._server.unload(module)
        device.stream.kill()
        device.stream.wait(5)
        if device.thread is not None:
            device.thread.join(2)
        for pipe in (device.stream.stdin, device.stream.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def speak(self, microphone: str, tone_hz: float | None, amplitude: int = 8000) -> None:
        """What the microphone hears from now on; None is silence. The phase goes on with another tone."""
        turn = 2 * np.pi * (tone_hz or 0.0) / RATE_HZ

        def tone(at: int) -> Samples:
            return (amplitude * np.sin(turn * np.arange(at, at + _STEP_SAMPLES))).astype(np.int16)

        self._devices[microphone].voice = _silence if tone_hz is None else tone

    def play(self, microphone: str, clip: Samples) -> None:
        """Mono samples at ``RATE_HZ`` that the microphone hears from now on, again and again."""
        begin: list[int] = []

        def loop(at: int) -> Samples:
            begin[:] = begin or [at]
            return clip.take(np.arange(at - begin[0], at - begin[0] + _STEP_SAMPLES), mode="wrap")

        self._devices[microphone].voice = loop

    def heard(self, speaker: str, last_s: float | None = None) -> Samples:
        """Mono samples at ``RATE_HZ`` that were played on the speaker."""
        heard = self._devices[speaker].heard
        end = len(heard) & ~1
        begin = 0 if last_s is None else max(0, end - 2 * int(last_s * RATE_HZ))
        return np.frombuffer(bytes(heard[begin:end]), np.int16)

    def _new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def _add(self, name: str, device: _Device, work: Callable[[_Device], None]) -> None:
        self._devices[name] = device
        device.thread = threading.Thread(target=work, args=(device,), name=name, daemon=True)
        device.thread.start()
        for each in self._devices.values():
            self._server.pin(each.stream, each.sink)
            each.heard.clear()  # until it was pinned it may have listened elsewhere


@contextmanager
def headset_room(folder: Path | None = None) -> Generator[SoundRoom, None, None]:
    """A sound room with an agent's headset: ``SPEAKER`` and ``MICROPHONE``. Raises StageError."""
    with SoundRoom(folder) as room:
        room.add_speaker(SPEAKER, default=True)
        room.add_microphone(MICROPHONE, default=True)
        yield room


def _keep(device: _Device) -> None:
    """Keep what the speaker plays."""
    assert device.stream.stdout is not None
    fd = device.stream.stdout.fileno()
    with suppress(OSError):
        while not device.ended.is_set() and (data := os.read(fd, 65536)):
            device.heard += data


def _feed(device: _Device) -> None:
    """Feed the microphone in real time, so that a new voice is heard at once."""
    assert device.stream.stdin is not None
    fd, at, due_s = device.stream.stdin.fileno(), 0, time.monotonic()
    with suppress(OSError):
        while not device.ended.wait(max(0.0, due_s - time.monotonic())):
            os.write(fd, device.voice(at).tobytes())
            at, due_s = at + _STEP_SAMPLES, due_s + _STEP_S
