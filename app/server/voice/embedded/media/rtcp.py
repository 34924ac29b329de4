"""RTCP packets (RFC 3550 §6): sender and receiver reports, source description, goodbye.

In:  the bytes of a compound packet. Out: ``Report``s; and the other way round. Nothing here is kept.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, GOODBYE = 200, 201, 202, 203
_NTP_EPOCH_S = 2_208_988_800  # 1900 to 1970
_HEAD = struct.Struct("!BBH")  # version, padding and count; type; length in words less one
_SENDER = struct.Struct("!IQIII")  # SSRC, NTP time, RTP time, packets, octets
_BLOCK = struct.Struct("!IIIIII")
_CNAME = 1


@dataclass(frozen=True, slots=True)
class Block:
    """What a receiver says about one source (§6.4.1)."""

    ssrc: int
    fraction_lost: float  # since its last report, 0 to 1
    lost: int  # since it began; less than 0 with duplicates
    highest: int  # sequence number, how often it began again in the upper 16 bits
    jitter: int  # in ticks of the source's RTP time
    last_sr: int  # middle of the NTP time of the last sender report, 0: none came
    delay_since_last_sr: int  # in 1/65536 s


@dataclass(frozen=True, slots=True)
class SenderInfo:
    ntp: int  # 32.32 fixed point
    timestamp: int
    packets: int
    octets: int


@dataclass(frozen=True, slots=True)
class Report:
    """A sender report when ``sender`` is there, else a receiver report."""

    ssrc: int
    sender: SenderInfo | None
    blocks: tuple[Block, ...]


def ntp_time(wall_s: float) -> int:
    """Seconds since 1970 as 32.32 fixed point since 1900 (§4)."""
    return int((wall_s + _NTP_EPOCH_S) * 4294967296) & 0xFFFFFFFFFFFFFFFF


def middle(ntp: int) -> int:
    """The middle 32 bits: what LSR and DLSR count in."""
    return (ntp >> 16) & 0xFFFFFFFF


def round_trip_s(now_ntp: int, block: Block) -> float | None:
    """§6.4.1 figure 2; None when the peer has not got a sender report, or its times cannot be."""
    if not block.last_sr:
        return None
    difference = (middle(now_ntp) - block.last_sr - block.delay_since_last_sr) & 0xFFFFFFFF
    if difference >= 0x80000000:  # clocks are not that exact: a little less than nothing
        difference = 0
    return difference / 65536 if difference < 30 * 65536 else None


def parse(data: bytes) -> list[Report] | None:
    """The reports of a compound packet; None when it is none (RFC 3550 A.2)."""
    found: list[Report] = []
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            return None
        first, kind, words = _HEAD.unpack_from(data, at)
        end = at + 4 * (words + 1)
        if first >> 6 != 2 or end > len(data) or (at == 0 and kind not in (SENDER_REPORT, RECEIVER_REPORT)):
            return None
        if kind in (SENDER_REPORT, RECEIVER_REPORT):
            report = _report(data[at:end], kind, first & 0x1F)
            if report is None:
                return None
            found.append(report)
        at = end
    return found


def compound(report: Report, cname: str, goodbye: bool = False) -> bytes:
    """Report, SDES CNAME (§6.5.1) and, when we leave, BYE (§6.6)."""
    blocks = b"".join(_packed(each) for each in report.blocks[:31])
    if report.sender is None:
        body = report.ssrc.to_bytes(4, "big") + blocks
        data = _packet(RECEIVER_REPORT, len(report.blocks), body)
    else:
        sender = report.sender
        body = _SENDER.pack(report.ssrc, sender.ntp, sender.timestamp, sender.packets, sender.octets) + blocks
        data = _packet(SENDER_REPORT, len(report.blocks), body)
    name = cname.encode()[:255]
    chunk = report.ssrc.to_bytes(4, "big") + bytes((_CNAME, len(name))) + name
    data += _packet(DESCRIPTION, 1, chunk + bytes(4 - len(chunk) % 4))  # ends with at least one zero
    return data + _packet(GOODBYE, 1, report.ssrc.to_bytes(4, "big")) if goodbye else data


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return _HEAD.pack(0x80 | count, kind, len(body) // 4) + body


def _packed(block: Block) -> bytes:
    fraction = max(0, min(255, int(block.fraction_lost * 256)))
    lost = max(-0x800000, min(0x7FFFFF, block.lost)) & 0xFFFFFF
    return _BLOCK.pack(
        block.ssrc,
        fraction << 24 | lost,
        block.highest & 0xFFFFFFFF,
        block.jitter & 0xFFFFFFFF,
        block.last_sr,
        block.delay_since_last_sr & 0xFFFFFFFF,
    )


def _report(data: bytes, kind: int, count: int) -> Report | None:
    sender, at, ssrc = None, 8, int.from_bytes(data[4:8], "big")
    if kind == SENDER_REPORT:
        if len(data) < 4 + _SENDER.size:
            return None
        ssrc, ntp, timestamp, packets, octets = _SENDER.unpack_from(data, 4)
        sender, at = SenderInfo(ntp, timestamp, packets, octets), 4 + _SENDER.size
    if len(data) < at + count * _BLOCK.size:
        return None
    blocks = tuple(_block(data, at + each * _BLOCK.size) for each in range(count))
    return Report(ssrc, sender, blocks)


def _block(data: bytes, at: int) -> Block:
    ssrc, fraction_lost, highest, jitter, last_sr, delay = _BLOCK.unpack_from(data, at)
    lost = fraction_lost & 0xFFFFFF
    if lost >= 0x800000:
        lost -= 0x1000000
    return Block(ssrc, (fraction_lost >> 24) / 256, lost, highest, jitter, last_sr, delay)
