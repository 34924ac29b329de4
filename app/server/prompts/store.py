"""The company's own recordings: DATA/prompts/<language>/<name>.opus and DATA/music/<name>.opus.

In:  files of any WAV, MP3 or OGG kind. Out: files as the media processes load them; names for who checks
flows. A running server takes a new file over at the next play; one that is named as a shipped one is heard
instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.resources import resource_dir
from app.server.prompts.kinds import kind_of
from app.server.prompts.model import (
    FOLDERS,
    LANGUAGES,
    LONGEST_S,
    MOST_BYTES,
    MUSIC,
    SENTENCES,
    PromptError,
    StoredPrompt,
    check_name,
)
from app.server.voice.embedded.media.levels import MUSIC_LUFS, TARGET_LUFS

CONVERT_S = 180.0
_HEAD_BYTES = 12


class PromptFolder:
    """Everything here blocks: on an event loop, call it in a thread. ``data``: the server's data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def path(self, folder: str, name: str) -> Path:
        """Raises PromptError for what is no name."""
        check_name(folder, name)
        inside = self._data / MUSIC if folder == MUSIC else self._data / "prompts" / folder
        return inside / f"{name}.opus"

    def add(self, folder: str, name: str, source: Path) -> StoredPrompt:
        """Check, convert, even and keep a file, in place of the one before. Raises PromptError, OSError."""
        target = self.path(folder, name)
        keep_recording(source, target, MUSIC_LUFS if folder == MUSIC else TARGET_LUFS)
        return self._stored(folder, target)

    def add_bytes(self, folder: str, name: str, content: bytes) -> StoredPrompt:
        """As ``add``, of what came over the network."""
        check_name(folder, name)
        with tempfile.TemporaryDirectory(prefix="seatline-") as inside:
            source = Path(inside) / "upload"
            source.write_bytes(content)
            return self.add(folder, name, source)

    def remove(self, folder: str, name: str) -> None:
        """Raises PromptError where there is none, OSError."""
        try:
            self.path(folder, name).unlink()
        except FileNotFoundError:
            raise PromptError("prompt-unknown", f"{folder}/{name}") from None

    def all(self) -> list[StoredPrompt]:
        return [self._stored(folder, path) for folder in FOLDERS for path in self._files(folder)]

    def names(self) -> frozenset[str]:
        """What a flow may name, own and shipped: "zh/welcome", "tone/beep", "music/calm"."""
        own = {each.full_name for each in self.all()}
        shipped = resource_dir()
        own |= {f"{path.parent.name}/{path.stem}" for path in (shipped / "prompts").glob("*/*.opus")}
        return frozenset(own | {f"{MUSIC}/{path.stem}" for path in (shipped / MUSIC).glob("*.opus")})

    def _files(self, folder: str) -> Iterator[Path]:
        inside = self._data / MUSIC if folder == MUSIC else self._data / "prompts" / folder
        yield from sorted(path for path in inside.glob("*.opus") if not path.name.startswith("."))

    @staticmethod
    def _stored(folder: str, path: Path) -> StoredPrompt:
        stat = path.stat()
        changed_at = datetime.fromtimestamp(stat.st_mtime, UTC)
        return StoredPrompt(folder, path.stem, stat.st_size, changed_at)


def languages_of(language: str) -> tuple[str, ...]:
    """ "zh", "en", or both for "all"."""
    return LANGUAGES if language == "all" else (language,)


def keep_recording(source: Path, target: Path, loudness_lufs: float = TARGET_LUFS) -> None:
    """Blocking. Check, convert and even a file of any kind into ``target``. Raises PromptError, OSError."""
    if source.stat().st_size > MOST_BYTES:
        raise PromptError("prompt-large", MOST_BYTES // 1_000_000)
    with source.open("rb") as file:
        kind = kind_of(file.read(_HEAD_BYTES))
    if kind is None:
        raise PromptError("prompt-kind")
    _convert(source, kind, target, loudness_lufs)


def _convert(source: Path, kind: str, target: Path, loudness_lufs: float) -> None:
    words = [str(source.resolve()), kind, str(target.absolute()), str(loudness_lufs)]
    command = [sys.executable, "-m", "app.server.prompts.convert", *words]
    environment = worker_environment()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=CONVERT_S, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise PromptError("prompt-damaged") from None
    word = done.stdout.strip()
    if word == "done":
        return
    if word == "prompt-long":
        raise PromptError(word, LONGEST_S // 60)
    if word.startswith("prompt-disk"):
        raise PromptError("prompt-disk", word.partition(" ")[2])
    raise PromptError(word if word in SENTENCES else "prompt-damaged")


def worker_environment() -> dict[str, str]:
    """A process of ours finds the program where we found it, also in a checkout; it needs one thread."""
    paths = [str(Path(__file__).resolve().parents[3]), os.environ.get("PYTHONPATH", "")]
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **threads, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
