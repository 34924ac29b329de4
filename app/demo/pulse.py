"""The adapter for PulseAudio: a sound server of its own, its modules and its streams, by its command line.

In:  a folder for its log. Out: the environment of its clients; null sinks, remapped sources, raw streams.
``app.demo.sound`` makes headsets of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from app.demo.stage import StageError, end_process

RATE_HZ = 48_000
_LIMIT_S = 10.0
_ALSA = "pcm.!default pulse\nctl.!default pulse\npcm.pulse { type pulse }\nctl.pulse { type pulse }\n"


class PulseServer:
    """``close`` after the last ``stop``: then its files go too."""

    def __init__(self, folder: Path | None = None) -> None:
        # The path of a socket may have 107 bytes only, and a given folder may be deeper than that.
        self._home = Path(tempfile.mkdtemp(prefix="seatline-sound-"))
        self._log = (folder or self._home) / "pulseaudio.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """What a program and its children need to find this sound server and no other."""
        return {
            "PULSE_SERVER": f"unix:{self._home / 'native'}",
            "PULSE_COOKIE": str(self._home / "cookie"),
            "ALSA_CONFIG_PATH": str(self._home / "asound.conf"),
        }

    def start(self) -> None:
        """Without devices. Raises StageError with a sentence where it is missing or does not start."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        (self._home / "asound.conf").write_text(_ALSA, encoding="ascii")
        words = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        words += ["--log-target=stderr", "--log-level=warn", "--disable-shm=yes", "--realtime=no"]
        words += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._home / 'native'}"]
        own = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), str(self._home))
        try:
            with self._log.open("ab") as output:
                self._process = subprocess.Popen(
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env={**os.environ, **self.env, **own},
                )
            self._until_ready(self._process)
        except FileNotFoundError as error:
            raise StageError(
                "There is no sound device and no PulseAudio. Please install pulseaudio."
            ) from error

    def stop(self) -> None:
        if self._process is not None:
            end_process(self._process)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def null_sink(self, sink: str, description: str) -> int:
        """A speaker that is not there. Returns the number of its module, for ``unload``."""
        return self._load(
            "module-null-sink", f"sink_name={sink}", f"rate={RATE_HZ}",
            f'sink_properties=device.description="{_quoted(description)}"',
        )  # fmt: skip

    def remapped_source(self, source: str, sink: str, description: str) -> int:
        """A microphone that hears what ``sink`` plays. Returns the number of its module."""
        return self._load(
            "module-remap-source", f"source_name={source}", f"master={sink}.monitor", "channels=1",
            f'source_properties=device.description="{_quoted(description)}"',
        )  # fmt: skip

    def unload(self, module: int) -> None:
        self._pactl("unload-module", str(module), check=False)

    def set_default(self, kind: str, name: str) -> None:
        """``kind``: sink or source."""
        self._pactl(f"set-default-{kind}", name)

    def recorder(self, sink: str) -> subprocess.Popen[bytes]:
        """A program whose standard output is what the sink plays: 16 bit, mono."""
        return self._stream("parec", f"--device={sink}.monitor", stdout=subprocess.PIPE)

    def player(self, sink: str) -> subprocess.Popen[bytes]:
        """A program that plays its standard input on the sink: 16 bit, mono."""
        return self._stream("pacat", f"--device={sink}", stdin=subprocess.PIPE)

    def pin(self, stream: subprocess.Popen[bytes], sink: str) -> None:
        """Keep a recorder or player where it is; otherwise it goes where the default device goes.

        To be done anew after each change of the default.
        """
        recorder = stream.stdout is not None
        kind, place = ("source-output", f"{sink}.monitor") if recorder else ("sink-input", sink)
        deadline_s = time.monotonic() + _LIMIT_S
        while time.monotonic() < deadline_s:
            for row in json.loads(self._pactl("-f", "json", "list", f"{kind}s").stdout or b"[]"):
                if row["properties"].get("application.process.id") == str(stream.pid):
                    self._pactl(f"move-{kind}", str(row["index"]), place)
                    return
        raise StageError(f"{place}: the stream did not come up; the log of PulseAudio is {self._log}.")

    def _load(self, *arguments: str) -> int:
        return int(self._pactl("load-module", *arguments).stdout)

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["pactl", *arguments],
            env={**os.environ, **self.env},
            capture_output=True,
            check=check,
            timeout=_LIMIT_S,
        )

    def _stream(
        self, program: str, place: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        form = ["--raw", "--latency-msec=20", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1"]
        return subprocess.Popen(
            [program, place, *form],
            env={**os.environ, **self.env},
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
        )

    def _until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline_s = time.monotonic() + _LIMIT_S
        while self._pactl("info", check=False).returncode:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
            if process.returncode is not None or time.monotonic() > deadline_s:
                tail = self._log.read_text(encoding="utf-8", errors="replace")[-1000:]
                raise StageError(f"PulseAudio did not start; its log ({self._log}) ends with:\n{tail}")


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "").replace("'", "").replace(" ", "\\ ")
