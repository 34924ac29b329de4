"""The program's log, written by a thread of its own: a slow or blocked reader must not hold up calls.

In:  log records of all parts. Out: lines on stderr; where nobody takes them, the oldest are dropped.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue

MOST_WAITING = 20_000
LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _Dropping(QueueHandler):
    """Counts what had to be dropped, and says so as soon as there is room."""

    def __init__(self, queue: Queue[logging.LogRecord]) -> None:
        super().__init__(queue)
        self._dropped = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            if self._dropped:
                text = f"{self._dropped} lines of the log were dropped: nobody reads them"
                self.queue.put_nowait(logging.LogRecord("log", logging.WARNING, "", 0, text, (), None))
                self._dropped = 0
            self.queue.put_nowait(record)
        except Full:
            self._dropped += 1


@contextmanager
def logging_to_stderr(level: str, quieter: tuple[str, ...] = ()) -> Generator[None, None, None]:
    """Log as long as the block runs; what waits is written at its end. ``quieter`` only warn."""
    queue: Queue[logging.LogRecord] = Queue(MOST_WAITING)
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter(LINE))
    root, handler = logging.getLogger(), _Dropping(queue)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in quieter:
        logging.getLogger(name).setLevel(logging.WARNING)
    listener = QueueListener(queue, lines)
    listener.start()
    try:
        yield
    finally:
        listener.stop()
        root.removeHandler(handler)
