"""The speech port: text in, a recording out. Behind it stand Kokoro, espeak-ng (``engines``), or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class SpeechError(Exception):
    """The text could not be spoken; the sentence says why."""

    error_id = "speech-failed"


class SpeechPort(Protocol):
    """Renders into files rather than samples: evening and encoding are work that the server's own process,
    with its calls, must not do.
    """

    @property
    def voices(self) -> Mapping[str, str]:
        """The name of the voice by language; a language that is not in it cannot be spoken."""
        ...

    async def render(self, text: str, language: str, file: Path) -> None:
        """Mono Ogg/Opus at -23 LUFS, whole or not at all. One text at a time. Raises SpeechError."""
        ...

    async def close(self) -> None: ...
