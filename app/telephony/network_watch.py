"""Notices that the machine was asleep, or that its address on the way to the server is another one.

In:  looks now and then, with clocks and the address. Out: what happened, for the phone to register anew.
An address is asked of the system's routes by a socket that is connected and sends nothing: 20 µs.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from enum import Enum

LOOK_EVERY_S = 0.25
# Asleep, the monotonic clock stands still on Linux and macOS; on Windows it runs, but nobody looks at it.
# A clock that was set looks the same, and registering once more harms nobody.
ASLEEP_S = 5.0


class NetworkEvent(Enum):
    WOKE = "WOKE"
    MOVED = "MOVED"  # another address, or one after there was none


class NetworkWatch:
    def __init__(
        self,
        address_towards: Callable[[str], str],
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._address_towards = address_towards
        self._monotonic = monotonic
        self._wall = wall
        self._server = ""
        self._address = ""
        self._looked_at_s = monotonic()
        self._offset_s = wall() - monotonic()

    def reached(self, server: str, local_address: str) -> None:
        """The server was reached at this address of its, from that one of ours."""
        self._server, self._address = server, local_address

    def look(self) -> NetworkEvent | None:
        """Costs nothing when called too often."""
        now_s = self._monotonic()
        gap_s = now_s - self._looked_at_s
        if gap_s < LOOK_EVERY_S:
            return None
        self._looked_at_s = now_s
        offset_s = self._wall() - now_s
        jump_s, self._offset_s = offset_s - self._offset_s, offset_s
        moved = self._moved()
        if jump_s > ASLEEP_S or gap_s > ASLEEP_S:
            return NetworkEvent.WOKE
        return NetworkEvent.MOVED if moved else None

    def _moved(self) -> bool:
        if not self._server:
            return False
        address = self._address_towards(self._server)
        before, self._address = self._address, address
        return address not in ("", before)


def address_towards(host: str) -> str:
    """Our own address on the way to ``host``; empty when there is no way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((host, 9))  # sends nothing
            return str(probe.getsockname()[0])
    except OSError:
        return ""
