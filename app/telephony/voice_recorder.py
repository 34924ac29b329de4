"""``python -m app.telephony.voice_recorder FILE``: records the microphone and ends; started by
``app.ui.recorder``.

In:  ``--device`` by name, "" for the system's default; the end of standard input stops it. Out: a WAV file
     (16 kHz, 16 bit, mono); lines on standard output: the seconds recorded and how loud (dBFS), five times a
     second; last "ended" or "failed: why".
"""

from __future__ import annotations

import argparse
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import numpy as np

from app.telephony.pcm import FRAME_MS, RATE_HZ
from app.telephony.ports import DeviceKind
from app.telephony.sound_choice import SystemSoundHost
from app.telephony.sound_host import SoundDevice, SoundError, SoundHost, find_device

REPORT_EVERY_S = 0.2
LONGEST_S = 120.0
STALLED_AFTER_S = 5.0
SILENCE_DBFS = -90.0


def record(
    host: SoundHost, device: SoundDevice, over: threading.Event, report: Callable[[float, float], None]
) -> bytes:
    """Until ``over`` is set, at most LONGEST_S. Raises SoundError."""
    frames: list[bytes] = []
    stream = host.open_input(device, frames.append)
    waited_s, seen = 0.0, 0
    try:
        while not over.wait(REPORT_EVERY_S):
            length_s = len(frames) * FRAME_MS / 1000
            if length_s >= LONGEST_S:
                break
            waited_s = waited_s + REPORT_EVERY_S if len(frames) == seen else 0.0
            if waited_s >= STALLED_AFTER_S:
                raise SoundError(f"{device.name} gives no sound")
            report(length_s, loudness_dbfs(b"".join(frames[seen:])))
            seen = len(frames)
    finally:
        stream.close()
    return b"".join(frames)


def loudness_dbfs(pcm: bytes) -> float:
    """The loudest sample, 0 dBFS for the largest one there is."""
    peak = int(np.abs(np.frombuffer(pcm, np.int16).astype(np.int32)).max(initial=0))
    return max(SILENCE_DBFS, 20 * float(np.log10(peak / 32768))) if peak else SILENCE_DBFS


def run(file: Path, wanted: str, host: SoundHost, over: threading.Event, out: TextIO) -> int:
    def say(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    try:
        device = find_device(host.devices(), DeviceKind.INPUT, wanted)
        if device is None:
            raise SoundError("no microphone")
        pcm = record(host, device, over, lambda length_s, dbfs: say(f"{length_s:.1f} {dbfs:.0f}"))
        with wave.open(str(file), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE_HZ)
            sound.writeframes(pcm)
    except (SoundError, OSError) as error:
        say(f"failed: {error}")
        return 1
    say("ended")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--device", default="")
    options = parser.parse_args()
    over = threading.Event()

    def wait() -> None:
        sys.stdin.buffer.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    return run(options.file, options.device, SystemSoundHost(), over, sys.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
