"""The mix of all bridges, on numpy over all legs at once.

In:  who hears whom; at each tick 20 ms of each speaker (G.711 bytes, samples, or None for silence).
Out: for each listener a payload in its codec.

Narrow-band and wide-band speakers are summed apart, each at its own rate, once for each bridge; a
listener gets the sum without its own voice. Only sums that the other kind of listener hears are
resampled: G.711 among G.711 is not delayed by a filter, and a bridge of both needs one each way,
however many take part.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import (
    CODEC_RATE_HZ,
    DECODE_TABLE,
    ENCODE_TABLE,
    FRAME_BYTES,
    SILENCE,
    Codec,
    Samples,
)
from app.server.voice.embedded.media.limiter import Limiter, limited
from app.server.voice.embedded.media.resample import DownRows, UpRows

Sound = bytes | Samples | None
_LAWS = ("PCMA", "PCMU")
_QUIET_TICKS = 3  # what is still in a codec has been heard by then


def _without_hum() -> tuple[dict[str, Samples], dict[str, NDArray[np.uint8]]]:
    """G.711 as it is mixed: A-law knows no zero, its least step (-72 dB) stands for silence. Taken at its
    word, many silent parties would add up to a constant, and a rest of noise would switch between two."""
    decode = {
        law: np.where(np.abs(table) <= 8, 0, table).astype(np.int16) for law, table in DECODE_TABLE.items()
    }
    encode = {law: table.copy() for law, table in ENCODE_TABLE.items()}
    encode["PCMA"][np.arange(-7, 8, dtype=np.int16).view(np.uint16)] = encode["PCMA"][0]
    return decode, encode


_DECODE, _ENCODE = _without_hum()


def is_wide(codec: str) -> bool:
    return CODEC_RATE_HZ[codec] == 16000


class Ear:
    """What a listener's stream remembers between two ticks."""

    __slots__ = ("_quiet", "codec", "encoder", "limiter", "name")

    def __init__(self, name: str, codec: str) -> None:
        self.name, self.codec = name, codec
        self.encoder = Codec(codec)
        self.limiter = Limiter()
        self._quiet = 0

    def payload(self, mix: Samples) -> bytes:
        """Silence is sent as such: codecs with a memory make a faint noise of it."""
        payload = self.encoder.encode(mix)
        self._quiet = 0 if mix.any() else self._quiet + 1
        return SILENCE[self.codec] if self._quiet > _QUIET_TICKS else payload


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    codec: str


@dataclass(frozen=True, slots=True)
class Group:
    """One bridge: ``talkers`` are heard by every ear but their own, ``whispers`` by one ear each."""

    name: str
    talkers: tuple[Speaker, ...]
    ears: tuple[Ear, ...]
    whispers: tuple[tuple[Speaker, str], ...] = ()  # coach, name of the ear


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is added up: the talkers of a group without one, and those who whisper."""

    group: str
    without: str
    whispers: tuple[str, ...]


class _Band:
    """All speakers of one rate: a row each, those of a group together, a row of silence at the end."""

    def __init__(self, size: int, wide: bool, groups: Sequence[Group]) -> None:
        self._size = size
        self._row: dict[str, int] = {}
        self._starts: list[int] = []
        self._group: dict[str, int] = {}
        self._law: dict[str, str] = {}
        for group in groups:
            talkers = [each for each in group.talkers if is_wide(each.codec) is wide]
            if talkers:
                self._group[group.name] = len(self._starts)
                self._starts.append(len(self._row))
            for each in talkers:
                self._add(each)
        self._talkers = len(self._row)
        for group in groups:
            for each, _ in group.whispers:
                if is_wide(each.codec) is wide and each.name not in self._row:
                    self._add(each)
        self._rows = np.zeros((len(self._row) + 1, size), dtype=np.int32)
        self._totals = np.zeros((len(self._starts) + 1, size), dtype=np.int32)

    def _add(self, speaker: Speaker) -> None:
        self._row[speaker.name] = len(self._row)
        self._law[speaker.name] = speaker.codec

    def asks(self, group: Group, ear: Ear) -> _Sum | None:
        """What this ear hears of this band; None: nothing."""
        own = ear.name if self._row.get(ear.name, self._talkers) < self._talkers else ""
        whispers = tuple(
            each.name for each, to in group.whispers if to == ear.name and each.name in self._row
        )
        if group.name not in self._group and not whispers:
            return None
        return _Sum(group.name, own, whispers)

    def fill(self, sounds: Mapping[str, Sound]) -> None:
        rows = self._rows
        rows[:] = 0
        where: dict[str, list[int]] = {law: [] for law in _LAWS}
        payloads: dict[str, list[bytes]] = {law: [] for law in _LAWS}
        for name, at in self._row.items():
            sound = sounds.get(name)
            if sound is None:
                continue
            if isinstance(sound, bytes):
                where[self._law[name]].append(at)
                payloads[self._law[name]].append(sound)
            else:
                rows[at] = sound
        for law in _LAWS:
            if where[law]:
                joined = np.frombuffer(b"".join(payloads[law]), dtype=np.uint8)
                rows[where[law]] = _DECODE[law].take(joined).reshape(-1, self._size)
        if self._starts:
            np.add.reduceat(rows[: self._talkers], self._starts, axis=0, out=self._totals[:-1])

    def indexes(self, sums: Sequence[_Sum | None]) -> _Indexes:
        silence, nobody = len(self._row), len(self._starts)
        totals = [nobody if each is None else self._group.get(each.group, nobody) for each in sums]
        without = [silence if each is None else self._row.get(each.without, silence) for each in sums]
        more = [(at, self._row[w]) for at, each in enumerate(sums) if each for w in each.whispers]
        return _Indexes(np.array(totals, dtype=np.intp), np.array(without, dtype=np.intp), more)

    def add_up(self, what: _Indexes) -> NDArray[np.int32]:
        out = self._totals[what.totals] - self._rows[what.without]
        for at, row in what.more:
            out[at] += self._rows[row]
        return out


@dataclass(frozen=True, slots=True)
class _Indexes:
    totals: NDArray[np.intp]
    without: NDArray[np.intp]
    more: list[tuple[int, int]]


class Plan:
    """Who hears whom, laid out for the ticks until that changes."""

    def __init__(self, groups: Sequence[Group], before: Plan | None = None) -> None:
        """``before``: whose filters go on."""
        pairs = [(group, ear) for group in groups for ear in group.ears]
        pairs.sort(key=lambda pair: pair[1].codec)  # each law in one run
        narrow = [pair for pair in pairs if not is_wide(pair[1].codec)]
        wide = [pair for pair in pairs if is_wide(pair[1].codec)]
        self._narrow, self._wide = [ear for _, ear in narrow], [ear for _, ear in wide]
        self.bridges = tuple(each.name for each in groups)
        self.speakers = {s.name: s.codec for g in groups for s in (*g.talkers, *(w for w, _ in g.whispers))}
        low, high = _Band(160, False, groups), _Band(320, True, groups)
        self._low, self._high = low, high
        self._low_direct = low.indexes([low.asks(*pair) for pair in narrow])
        self._high_direct = high.indexes([high.asks(*pair) for pair in wide])
        from_high, self._down_to = _distinct(high.asks(*pair) for pair in narrow)
        from_low, self._up_to = _distinct(low.asks(*pair) for pair in wide)
        self._from_high, self._from_low = high.indexes(from_high), low.indexes(from_low)
        self._down, self._up = DownRows(from_high), UpRows(from_low)
        if before is not None:
            self.go_on_from(before)

    def go_on_from(self, other: Plan) -> None:
        """Filters of sums that both know go on where the other's are."""
        self._down.go_on_from(other._down, _group_of)
        self._up.go_on_from(other._up, _group_of)

    def tick(self, sounds: Mapping[str, Sound]) -> dict[str, bytes]:
        """20 ms for each ear."""
        self._low.fill(sounds)
        self._high.fill(sounds)
        out: dict[str, bytes] = {}
        if self._narrow:
            mixes = self._low.add_up(self._low_direct)
            if len(self._from_high.totals):
                down = np.rint(self._down(self._high.add_up(self._from_high))).astype(np.int32)
                mixes[self._down_to[0]] += down[self._down_to[1]]
            self._encode_laws(limited(mixes, [ear.limiter for ear in self._narrow]), out)
        if self._wide:
            mixes = self._high.add_up(self._high_direct)
            if len(self._from_low.totals):
                up = np.rint(self._up(self._low.add_up(self._from_low))).astype(np.int32)
                mixes[self._up_to[0]] += up[self._up_to[1]]
            for ear, mix in zip(self._wide, limited(mixes, [ear.limiter for ear in self._wide]), strict=True):
                out[ear.name] = ear.payload(mix)
        return out

    def _encode_laws(self, mixes: Samples, out: dict[str, bytes]) -> None:
        begin = 0
        for law in _LAWS:
            ears = [ear for ear in self._narrow[begin:] if ear.codec == law]
            if not ears:
                continue
            data = _ENCODE[law].take(mixes[begin : begin + len(ears)].view(np.uint16)).tobytes()
            for at, ear in enumerate(ears):
                out[ear.name] = data[at * FRAME_BYTES : (at + 1) * FRAME_BYTES]
            begin += len(ears)


def _group_of(key: Hashable) -> Hashable:
    """A whisper more or less is the same conversation."""
    return key.group if isinstance(key, _Sum) else key


def _distinct(asked: Iterable[_Sum | None]) -> tuple[list[_Sum], tuple[list[int], list[int]]]:
    """The different sums; and which ear gets which of them: (ears, sums)."""
    sums: dict[_Sum, int] = {}
    ears: list[int] = []
    which: list[int] = []
    for ear, each in enumerate(asked):
        if each is not None:
            ears.append(ear)
            which.append(sums.setdefault(each, len(sums)))
    return list(sums), (ears, which)
