"""Prompts and music: found by name, decoded once for each file, encoded once for each codec.

Loading runs in a thread of its own (the clock goes on); what is ready is fetched with ``take_ready``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, Samples, encode_all
from app.server.voice.embedded.media.decode import DecodeError, decode_file
from app.server.voice.embedded.media.resample import Downsampler

_NAME = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+){0,4}")
_KEPT_FILES = 500


@dataclass(frozen=True, slots=True)
class PromptKey:
    path: Path
    mtime_ns: int
    codec: str


class PromptStore:
    """Used by the loop's thread, except for ``_work``."""

    def __init__(self, dirs: tuple[Path, ...], wake: Callable[[], None]) -> None:
        self._dirs = dirs
        self._wake = wake
        self._wanted: SimpleQueue[PromptKey | None] = SimpleQueue()
        self._ready: dict[PromptKey, bytes | str] = {}  # payload, or what is wrong
        self._asked: set[PromptKey] = set()
        self._thread = threading.Thread(target=self._work, name="prompts", daemon=True)
        self._thread.start()

    def find(self, name: str, codec: str) -> PromptKey | None:
        """The file of a prompt as it is now; None: there is none, or the name is not one."""
        if not _NAME.fullmatch(name):
            return None
        for folder in self._dirs:
            for path in (folder / "prompts" / f"{name}.opus", folder / f"{name}.opus"):
                try:
                    return PromptKey(path, path.stat().st_mtime_ns, codec)
                except OSError:
                    continue
        return None

    def payload(self, key: PromptKey) -> bytes | str | None:
        """Encoded prompt; a sentence when it cannot be read; None while it is being loaded."""
        ready = self._ready.get(key)
        if ready is None and key not in self._asked:
            self._asked.add(key)
            self._wanted.put(key)
        return ready

    def close(self) -> None:
        self._wanted.put(None)

    def _work(self) -> None:
        decoded: dict[tuple[Path, int], Samples] = {}
        while (key := self._wanted.get()) is not None:
            file = (key.path, key.mtime_ns)
            try:
                if file not in decoded:
                    if len(decoded) >= _KEPT_FILES:
                        decoded.pop(next(iter(decoded)))
                    decoded[file] = decode_file(key.path)
                samples = decoded[file]
                self._ready[key] = encode_all(key.codec, _at_rate(samples, CODEC_RATE_HZ[key.codec]))
            except (DecodeError, OSError) as error:
                self._ready[key] = str(error) or type(error).__name__
            self._wake()


def _at_rate(samples: Samples, rate_hz: int) -> Samples:
    """16 kHz samples brought to the rate of a codec, in pieces so that other threads run between."""
    if rate_hz == 16000:
        return samples
    down = Downsampler()
    even = np.concatenate([samples, np.zeros(len(samples) % 2, dtype=np.int16)])
    return np.concatenate([down(even[at : at + 3200]) for at in range(0, len(even), 3200)] or [even])
