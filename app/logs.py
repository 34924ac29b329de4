"""The program's log, written by a thread of its own: a slow or blocked reader must not hold up calls.

In:  log records of all parts. Out: lines on stderr, a tenth of a second later at most; where nobody takes
them, the newest are dropped and counted.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

MOST_WAITING = 20_000
EVERY_S = 0.1
LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _Waiting(logging.Handler):
    """Takes records without waking anybody: at a thousand lines a second each wake would cost a call."""

    def __init__(self, out: logging.Handler) -> None:
        super().__init__()
        self._out = out
        self._records: deque[logging.LogRecord] = deque()
        self._dropped = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._records) < MOST_WAITING:
            self._records.append(record)
        else:
            self._dropped += 1

    def close(self) -> None:
        """Write what waits."""
        self._ended.set()
        self._thread.join(5.0)
        super().close()

    def _run(self) -> None:
        while not self._ended.wait(EVERY_S):
            self._write()
        self._write()

    def _write(self) -> None:
        while self._records:
            self._out.handle(self._records.popleft())
        if self._dropped:
            text = f"{self._dropped} lines of the log were dropped: nobody reads them"
            self._dropped = 0
            self._out.handle(logging.LogRecord("log", logging.WARNING, "", 0, text, (), None))


@contextmanager
def logging_to_stderr(level: str, quieter: tuple[str, ...] = ()) -> Generator[None, None, None]:
    """Log as long as the block runs; what waits is written at its end. ``quieter`` only warn."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter(LINE))
    root, handler = logging.getLogger(), _Waiting(lines)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in quieter:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
