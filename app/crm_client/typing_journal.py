"""Lines added at once with the operating system: what a killed program wrote a moment before is there.

In:  ``add`` at every key. Out: ``lines`` at the next start; ``clear`` when the same is in whole files.

Nothing is forced to disk here, so ``add`` waits for none. A file that cannot be written is no trouble of
its own: whoever keeps the whole files says so.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

LARGEST_BYTES = 4 << 20  # of a journal that could not be cleared: then the newest line alone is kept


class TypingJournal:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._size_bytes = 0

    def lines(self) -> list[bytes]:
        """Oldest first, without what is not a whole line."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return []
        return content.split(b"\n")[:-1]

    def add(self, line: bytes) -> None:
        try:
            file = self._open()
            if self._size_bytes > LARGEST_BYTES:
                os.ftruncate(file, 0)
                self._size_bytes = 0
            self._size_bytes += os.write(file, line + b"\n")
        except OSError as error:
            log.debug("typing journal %s: %s", self._path, error)

    def clear(self) -> None:
        if self._file is None and not self._path.exists():
            return
        try:
            os.ftruncate(self._open(), 0)
            self._size_bytes = 0
        except OSError as error:
            log.debug("typing journal %s: %s", self._path, error)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags, 0o600)
            self._size_bytes = os.fstat(self._file).st_size
            if self._size_bytes:
                self._size_bytes += os.write(self._file, b"\n")  # after a line that a crash left half written
        return self._file
