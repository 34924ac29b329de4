"""What an uploaded file of sound really is, whatever its name says.

In:  its first bytes. Out: "wav", "mp3", "ogg" or None.
"""

from __future__ import annotations


def kind_of(head: bytes) -> str | None:
    """ "wav", "mp3" or "ogg" by the first bytes (12 are enough); None for anything else."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "ogg"
    # ID3v2, or a frame of MPEG audio: eleven bits set, no reserved version, layer III.
    if head[:3] == b"ID3":
        return "mp3"
    if (
        len(head) >= 2
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x18 != 8
        and head[1] & 6 == 2
    ):
        return "mp3"
    return None
