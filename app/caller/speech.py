"""What the customer says: a tone, a sound file or a text spoken by espeak-ng.

In:  ``tone:440`` (sine, -12 dBFS) or ``tone:440@-20``; a path to any sound file; ``zh:你好`` or
     ``en:hello`` (text for espeak-ng), any other text is taken as English or, with Chinese
     characters in it, as Mandarin. ``once:`` before any of them says it once, else it is repeated.
Out: a ``Clip``, encoded once per codec however many callers say it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from app.caller.codecs import CODEC_INFO, encode_frames
from app.caller.model import CallerError
from app.server.voice.embedded.media.decode import DecodeError, TooLongError, decode_file

CLIP_HZ = 16000
LONGEST_S = 600
_TONE = re.compile(r"tone:(?P<hz>\d+(?:\.\d+)?)(?:@(?P<db>-?\d+(?:\.\d+)?))?")
_VOICES = {"zh": "cmn", "en": "en-us"}


class Clip:
    """Mono sound at 16 kHz; ``frames`` gives it as telephone payloads of 20 ms."""

    def __init__(self, samples: NDArray[np.int16], *, once: bool, name: str) -> None:
        self.once = once
        self.name = name
        self._samples = samples
        self._encoded: dict[str, tuple[bytes, ...]] = {}

    @property
    def seconds(self) -> float:
        return len(self._samples) / CLIP_HZ

    def frames(self, codec: str) -> tuple[bytes, ...]:
        if codec not in self._encoded:
            rate_hz = CODEC_INFO[codec].rate_hz
            samples = self._samples
            if rate_hz != CLIP_HZ:
                samples = soxr.resample(samples, CLIP_HZ, rate_hz)
            self._encoded[codec] = encode_frames(codec, samples.astype("<i2").tobytes())
        return self._encoded[codec]


@lru_cache(maxsize=32)
def load_clip(source: str) -> Clip:
    """Make the clip for a ``--speak`` argument; blocks. Raises CallerError with a sentence."""
    once = source.startswith("once:")
    what = source.removeprefix("once:")
    if what.startswith("tone:"):
        samples = _tone(what)
    elif (path := Path(what)).is_file() or path.suffix.lower() in {".wav", ".opus", ".ogg", ".mp3", ".flac"}:
        samples = _read_file(path)
    else:
        samples = _read_aloud(what)
    if not len(samples):
        raise CallerError(f"There is no sound in {what!r}.")
    return Clip(samples, once=once, name=what)


@lru_cache(maxsize=1)
def room_noise() -> Clip:
    """A second of very quiet noise (-66 dBFS), so that the line is never dead when nothing is said."""
    noise = np.random.default_rng(20).normal(0, 16, CLIP_HZ)
    return Clip(noise.astype(np.int16), once=False, name="room")


def _tone(what: str) -> NDArray[np.int16]:
    match = _TONE.fullmatch(what)
    if match is None or not 20 <= float(match["hz"]) <= 7000 or float(match["db"] or -12) > 0:
        raise CallerError(f"Cannot read {what!r}: write tone:440 or tone:440@-20 (Hz, level in dBFS).")
    # One second holds whole periods of every whole frequency: no click where it starts again.
    amplitude = 32767 * 10 ** (float(match["db"] or -12) / 20)
    wave = np.sin(2 * np.pi * round(float(match["hz"])) * np.arange(CLIP_HZ) / CLIP_HZ)
    return np.round(amplitude * wave).astype(np.int16)


def _read_file(path: Path) -> NDArray[np.int16]:
    """Any file that FFmpeg reads, as mono 16 kHz."""
    if not path.exists():
        raise CallerError(f"There is no file {path}.")
    try:
        return decode_file(path, CLIP_HZ, LONGEST_S)
    except TooLongError as error:
        raise CallerError(f"{path} is longer than {LONGEST_S // 60} minutes; use a shorter file.") from error
    except (DecodeError, OSError) as error:
        raise CallerError(f"Cannot read sound from {path}: {error}.") from error


def _read_aloud(what: str) -> NDArray[np.int16]:
    prefix, _, rest = what.partition(":")
    if prefix in _VOICES and rest:
        language, text = prefix, rest
    else:
        language, text = ("zh" if re.search(r"[\u4e00-\u9fff]", what) else "en"), what
    if not text.strip():
        raise CallerError("There is no text to speak.")
    program = shutil.which("espeak-ng")
    if program is None:
        raise CallerError(
            "Speaking a text needs espeak-ng, which is not installed. "
            "Install it, or give a sound file or tone:440."
        )
    with tempfile.TemporaryDirectory(prefix="seatline-caller-") as folder:
        wav = Path(folder, "text.wav")
        command = [program, "-v", _VOICES[language], "-w", str(wav), "--stdin"]
        try:
            subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=30)
        except (subprocess.SubprocessError, OSError) as error:
            raise CallerError(f"espeak-ng could not speak the text: {error}.") from error
        return _read_file(wav)
