"""Places the packets of one leg on a time line and decodes them, piece by piece as the journal is read.

Within a run the RTP time says where a packet belongs, so lateness on the way does no harm; the time
of arrival says where a run begins, and again after a jump of more than 200 ms. A source whose clock is
slow or fast is followed in steps of 20 ms. One tick is 1/8000 s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from app.server.recordings.sound import Decoder, decoder_of, rate_of, ticks_of
from app.server.voice.embedded.media.journal_format import CODEC_NUMBER, RECORD

TICKS_PER_S = 8000
_JUMP_TICKS = 1600  # 200 ms
_DRIFT_TICKS = 160  # 20 ms
_SETTLE = 50  # packets (1 s) within which a late burst must have caught up
_WINDOW = 500  # packets: long enough that one of them came without delay
_FEW = 100  # packets too few to judge a clock by
_HELD_BACK_TICKS = 8000  # a packet that overtook others waits for them so long
_SHORT_GAP_TICKS = 8000  # silence that is filled in instead of beginning anew
_MOST_TICKS = 24 * 3600 * TICKS_PER_S  # a recording is never longer: guards against absurd times
_OPUS = CODEC_NUMBER["OPUS"]


@dataclass(frozen=True, slots=True)
class Packet:
    arrival_us: int
    sequence: int
    timestamp: int
    codec: int  # CODEC_NUMBER of the journal
    payload: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded audio that begins at sample ``start`` of the time line; both at the rate of the file."""

    start: int
    samples: NDArray[np.int16]


def parse(audio: bytes | bytearray) -> list[Packet]:
    packets: list[Packet] = []
    at = 0
    while at + RECORD.size <= len(audio):
        arrival_us, sequence, timestamp, codec, length = RECORD.unpack_from(audio, at)
        at += RECORD.size
        packets.append(Packet(arrival_us, sequence, timestamp, codec, bytes(audio[at : at + length])))
        at += length
    return packets


class Placer:
    """Tells on which tick each packet begins; remembers the run from one call to the next."""

    def __init__(self, start_us: int) -> None:
        self._start_us = start_us
        self._last: Packet | None = None
        self._elapsed = 0  # in 1/48000 s of the source's clock
        self._delay = 0  # of the last packet, in ticks: constant but for jitter while the clock runs on
        self._level = 0  # least delay of this run
        self._base: int | None = None

    def place(self, packets: list[Packet], ahead: list[Packet]) -> list[int]:
        """Ticks of ``packets`` (in the order of arrival); ``ahead``: some that came after them."""
        if not packets:
            return []
        both = [*packets, *ahead[: _SETTLE + 1]]
        arrival = np.array([each.arrival_us - self._start_us for each in both], dtype=np.int64) * 8 // 1000
        elapsed = self._elapsed_ticks(both, len(packets))
        delay = arrival - elapsed
        placed = np.empty(len(both), dtype=np.int64)
        for begin, end, fresh in self._runs(both, delay):
            for at in range(begin, end, _WINDOW):
                window = slice(at, min(at + _WINDOW, end))
                least = int(delay[window].min())
                new = (fresh and at == begin) or self._base is None
                drifts = len(delay[window]) >= _FEW and abs(least - (self._base or 0)) > _DRIFT_TICKS
                if new or drifts or abs(least - (self._base or 0)) > _JUMP_TICKS:
                    self._base = least
                placed[window] = elapsed[window] + (self._base or 0)
                if at < len(packets):
                    self._level = least if new else min(self._level, least)
        self._last = packets[-1]
        self._delay = int(delay[len(packets) - 1])
        return [int(each) for each in placed[: len(packets)]]

    def _elapsed_ticks(self, packets: list[Packet], count: int) -> NDArray[np.int64]:
        """RTP time since the first packet of all; a change of the clock counts as no time."""
        before = [self._last or packets[0], *packets[:-1]]
        steps = [
            (now.timestamp - then.timestamp + 0x8000_0000 & 0xFFFF_FFFF) - 0x8000_0000
            if (now.codec == _OPUS) == (then.codec == _OPUS)
            else 0
            for now, then in zip(packets, before, strict=True)
        ]
        scale = [1 if each.codec == _OPUS else 6 for each in packets]
        elapsed = self._elapsed + np.cumsum(np.array(steps, dtype=np.int64) * scale)
        self._elapsed = int(elapsed[count - 1])
        return elapsed // 6

    def _runs(self, packets: list[Packet], delay: NDArray[np.int64]) -> list[tuple[int, int, bool]]:
        """(begin, end, whether it is a new one): ranges within which the source's clock ran on."""
        before = np.concatenate([[self._delay if self._last is not None else delay[0]], delay[:-1]])
        edges, fresh = [0], [self._last is None]
        for at in np.flatnonzero(np.abs(delay - before) > _JUMP_TICKS):
            begin = edges[-1]
            known = [int(delay[begin:at].min())] if at > begin else []
            if begin == 0 and not fresh[0]:
                known.append(self._level)
            level = min(known, default=int(delay[at]))
            if abs(int(delay[at : at + _SETTLE].min()) - level) > _JUMP_TICKS:
                if at == 0:
                    fresh[0] = True
                else:
                    edges.append(int(at))
                    fresh.append(True)
        return list(zip(edges, [*edges[1:], len(delay)], fresh, strict=True))


class Lane:
    """One leg: records of the journal in, sounds at the rate of the file out."""

    def __init__(self, start_us: int, rate_hz: int) -> None:
        self._start_us = start_us
        self._placer = Placer(start_us)
        self._arrived: deque[Packet] = deque()
        self._placed: list[tuple[int, int, Packet]] = []
        self._count = 0
        self._voice = _Voice(rate_hz)

    def feed(self, audio: bytes) -> None:
        self._arrived.extend(parse(audio))

    def sounds(self, until_us: int | None) -> Iterator[Sound]:
        """What is known of the time before ``until_us``; None: all that is left."""
        packets = sorted(self._arrived, key=lambda each: each.arrival_us)
        ready = len(packets)
        if until_us is not None:
            ready = sum(1 for each in packets if each.arrival_us < until_us)
        self._arrived = deque(packets[ready:])
        for at in range(0, ready, _WINDOW):
            window = packets[at : min(at + _WINDOW, ready)]
            ahead = packets[at + len(window) : at + len(window) + _SETTLE + 1]
            for packet, tick in zip(window, self._placer.place(window, ahead), strict=True):
                self._placed.append((tick, self._count, packet))
                self._count += 1
        self._placed.sort(key=lambda each: each[:2])
        due, ended = len(self._placed), True
        if until_us is not None:
            limit = (until_us - self._start_us) * 8 // 1000 - _HELD_BACK_TICKS
            due = sum(1 for tick, _, _ in self._placed if tick < limit)
            ended = due == len(self._placed) == 0 and limit > self._voice.end + _SHORT_GAP_TICKS
        now, self._placed = self._placed[:due], self._placed[due:]
        for tick, _, packet in now:
            yield from self._voice.add(tick, packet)
        yield from self._voice.flush(ended=ended)


class _Voice:
    """Packets in their order in; stretches without a hole out."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._codec = -1
        self._decoders: dict[int, Decoder] = {}
        self._payloads: list[bytes] = []
        self._decoded: list[NDArray[np.int16]] = []
        self.end = -1  # tick behind the last packet
        self._start = 0  # sample of the file on which what is not handed out yet begins
        self._resampler: soxr.ResampleStream | None = None

    def add(self, tick: int, packet: Packet) -> Iterator[Sound]:
        length = ticks_of(packet.codec, packet.payload)
        if not length or not -length < tick < _MOST_TICKS:
            return
        early = max(0, -tick)  # said before the recording began
        tick, length = tick + early, length - early
        if packet.codec != self._codec or tick > self.end + _SHORT_GAP_TICKS:
            yield from self.flush(ended=True)
            self._begin(packet.codec, tick)
        if tick + length <= self.end:
            return  # a repeat, or an overlap after a jump: what was there first stays
        if tick > self.end:
            self._silence(tick - self.end)
        self._payloads.append(packet.payload)
        unwanted = early + max(0, self.end - tick)
        if unwanted:
            self._decode(unwanted)
        self.end = tick + length

    def flush(self, *, ended: bool) -> Iterator[Sound]:
        """``ended``: nothing follows that hangs together with it."""
        self._decode()
        if self._codec < 0:
            return
        samples = np.concatenate([*self._decoded, np.zeros(0, dtype=np.int16)])
        self._decoded.clear()
        if self._resampler is not None:
            samples = np.asarray(self._resampler.resample_chunk(samples, last=ended), dtype=np.int16)
        if ended:
            self._codec = -1
        if len(samples):
            yield Sound(self._start, samples)
            self._start += len(samples)

    def _begin(self, codec: int, tick: int) -> None:
        self._codec, self.end = codec, tick
        self._start = tick * self._rate_hz // TICKS_PER_S
        rate_hz = rate_of(codec)
        self._resampler = None
        if rate_hz != self._rate_hz:
            self._resampler = soxr.ResampleStream(rate_hz, self._rate_hz, 1, dtype="int16")

    def _silence(self, ticks: int) -> None:
        self._decode()
        self._decoded.append(np.zeros(ticks * rate_of(self._codec) // TICKS_PER_S, dtype=np.int16))
        self.end += ticks

    def _decode(self, unwanted_ticks: int = 0) -> None:
        """``unwanted_ticks``: of the last payload are heard already, or belong before the recording."""
        if not self._payloads:
            return
        if self._codec not in self._decoders:
            self._decoders[self._codec] = decoder_of(self._codec)
        decoder = self._decoders[self._codec]
        *whole, last = self._payloads if unwanted_ticks else [*self._payloads, b""]
        if whole:
            self._decoded.append(decoder.decode(whole))
        if last:
            unwanted = unwanted_ticks * rate_of(self._codec) // TICKS_PER_S
            self._decoded.append(decoder.decode([last])[unwanted:])
        self._payloads.clear()
