"""Sound by PortAudio, the way of Windows and macOS, tried out on PulseAudio through ALSA."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from tests.doubles.rtp_peer import level

# A program of its own: PortAudio is one for the whole process and reads its environment once.
PROGRAM = """
import json, math, sys, threading
from array import array
from app.telephony.audio import PortAudioHost
from app.telephony.pcm import level_dbfs
from app.telephony.ports import DeviceKind
from app.telephony.sound_host import SoundDevice, SoundError, find_device

host, at, heard, done = PortAudioHost(), 0, [], threading.Event()

def tone():
    global at
    at += 320
    wave = (round(8000 * math.sin(2 * math.pi * 440 * (at + i) / 16000)) for i in range(320))
    return array("h", wave).tobytes()

def hear(frame):
    heard.append(frame)
    if len(heard) > 75:
        done.set()

devices = host.devices()
mic, speaker = (find_device(devices, kind, "pulse") for kind in DeviceKind)
failed = ""
if mic and speaker:
    streams = [host.open_output(speaker, tone), host.open_input(mic, hear)]
    done.wait(5)
    alive = [stream.alive for stream in streams]
    for stream in streams:
        stream.close()
    level = level_dbfs(heard[-1])
    try:
        host.open_input(SoundDevice("gone", "9999", DeviceKind.INPUT, False), hear)
    except SoundError as error:
        failed = str(error)
else:
    alive, level = [], -100
print(json.dumps([len(devices), alive, len(heard), level, failed]))
"""


def run(env: dict[str, str]) -> tuple[int, list[bool], int, float, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **env, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return tuple(json.loads(done.stdout))


def test_portaudio_plays_and_hears() -> None:
    with SoundRoom() as room:
        room.add_speaker("Headset", default=True)
        room.add_microphone("Mic", default=True)
        room.speak("Mic", 880)
        count, alive, frames, dbfs, failed = run(room.env)
        assert count > 0
        assert alive == [True, True]
        assert frames > 75
        assert dbfs == pytest.approx(-15.2, abs=1)
        assert level(room.heard("Headset")[-int(1.0 * RATE_HZ) :], RATE_HZ, 440) > 2000
        assert failed.startswith("gone")


def test_portaudio_without_devices_says_so_and_goes_on() -> None:
    count, *_ = run({"PULSE_SERVER": "unix:/nonexistent/pulse", "HOME": "/nonexistent"})
    assert count == 0
