"""Customers at little cost: they dial, say a tone, count what they hear, hang up.

In:  the server's SIP port and a number. Out: when the call stood, which packet carried the agent's tone.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.caller.codecs import new_coder
from app.caller.line import Line
from app.caller.model import CallPlan
from app.caller.sdp import Local, NoCommonCodecError, read
from app.caller.speech import load_clip
from app.demo.bench_rtp import RtpClock, RtpLeg
from app.demo.stage import StageError
from app.server.voice.embedded.signalling.timers import Timers

CODEC = "PCMA"
CUSTOMER_TONE = "tone:440"
AGENT_TONE_HZ = 2450  # far above what the waiting music plays
_FEW_SAMPLES, _LOUD = 80, 500.0
_PURE = 0.5  # of the packet's energy lies in the tone


class BenchCaller:
    """One customer, one call. ``tone_at_s`` is the arrival of the first packet with the agent's tone."""

    def __init__(self, sip_port: int, number: str, from_number: str, clock: RtpClock) -> None:
        plan = CallPlan(f"sip:{number}@127.0.0.1:{sip_port}", from_number, codecs=(CODEC,))
        self._line = Line(plan, self, Timers(), ("127.0.0.1", sip_port))
        self.media = RtpLeg("127.0.0.1", clock, load_clip(CUSTOMER_TONE).frames(CODEC))
        self._local = Local("127.0.0.1", self.media.port, self.media.port, 1, (CODEC,))
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self.answered_at_s: float | None = None
        self.tone_at_s: float | None = None
        self.refused: int | None = None

    async def dial(self) -> None:
        """Returns as soon as the INVITE is out. Raises OSError."""
        await self._line.open()
        self._line.dial(self._local.offer())

    def listen_for_agent(self) -> None:
        """Look into each packet for the agent's tone; costs some CPU, so not under load."""
        self.media.on_packet = self._packet

    async def wait_tone(self, seconds: float) -> float:
        """Raises StageError when it does not come."""
        try:
            async with asyncio.timeout(seconds):
                while self.tone_at_s is None:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise StageError(f"The customer did not hear the agent within {seconds:.0f} s.") from None
        return self.tone_at_s

    async def leave(self) -> None:
        """Hang up, wait for the reply for a moment, close everything."""
        if self.answered_at_s is None:
            self._line.cancel()
        elif not self._over.is_set():
            self._line.bye()
        try:
            async with asyncio.timeout(2):
                await self._over.wait()
        except TimeoutError:
            pass  # the server is gone; nothing more to say to it
        self.media.close()
        await self._line.close()

    # --- LineListener ----------------------------------------------------------------------------

    def on_progress(self, status: int) -> None: ...

    def on_answer(self, status: int, sdp: str) -> None:
        self.answered_at_s = asyncio.get_running_loop().time()
        try:
            self.media.start(read(sdp, (CODEC,)))
        except NoCommonCodecError:
            self._line.bye()

    def on_refused(self, status: int) -> None:
        self.refused = status
        self._over.set()

    def on_offer(self, sdp: str) -> str:
        remote = read(sdp, (CODEC,))
        self.media.start(remote)
        return self._local.answer(remote)

    def on_bye(self) -> None:
        self._over.set()

    def on_bye_done(self) -> None:
        self._over.set()

    def _packet(self, payload: bytes, at_s: float) -> None:
        if is_agent_tone(payload):
            self.tone_at_s = at_s
            self.media.on_packet = None
            self._news.set()


def is_agent_tone(payload: bytes) -> bool:
    """Whether most of this packet's energy is the agent's tone."""
    samples = _expanded()[np.frombuffer(payload, np.uint8)]
    energy = float(np.square(samples).sum())
    if len(samples) < _FEW_SAMPLES or energy < len(samples) * _LOUD**2:
        return False
    spin = np.exp(-2j * np.pi * AGENT_TONE_HZ * np.arange(len(samples)) / 8000)
    in_tone = 2 * abs(complex(np.dot(samples, spin))) ** 2 / len(samples)
    return in_tone > _PURE * energy


@lru_cache(maxsize=1)
def _expanded() -> NDArray[np.float64]:
    """The sample behind each of the 256 bytes of G.711 A-law."""
    return np.frombuffer(new_coder(CODEC).decode(bytes(range(256))), "<i2").astype(np.float64)
