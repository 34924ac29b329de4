"""The RTP header (RFC 3550 §5.1), read from and written to a buffer that is used again and again."""

from __future__ import annotations

import struct

HEADER_BYTES = 12
PLAIN = 0x8000  # first two bytes: version 2, no padding, extension, sources or marker; the type is added
MARKER = 0x80
HEADER = struct.Struct("!HHII")  # first two bytes, sequence, timestamp, SSRC
_EXTENSION = struct.Struct("!HH")


def looks_like_rtp(data: bytearray, length: int, at: int = 0) -> bool:
    """Version 2 and not RTCP on the same port (RFC 5761 §4: payload types 64 to 95)."""
    return length >= HEADER_BYTES and data[at] >> 6 == 2 and not 64 <= (data[at + 1] & 0x7F) <= 95


def looks_like_rtcp(data: bytearray, length: int, at: int = 0) -> bool:
    """RFC 5761 §4: packet types 192 to 223."""
    return length >= 8 and data[at] >> 6 == 2 and 192 <= data[at + 1] <= 223


def payload_range(data: bytearray, length: int, at: int = 0) -> tuple[int, int]:
    """Where the payload of the packet at ``at`` begins and ends in ``data``: behind contributing sources
    and extension, before padding.

    Begin is not before end when there is none or the packet is damaged.
    """
    begin, end = at + HEADER_BYTES + 4 * (data[at] & 0x0F), at + length
    if data[at] & 0x10:
        if begin + 4 > end:
            return end, end
        begin += 4 + 4 * _EXTENSION.unpack_from(data, begin)[1]
    if data[at] & 0x20 and length:
        end -= data[end - 1]
    return begin, end


def write_packet(
    data: bytearray, payload: bytes | memoryview, marked_type: int, sequence: int, timestamp: int, ssrc: int
) -> int:
    """Header and payload into ``data``. Returns the length."""
    end = HEADER_BYTES + len(payload)
    HEADER.pack_into(data, 0, PLAIN | marked_type, sequence, timestamp, ssrc)
    data[HEADER_BYTES:end] = payload
    return end
