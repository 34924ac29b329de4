"""Master keys of recordings in files: generation 1 comes from ``keys/master.key``, later ones are files
``keys/recordings-N.key``; ``keys/recordings.current`` names the one that wraps new keys.

In:  the folder of the keys. Out: wrapped keys (AES key wrap, RFC 3394).
The marker is read again for each wrap, so a running server follows a rotation at once.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.server.security.key_wrapping import KeyWrapError, WrappedKey
from app.server.security.keys import KeyFileError, create_key, derive, read_key, write_private

PREFIX = "file"
FIRST = 1


class OneKey:
    """One master key in memory, known as generation 1: for tests and tools."""

    def __init__(self, master_key: bytes) -> None:
        self._master_key = master_key

    def wrap(self, content_key: bytes) -> WrappedKey:
        return WrappedKey(_id(FIRST), aes_key_wrap(self._master_key, content_key))

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        if generation_of(wrapped.key_id) != FIRST:
            raise KeyWrapError(f"There is no master key {wrapped.key_id!r} here.")
        return _unwrap(self._master_key, wrapped)


class FileKeys:
    """All generations in ``folder``; ``first`` is the one that comes from the master key."""

    def __init__(self, folder: Path, first: bytes) -> None:
        self._folder = folder
        self._first = first

    def wrap(self, content_key: bytes) -> WrappedKey:
        generation = self.current()
        return WrappedKey(_id(generation), aes_key_wrap(self._key(generation), content_key))

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        return _unwrap(self._key(generation_of(wrapped.key_id)), wrapped)

    def current(self) -> int:
        """Number of the generation that wraps. Raises KeyWrapError for a damaged marker."""
        try:
            text = self._marker.read_text("ascii").strip()
        except FileNotFoundError:
            return FIRST
        except (OSError, ValueError) as error:
            raise KeyWrapError(f"{self._marker} cannot be read: {error}.") from error
        if not text.isdigit() or int(text) < FIRST:
            raise KeyWrapError(f"{self._marker} is damaged. Put it back from your backup.")
        return int(text)

    def advance(self) -> str:
        """Make the next generation and let it wrap from now on. Returns its key id.

        The key is on the disk before the marker names it. Raises KeyWrapError.
        """
        generation = max([self.current(), *self.generations()]) + 1
        try:
            create_key(self._path(generation))
            write_private(self._marker, f"{generation}\n".encode())
        except KeyFileError as error:
            raise KeyWrapError(str(error)) from error
        except OSError as error:
            raise KeyWrapError(f"{self._marker} cannot be written: {error.strerror}.") from error
        return _id(generation)

    def generations(self) -> list[int]:
        """Those that have a file of their own."""
        names = (each.stem.removeprefix("recordings-") for each in self._folder.glob("recordings-*.key"))
        return sorted(int(name) for name in names if name.isdigit())

    def remove(self, generation: int) -> None:
        """Delete the file of a generation that no recording uses any more; never the current one."""
        if generation == self.current():
            raise KeyWrapError(f"Generation {generation} is the one in use.")
        self._path(generation).unlink(missing_ok=True)

    def superseded_since(self, generation: int) -> float:
        """When the generation after this one was made, in seconds since 1970; it wrapped no new key since."""
        later = [each for each in self.generations() if each > generation]
        return self._path(later[0]).stat().st_mtime if later else float("inf")

    def _key(self, generation: int) -> bytes:
        if generation == FIRST:
            return self._first
        path = self._path(generation)
        if not path.exists():
            raise KeyWrapError(
                f"The key file {path} is missing: recordings wrapped with it cannot be opened. "
                "Put it back from your backup of the keys."
            )
        try:
            return derive(read_key(path), "recordings")
        except KeyFileError as error:
            raise KeyWrapError(str(error)) from error

    @property
    def _marker(self) -> Path:
        return self._folder / "recordings.current"

    def _path(self, generation: int) -> Path:
        return self._folder / f"recordings-{generation}.key"


def generation_of(key_id: str) -> int:
    """ "" is what was wrapped before key ids were kept. Raises KeyWrapError."""
    prefix, _, number = key_id.partition(":")
    if not key_id:
        return FIRST
    if prefix != PREFIX or not number.isdigit():
        raise KeyWrapError(f"{key_id!r} names no key file.")
    return int(number)


def _id(generation: int) -> str:
    return f"{PREFIX}:{generation}"


def _unwrap(master_key: bytes, wrapped: WrappedKey) -> bytes:
    try:
        return aes_key_unwrap(master_key, wrapped.wrapped)
    except (InvalidUnwrap, ValueError) as error:
        text = "The master key does not open this recording. Was the key file exchanged?"
        raise KeyWrapError(text) from error
