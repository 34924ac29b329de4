"""How much there is in plain data: what refers to itself, or to the same over and over, ends the count."""

from __future__ import annotations

from typing import cast

DEEPEST = 20


def within_bounds(data: object, most: int) -> bool:
    """At most so many values, not nested deeper than anything that we read."""
    left = most
    level: list[object] = [data]
    for _ in range(DEEPEST):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                entries = cast("dict[object, object]", value)
                left -= len(entries)
                below += entries.values()
            elif isinstance(value, list):
                inner = cast("list[object]", value)
                left -= len(inner)
                below += inner
            if left < 0:
                return False
        if not below:
            return True
        level = below
    return False
