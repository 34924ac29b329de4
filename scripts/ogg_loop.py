"""Trim an Ogg/Opus file at both ends without touching its sound.

In:  the bytes of an Ogg/Opus file and how many samples to hide at its beginning and end.
Out: the same packets with another pre-skip and another last granule position (RFC 7845 §4.2, §4.4).

A loop needs this: an Opus coder that starts from silence smears the step into the first sound. Encoded
with a little of its end before the beginning and of its beginning after the end, and those hidden, the
loop decodes as if it had never been cut.
"""

from __future__ import annotations

import struct

_PRE_SKIP_AT = 10  # RFC 7845 §5.1
_GRANULE_AT = 6  # RFC 3533 §6
_CHECKSUM_AT = 22
_SEGMENTS_AT = 26
_CRC_POLYNOMIAL = 0x04C11DB7


def trim_ogg_opus(data: bytes, hide_start: int, hide_end: int) -> bytes:
    """Hide samples (counted at 48 kHz) at both ends; `hide_end` must be shorter than the last page."""
    pages = _pages(data)
    head = pages[0]
    body_at = _SEGMENTS_AT + 1 + head[_SEGMENTS_AT]
    if not head.startswith(b"OpusHead", body_at):
        raise ValueError("The first page is not an Opus header")
    (pre_skip,) = struct.unpack_from("<H", head, body_at + _PRE_SKIP_AT)
    struct.pack_into("<H", head, body_at + _PRE_SKIP_AT, pre_skip + hide_start)
    (granule,) = struct.unpack_from("<q", pages[-1], _GRANULE_AT)
    struct.pack_into("<q", pages[-1], _GRANULE_AT, granule - hide_end)
    for page in (head, pages[-1]):
        struct.pack_into("<I", page, _CHECKSUM_AT, 0)
        struct.pack_into("<I", page, _CHECKSUM_AT, _checksum(page))
    return b"".join(pages)


def _pages(data: bytes) -> list[bytearray]:
    pages: list[bytearray] = []
    place = 0
    while place < len(data):
        count = data[place + _SEGMENTS_AT]
        lacing = data[place + _SEGMENTS_AT + 1 : place + _SEGMENTS_AT + 1 + count]
        end = place + _SEGMENTS_AT + 1 + count + sum(lacing)
        pages.append(bytearray(data[place:end]))
        place = end
    return pages


def _checksum(page: bytes | bytearray) -> int:
    """CRC-32 of RFC 3533 §6: no reflection, start 0."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (_CRC_POLYNOMIAL if crc & 0x80000000 else 0)
            crc &= 0xFFFFFFFF
    return crc
