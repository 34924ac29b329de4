"""The piece of an article that a list shows, with the words found marked.

In:  texts, the first of which says it shortest; words. Out: one line, marks between U+0002 and U+0003.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.server.knowledge.words import plain_form

START, END = "\u0002", "\u0003"
LONGEST_CHARS = 110
_LEAD_CHARS = 18


def excerpt(texts: Sequence[str], words: Sequence[str]) -> str:
    """From where the most different words stand close together; without any, the beginning."""
    lines = [" ".join(re.sub(f"[{START}{END}]", "", text).split()) for text in texts]
    pattern = _pattern(words)
    best_text, best_start, best_count = next((line for line in lines if line), ""), 0, 0
    for line in lines:
        form = _searched(line)
        places = [found.start() for found in pattern.finditer(form)] if pattern else []
        for number, start in enumerate(places[:200]):
            within = [place for place in places[number : number + 12] if place < start + LONGEST_CHARS]
            different = {form[place : place + 2] for place in within}
            if len(different) > best_count:
                best_text, best_start, best_count = line, start, len(different)
    start = max(0, best_start - _LEAD_CHARS)
    piece = best_text[start : start + LONGEST_CHARS].strip()
    before = "…" if start > 0 else ""
    after = "…" if start + LONGEST_CHARS < len(best_text) else ""
    return f"{before}{_marked(piece, pattern)}{after}"


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """English words from their beginning on, since their endings were cut."""
    parts = [rf"\b{re.escape(word)}\w*" if word[0].isascii() else re.escape(word) for word in words]
    return re.compile("|".join(parts)) if parts else None


def _searched(text: str) -> str:
    """In the form of the terms, character for character; else as it stands."""
    form = plain_form(text)
    return form if len(form) == len(text) else text.lower() if len(text.lower()) == len(text) else text


def _marked(piece: str, pattern: re.Pattern[str] | None) -> str:
    if pattern is None:
        return piece
    out: list[str] = []
    done = 0
    for found in pattern.finditer(_searched(piece)):
        if found.end() > found.start():
            out.append(f"{piece[done : found.start()]}{START}{piece[found.start() : found.end()]}{END}")
            done = found.end()
    return "".join(out) + piece[done:]
