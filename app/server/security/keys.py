"""The master key: one file outside the database, and the keys derived from it for each purpose.

In:  the data folder.
Out: 32-byte keys. The master key itself never encrypts anything but the keys of recordings.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file cannot be used; the text says what to do."""

    error_id = "key-file"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """``recordings`` wraps the keys of recordings (until they get a generation of their own, see
    key_files.py), ``journal`` encrypts the recording journal, ``phones`` the passwords of phones, ``chain``
    signs the heads of the recordings' hash chain, ``attachments`` encrypts files that people attach."""

    recordings: bytes
    journal: bytes
    phones: bytes
    chain: bytes
    attachments: bytes


def load_keys(data_dir: Path) -> Keys:
    """Read ``keys/master.key``; make it at the first start. Raises KeyFileError with a sentence."""
    path = data_dir / "keys" / "master.key"
    master = read_key(path) if path.exists() else create_key(path)
    return Keys(
        recordings=derive(master, "recordings"),
        journal=derive(master, "journal"),
        phones=derive(master, "phones"),
        chain=derive(master, "chain"),
        attachments=derive(master, "attachments"),
    )


def derive(master: bytes, purpose: str) -> bytes:
    """A key for one purpose (HKDF, RFC 5869): knowing it tells nothing about the others."""
    info = f"seatline {purpose} v1".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user may read; it appears whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name too: what is encrypted with a key must never be older than its file
    finally:
        os.close(folder)


def create_key(path: Path) -> bytes:
    """A new random key in a private file. Raises KeyFileError."""
    key = secrets.token_bytes(KEY_BYTES)
    try:
        write_private(path, key.hex().encode() + b"\n")
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be written: {error.strerror}.") from error
    return key


def read_key(path: Path) -> bytes:
    """Raises KeyFileError: others may read it, it is missing or damaged."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyFileError(
                f"Other users may read the key file {path}. Make it private (chmod 600 {path}) "
                "and start again; if someone may have seen it, what it encrypts is no longer secret."
            )
        key = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise KeyFileError(f"The key file {path} is damaged. Put it back from your backup.") from error
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"The key file {path} is damaged. Put it back from your backup.")
    return key
