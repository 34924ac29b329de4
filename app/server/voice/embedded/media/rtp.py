"""The RTP header (RFC 3550 §5.1), read from and written to a buffer that is used again and again."""

from __future__ import annotations

import struct

HEADER_BYTES = 12
_HEADER = struct.Struct("!BBHII")
_EXTENSION = struct.Struct("!HH")

read_header = _HEADER.unpack_from  # (first byte, marker and payload type, sequence, timestamp, SSRC)


def looks_like_rtp(data: bytearray, length: int) -> bool:
    """Version 2 and not RTCP on the same port (RFC 5761 §4: payload types 64 to 95)."""
    return length >= HEADER_BYTES and data[0] >> 6 == 2 and not 64 <= (data[1] & 0x7F) <= 95


def payload_range(data: bytearray, length: int) -> tuple[int, int]:
    """Where the payload begins and ends, behind contributing sources and extension, before padding.

    Begin is not before end when there is none or the packet is damaged.
    """
    begin, end = HEADER_BYTES + 4 * (data[0] & 0x0F), length
    if data[0] & 0x10:
        if begin + 4 > length:
            return length, length
        begin += 4 + 4 * _EXTENSION.unpack_from(data, begin)[1]
    if data[0] & 0x20 and length:
        end -= data[length - 1]
    return begin, end


def write_packet(
    data: bytearray, payload: bytes | memoryview, marked_type: int, sequence: int, timestamp: int, ssrc: int
) -> int:
    """Header and payload into ``data``. Returns the length."""
    end = HEADER_BYTES + len(payload)
    _HEADER.pack_into(data, 0, 0x80, marked_type, sequence, timestamp, ssrc)
    data[HEADER_BYTES:end] = payload
    return end
