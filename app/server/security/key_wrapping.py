"""Who wraps the keys of recordings: each recording has a key of its own, kept only wrapped.

In:  a content key. Out: the wrapped key and the id of the master key that opens it again.
Implementations: key files (key_files.py) and an external command (key_command.py). ``Keyring`` wraps with
one of them and opens what any of them wrapped, so a house can change from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class KeyWrapError(Exception):
    """A key cannot be wrapped or opened; the text says why and what to do."""

    error_id = "recording-key"


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """``key_id``: "file:1", "file:2", …, or "command:" and what the command calls its key."""

    key_id: str
    wrapped: bytes


class KeyWrapper(Protocol):
    """May block (an external command): call it in a thread."""

    def wrap(self, content_key: bytes) -> WrappedKey:
        """Raises KeyWrapError."""
        ...

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        """Raises KeyWrapError: no such master key, or not wrapped with it."""
        ...


class Keyring:
    """Wraps with ``first``; opens with the one whose prefix the key id has."""

    def __init__(self, first: KeyWrapper, by_prefix: dict[str, KeyWrapper]) -> None:
        self._first = first
        self._by_prefix = by_prefix

    def wrap(self, content_key: bytes) -> WrappedKey:
        return self._first.wrap(content_key)

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        prefix = wrapped.key_id.partition(":")[0]
        wrapper = self._by_prefix.get(prefix)
        if wrapper is None:
            raise KeyWrapError(
                f"The key of this recording was wrapped by {wrapped.key_id!r}, which is not set up here. "
                "Start the server with the --key-command that wrapped it."
            )
        return wrapper.unwrap(wrapped)
