"""What a media process must know before its first leg. Handed over the socket, never on the command line:

the journal key must not show in the list of processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class MediaSettings:
    host: str  # address to bind RTP sockets to
    rtp_low: int  # first port, taken if even
    rtp_high: int  # last port
    prompt_dirs: tuple[Path, ...]  # searched in order: own prompts first, shipped ones last
    journal_dir: Path
    journal_key: bytes  # 32 bytes, AES-256
    media_gone_s: float = 5.0  # silence on the wire after which MediaGone is reported
    segment_bytes: int = 32 * 1024 * 1024  # a journal segment is rotated at this size ...
    segment_s: float = 300.0  # ... or this age


class _Wire(msgspec.Struct, frozen=True):
    host: str
    rtp_low: int
    rtp_high: int
    prompt_dirs: list[str]
    journal_dir: str
    journal_key: bytes
    media_gone_s: float
    segment_bytes: int
    segment_s: float


def to_wire(settings: MediaSettings) -> bytes:
    return msgspec.msgpack.encode(
        _Wire(
            host=settings.host,
            rtp_low=settings.rtp_low,
            rtp_high=settings.rtp_high,
            prompt_dirs=[str(each) for each in settings.prompt_dirs],
            journal_dir=str(settings.journal_dir),
            journal_key=settings.journal_key,
            media_gone_s=settings.media_gone_s,
            segment_bytes=settings.segment_bytes,
            segment_s=settings.segment_s,
        )
    )


def from_wire(data: bytes) -> MediaSettings:
    wire = msgspec.msgpack.decode(data, type=_Wire)
    return MediaSettings(
        host=wire.host,
        rtp_low=wire.rtp_low,
        rtp_high=wire.rtp_high,
        prompt_dirs=tuple(Path(each) for each in wire.prompt_dirs),
        journal_dir=Path(wire.journal_dir),
        journal_key=wire.journal_key,
        media_gone_s=wire.media_gone_s,
        segment_bytes=wire.segment_bytes,
        segment_s=wire.segment_s,
    )
