"""Sound devices without hardware: a private PulseAudio with a headset that can be spoken into and heard.

In:  a folder for its socket. Out: the environment that programs need, play and record on its devices.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.demo.stage import StageError

RATE_HZ = 48000
START_LIMIT_S = 10.0
MODULES = (
    "module-null-sink sink_name=speaker rate=48000 sink_properties=device.description=Headset",
    "module-null-sink sink_name=ringer rate=48000 sink_properties=device.description=Ringer",
    "module-null-sink sink_name=mouth rate=48000 sink_properties=device.description=Mouth",
    "module-remap-source source_name=microphone master=mouth.monitor"
    " source_properties=device.description=HeadsetMic",
    "module-remap-source source_name=ear master=speaker.monitor source_properties=device.description=Ear",
)


@dataclass(slots=True)
class SoundRoom:
    """What is played into ``mouth`` the microphone hears; ``speaker.monitor`` is what the ear hears."""

    process: subprocess.Popen[bytes]
    server: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PULSE_SERVER": self.server,
            "PULSE_SINK": "speaker",
            "PULSE_SOURCE": "microphone",
            "ALSA_CONFIG_PATH": str(Path(self.server.removeprefix("unix:")).parent / "asound.conf"),
        }

    def speak(self, samples: NDArray[np.float64]) -> subprocess.Popen[bytes]:
        """Play mono samples (48 kHz, -1…1) into the microphone; returns at once. The caller ends it."""
        process = subprocess.Popen(
            self._tool("pacat", "--playback", "--device=mouth"), stdin=subprocess.PIPE, env=self._env()
        )
        pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()

        def feed() -> None:
            assert process.stdin is not None
            try:
                process.stdin.write(pcm)
                process.stdin.close()
            except (BrokenPipeError, OSError):
                pass  # ended early

        threading.Thread(target=feed, name="mouth", daemon=True).start()
        return process

    def listen(self, target: Path) -> subprocess.Popen[bytes]:
        """Write what the ear hears to a raw file (s16le mono 48 kHz) until the process is ended."""
        with target.open("wb") as output:
            return subprocess.Popen(
                self._tool("pacat", "--record", "--device=speaker.monitor"), stdout=output, env=self._env()
            )

    def _tool(self, *words: str) -> list[str]:
        return [*words, f"--rate={RATE_HZ}", "--channels=1", "--format=s16le", "--latency-msec=40"]

    def _env(self) -> dict[str, str]:
        return {**os.environ, "PULSE_SERVER": self.server}


@contextmanager
def sound_room(folder: Path) -> Generator[SoundRoom, None, None]:
    """Start it. Raises StageError with a sentence where PulseAudio is missing or does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    socket = folder / "pulse.sock"
    (folder / "asound.conf").write_text(
        "pcm.!default pulse\nctl.!default pulse\npcm.pulse { type pulse }\nctl.pulse { type pulse }\n",
        encoding="ascii",
    )
    words = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    words += ["--log-target=stderr", "--log-level=error", "--disable-shm=yes", "--realtime=no"]
    words += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
    for module in MODULES:
        words += ["-L", module]
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_STATE_PATH": str(folder),
    }
    log = folder / "pulseaudio.log"
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=output, env=environment)
    except FileNotFoundError as error:
        raise StageError("There is no sound device and no PulseAudio. Please install pulseaudio.") from error
    room = SoundRoom(process, f"unix:{socket}")
    try:
        _until_ready(room, log)
        yield room
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _until_ready(room: SoundRoom, log: Path) -> None:
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end and room.process.poll() is None:
        asked = subprocess.run(
            ["pactl", "-s", room.server, "list", "short", "sources"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "microphone" in asked.stdout:
            return
    raise StageError(f"PulseAudio did not start; its log is {log}.")


def tone(frequency_hz: float, seconds: float, level: float = 0.3) -> NDArray[np.float64]:
    """A sine at 48 kHz."""
    return level * np.sin(2 * np.pi * frequency_hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)
