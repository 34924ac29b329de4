"""Spans of time: joined, cut out of each other, and turned into the gap map of a recording."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from app.server.recordings.model import Gap, GapReason

Span = tuple[int, int]  # from, to


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order; what overlaps or touches is one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > begin:
            found.append((begin, end))
    return found


def holes(covered: Iterable[Span]) -> list[Span]:
    """What lies between the spans, within the first and the last of them."""
    whole = merged(covered)
    return [(before[1], after[0]) for before, after in itertools.pairwise(whole)]


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of ``spans``."""
    left = merged(spans)
    for begin, end in merged(taken):
        left = [
            part
            for span in left
            for part in ((span[0], min(span[1], begin)), (max(span[0], end), span[1]))
            if part[1] > part[0]
        ]
    return left


def gap_map(by_reason: dict[GapReason, list[Span]], start_us: int, duration_ms: int) -> list[Gap]:
    """Gaps of a recording that begins at ``start_us``. Where two reasons meet, the one named first counts."""
    gaps: list[Gap] = []
    taken: list[Span] = []
    for reason, spans in by_reason.items():
        left = without(spans, taken)
        taken += left
        for begin, end in left:
            from_ms = max(0, begin - start_us) // 1000
            to_ms = min((end - start_us) // 1000, duration_ms)
            if to_ms > from_ms:
                gaps.append(Gap(from_ms, to_ms, reason))
    return sorted(gaps)
