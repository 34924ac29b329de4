"""Journals as media processes write them, made directly; finished recordings decoded and measured."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import msgspec
import numpy as np
from numpy.typing import NDArray

from app.server.recordings import container, journal
from app.server.recordings.finish import finish
from app.server.recordings.model import FinishedRecording
from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, Codec
from app.server.voice.embedded.media.opus import OpusEncoder

KEY = bytes(range(32))
START_US = 1_700_000_000_000_000
RATES = {**CODEC_RATE_HZ, "OPUS": 16000}


def prune(folder: Path, key: bytes, finished: Collection[str]) -> list[Path]:
    """What is tidied away when these recordings are finished."""
    held = {path: journal.held(path, key) for path in journal.idle_files(folder)}
    gone = [path for path, ids in held.items() if ids is not None and all(each in finished for each in ids)]
    for path in gone:
        journal.remove(path)
    return gone


def tone(rate_hz: int, hz: float, seconds: float, amplitude: int = 8000) -> NDArray[np.int16]:
    at = np.arange(int(rate_hz * seconds))
    return (amplitude * np.sin(2 * np.pi * hz * at / rate_hz)).astype(np.int16)


def noise(rate_hz: int, seconds: float, amplitude: int = 3000) -> NDArray[np.int16]:
    made = np.random.default_rng(1).normal(0, amplitude, int(rate_hz * seconds))
    return np.clip(made, -32000, 32000).astype(np.int16)


@dataclass
class Leg:
    """What one leg says from ``start_ms`` on; packets of 20 ms, RTP time as its codec counts."""

    name: str
    side: str
    codec: str
    samples: NDArray[np.int16]
    start_ms: int = 0
    stamp: int = 0xFFFF_F000
    jitter_ms: tuple[int, ...] = (0,)
    lose: frozenset[int] = frozenset()
    opened_ms: int | None = None
    twice: bool = False  # the leg was told to be recorded twice
    records: list[tuple[int, bytes]] = field(default_factory=list)  # (arrival µs, packed)

    def __post_init__(self) -> None:
        encode = OpusEncoder().encode if self.codec == "OPUS" else Codec(self.codec).encode
        size = RATES[self.codec] // 50
        ticks = 960 if self.codec == "OPUS" else 160
        for number in range(len(self.samples) // size):
            payload = encode(self.samples[number * size : (number + 1) * size])
            late = self.jitter_ms[number % len(self.jitter_ms)]
            arrival = START_US + (self.start_ms + number * 20 + late) * 1000
            if number not in self.lose:
                stamp = (self.stamp + number * ticks) & 0xFFFF_FFFF
                codec = fmt.CODEC_NUMBER[self.codec]
                head = fmt.RECORD.pack(arrival, number & 0xFFFF, stamp, codec, len(payload))
                self.records.append((arrival, head + payload))
        self.records.sort(key=lambda each: each[0])


class JournalWriter:
    """One file of one media process."""

    def __init__(self, folder: Path, created_us: int = START_US, process: bytes | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.header = fmt.new_header(process or os.urandom(8), created_us)
        self.path = folder / f"{created_us}-{os.urandom(4).hex()}{fmt.SUFFIX}"
        self._sealer = fmt.Sealer(KEY, self.header)
        self._number = 0
        self.path.write_bytes(self.header.packed)

    def chunk(self, now_us: int, blocks: list[bytes]) -> None:
        plain = fmt.block(fmt.TIME, 0, now_us.to_bytes(8, "big")) + b"".join(blocks)
        with self.path.open("ab") as file:
            file.write(self._sealer.seal(self._number, plain))
        self._number += 1


def opened(stream: int, recording: str, leg: str, side: str, at_us: int) -> bytes:
    body = msgspec.msgpack.encode(fmt.StreamOpened(recording, "c1", leg, side, at_us))
    return fmt.block(fmt.OPEN, stream, body)


def span(kind: int, stream: int, from_ms: int, to_ms: int) -> bytes:
    body = fmt.SPAN.pack(START_US + from_ms * 1000, START_US + to_ms * 1000)
    return fmt.block(kind, stream, body)


def closed(recording: str, at_us: int) -> bytes:
    return fmt.block(fmt.CLOSE, 0, msgspec.msgpack.encode(fmt.RecordingClosedAt(recording, at_us)))


def write_journal(
    folder: Path,
    legs: list[Leg],
    end_ms: int,
    *,
    recording: str = "r1",
    pauses_ms: list[tuple[int, int]] | None = None,
    gaps_ms: list[tuple[int, int]] | None = None,
    keep_in_pause: bool = False,
    close: bool = True,
) -> None:
    """A chunk a second, as the media process does. Pauses are said each second while they last."""
    writer = JournalWriter(folder)
    streams = [leg for leg in legs for _ in range(2 if leg.twice else 1)]
    begun: set[int] = set()
    for begin_ms in range(0, end_ms + 1000, 1000):
        until_ms = min(begin_ms + 1000, end_ms)
        if until_ms <= begin_ms and begin_ms:
            break
        blocks: list[bytes] = []
        for number, leg in enumerate(streams, 1):
            at_ms = leg.start_ms if leg.opened_ms is None else leg.opened_ms
            if number not in begun and at_ms < until_ms:
                begun.add(number)
                blocks.append(opened(number, recording, leg.name, leg.side, START_US + at_ms * 1000))
            if number not in begun:
                continue
            for from_ms, to_ms in pauses_ms or []:
                if from_ms < until_ms and to_ms > begin_ms:
                    blocks.append(span(fmt.PAUSE, number, max(from_ms, begin_ms), min(to_ms, until_ms)))
            for from_ms, to_ms in gaps_ms or []:
                if begin_ms < to_ms <= until_ms:
                    blocks.append(span(fmt.GAP, number, from_ms, to_ms))
            audio = b"".join(
                record
                for arrival, record in leg.records
                if begin_ms <= (arrival - START_US) / 1000 < until_ms
                and (keep_in_pause or not _within((arrival - START_US) / 1000, pauses_ms))
                and not _within((arrival - START_US) / 1000, gaps_ms)
            )
            if audio:
                blocks.append(fmt.block(fmt.AUDIO, number, audio))
        if until_ms == end_ms and close:
            blocks.append(closed(recording, START_US + end_ms * 1000))
        writer.chunk(START_US + until_ms * 1000, blocks)


def _within(at_ms: float, spans: list[tuple[int, int]] | None) -> bool:
    return any(begin <= at_ms < end for begin, end in spans or [])


@dataclass
class Heard:
    """A finished recording as a player hears it."""

    done: FinishedRecording
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    rate_hz: int
    layout: str
    ogg: bytes

    def piece(self, side: str, from_ms: float, to_ms: float) -> NDArray[np.float64]:
        samples = self.left if side == "left" else self.right
        return samples[int(from_ms * self.rate_hz / 1000) : int(to_ms * self.rate_hz / 1000)]

    def level(self, side: str, hz: float, from_ms: float, to_ms: float) -> float:
        """Amplitude of a tone, the mean over pieces of 50 ms."""
        return float(np.mean([_level(each, self.rate_hz, hz) for each in self._pieces(side, from_ms, to_ms)]))

    def rms(self, side: str, from_ms: float, to_ms: float) -> float:
        piece = self.piece(side, from_ms, to_ms)
        return float(np.sqrt(np.mean(piece**2))) if len(piece) else 0.0

    def begins_ms(self, side: str, hz: float, after_ms: float = 0.0, amplitude: float = 4000) -> float:
        """When a tone begins: half of ``amplitude`` is reached, looked at every millisecond (20 ms wide)."""
        step, wide = self.rate_hz // 1000, self.rate_hz // 50
        samples = self.left if side == "left" else self.right
        for at in range(int(after_ms) * step, len(samples) - wide, step):
            if _level(samples[at : at + wide], self.rate_hz, hz) > amplitude / 2:
                return (at + wide / 2) / step
        raise AssertionError(f"no {hz} Hz on the {side}")

    def _pieces(self, side: str, from_ms: float, to_ms: float) -> Iterator[NDArray[np.float64]]:
        piece = self.piece(side, from_ms, to_ms)
        step = self.rate_hz // 20
        for at in range(0, len(piece) - step + 1, step):
            yield piece[at : at + step]


def heard(folder: Path, recording: str = "r1") -> Heard:
    """Finish a recording of the journal and listen to it."""
    target = folder / "out" / f"{recording}.rec"
    done = finish(folder, KEY, recording, target, KEY)
    return listen(done, container.unseal(target.read_bytes(), KEY))


def listen(done: FinishedRecording, ogg: bytes) -> Heard:
    with av.open(io.BytesIO(ogg)) as opened_file:
        stream = opened_file.streams.audio[0]
        frames = [each.to_ndarray() for each in opened_file.decode(audio=0)]
        rate_hz, layout = stream.rate, stream.layout.name
    both = np.concatenate(frames, axis=1)
    if both.shape[0] == 1:
        both = both.reshape(-1, 2).T
    both = both * 32768.0 if both.dtype.kind == "f" else both.astype(np.float64)
    return Heard(done, both[0], both[1], rate_hz, layout, ogg)


def _level(samples: NDArray[np.float64], rate_hz: int, hz: float) -> float:
    window = np.hanning(len(samples))
    turn = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / rate_hz)
    return float(2 * abs(np.sum(samples * window * turn)) / window.sum())
