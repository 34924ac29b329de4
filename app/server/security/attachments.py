"""Files that people attach to something, encrypted on the disk.

In:  an open file and the name it had. Out: what it is and an id; later its content, piece by piece.
Each file has a key of its own, derived from the store's key and its random id, and is sealed in pieces whose
nonce counts them and marks the last one: a piece that is changed, moved or missing is noticed.
Whether a file is refused by the company's own scanner (of viruses) says a command that reads it.
Blocking throughout: call it in a thread.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.server.security.file_kinds import kind_of, safe_name
from app.server.security.keys import derive
from app.server.storage.errors import InvalidValueError, NotFoundError, StorageError, StorageFullError

log = logging.getLogger(__name__)

MOST_BYTES: Final = 20 * 1024 * 1024
PIECE_BYTES: Final = 256 * 1024
SCAN_TIMEOUT_S: Final = 60.0
_TAG_BYTES: Final = 16
_BLOB_ID: Final = re.compile(r"[0-9a-f]{32}")
_LEFT_ALONE_S: Final = 3600.0  # a file so young may still be waiting for its row in the database


class AttachmentTooLargeError(StorageError):
    error_id = "too-large"
    status = 413
    sentence = f"A file may have at most {MOST_BYTES // 1024 // 1024} MB."


class AttachmentInfectedError(StorageError):
    error_id = "attachment-infected"
    status = 422
    sentence = "The scanner of this company refuses this file; it was not saved."


class ScanFailedError(StorageError):
    error_id = "attachment-scan-failed"
    status = 503
    sentence = (
        "The file could not be scanned, so it was not saved. Tell your administrator, or try again later."
    )


class AttachmentDamagedError(StorageError):
    error_id = "attachment-damaged"
    status = 500
    sentence = "This file was damaged on the server's disk. Tell your administrator: a backup may have it."


@dataclass(frozen=True, slots=True)
class StoredFile:
    blob_id: str
    name: str
    media_type: str
    size_bytes: int


class Scan(Protocol):
    def __call__(self, file: BinaryIO) -> None:
        """Raises AttachmentInfectedError, ScanFailedError. The file is at its beginning."""
        ...


class CommandScan:
    """``command`` gets the file on its standard input, as ``clamdscan --no-summary -``. Exit code 0: sound,
    1: refused, anything else: it could not tell, and the file is not taken."""

    def __init__(self, command: str, timeout_s: float = SCAN_TIMEOUT_S) -> None:
        self._words = shlex.split(command)
        self._timeout_s = timeout_s

    def __call__(self, file: BinaryIO) -> None:
        with tempfile.TemporaryFile() as copy:  # a real file: what was spooled may have none
            while piece := file.read(PIECE_BYTES):
                copy.write(piece)
            copy.seek(0)
            try:
                done = subprocess.run(
                    self._words, stdin=copy, capture_output=True, timeout=self._timeout_s, check=False
                )
            except (OSError, ValueError, subprocess.TimeoutExpired) as error:
                log.error("scanner of attachments: %s", error)
                raise ScanFailedError from error
        if done.returncode == 1:
            log.warning(
                "scanner of attachments refused a file: %s", done.stdout[:200].decode(errors="replace")
            )
            raise AttachmentInfectedError
        if done.returncode != 0:
            log.error("scanner of attachments: exit code %d", done.returncode)
            raise ScanFailedError


class AttachmentStore:
    """One per server, for all rooms. ``key``: 32 bytes for this purpose alone."""

    def __init__(self, data_dir: Path, key: bytes, scan: Scan | None = None) -> None:
        self._folder = data_dir / "attachments"
        self._key = key
        self._scan = scan

    def keep(self, file: BinaryIO, name: str, most_bytes: int = MOST_BYTES) -> StoredFile:
        """On the disk when it returns; the caller keeps the id in the database, or ``remove`` takes it away.

        Raises AttachmentTooLargeError, FileRefusedError, AttachmentInfectedError, ScanFailedError,
        InvalidValueError, StorageFullError.
        """
        size_bytes = file.seek(0, os.SEEK_END)
        if size_bytes > most_bytes:
            raise AttachmentTooLargeError
        if size_bytes == 0:
            raise InvalidValueError("The file is empty.")
        kind = kind_of(file)
        if self._scan is not None:
            file.seek(0)
            self._scan(file)
        file.seek(0)
        blob_id = secrets.token_hex(16)
        try:
            self._write(blob_id, file, size_bytes)
        except OSError as error:
            log.error("attachment cannot be written: %s", error)
            raise StorageFullError(
                "The file cannot be written to the server's disk; it was not saved."
            ) from error
        return StoredFile(blob_id, safe_name(name, kind), kind, size_bytes)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """Its content. Raises NotFoundError at once, AttachmentDamagedError when it comes to it."""
        path = self._path(blob_id)
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise NotFoundError("This file is no longer there.") from error
        return self._opened(blob_id, file, path.stat().st_size)

    def read(self, blob_id: str) -> bytes:
        """All of it. Raises NotFoundError, AttachmentDamagedError."""
        return b"".join(self.pieces(blob_id))

    def remove(self, blob_id: str) -> None:
        """One that is gone already is no error."""
        self._path(blob_id).unlink(missing_ok=True)

    def sweep(self, known: Callable[[Collection[str]], Collection[str]]) -> int:
        """Remove files that nobody knows of (a crash between disk and database); how many were.

        ``known``: of these ids, those that are in the database of any room.
        """
        removed = 0
        young = time.time() - _LEFT_ALONE_S
        for folder in sorted(self._folder.glob("??")):
            old = [path for path in folder.iterdir() if path.stat().st_mtime < young]
            kept = set(known([path.name for path in old])) if old else set[str]()
            for path in old:
                if path.name not in kept:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _path(self, blob_id: str) -> Path:
        if not _BLOB_ID.fullmatch(blob_id):
            raise NotFoundError("This file is no longer there.")
        return self._folder / blob_id[:2] / blob_id

    def _cipher(self, blob_id: str) -> AESGCM:
        return AESGCM(derive(self._key, f"attachment {blob_id}"))

    def _write(self, blob_id: str, file: BinaryIO, size_bytes: int) -> None:
        path = self._path(blob_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        cipher, left_bytes, number = self._cipher(blob_id), size_bytes, 0
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as sealed:
                while left_bytes > 0:
                    piece = file.read(min(PIECE_BYTES, left_bytes))
                    if not piece:
                        raise OSError("the file became shorter while it was read")
                    left_bytes -= len(piece)
                    sealed.write(cipher.encrypt(_nonce(number, last=left_bytes == 0), piece, None))
                    number += 1
                sealed.flush()
                os.fsync(sealed.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _opened(self, blob_id: str, file: BinaryIO, left_bytes: int) -> Iterator[bytes]:
        cipher, number = self._cipher(blob_id), 0
        with file:
            while left_bytes > 0:
                sealed = file.read(PIECE_BYTES + _TAG_BYTES)
                left_bytes -= len(sealed)
                try:
                    yield cipher.decrypt(_nonce(number, last=left_bytes <= 0), sealed, None)
                except (InvalidTag, ValueError) as error:
                    log.error("attachment %s is damaged", blob_id)
                    raise AttachmentDamagedError from error
                number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    """12 bytes: the piece's number, and whether it is the last one."""
    return number.to_bytes(8, "big") + (b"\0\0\0\x01" if last else b"\0\0\0\0")
