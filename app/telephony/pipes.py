"""The child's two pipes: commands are read on a thread of their own, events are written from any thread.

In:  file descriptors. Out: decoded commands (or BadLineError) to ``put``; None when the desktop is gone.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

from app.telephony.ports import Command, PhoneEvent
from app.telephony.wire import BadLineError, LineSplitter, decode_command, encode

log = logging.getLogger(__name__)

READ_BYTES = 65536


class EventPipe:
    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()

    def emit(self, event: PhoneEvent) -> None:
        """A desktop that is gone does not hear it; the end of the commands follows by itself."""
        with self._lock:
            try:
                os.write(self._fd, encode(event))
            except OSError as error:
                log.debug("event not delivered: %s", error)


def read_commands(fd: int, put: Callable[[Command | BadLineError | None], None]) -> None:
    """Start reading; with ``os.read``, since a thread inside a buffered reader is fatal at exit."""
    threading.Thread(target=_read, args=(fd, put), name="commands", daemon=True).start()


def _read(fd: int, put: Callable[[Command | BadLineError | None], None]) -> None:
    splitter = LineSplitter()
    while data := os.read(fd, READ_BYTES):
        for line in splitter.feed(data):
            try:
                put(decode_command(line))
            except BadLineError as error:
                put(error)
    put(None)
