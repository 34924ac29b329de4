"""Keys of recordings: one for each file, kept only wrapped (see app.server.security.key_wrapping)."""

from __future__ import annotations

import os

from app.server.recordings.model import RecordingError
from app.server.security.key_wrapping import KeyWrapError, KeyWrapper, WrappedKey

KEY_BYTES = 32


def new_content_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap(content_key: bytes, wrapper: KeyWrapper) -> WrappedKey:
    """Blocking. Raises RecordingError (recording-key)."""
    try:
        return wrapper.wrap(content_key)
    except KeyWrapError as error:
        raise RecordingError("recording-key", str(error)) from error


def unwrap(key_id: str, wrapped_key: bytes, wrapper: KeyWrapper) -> bytes:
    """Blocking. Raises RecordingError (recording-key)."""
    try:
        content_key = wrapper.unwrap(WrappedKey(key_id, wrapped_key))
    except KeyWrapError as error:
        raise RecordingError("recording-key", str(error)) from error
    if len(content_key) != KEY_BYTES:
        raise RecordingError("recording-key", f"What {key_id!r} opened is no key of a recording.")
    return content_key
