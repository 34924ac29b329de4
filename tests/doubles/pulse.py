"""A private PulseAudio with a headset that is not there: null sinks in place of devices.

Usage::

    with PulseAudio(tmp_path) as pulse:
        env = pulse.env                           # for the program under test
        speaker = pulse.add_speaker("Headset")    # what it plays can be heard: pulse.heard(speaker)
        pulse.add_microphone("Headset Mic")
        pulse.speak("Headset Mic", tone_hz=880)   # from now on, until another tone or None
        pulse.remove("Headset Mic")               # pulled out

Every speaker is recorded from the beginning, which also keeps its latency low: a null sink that
nobody watches works in steps of two seconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

RATE_HZ = 48_000
STEP_S = 0.02


@dataclass
class _Device:
    name: str
    sink: str
    modules: list[int]
    process: subprocess.Popen[bytes]
    heard: bytearray = field(default_factory=bytearray)
    tone_hz: float | None = None
    amplitude: int = 8000
    ended: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class PulseAudio:
    def __init__(self, folder: Path | None = None) -> None:
        # A path for a socket may have 107 bytes only; pytest's folders are longer than that.
        self._home = Path(tempfile.mkdtemp(prefix="sl-pulse-"))
        self._socket = self._home / "native"
        self._devices: dict[str, _Device] = {}
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._log_path = (folder or self._home) / "pulseaudio.log"

    @property
    def env(self) -> dict[str, str]:
        """What a program needs to find this sound server and no other."""
        return {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._home / "cookie"),
            "XDG_RUNTIME_DIR": str(self._home),
            "XDG_CONFIG_HOME": str(self._home),
            "HOME": str(self._home),
        }

    def __enter__(self) -> PulseAudio:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def start(self) -> None:
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
                    *("--log-target=stderr", "--log-level=warn"),
                    *("-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"),
                ],
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 10
        while self._pactl("info", check=False).returncode:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"pulseaudio does not start: {self._log_path.read_text()}")

    def stop(self) -> None:
        for name in list(self._devices):
            self.remove(name, unload=False)
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
            self._process = None

    # --- devices ---

    def add_speaker(self, name: str, *, default: bool = False) -> str:
        """A speaker shown as ``name``; everything that is played on it is kept (``heard``)."""
        sink, module = self._null_sink("spk", name)
        recorder = self._stream("parec", f"--device={sink}.monitor", "--channels=1", stdout=subprocess.PIPE)
        device = _Device(name, sink, [module], recorder)
        device.thread = threading.Thread(target=self._keep, args=(device,), daemon=True)
        device.thread.start()
        self._devices[name] = device
        if default:
            self._pactl("set-default-sink", sink)
        self._pin_all()
        return name

    def add_microphone(self, name: str, *, default: bool = False) -> str:
        """A microphone shown as ``name``; silent until ``speak``."""
        sink, module = self._null_sink("feed", f"what {name} hears")
        source = f"mic{self._count}"
        remap = self._load(
            "module-remap-source", f"source_name={source}", f"master={sink}.monitor", "channels=1",
            f'source_properties=device.description="{_quoted(name)}"',
        )  # fmt: skip
        feeder = self._stream("pacat", f"--device={sink}", "--channels=1", stdin=subprocess.PIPE)
        device = _Device(name, sink, [remap, module], feeder)
        device.thread = threading.Thread(target=self._feed, args=(device,), daemon=True)
        device.thread.start()
        self._devices[name] = device
        if default:
            self._pactl("set-default-source", source)
        self._pin_all()
        return name

    def remove(self, name: str, *, unload: bool = True) -> None:
        """Pull the device out."""
        device = self._devices.pop(name)
        device.ended.set()
        if unload:
            for module in device.modules:
                self._pactl("unload-module", str(module), check=False)
        device.process.kill()
        device.process.wait(5)
        if device.thread is not None:
            device.thread.join(2)
        for pipe in (device.process.stdin, device.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def speak(self, microphone: str, tone_hz: float | None, amplitude: int = 8000) -> None:
        """What the microphone hears from now on; None is silence."""
        device = self._devices[microphone]
        device.tone_hz, device.amplitude = tone_hz, amplitude

    def heard(self, speaker: str, last_s: float | None = None) -> np.ndarray:
        """16-bit samples at ``RATE_HZ`` that were played on the speaker."""
        samples = np.frombuffer(bytes(self._devices[speaker].heard), np.int16)
        return samples if last_s is None else samples[-int(last_s * RATE_HZ) :]

    # --- inside ---

    def _null_sink(self, prefix: str, description: str) -> tuple[str, int]:
        self._count += 1
        sink = f"{prefix}{self._count}"
        module = self._load(
            "module-null-sink", f"sink_name={sink}", f"rate={RATE_HZ}",
            f'sink_properties=device.description="{_quoted(description)}"',
        )  # fmt: skip
        return sink, module

    def _load(self, *arguments: str) -> int:
        return int(self._pactl("load-module", *arguments).stdout)

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["pactl", *arguments],
            env={**os.environ, **self.env},
            capture_output=True,
            check=check,
            timeout=10,
        )

    def _stream(
        self, program: str, *arguments: str, stdin: int | None = None, stdout: int | None = None
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [program, "--raw", "--latency-msec=20", "--format=s16le", f"--rate={RATE_HZ}", *arguments],
            env={**os.environ, **self.env},
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _pin_all(self) -> None:
        for device in self._devices.values():
            if device.process.stdout is not None:
                self._pin(device.process, "source-output", f"{device.sink}.monitor")
            else:
                self._pin(device.process, "sink-input", device.sink)

    def _pin(self, program: subprocess.Popen[bytes], kind: str, place: str) -> None:
        """Otherwise the stream goes where the default device goes; done anew after each change of it."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for stream in json.loads(self._pactl("-f", "json", "list", f"{kind}s").stdout or b"[]"):
                if stream["properties"].get("application.process.id") == str(program.pid):
                    self._pactl(f"move-{kind}", str(stream["index"]), place)
                    return
        raise RuntimeError(f"{place}: the stream did not come up")

    @staticmethod
    def _keep(device: _Device) -> None:
        assert device.process.stdout is not None
        fd = device.process.stdout.fileno()
        with contextlib.suppress(OSError):
            while not device.ended.is_set() and (data := os.read(fd, 65536)):
                device.heard += data

    @staticmethod
    def _feed(device: _Device) -> None:
        """In real time, so that a new tone is heard at once; the phase goes on."""
        assert device.process.stdin is not None
        fd, at, due_s = device.process.stdin.fileno(), 0, time.monotonic()
        count = int(RATE_HZ * STEP_S)
        with contextlib.suppress(OSError):
            while not device.ended.wait(max(0.0, due_s - time.monotonic())):
                tone_hz = device.tone_hz
                times = np.arange(at, at + count) / RATE_HZ
                wave = np.zeros(count) if tone_hz is None else np.sin(2 * np.pi * tone_hz * times)
                os.write(fd, (device.amplitude * wave).astype(np.int16).tobytes())
                at, due_s = at + count, due_s + STEP_S


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "").replace("'", "").replace(" ", "\\ ")
