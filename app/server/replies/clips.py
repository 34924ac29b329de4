"""Recordings of quick replies: DATA/prompts/replies/<clip>.opus, which voice knows as "replies/<clip>".

In:  files of any WAV, MP3 or OGG kind. Out: the name of the clip, its sound. A changed recording has another
name, so that nobody hears an old one.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from pathlib import Path

from app.server.prompts.model import PromptError
from app.server.prompts.store import keep_recording

FOLDER = "replies"
YOUNG_S = 3600.0


class Clips:
    """Everything here blocks: on an event loop, call it in a thread. ``data``: the server's data folder."""

    def __init__(self, data: Path) -> None:
        self._dir = data / "prompts" / FOLDER

    def add(self, content: bytes) -> str:
        """Check, convert, even and keep it; its name. Raises PromptError, OSError."""
        clip = secrets.token_hex(16)
        with tempfile.TemporaryDirectory(prefix="seatline-") as inside:
            source = Path(inside) / "upload"
            source.write_bytes(content)
            keep_recording(source, self._dir / f"{clip}.opus")
        return clip

    def sound(self, clip: str) -> bytes:
        """Ogg/Opus. Raises PromptError."""
        try:
            return (self._dir / f"{clip}.opus").read_bytes()
        except OSError:
            raise PromptError("prompt-unknown", f"{FOLDER}/{clip}") from None

    def is_there(self, clip: str) -> bool:
        return bool(clip) and (self._dir / f"{clip}.opus").is_file()

    def tidy(self, kept: set[str]) -> None:
        """What no reply names any more goes. Not what is so new that its reply may be about to name it."""
        for path in self._dir.glob("*.opus"):
            try:
                age_s = time.time() - path.stat().st_mtime
            except OSError:
                continue
            if path.stem not in kept and not path.name.startswith(".") and age_s > YOUNG_S:
                path.unlink(missing_ok=True)


def prompt_of(clip: str) -> str:
    """As voice plays it."""
    return f"{FOLDER}/{clip}"
