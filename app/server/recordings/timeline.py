"""Places the packets of one leg on a time line and decodes them.

Within a run the RTP time says where a packet belongs, so lateness on the way does no harm; the time
of arrival says where a run begins, and again after a jump of more than 200 ms. All codecs count
8000 ticks a second and carry one byte a tick (see the media process's codecs).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.codecs import PAYLOAD_TYPES, Codec
from app.server.voice.embedded.media.journal_format import RECORD

TICKS_PER_S = 8000
_JUMP_TICKS = 1600  # 200 ms
_SETTLE = 50  # packets (1 s) within which a late burst must have caught up
_DRIFT_WINDOW = 500
_MOST_TICKS = 24 * 3600 * TICKS_PER_S  # a recording is never longer: guards against absurd times


@dataclass(frozen=True, slots=True)
class Packet:
    arrival_us: int
    sequence: int
    timestamp: int
    codec: int  # static payload type
    payload: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded audio that begins at ``start_tick`` (1/8000 s) of the time line."""

    start_tick: int
    rate_hz: int
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


def place(packets: list[Packet], start_us: int) -> list[int]:
    """The tick of the time line on which each packet (in the order of arrival) begins."""
    if not packets:
        return []
    arrival = np.array([each.arrival_us - start_us for each in packets], dtype=np.int64) * 8 // 1000
    stamps = np.array([each.timestamp for each in packets], dtype=np.uint32)
    steps = np.diff(stamps).astype(np.int32)  # modulo 2^32, signed
    elapsed = np.concatenate([[0], np.cumsum(steps, dtype=np.int64)])
    delay = arrival - elapsed  # constant but for jitter, as long as the source's clock runs on
    positions = np.empty(len(packets), dtype=np.int64)
    base = 0
    for begin, end in _runs(delay):
        for at in range(begin, end, _DRIFT_WINDOW):
            window = slice(at, min(at + _DRIFT_WINDOW, end))
            least = int(delay[window].min())
            if at == begin or abs(least - base) > _JUMP_TICKS:
                base = least
            positions[window] = elapsed[window] + base
    return [int(each) for each in positions]


def _runs(delay: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges within which the source's clock ran on."""
    edges = [0]
    for at in np.flatnonzero(np.abs(np.diff(delay)) > _JUMP_TICKS) + 1:
        level = int(delay[edges[-1] : at].min())
        later = int(delay[at : at + _SETTLE].min())
        if abs(later - level) > _JUMP_TICKS:
            edges.append(int(at))
    return list(zip(edges, [*edges[1:], len(delay)], strict=True))


def sounds(audio: bytes | bytearray, start_us: int) -> list[Sound]:
    """One leg's records decoded; unbroken stretches of one codec each become one ``Sound``."""
    packets = parse(audio)
    placed = sorted(zip(place(packets, start_us), range(len(packets)), strict=True))
    found: list[Sound] = []
    decoders: dict[int, Codec] = {}
    begin = end = codec = -1
    stretch = bytearray()

    def finish() -> None:
        if stretch:
            decoder = decoders.setdefault(codec, Codec(PAYLOAD_TYPES[codec]))
            found.append(Sound(begin, decoder.rate_hz, decoder.decode(bytes(stretch))))

    for tick, index in placed:
        packet = packets[index]
        payload = packet.payload
        if tick < 0:  # said before the recording began
            payload, tick = payload[-tick:], 0
        if not payload or packet.codec not in PAYLOAD_TYPES or tick + len(payload) > _MOST_TICKS:
            continue
        if packet.codec != codec or tick > end:
            finish()
            stretch = bytearray()
            begin, codec = tick, packet.codec
        elif tick < end:  # a repeat, or an overlap after a jump: what was there first stays
            payload = payload[end - tick :]
        stretch += payload
        end = begin + len(stretch)
    finish()
    return found
