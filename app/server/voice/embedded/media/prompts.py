"""Prompts and music: found by name, decoded and evened once for each file, encoded once for each codec.

Loading runs in a thread of its own (the clock goes on) and takes a few hundredths of a second for a sentence.
A few seconds after the start, when the machine has nothing more urgent to do, what is shipped or was put in
place is loaded without being asked for, so that hardly a caller waits for it.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, PriorityQueue

import numpy as np

from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, Samples, encode_frames
from app.server.voice.embedded.media.decode import DecodeError, decode_file, is_evened
from app.server.voice.embedded.media.loudness import MUSIC_LUFS, TARGET_LUFS, evened
from app.server.voice.embedded.media.resample import Downsampler

_NAME = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+){0,4}")
_KEPT_SAMPLES = 32 << 20  # of decoded files: half an hour, 64 MB
_READY_FILES = 64  # loaded before anybody asks
_READY_BYTES = 8 << 20
_MUSIC = "music"
_FIRST = "PCMA"  # what the lines of most countries speak; others are prepared once they are spoken
CALM_S = 4.0  # after the start, or after the first word in a codec; everything takes some 2 s of a core
_FRAME = 320
_SEAM = 160  # samples at 16 kHz over which the end of a loop leads to its beginning
_LEAD = 8000
_NOW, _LATER = 0, 1


@dataclass(frozen=True, slots=True)
class PromptKey:
    path: Path
    mtime_ns: int
    codec: str
    loop: bool = False


class PromptStore:
    """Used by the loop's thread, except for ``_work`` and what it calls.

    ``calm_s``: how long after the start, and after a codec was first spoken, its prompts are prepared.
    """

    def __init__(self, dirs: tuple[Path, ...], wake: Callable[[], None], calm_s: float = CALM_S) -> None:
        self._dirs = dirs
        self._wake = wake
        self._count = itertools.count()
        self._wanted: PriorityQueue[tuple[int, int, PromptKey | None]] = PriorityQueue()
        self._ready: dict[PromptKey, list[bytes] | str] = {}  # payloads, or what is wrong
        self._asked: set[PromptKey] = set()
        self._calm_s = calm_s
        self._due_s = {_FIRST: time.monotonic() + calm_s}  # when a codec is prepared; stays when it was
        self._decoded: dict[tuple[Path, int], Samples] = {}
        self._thread = threading.Thread(target=self._work, name="prompts", daemon=True)
        self._thread.start()

    def find(self, name: str, codec: str, loop: bool = False) -> PromptKey | None:
        """The file of a prompt as it is now; None: there is none, or the name is not one."""
        if not _NAME.fullmatch(name):
            return None
        for folder in self._dirs:
            for path in (folder / "prompts" / f"{name}.opus", folder / f"{name}.opus"):
                try:
                    return PromptKey(path, path.stat().st_mtime_ns, codec, loop)
                except OSError:
                    continue
        return None

    def payload(self, key: PromptKey) -> list[bytes] | str | None:
        """Payloads of 20 ms; a sentence when the file cannot be read; None while it is being loaded."""
        ready = self._ready.get(key)
        if ready is None and key not in self._asked:
            self._asked.add(key)
            self._wanted.put((_NOW, next(self._count), key))
        return ready

    def close(self) -> None:
        self._wanted.put((-1, 0, None))

    # --- the thread -------------------------------------------------------------------------------

    def _work(self) -> None:
        prepared: set[str] = set()
        while True:
            now_s = time.monotonic()
            waiting = {codec: due_s for codec, due_s in self._due_s.items() if codec not in prepared}
            for codec in [codec for codec, due_s in waiting.items() if due_s <= now_s]:
                prepared.add(codec)
                del waiting[codec]
                self._prepare(codec)
            try:
                key = self._wanted.get(timeout=min(waiting.values()) - now_s if waiting else None)[2]
            except Empty:
                continue
            if key is None:
                return
            if key not in self._ready:
                self._load(key)
                self._wake()
            self._due_s.setdefault(key.codec, time.monotonic() + self._calm_s)

    def _load(self, key: PromptKey) -> None:
        try:
            self._ready[key] = _encoded(self._samples(key), key)
        except (DecodeError, OSError) as error:
            self._ready[key] = str(error) or type(error).__name__
        for other in [each for each in self._ready if each.path == key.path and each.mtime_ns < key.mtime_ns]:
            self._ready.pop(other)  # whoever still needs the file as it was gets it as it is
            self._asked.discard(other)

    def _samples(self, key: PromptKey) -> Samples:
        """Decoded, at 16 kHz, at the loudness of the house. Raises DecodeError, OSError."""
        file = (key.path, key.mtime_ns)
        if file not in self._decoded:
            target = MUSIC_LUFS if key.path.parent.name == _MUSIC else TARGET_LUFS
            samples = decode_file(key.path)
            if target == MUSIC_LUFS or not is_evened(key.path):  # pieces of a number were evened together
                samples = evened(samples, target)
            while self._decoded and sum(map(len, self._decoded.values())) + len(samples) > _KEPT_SAMPLES:
                self._decoded.pop(next(iter(self._decoded)))
            self._decoded[file] = samples
        return self._decoded[file]

    def _prepare(self, codec: str) -> None:
        """Load everything in this codec, when nothing else is to be done."""
        left = _READY_BYTES
        for path, size, mtime_ns in itertools.islice(self._files(), _READY_FILES):
            left -= size
            if left < 0:
                break
            key = PromptKey(path, mtime_ns, codec, path.parent.name == _MUSIC)
            self._wanted.put((_LATER, next(self._count), key))

    def _files(self) -> Iterator[tuple[Path, int, int]]:
        """Path, size, time of change. Music first, then sentences by their length: a single word is loaded in
        a moment when somebody is to hear it."""
        for inside in (_MUSIC, "prompts"):
            found: list[tuple[Path, int, int]] = []
            for folder in self._dirs:
                for path in (folder / inside).rglob("*.opus"):
                    with contextlib.suppress(OSError):  # it was taken away at this moment
                        stat = path.stat()
                        found.append((path, stat.st_size, stat.st_mtime_ns))
            yield from sorted(found, key=lambda each: (-each[1], each[0]))


def _encoded(samples: Samples, key: PromptKey) -> list[bytes]:
    lead = None
    if key.loop and len(samples) >= _LEAD:
        samples = _closed(samples)
        lead = samples[-_LEAD:]  # each time but the first it is heard after its own end
    rate_hz = CODEC_RATE_HZ[key.codec]
    if rate_hz == 16000:
        return encode_frames(key.codec, samples, lead)
    return encode_frames(key.codec, _narrow(samples, lead))


def _closed(samples: Samples) -> Samples:
    """A loop of whole frames: what is over is left out, with its end faded in before the beginning."""
    over = len(samples) % _FRAME
    if not over:
        return samples
    out = samples[: len(samples) - over].copy()
    rise = (np.arange(_SEAM) + 0.5) / _SEAM
    out[-_SEAM:] = np.rint(out[-_SEAM:] * (1 - rise) + samples[-_SEAM:] * rise)
    return out


def _narrow(samples: Samples, lead: Samples | None) -> Samples:
    """16 kHz brought to 8 kHz, in pieces so that other threads run between."""
    down = Downsampler()
    if lead is not None:
        down(lead)
    even = np.concatenate([samples, np.zeros(len(samples) % 2, dtype=np.int16)])
    return np.concatenate([down(even[at : at + 3200]) for at in range(0, len(even), 3200)] or [even])
