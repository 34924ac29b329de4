"""What is different between two texts: kept, taken out, put in. Pure.

In:  two texts. Out: pieces in reading order. Lines are compared first; in lines that were changed, words
(Chinese: characters), so that a changed figure in a long line can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
LONGEST_LINE_TOKENS = 600  # longer ones are shown as a whole: comparing them would take too long
LIKE_ENOUGH = 0.35
Change = Literal["same", "out", "in"]


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` may hold line ends."""

    change: Change
    text: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[j1:j2])))
        else:
            found += _within("".join(old[i1:i2]), "".join(new[j1:j2]))
    return tuple(_joined(found))


def are_different(pieces: Sequence[Piece]) -> bool:
    return any(piece.change != "same" for piece in pieces)


def short(pieces: Sequence[Piece], around: int = 60) -> tuple[Piece, ...]:
    """Long stretches that are the same are left out but for what stands beside a change."""
    last = len(pieces) - 1
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.change != "same" or len(piece.text) <= 2 * around + 10:
            found.append(piece)
            continue
        head = piece.text[:around] if at > 0 else ""
        tail = piece.text[-around:] if at < last else ""
        found.append(Piece("same", f"{head} … {tail}"))
    return tuple(found)


def _within(before: str, after: str) -> list[Piece]:
    whole = [piece for piece in (Piece("out", before), Piece("in", after)) if piece.text]
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(whole) < 2 or max(len(old), len(new)) > LONGEST_LINE_TOKENS:
        return whole
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LIKE_ENOUGH:
        return whole
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i1 < i2:
            found.append(Piece("out", "".join(old[i1:i2])))
        if j1 < j2:
            found.append(Piece("in", "".join(new[j1:j2])))
    return found


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].change == piece.change:
            found[-1] = Piece(piece.change, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found
