"""Legs from which no sound comes: on hold, muted, or gone without a word?

In:  the media process's word that a leg fell silent, or is heard again.
Out: the peer is asked at once and again and again (OPTIONS inside the dialog); whoever does not answer, or
stays silent for longer than anybody does, is given up as cut off ("rtp-gone").
"""

from __future__ import annotations

import asyncio

from app.server.voice.embedded.signalling.legs import Leg


class SilenceWatch:
    """``every_s``: between two questions; ``limit_s``: longest silence of a peer that says it is there."""

    def __init__(self, every_s: float, limit_s: float) -> None:
        self._every_s = every_s
        self._limit_s = limit_s
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def fell_silent(self, leg: Leg) -> None:
        self.heard(leg.leg_id)
        self._ask(leg, asyncio.get_running_loop().time() + self._limit_s)

    def heard(self, leg_id: str) -> None:
        """Also when the leg has ended."""
        if timer := self._timers.pop(leg_id, None):
            timer.cancel()

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _ask(self, leg: Leg, until_s: float) -> None:
        self._timers.pop(leg.leg_id, None)
        if leg.ended:
            return
        loop = asyncio.get_running_loop()
        if loop.time() >= until_s and not leg.audio.held:
            leg.lost("rtp-gone")
            return
        leg.check_alive()
        self._timers[leg.leg_id] = loop.call_later(self._every_s, self._ask, leg, until_s)
