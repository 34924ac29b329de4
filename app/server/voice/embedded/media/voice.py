"""One speaker of a mix: 20 ms a tick out of its jitter buffer, decoded, repaired, in step.

Undisturbed G.711 is handed on as bytes, for the mixer decodes that of all speakers in one go; what
costs more (other codecs, losses, a change of delay) is done here.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, FRAME_BYTES, Codec, Samples
from app.server.voice.embedded.media.comfort_noise import ComfortNoise
from app.server.voice.embedded.media.jitter import Hole, JitterBuffer
from app.server.voice.embedded.media.plc import (
    PAST_S,
    Concealer,
    fade_in,
    is_quiet,
    longer,
    shorter,
    whole_frames,
)

_SLACK_S = 0.003  # this much above the target is left alone
_STRETCH_EVERY = 5  # ticks between two changes of pace that might be heard
_HURRY_S = 0.08
_PAST_FRAMES = 3
_NONE = np.zeros(0, dtype=np.int16)


class Voice:
    __slots__ = (
        "_beginning",
        "_concealer",
        "_decoder",
        "_fifo",
        "_law",
        "_moved",
        "_noise",
        "_past",
        "_since_stretch",
        "buffer",
        "codec",
        "frame",
        "rate_hz",
        "settled",
    )

    def __init__(self, buffer: JitterBuffer) -> None:
        self.buffer = buffer
        self._noise = ComfortNoise()
        self._past: deque[bytes | Samples] = deque(maxlen=_PAST_FRAMES)  # what was heard last
        self._set_codec(buffer.codec)

    def next(self, now_s: float) -> bytes | Samples | None:
        """20 ms: bytes are G.711 of ``codec``, samples are at ``rate_hz``; None is silence."""
        buffer = self.buffer
        if len(self._fifo) >= self.frame:
            return self._out(self._fifo)
        got = buffer.pop(now_s)
        if (
            self._law
            and type(got) is bytes
            and len(got) == FRAME_BYTES
            and buffer.codec == self.codec
            and not len(self._fifo)
            and self._concealer is None
            and not self._beginning
            and not buffer.cut
            and -_SLACK_S < buffer.excess_s < 0.02 + _SLACK_S
        ):
            self._past.append(got)
            return got
        return self._repaired(got, now_s)

    def go_on_after(self, payloads: list[bytes]) -> None:
        """These were heard by another way: what follows goes on from there."""
        if self.buffer.codec != self.codec:
            self._set_codec(self.buffer.codec)
        self._fifo = _NONE
        if payloads:
            self._beginning = False
        for payload in payloads[-_PAST_FRAMES:]:
            self._past.append(self._decoder.decode(payload))

    @property
    def said(self) -> list[bytes | Samples]:
        """The last frames that were given out."""
        return [each for each in self._past if isinstance(each, bytes) or len(each) == self.frame]

    def rest(self, now_s: float) -> list[Samples]:
        """All that is here already, in whole frames; it stays to be given out to others."""
        while self.buffer.ready and isinstance(got := self.buffer.pop(now_s), bytes):
            self._fifo = np.concatenate([self._fifo, self._piece(got, now_s)])
        whole = whole_frames(self._recent(), self._fifo, self.rate_hz)
        return [whole[at : at + self.frame] for at in range(0, len(whole), self.frame)]

    def recent(self) -> list[Samples]:
        """The same, decoded."""
        return [self._decoder.decode(each) if isinstance(each, bytes) else each for each in self._past]

    # --- the long way ---

    def _repaired(self, got: bytes | Hole, now_s: float) -> Samples | None:
        if self.buffer.codec != self.codec:
            self._set_codec(self.buffer.codec)
        if (got is Hole.QUIET) and not len(self._fifo):
            self._begin_anew()
            return None
        while len(piece := self._piece(got, now_s)):
            self._fifo = np.concatenate([self._fifo, piece])
            if len(self._fifo) >= self.frame:
                break
            got = self.buffer.pop(now_s)
        return self._out(self._fifo)

    def _out(self, whole: Samples) -> Samples:
        out, self._fifo = whole[: self.frame], whole[self.frame :]
        if len(out) < self.frame:
            out = np.concatenate([out, np.zeros(self.frame - len(out), dtype=np.int16)])
        if len(self._fifo) and self.buffer.excess_s > -_SLACK_S and is_quiet(self._fifo):
            self._fifo = _NONE
        self._past.append(out)
        return out

    def _piece(self, got: bytes | Hole, now_s: float) -> Samples:
        if isinstance(got, bytes):
            return self._heard(got)
        if got is Hole.LATE or got is Hole.LOST:
            return self._made_up(got)
        if got is Hole.NOISE and self.buffer.noise_dbov is not None:
            self._concealer = None
            return self._noise.frame(self.buffer.noise_dbov, self.frame)
        self._begin_anew()
        return _NONE

    def _heard(self, payload: bytes) -> Samples:
        samples = self._decoder.decode(payload)
        if self.buffer.cut:
            self.buffer.cut = False
            if self._concealer is None:
                self._concealer = Concealer(self._recent(), self.rate_hz)
            self._moved = True
        if self._concealer is not None:
            samples = self._concealer.merge(samples, self._moved)
            self._concealer, self._moved = None, False
        elif self._beginning:
            samples = fade_in(samples, self.rate_hz)
        self._beginning, self.settled = False, True
        return self._paced(samples)

    def _made_up(self, hole: Hole) -> Samples:
        self.settled = False
        if hole is Hole.LOST and (following := self.buffer.following) is not None:
            recovered = self._decoder.recover(following)
            if recovered is not None:
                return recovered
        own = self._decoder.conceal()
        if own is not None:
            return own
        if self._concealer is None:
            self._concealer = Concealer(self._recent(), self.rate_hz)
        self._moved = self._moved or hole is Hole.LATE
        return self._concealer.more(self.frame)

    def _paced(self, samples: Samples) -> Samples:
        """A little shorter or longer, where the delay is not what it should be."""
        # What was decoded ahead is delay as well, but only a whole frame of it lets a packet come later.
        short_s = -self.buffer.excess_s
        excess_s = self.buffer.excess_s + len(self._fifo) / self.rate_hz
        self._since_stretch += 1
        if short_s < _SLACK_S and excess_s < 0.02 + _SLACK_S:
            return samples
        hurry = max(short_s, excess_s) > _HURRY_S
        if self._since_stretch < _STRETCH_EVERY and not hurry and not is_quiet(samples):
            return samples
        if short_s >= _SLACK_S:
            done = longer(samples, self.rate_hz, self.frame, force=hurry)
        else:
            done = shorter(samples, self.rate_hz, int(excess_s * self.rate_hz), force=hurry)
        if len(done) != len(samples):
            self._since_stretch = 0
        return done

    def _recent(self) -> Samples:
        """The end of what was heard."""
        return np.concatenate([*self.recent(), self._fifo])[-int(PAST_S * self.rate_hz) :]

    def _begin_anew(self) -> None:
        self._beginning, self._concealer, self._moved = True, None, False
        self.settled = True  # what was given out last was heard, not made up
        self._past.clear()

    def _set_codec(self, codec: str) -> None:
        self.codec = codec
        self.rate_hz = CODEC_RATE_HZ[codec]
        self.frame = self.rate_hz // 50
        self._law = codec in ("PCMA", "PCMU")
        self._decoder = Codec(codec)
        self._fifo = _NONE
        self._since_stretch = _STRETCH_EVERY
        self._begin_anew()
