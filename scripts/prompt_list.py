"""What is recorded: the sentences of prompts.yaml and the pieces of pieces.yaml.

In:  resources/prompts/prompts.yaml (a list: key, zh, en, comment; or a tone, or silence) and pieces.yaml
     (key: {zh, en}).
Out: ``Prompt``s; ValueError for an entry that is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Tone:
    frequency_hz: int
    duration_ms: int
    pause_ms: int = 0  # silence behind it, where it repeats


@dataclass(frozen=True, slots=True)
class Prompt:
    """Its text by language; or a tone, or silence of ``silence_ms``.

    ``piece``: numbers are put together from it, so it keeps its level among the others. ``part``: a sentence
    that is chained with pieces, so it has little silence at its ends.
    """

    key: str
    texts: dict[str, str]
    tone: Tone | None = None
    silence_ms: int = 0
    piece: bool = False
    part: bool = False

    @property
    def files(self) -> list[tuple[str, str]]:
        """(language, name of the file without its ending); "tone/x" is one file for all languages."""
        if "/" in self.key:
            return [("", self.key)]
        languages = self.texts or LANGUAGES
        return [(language, f"{language}/{self.key}") for language in LANGUAGES if language in languages]


def read_prompts(folder: Path) -> list[Prompt]:
    """Raises ValueError for a sentence without text in every language, tone or silence."""
    entries: list[dict[str, Any]] = yaml.safe_load((folder / "prompts.yaml").read_text(encoding="utf-8"))
    prompts = [_sentence(entry) for entry in entries]
    pieces: dict[str, dict[str, str]] = yaml.safe_load((folder / "pieces.yaml").read_text(encoding="utf-8"))
    return prompts + [Prompt(key, texts, piece=True) for key, texts in pieces.items()]


def _sentence(entry: dict[str, Any]) -> Prompt:
    key = str(entry["key"])
    texts = {language: str(entry[language]) for language in LANGUAGES if language in entry}
    tone = Tone(**entry["tone"]) if "tone" in entry else None
    silence_ms = int(entry.get("silence_ms", 0))
    if not tone and not silence_ms and len(texts) != len(LANGUAGES):
        raise ValueError(f"Prompt {key!r} needs a text in each of {LANGUAGES}, or a tone, or silence")
    return Prompt(key, texts, tone, silence_ms, part=bool(entry.get("part")))
