"""A bridge without sockets or clocks, for tests: the real switch and mixer, legs that only remember.

Usage::

    room = Room()
    room.leg("a", "PCMA", 440.0)            # says a tone of 440 Hz
    room.at(0.0, lambda switch: switch.join("x", room.legs["a"], "TALK"))
    room.run(3.0)
    heard = room.legs["a"].heard()

Time is simulated, so what a test finds is the same on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.codecs import SILENCE, TICKS_PER_FRAME, Codec
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.leg import Hears
from app.server.voice.embedded.media.resample import Transcoder

Change = Callable[[Switch], None]


class QuietLeg:
    """What the switch knows of a leg; what it would send is kept with its time."""

    def __init__(
        self, name: str, codec: str, tone_hz: float | None, amplitude: float, phase_s: float
    ) -> None:
        self.name, self.codec, self.tone_hz = name, codec, tone_hz
        self.amplitude, self.phase_s = amplitude, phase_s
        self.hears = Hears.NOTHING
        self.turn = 0
        self.targets: list[QuietLeg] = []
        self.mixed = False
        self.jitter: JitterBuffer | None = None
        self.player: object | None = None
        self.got: list[tuple[float, str, bytes]] = []  # when, "mix", "forward" or "silence", payload
        self._encoder = Codec(codec)
        self._said = 0
        self._transcoders: dict[str, Transcoder] = {}

    def tick(self, mixed: bytes | None, now_s: float) -> None:
        if self.hears is not Hears.FORWARD:
            self.got.append((now_s, "mix" if mixed else "silence", mixed or SILENCE[self.codec]))

    def transcode(self, codec: str, transcoder: Transcoder) -> None:
        self._transcoders[codec] = transcoder

    def forward(self, source: QuietLeg, payload: bytes, now_s: float) -> None:
        if source.codec != self.codec:
            known = self._transcoders.setdefault(source.codec, Transcoder(source.codec, self.codec))
            payload = known(payload)
        self.got.append((now_s, "forward", payload))

    def next_payload(self) -> bytes:
        size = self._encoder.rate_hz // 50
        at = np.arange(self._said * size, (self._said + 1) * size)
        self._said += 1
        wave = self.amplitude * np.sin(2 * np.pi * (self.tone_hz or 0.0) * at / self._encoder.rate_hz)
        return self._encoder.encode(np.rint(wave).astype(np.int16))

    def arrives(self, payload: bytes, number: int, now_s: float) -> None:
        for target in self.targets:
            target.forward(self, payload, now_s)
        if self.mixed and self.jitter is not None:
            self.jitter.push(self.codec, number * TICKS_PER_FRAME[self.codec], payload, now_s)

    @property
    def rate_hz(self) -> int:
        return self._encoder.rate_hz

    def heard(self, since_s: float = 0.0, until_s: float = 1e9) -> np.ndarray:
        """Decoded from the beginning, cut out then."""
        codec = Codec(self.codec)
        pieces = [(at_s, codec.decode(payload)) for at_s, _, payload in self.got]
        kept = [piece for at_s, piece in pieces if since_s <= at_s < until_s]
        return np.concatenate(kept) if kept else np.zeros(0, dtype=np.int16)

    def kinds(self, since_s: float = 0.0) -> set[str]:
        return {kind for at_s, kind, _ in self.got if at_s >= since_s}


@dataclass
class Room:
    """``delay_s``: how late each packet comes, out of a random number from 0 to 1; ``lost``: how many.
    ``turns``: into how many the clock's 20 ms are cut; the first begins 19 ms after a packet's time."""

    delay_s: Callable[[float], float] = lambda chance: 0.0
    lost: float = 0.0
    seed: int = 1
    turns: int = 1
    legs: dict[str, QuietLeg] = field(default_factory=dict)
    now_s: float = 0.0
    switch: Switch = field(init=False)
    _changes: list[tuple[float, Change]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.switch = Switch(lambda: self.now_s, self.turns)

    def leg(self, name: str, codec: str, tone_hz: float | None, amplitude: float = 6000) -> QuietLeg:
        self.legs[name] = QuietLeg(name, codec, tone_hz, amplitude, 0.003 + 0.005 * (len(self.legs) % 3))
        return self.legs[name]

    def at(self, at_s: float, change: Change) -> None:
        self._changes.append((at_s, change))

    def join(self, at_s: float, name: str, role: str = "TALK", coached: str = "") -> None:
        self.at(at_s, lambda switch: switch.join("x", self.legs[name], role, coached))  # type: ignore[arg-type]

    def leave(self, at_s: float, name: str) -> None:
        self.at(at_s, lambda switch: switch.leave(self.legs[name]))  # type: ignore[arg-type]

    def run(self, seconds: float) -> None:
        """Everything that happens, in its order."""
        chance = random.Random(self.seed)
        ticks = int(seconds * 50)
        events: list[tuple[float, int, QuietLeg | None, int, Change | None]] = []
        for leg in self.legs.values():
            latest = 0.0
            for number in range(ticks):
                latest = max(latest + 1e-4, number * 0.02 + leg.phase_s + self.delay_s(chance.random()))
                events.append((latest, 1, leg, number, None))
        for turn in range(self.turns):
            after_s = 0.019 + turn * 0.02 / self.turns
            events += [(number * 0.02 + after_s, 2, None, turn, None) for number in range(ticks)]
        events += [(at_s, 0, None, 0, change) for at_s, change in self._changes]
        events.sort(key=lambda event: event[:2])
        for self.now_s, _, leg, number, change in events:
            if change is not None:
                change(self.switch)
            elif leg is None:
                mixed = self.switch.mix(turn=number)
                for each in self.legs.values():
                    if each.turn == number:
                        each.tick(mixed.get(each.name), self.now_s)
                self.switch.hasten(number)
            else:
                payload = leg.next_payload()
                if chance.random() >= self.lost:
                    leg.arrives(payload, number, self.now_s)


def worst_break(samples: np.ndarray, rate_hz: int, tone_hz: float) -> float:
    """How far the sound is from a tone that just goes on, as a part of its amplitude.

    Each sample of a tone follows from the two before it. Where the tone is cut or jumps, it does not: a
    cut of 1 ms in 740 Hz at 8 kHz makes 1.0, what A-law does to a tone 0.06.
    """
    x = samples.astype(np.float64)
    turn = 2 * np.cos(2 * np.pi * tone_hz / rate_hz)
    off = np.abs(x[2:] - turn * x[1:-1] + x[:-2])
    return float(off.max() / (np.abs(x).max() or 1.0))
