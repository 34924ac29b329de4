"""The file that a recording lies in: any bytes, encrypted with a key of its own.

File:   24 bytes of header: magic "SEATREC1", 16 bytes of salt. Then chunks until the end.
Chunk:  64 KiB of plain text (the last one: what is left, at least one chunk), AES-256-GCM, 16 bytes of tag.
        Key = HKDF-SHA256(content key, salt). Nonce = chunk number (8 bytes) and 1 for the last chunk,
        0 for the others (4 bytes). The header is authenticated with each chunk. So a chunk that was
        changed, moved, left out, or cut off at the end is refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.server.recordings.model import RecordingError

MAGIC = b"SEATREC1"
CHUNK_BYTES = 64 * 1024
_HEADER_BYTES = len(MAGIC) + 16
_TAG_BYTES = 16


class SealedWriter:
    """Encrypts while it is written; holds one chunk in memory."""

    def __init__(self, out: Callable[[bytes], object], content_key: bytes) -> None:
        self._out = out
        self._header = MAGIC + os.urandom(16)
        self._cipher = _cipher(content_key, self._header)
        self._waiting = bytearray()
        self._number = 0
        out(self._header)

    def write(self, plain: bytes) -> int:
        self._waiting += plain
        while len(self._waiting) > CHUNK_BYTES:  # a full one waits: it may be the last
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(plain)

    def close(self) -> None:
        """Write what is left: without it the file is refused as incomplete."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out(self._cipher.encrypt(_nonce(self._number, last), plain, self._header))
        self._number += 1


def seal(plain: bytes, content_key: bytes) -> bytes:
    pieces: list[bytes] = []
    writer = SealedWriter(pieces.append, content_key)
    writer.write(plain)
    writer.close()
    return b"".join(pieces)


def unseal(data: bytes, content_key: bytes) -> bytes:
    """Raises RecordingError (recording-damaged) unless every byte is as it was written."""
    header, body = data[:_HEADER_BYTES], memoryview(data)[_HEADER_BYTES:]
    if not header.startswith(MAGIC) or len(header) < _HEADER_BYTES or len(body) < _TAG_BYTES:
        raise RecordingError("recording-damaged", "This is not a recording, or its beginning is missing.")
    cipher = _cipher(content_key, header)
    step = CHUNK_BYTES + _TAG_BYTES
    count = -(-len(body) // step)
    try:
        return b"".join(
            cipher.decrypt(_nonce(each, each == count - 1), body[each * step : (each + 1) * step], header)
            for each in range(count)
        )
    except (InvalidTag, ValueError) as error:
        text = "The recording was changed or is incomplete, or this is not its key."
        raise RecordingError("recording-damaged", text) from error


def _cipher(content_key: bytes, header: bytes) -> AESGCM:
    salt = header[len(MAGIC) :]
    return AESGCM(HKDF(SHA256(), 32, salt, b"seatline recording").derive(content_key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(8, "big") + (1 if last else 0).to_bytes(4, "big")


def decrypt(path: Path, content_key: bytes) -> bytes:
    """The Ogg/Opus of a finished recording. Raises RecordingError: recording-damaged, recording-disk."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordingError("recording-disk", f"{path.name} cannot be read: {error.strerror}") from error
    return unseal(data, content_key)
