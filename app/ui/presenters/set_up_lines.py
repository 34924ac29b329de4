"""In which line of a file of the set-up a fault most likely lies. Pure.

In:  the text, a place as the server names it ("REFUND.moves[3].to"). Out: the line, from 0 on.
"""

from __future__ import annotations

import re

_INDEX = re.compile(r"^(\w+)\[(\d+)\]$")
_ENTRY = re.compile(r"^(\s*)- ")
_FROM_ONE = ("make", "late")


def line_of(text: str, place: str) -> int:
    """Where a fault most likely lies: the names of its place are looked for one after the other."""
    lines, at = text.splitlines(), -1
    for part in place.split(".") if place else ():
        name, number = _name_and_number(part)
        if name:
            hit = _line_with(lines, name, at)
            if hit is None:
                break
            at = hit
        if number is not None:
            at = _entry(lines, at, number)
    return at


def _name_and_number(part: str) -> tuple[str, int | None]:
    """ "moves[3]", "0" and "title": rules are counted from 1, all else from 0."""
    if part.isdecimal():
        return "", int(part)
    found = _INDEX.match(part)
    if found is None:
        return part, None
    return found[1], int(found[2]) - (found[1] in _FROM_ONE)


def _line_with(lines: list[str], name: str, after: int) -> int | None:
    quoted = re.escape(name)
    wanted = re.compile(rf"(^|[\s{{,-])({quoted}\s*:|(code|id|from)\s*:\s*{quoted}\b)")
    return next((n for n in range(max(after, 0), len(lines)) if wanted.search(lines[n])), None)


def _entry(lines: list[str], after: int, number: int) -> int:
    """Of the list that begins below."""
    entries = [(n, _ENTRY.match(lines[n])) for n in range(after + 1, len(lines))]
    found = [(n, len(match[1])) for n, match in entries if match is not None]
    same = [n for n, indent in found if indent == found[0][1]]
    return same[min(max(number, 0), len(same) - 1)] if same else after
