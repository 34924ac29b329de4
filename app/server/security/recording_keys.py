"""The keyring of a data folder: key files always, and the key command where one is set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.server.security.key_command import PREFIX as COMMAND
from app.server.security.key_command import CommandKeys
from app.server.security.key_files import PREFIX as FILE
from app.server.security.key_files import FileKeys
from app.server.security.key_wrapping import Keyring, KeyWrapper


@dataclass(frozen=True, slots=True)
class RecordingKeys:
    """``ring`` wraps and opens; ``files`` are its key files (for rotation)."""

    ring: Keyring
    files: FileKeys
    by_command: bool


def recording_keys(data_dir: Path, first: bytes, key_command: str = "") -> RecordingKeys:
    """``first``: ``Keys.recordings``. With a command, new keys are wrapped by it; files still open theirs."""
    files = FileKeys(data_dir / "keys", first)
    wrappers: dict[str, KeyWrapper] = {"": files, FILE: files}
    if not key_command:
        return RecordingKeys(Keyring(files, wrappers), files, by_command=False)
    command = CommandKeys(Path(key_command))
    return RecordingKeys(Keyring(command, {**wrappers, COMMAND: command}), files, by_command=True)
