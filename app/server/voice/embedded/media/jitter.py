"""An adaptive jitter buffer for what is mixed: payloads by RTP time in, one after the other out.

In:  each packet as it comes (in any order, twice, late), with the time of its arrival.
Out: at each tick a payload, or what is to be heard in its place (``Hole``).

The delay follows what was measured: an undelayed packet waits as long as 98 % of the last five
seconds' packets came late, and a little more. A packet later than ever raises that at once. How the
delay is brought there without a click is up to ``voice.py``, by ``excess_s``.
"""

from __future__ import annotations

import time
from collections import deque
from enum import Enum, auto

from app.server.voice.embedded.media.codecs import CLOCK_HZ, FRAME_S, payload_ticks
from app.server.voice.embedded.media.comfort_noise import NAME as COMFORT_NOISE
from app.server.voice.embedded.media.comfort_noise import level_dbov

LEAST_DELAY_S, MOST_DELAY_S = 0.004, 0.2  # before the up to 20 ms until the next tick
_FIRST_DELAY_S = 0.005  # until something was measured
_MOST_EXCESS_S = 0.2
_MARGIN_S = 0.002
_STEP_S = 0.02  # by which one late packet raises the target; the next one again
_PART = 0.98
_MEASURED = 256  # packets
_MEASURE_EVERY = 32
_LOSSY = 16  # measurements after a loss, 10 s
_DRIFT_EVERY = 100  # packets after which the least delay may be forgotten: clocks drift
_JUMP_S = 1.0  # of RTP time: a new start of the sender, not a loss
_END_S = 0.2  # nothing for so long: the sender makes a pause
_MOST_PACKETS = 60


class Hole(Enum):
    QUIET = auto()  # there is nothing to hear
    NOISE = auto()  # comfort noise of ``noise_dbov``
    LATE = auto()  # the next packet may still come: time stands still
    LOST = auto()  # it did not come but later ones did: time goes on by 20 ms


class JitterBuffer:
    __slots__ = (
        "_arrived",
        "_at",
        "_before",
        "_clock_hz",
        "_codec",
        "_deviations",
        "_frame",
        "_late",
        "_least",
        "_lossy",
        "_lost_before",
        "_newest",
        "_packets",
        "cut",
        "excess_s",
        "given",
        "lost",
        "noise_dbov",
        "received",
        "target_s",
    )

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._clock_hz = CLOCK_HZ[codec]
        self._frame = self._clock_hz // 50
        self.target_s = _FIRST_DELAY_S
        self.excess_s = 0.0  # delay above the target when the last payload was given out
        self.cut = False  # something was left out before the next payload
        self.noise_dbov: int | None = None
        self.given: deque[bytes] = deque(maxlen=8)  # what was given out last
        self.received = self.lost = 0
        self._packets: dict[int, bytes] = {}  # by RTP time that does not wrap
        self._at: int | None = None  # RTP time of the next payload to give out; None: not begun
        self._newest: int | None = None
        self._late = 0  # ticks that were made up for while time stood still
        self._lost_before = self._lossy = 0
        self._least = self._before = 1e18  # transit times of the packets that came soonest
        self._arrived = 0
        self._deviations: deque[float] = deque(maxlen=_MEASURED)

    @property
    def codec(self) -> str:
        return self._codec

    def push(self, codec: str, timestamp: int, payload: bytes, now_s: float | None = None) -> None:
        """``codec`` may change, or be "CN" for comfort noise."""
        if codec == COMFORT_NOISE:
            self.noise_dbov = level_dbov(payload)
            return
        if now_s is None:
            now_s = time.monotonic()
        if codec != self._codec:
            self._codec = codec
            self._clock_hz = CLOCK_HZ[codec]
            self._frame = self._clock_hz // 50
            self.given.clear()
            self._restart()
        newest = self._newest
        if newest is not None:
            jump = ((timestamp - newest + 0x80000000) & 0xFFFFFFFF) - 0x80000000
            if abs(jump) > _JUMP_S * self._clock_hz:
                self._restart()
                stamp = timestamp
            else:
                stamp = newest + jump
        else:
            stamp = timestamp
        if self._newest is None or stamp > self._newest:
            self._newest = stamp
        self._measure(now_s - stamp / self._clock_hz)
        self.received += 1
        self.noise_dbov = None
        at = self._at
        if stamp in self._packets or (at is not None and stamp + payload_ticks(codec, payload) <= at):
            return
        if len(self._packets) >= _MOST_PACKETS:
            del self._packets[min(self._packets)]
        self._packets[stamp] = payload

    def pop(self, now_s: float | None = None) -> bytes | Hole:
        if now_s is None:
            now_s = time.monotonic()
        packets, at = self._packets, self._at
        if at is None:
            if not packets:
                return Hole.QUIET if self.noise_dbov is None else Hole.NOISE
            at = min(packets)
            if now_s - at / self._clock_hz - min(self._least, self._before) < self.target_s:
                return Hole.QUIET
            self._at, self._late = at, 0
        payload = packets.pop(at, None)
        if payload is None:
            return self._missing(at, now_s)
        return self._given(at, payload, now_s)

    def _given(self, at: int, payload: bytes, now_s: float) -> bytes | Hole:
        self.given.append(payload)
        ticks = payload_ticks(self._codec, payload)
        self._at = at + (ticks or self._frame)
        self._late = 0
        base = self._least if self._least < self._before else self._before
        self.excess_s = now_s - at / self._clock_hz - base - self.target_s
        if self.excess_s > _MOST_EXCESS_S:
            self._cut()
        return payload if ticks else Hole.LOST

    def _cut(self) -> None:
        """Delay without use, after a stall: leave out what lies too long already."""
        while self._packets and self.excess_s > 0:
            first = min(self._packets)
            ticks = payload_ticks(self._codec, self._packets.pop(first)) or self._frame
            self._at = first + ticks
            self.excess_s -= ticks / self._clock_hz
            self.cut = True

    def _missing(self, at: int, now_s: float) -> bytes | Hole:
        packets = self._packets
        if not packets:
            if self.noise_dbov is not None:
                self._at = None
                return Hole.NOISE
            self._late += 1
            if self._late * FRAME_S > _END_S:
                self._at = None
                return Hole.QUIET
            return Hole.LATE
        following = min(packets)
        if following < at:  # packets of another length: its tail is just in time
            payload = packets.pop(following)
            if self._codec != "OPUS":
                payload = payload[at - following :]
            return self._given(at, payload, now_s)
        made_up, self._late = self._late * self._frame, 0
        if following - at <= made_up:  # what was made up stood for what was lost
            self.lost += 1
            return self._given(following, packets.pop(following), now_s)
        at += made_up
        if following - at > _END_S * self._clock_hz:
            self._at = None  # a pause of the sender, not a loss
            return Hole.QUIET
        self._at = at + self._frame
        self.lost += 1
        return Hole.LOST

    # --- changes between forwarding and mixing ---

    @property
    def following(self) -> bytes | None:
        """The payload after a loss, if it is here."""
        return self._packets.get(self._at) if self._at is not None else None

    @property
    def ready(self) -> bool:
        """The next payload is here."""
        return self._at is not None and self._at in self._packets

    @property
    def spare_s(self) -> float | None:
        """How much sooner a payload could be taken without one being missed; None: nobody speaks."""
        if self._at is None:
            return None
        return 0.0 if self._late else self.excess_s

    def jump_to_end(self) -> list[bytes]:
        """Go on with the packet after the newest, as soon as it comes. Returns what is left out."""
        left = [self._packets[each] for each in sorted(self._packets)]
        if left:
            last = max(self._packets)
            self._at = last + (payload_ticks(self._codec, left[-1]) or self._frame)
        self._packets.clear()
        self._late = 0
        self.given.extend(left)
        return left

    # --- small things ---

    def _measure(self, transit_s: float) -> None:
        if transit_s < self._least:
            self._least = transit_s
        deviation_s = transit_s - (self._least if self._least < self._before else self._before)
        self._deviations.append(deviation_s)
        self._arrived += 1
        if deviation_s + _MARGIN_S > self.target_s and self._arrived > 1:
            self.target_s = min(MOST_DELAY_S, deviation_s + _MARGIN_S, self.target_s + _STEP_S)
        if self._arrived % _MEASURE_EVERY == 0:
            ordered = sorted(self._deviations)
            wanted_s = ordered[int(_PART * (len(ordered) - 1))] + _MARGIN_S
            self._lossy = _LOSSY if self.lost > self._lost_before else max(0, self._lossy - 1)
            self._lost_before = self.lost
            if self._lossy and self._codec == "OPUS":
                wanted_s += FRAME_S  # the packet after a lost one repeats it: worth waiting for
            self.target_s = min(MOST_DELAY_S, max(LEAST_DELAY_S, wanted_s))
        if self._arrived % _DRIFT_EVERY == 0:
            self._before, self._least = self._least, transit_s

    def _restart(self) -> None:
        self._packets.clear()
        self._at = self._newest = None
        self._late = 0
        self._least = self._before = 1e18
