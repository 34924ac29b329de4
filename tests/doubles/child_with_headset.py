"""The softphone's process with a headset that the test holds: ``python -m tests.doubles.child_with_headset``.

The environment variable SEATLINE_TEST_HEADSET names a unix socket. Lines that come from it are input reports
in hexadecimal (or "pull"); each output report goes back as a line.
"""

from __future__ import annotations

import functools
import os
import socket
import sys
import threading

from app.telephony import __main__, child
from app.telephony.buttons import Buttons
from tests.doubles.fake_headset import JABRA, FakeDevice, FakeHid, found, jabra_mirror

EVOLVE = found("Jabra Evolve 65", 0x0B0E)


class WiredDevice(FakeDevice):
    def __init__(self, wire: socket.socket) -> None:
        super().__init__(JABRA, jabra_mirror)
        self._wire = wire

    def write(self, report: bytes) -> None:
        super().write(report)
        self._wire.sendall(report.hex().encode() + b"\n")


def main() -> None:
    wire = socket.socket(socket.AF_UNIX)
    wire.connect(os.environ["SEATLINE_TEST_HEADSET"])
    hid = FakeHid()
    device = hid.plug(EVOLVE, WiredDevice(wire))

    def listen() -> None:
        for line in wire.makefile():
            if line.strip() == "pull":
                hid.pull(EVOLVE)
            else:
                device.press(line.strip())

    threading.Thread(target=listen, daemon=True).start()
    child.Buttons = functools.partial(Buttons, host=lambda: hid)  # type: ignore[misc,assignment]
    __main__.main()


if __name__ == "__main__":
    sys.exit(main())
