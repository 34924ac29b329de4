"""How the recording journal lies on the disk. Written by the media process, read by ``recordings``.

File:   56 bytes of header, then chunks until the end; the last one may be torn.
Header: magic, 32 bytes of salt, 8 bytes naming the process, creation time in µs since 1970.
Chunk:  length of the cipher text (u32), number (u32, from 0 without a hole), cipher text.
        AES-256-GCM; key = HKDF-SHA256(journal key, salt); nonce = the number; authenticated with it
        are the file's header and the chunk's. A key serves one file, so no nonce is used twice, and
        chunks cannot be exchanged, left out or taken from another file without notice.
Plain:  blocks of kind (u8), stream (u32), length (u32), body. The first block is TIME.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SEATJNL1"
SUFFIX = ".journal"
FILE_HEADER = struct.Struct("!8s32s8sQ")
CHUNK_HEADER = struct.Struct("!II")
BLOCK_HEADER = struct.Struct("!BII")
RECORD = struct.Struct("!QHIBH")  # arrival in µs since 1970, sequence, RTP time, codec, payload length
SPAN = struct.Struct("!QQ")  # from, to in µs since 1970
MOST_CHUNK_BYTES = 1 << 26

TIME, OPEN, AUDIO, CLOSE, GAP = 1, 2, 3, 4, 5
PAUSE = 6  # SPAN of one stream: not recorded on purpose; written each second while it lasts and at its end
CODEC_NUMBER = {"PCMU": 0, "PCMA": 8, "G722": 9, "OPUS": 111}
"""The codec of a RECORD: whatever payload type was negotiated, these are written. RTP time of OPUS counts
1/48000 s, of the others 1/8000 s."""
CODEC_NAME = {number: name for name, number in CODEC_NUMBER.items()}


class StreamOpened(msgspec.Struct, frozen=True):
    """Body of OPEN: all AUDIO of this stream belongs there. Repeated at the start of each file."""

    recording: str
    call: str
    leg: str
    side: str  # "CUSTOMER" or "AGENT"
    opened_us: int


class RecordingClosedAt(msgspec.Struct, frozen=True):
    """Body of CLOSE."""

    recording: str
    closed_us: int


@dataclass(frozen=True, slots=True)
class FileHeader:
    packed: bytes
    process: bytes
    created_us: int


def new_header(process: bytes, created_us: int) -> FileHeader:
    return FileHeader(FILE_HEADER.pack(MAGIC, os.urandom(32), process, created_us), process, created_us)


def parse_header(data: bytes) -> FileHeader | None:
    """None: not a journal, or torn in its first bytes."""
    if len(data) < FILE_HEADER.size:
        return None
    magic, _, process, created_us = FILE_HEADER.unpack_from(data)
    return FileHeader(data[: FILE_HEADER.size], process, created_us) if magic == MAGIC else None


class Sealer:
    """Encrypts and decrypts the chunks of one file."""

    def __init__(self, journal_key: bytes, header: FileHeader) -> None:
        salt = header.packed[8:40]
        derived = HKDF(SHA256(), 32, salt, b"seatline recording journal").derive(journal_key)
        self._cipher = AESGCM(derived)
        self._header = header.packed

    def seal(self, number: int, plain: bytes) -> bytes:
        head = CHUNK_HEADER.pack(len(plain) + 16, number)
        return head + self._cipher.encrypt(number.to_bytes(12, "big"), plain, self._header + head)

    def open(self, data: bytes) -> Iterator[bytes]:
        """Plain text of each whole, genuine chunk behind the header; ends at the first that is not."""
        at, number = FILE_HEADER.size, 0
        while at + CHUNK_HEADER.size <= len(data):
            head = data[at : at + CHUNK_HEADER.size]
            length, found = CHUNK_HEADER.unpack(head)
            at += CHUNK_HEADER.size
            if found != number or length > MOST_CHUNK_BYTES or at + length > len(data):
                return
            plain = self.open_chunk(number, head, data[at : at + length])
            if plain is None:
                return
            yield plain
            at, number = at + length, number + 1

    def open_chunk(self, number: int, head: bytes, sealed: bytes) -> bytes | None:
        """Plain text of one chunk; None: it is not genuine, or not this one."""
        try:
            return self._cipher.decrypt(number.to_bytes(12, "big"), sealed, self._header + head)
        except InvalidTag:
            return None


def block(kind: int, stream: int, body: bytes | bytearray) -> bytes:
    return block_head(kind, stream, len(body)) + body


def block_head(kind: int, stream: int, body_bytes: int) -> bytes:
    """What stands before the body, for who does not want to copy that."""
    return BLOCK_HEADER.pack(kind, stream, body_bytes)


def blocks(plain: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(kind, stream, body) of one chunk."""
    at = 0
    while at < len(plain):
        kind, stream, length = BLOCK_HEADER.unpack_from(plain, at)
        at += BLOCK_HEADER.size
        yield kind, stream, plain[at : at + length]
        at += length
