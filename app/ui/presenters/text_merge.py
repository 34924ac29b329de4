"""Two people changed the same text: both changes in one text. Pure.

In:  the text that both read, what I made of it, what somebody else made of it. Out: one text, line by line.
Where both changed the same lines, theirs stand above mine as comments: nothing is lost, and it still is a
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

COMMENT = "# "


@dataclass(frozen=True, slots=True)
class Merged:
    """``clashes``: places that both changed."""

    text: str
    clashes: int


@dataclass(frozen=True, slots=True)
class _Common:
    """Lines of the base that both have: where they begin in each, how many."""

    base: int
    mine: int
    theirs: int
    count: int


def merged(base: str, mine: str, theirs: str, mark: str) -> Merged:
    """``mark``: a sentence for the comment above what somebody else wrote."""
    old, my, others = _lines(base), _lines(mine), _lines(theirs)
    lines: list[str] = []
    clashes = at_old = at_my = at_others = 0
    for common in _commons(old, my, others):
        was = old[at_old : common.base]
        said, other = my[at_my : common.mine], others[at_others : common.theirs]
        if said in (other, was):
            lines += other
        elif other == was:
            lines += said
        else:
            clashes += 1
            lines += [COMMENT + mark, *(COMMENT + line for line in other), *said]
        at_old, at_my = common.base + common.count, common.mine + common.count
        at_others = common.theirs + common.count
        lines += old[common.base : at_old]
    return Merged("".join(f"{line}\n" for line in lines), clashes)


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _commons(old: Sequence[str], my: Sequence[str], others: Sequence[str]) -> Iterator[_Common]:
    """In their order; the last one is empty, at the end of all three."""
    mine = SequenceMatcher(None, old, my, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, old, others, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(mine) and j < len(theirs):
        a, b = mine[i], theirs[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield _Common(start, a.b + start - a.a, b.b + start - b.a, end - start)
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
    yield _Common(len(old), len(my), len(others), 0)
