"""``python -m app.server.voice.embedded.media FD``: started by MediaClient, with its socket as FD."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import resource
import signal
import socket
import sys

from app.server.voice.embedded.media.control import Control, ControlClosedError
from app.server.voice.embedded.media.loop import MediaLoop
from app.server.voice.embedded.media.settings import from_wire


def main(arguments: list[str]) -> int:
    logging.basicConfig(level=logging.WARNING, format="media: %(message)s")
    # Ctrl-C and a service manager's stop reach all processes at once; calls are ended by the control
    # process, and we end, journal written, when it closes the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    control = Control(socket.socket(fileno=int(arguments[0])))
    try:
        settings = from_wire(control.read_settings())
    except ControlClosedError:
        return 0
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):  # two sockets for each leg
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with contextlib.suppress(OSError):  # audio comes first on this machine, where we may say so
        os.nice(-10)
    # A journal flush in its thread must not hold the clock up for the usual 5 ms.
    sys.setswitchinterval(0.0005)
    loop = MediaLoop(settings, control)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000_000)  # whole-heap collections would stall the clock
    loop.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
