"""``python -m app.telephony.playback``: plays one sound and ends; started by ``app.ui.playback``.

In:  Ogg/Opus (whatever libav reads) on standard input to its end; ``--device`` by name, "" for the system's
     default; ``--from`` seconds.
Out: lines on standard output: the seconds played, five times a second; last "ended" or "failed: why".

A process of its own: decoders and audio devices stay out of the window's memory, and to stop it, it is ended.
"""

from __future__ import annotations

import argparse
import io
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO, cast

import av
from av.error import FFmpegError

from app.telephony.pcm import FRAME_BYTES, FRAME_MS, RATE_HZ
from app.telephony.ports import DeviceKind
from app.telephony.sound_choice import SystemSoundHost
from app.telephony.sound_host import SoundDevice, SoundError, SoundHost, find_device

REPORT_EVERY_FRAMES = 10
STALLED_AFTER_S = 8.0
LONGEST_BYTES = 64 << 20


class PlaybackFailed(Exception):  # noqa: N818 - named after what happened
    """The sound cannot be read."""


def decode(sound: bytes) -> bytes:
    """16 kHz, 16 bit, mono. Raises PlaybackFailed."""
    made: list[bytes] = []
    try:
        with av.open(io.BytesIO(sound), "r") as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
            for frame in container.decode(audio=0):
                made += [_bytes(each) for each in resampler.resample(frame)]
            made += [_bytes(each) for each in resampler.resample(None)]
    except (FFmpegError, IndexError, ValueError) as error:
        raise PlaybackFailed(f"this sound cannot be read: {error}") from error
    return b"".join(made)


def _bytes(frame: Any) -> bytes:
    return cast("bytes", frame.to_ndarray().tobytes())


def choose(devices: list[SoundDevice], wanted: str) -> SoundDevice | None:
    """The wanted one; a message may come out of another where it is gone."""
    return find_device(devices, DeviceKind.OUTPUT, wanted) or find_device(devices, DeviceKind.OUTPUT, "")


def play(host: SoundHost, device: SoundDevice, pcm: bytes, at: int, report: Callable[[float], None]) -> None:
    """Returns when all of it was handed to the device. ``at``: first frame. Raises SoundError."""
    frames = len(pcm) // FRAME_BYTES
    position, over = at, threading.Event()
    moved = threading.Event()

    def next_frame() -> bytes:
        nonlocal position
        moved.set()
        if position >= frames:
            over.set()
            return bytes(FRAME_BYTES)
        frame = pcm[position * FRAME_BYTES : (position + 1) * FRAME_BYTES]
        position += 1
        return frame

    stream = host.open_output(device, next_frame)
    try:
        while not over.wait(REPORT_EVERY_FRAMES * FRAME_MS / 1000):
            report(position * FRAME_MS / 1000)
            if not moved.is_set() and not moved.wait(STALLED_AFTER_S):
                raise SoundError(f"{device.name} takes no sound")
            moved.clear()
    finally:
        stream.close()


def run(sound: bytes, wanted: str, from_s: float, host: SoundHost, out: TextIO) -> int:
    def say(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    try:
        pcm = decode(sound)
        device = choose(host.devices(), wanted)
        if device is None:
            raise SoundError("no speaker")
        play(host, device, pcm, max(0, int(from_s * 1000 / FRAME_MS)), lambda at_s: say(f"{at_s:.1f}"))
    except (PlaybackFailed, SoundError) as error:
        say(f"failed: {error}")
        return 1
    say("ended")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="")
    parser.add_argument("--from", dest="from_s", type=float, default=0.0)
    options = parser.parse_args()
    sound = sys.stdin.buffer.read(LONGEST_BYTES)
    return run(sound, options.device, options.from_s, SystemSoundHost(), sys.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
