"""Keys of recordings: one for each file, wrapped with the master key (AES key wrap, RFC 3394)."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.server.recordings.model import RecordingError

KEY_BYTES = 32


def new_content_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap(content_key: bytes, master_key: bytes) -> bytes:
    """40 bytes that only the master key opens."""
    return aes_key_wrap(master_key, content_key)


def unwrap(wrapped_key: bytes, master_key: bytes) -> bytes:
    """Raises RecordingError (recording-key)."""
    try:
        return aes_key_unwrap(master_key, wrapped_key)
    except (InvalidUnwrap, ValueError) as error:
        text = "The master key does not open this recording. Was the key file exchanged?"
        raise RecordingError("recording-key", text) from error
