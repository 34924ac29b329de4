"""What came from the other side: counted, measured and, if wanted, kept as a sound.

In:  audio payloads with RTP sequence number, timestamp, source and time of arrival.
Out: received/lost counts and gaps (RFC 3550 §A.1, §A.3), level in dBFS, a WAV file in which every
     packet lies where its timestamp says and what was lost is silence.
"""

from __future__ import annotations

import math
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.caller.codecs import CLOCK_HZ, CODEC_INFO, Coder, new_coder

BATCH_PACKETS = 25  # half a second is put in order and decoded at once
JUMP_S = 1.0  # a timestamp this far from the clock starts a new time line
SILENCE_DBFS = -96.0


@dataclass(slots=True)
class _Stream:
    """One RTP source: sequence numbers and timestamps counted on beyond their wrap."""

    ssrc: int
    first_seq: int
    last_seq: int  # highest, extended
    last_timestamp: int  # highest, extended
    zero_timestamp: int  # the extended timestamp that lies at ``zero_s`` of the recording
    zero_s: float
    received: int = 0


class Heard:
    """Everything heard in one call; times are of the event loop, ``begin`` is second 0 of the sound."""

    def __init__(self, *, keep: bool) -> None:
        self.received = 0
        self.max_gap_ms: float | None = None
        self.first_at: float | None = None
        self.codec: str | None = None
        self._keep = keep
        self._begin: float | None = None
        self._last_at = 0.0
        self._past_lost = 0
        self._stream: _Stream | None = None
        self._seen: set[int] = set()
        self._batch: list[tuple[int, bytes]] = []  # (position in RTP ticks, payload)
        self._coder: Coder | None = None
        self._pcm = bytearray()  # 16-bit samples from ``begin`` on
        self._square_sum = 0.0
        self._samples = 0

    def begin(self, at: float) -> None:
        """The call is answered: what comes from now on is heard."""
        self._begin = at

    def packet(self, codec: str, ssrc: int, seq: int, timestamp: int, payload: bytes, at: float) -> None:
        if self._begin is None:  # early media; nobody is listening yet
            return
        if self.first_at is None:
            self.first_at = at
        else:
            self.max_gap_ms = max(self.max_gap_ms or 0.0, (at - self._last_at) * 1000)
        self._last_at = at
        stream = self._follow(ssrc, seq, timestamp, at)
        if self._is_new(stream, seq):
            self.received += 1
            self._put(codec, stream, timestamp, payload, at)

    def skip(self, ssrc: int, seq: int) -> None:
        """A packet without audio (a key press) also uses a sequence number."""
        stream = self._stream
        if stream is not None and stream.ssrc == ssrc:
            self._is_new(stream, seq)

    @property
    def lost(self) -> int:
        return self._past_lost + (_lost(self._stream) if self._stream else 0)

    @property
    def level_dbfs(self) -> float | None:
        if not self._samples:
            return None
        rms = math.sqrt(self._square_sum / self._samples)
        return round(max(SILENCE_DBFS, 20 * math.log10(rms / 32768)), 1) if rms else SILENCE_DBFS

    def finish(self, at: float) -> None:
        """The call is over: the time since the last packet is a gap too, the last batch is decoded."""
        if self.first_at is not None:
            self.max_gap_ms = max(self.max_gap_ms or 0.0, (at - self._last_at) * 1000)
        self._decode_batch()
        if self._begin is not None and self.codec is not None and self._keep:
            rate_hz = CODEC_INFO[self.codec].rate_hz
            self._make_room(round((at - self._begin) * rate_hz) * 2)

    def write_wav(self, path: Path) -> None:
        """16-bit mono at 8 or 16 kHz. Raises OSError."""
        rate_hz = CODEC_INFO[self.codec].rate_hz if self.codec else CLOCK_HZ
        with path.open("wb") as file, wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate_hz)
            out.writeframes(self._pcm)

    def _follow(self, ssrc: int, seq: int, timestamp: int, at: float) -> _Stream:
        stream = self._stream
        if stream is None or stream.ssrc != ssrc or abs(_signed(seq - stream.last_seq, 16)) > 3000:
            self._past_lost = self.lost
            self._seen.clear()
            zero_s = self._second(at)
            stream = self._stream = _Stream(ssrc, seq, seq, timestamp, timestamp, zero_s)
        return stream

    def _second(self, at: float) -> float:
        """Where in the recording this moment lies."""
        return 0.0 if self._begin is None else at - self._begin

    def _is_new(self, stream: _Stream, seq: int) -> bool:
        """Count the sequence number; False for one that came before (a packet doubled on the way)."""
        extended = stream.last_seq + _signed(seq - stream.last_seq, 16)
        if extended in self._seen:
            return False
        self._seen.add(extended)
        self._seen.discard(extended - 512)
        stream.last_seq = max(stream.last_seq, extended)
        stream.received += 1
        return True

    def _put(self, codec: str, stream: _Stream, timestamp: int, payload: bytes, at: float) -> None:
        if codec != self.codec:
            self._decode_batch()
            if self.codec and CODEC_INFO[self.codec].rate_hz != CODEC_INFO[codec].rate_hz:
                self._pcm = _other_rate(self._pcm, CODEC_INFO[codec].rate_hz)
            self.codec, self._coder = codec, new_coder(codec)
        extended = stream.last_timestamp + _signed(timestamp - stream.last_timestamp, 32)
        here_s = stream.zero_s + (extended - stream.zero_timestamp) / CLOCK_HZ
        now_s = self._second(at)
        if abs(here_s - now_s) > JUMP_S:
            stream.zero_timestamp, stream.zero_s, here_s = extended, now_s, now_s
        stream.last_timestamp = max(stream.last_timestamp, extended)
        self._batch.append((round(here_s * CLOCK_HZ), payload))
        if len(self._batch) >= BATCH_PACKETS:
            self._decode_batch()

    def _decode_batch(self) -> None:
        if not self._batch or self._coder is None or self.codec is None:
            return
        per_tick = CODEC_INFO[self.codec].rate_hz // CLOCK_HZ
        self._batch.sort(key=lambda item: item[0])
        for position, payload in self._batch:
            decoded = self._coder.decode(payload)
            samples = np.frombuffer(decoded, "<i2")
            self._square_sum += float(np.square(samples, dtype=np.float64).sum())
            self._samples += len(samples)
            if self._keep and position >= 0:
                start = position * per_tick * 2
                self._make_room(start + len(decoded))
                self._pcm[start : start + len(decoded)] = decoded
        self._batch.clear()

    def _make_room(self, length_bytes: int) -> None:
        self._pcm.extend(bytes(max(0, length_bytes - len(self._pcm))))


def _signed(value: int, bits: int) -> int:
    half = 1 << (bits - 1)
    return ((value + half) & ((1 << bits) - 1)) - half


def _lost(stream: _Stream) -> int:
    return max(0, stream.last_seq - stream.first_seq + 1 - stream.received)


def _other_rate(pcm: bytearray, rate_hz: int) -> bytearray:
    """After a codec change in mid-call what was heard before is carried over; 8 <-> 16 kHz only."""
    samples = np.frombuffer(bytes(pcm), "<i2")
    return bytearray((np.repeat(samples, 2) if rate_hz == 16000 else samples[::2]).tobytes())
