"""A voice without a telephone: what a quick reply says to everybody in a bridge.

In:  its player (``plays.py``), 20 ms by the clock. Out: packets as of any party, so that it is forwarded,
mixed and recorded like one. It hears nobody, and nobody is sent anything.
"""

from __future__ import annotations

import socket

from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.codecs import CLOCK_HZ, SILENCE
from app.server.voice.embedded.media.leg import Leg, Readers
from app.server.voice.embedded.media.mixer import is_wide
from app.server.voice.embedded.media.outlet import Packet
from app.server.voice.embedded.media.rtp import MARKER

_TICKS_A_SECOND = 50


class SpokenLeg(Leg):
    """``beside``: the codec of somebody who is to hear it; it speaks no better than that."""

    def __init__(self, name: str, beside: str, readers: Readers, moment: Moment) -> None:
        nowhere = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # never bound: no port is taken
        nowhere.setblocking(False)
        super().__init__(name, nowhere, None, readers, moment)
        self.codec = "G722" if is_wide(beside) else "PCMA"
        self._sequence = self._timestamp = 0

    def tick(self, mixed: bytes | None, now_s: float) -> None:
        """After its last word it is silent until it is closed: a stream that stops would be made up for."""
        frame = SILENCE[self.codec] if self.player is None else self.player.frame()
        marker = 0 if self._sequence else MARKER
        packet = Packet(
            self.codec,
            self._sequence,
            self._timestamp,
            frame,
            marker,
            (self.name, 0),
            CLOCK_HZ[self.codec],
            False,
        )
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + CLOCK_HZ[self.codec] // _TICKS_A_SECOND) & 0xFFFFFFFF
        self._pass_on(packet)
