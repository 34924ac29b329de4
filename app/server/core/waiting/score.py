"""Whether expected waits came true: what was expected is compared with what happened, per queue.

What would have been said while the score was bad is compared too: so it finds out when it may speak again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.server.core.frozen import empty, frozen
from app.server.core.waiting.estimate import Estimate

_KEPT = 0.95  # of the score, with each new comparison: about the last twenty count
LEAST_COMPARED = 5.0
LEAST_SHARE = 0.5
MOST_PENDING = 8  # expectations of one caller that wait to be compared


def score(announced: Estimate, waited_s: float) -> bool:
    """Was the wait within what was announced?"""
    return announced.low_s <= waited_s <= announced.high_s


@frozen
class Expected:
    """What a caller was told, or would have been, at ``at``."""

    at: datetime
    estimate: Estimate
    said: bool


@dataclass(slots=True)
class Score:
    """``within`` of ``announced`` waits came true since the start; ``share`` is of the last ones."""

    within: int = 0
    announced: int = 0
    _hits: float = 0.0
    _of: float = 0.0

    @property
    def share(self) -> float | None:
        """Of the last comparisons, None before the first."""
        return self._hits / self._of if self._of else None

    @property
    def trusted(self) -> bool:
        """Bad guesses are kept to ourselves."""
        return self._of < LEAST_COMPARED or self._hits / self._of >= LEAST_SHARE

    def came(self, expected: Expected, now: datetime) -> None:
        """He was answered."""
        self._count(expected, score(expected.estimate, (now - expected.at).total_seconds()))

    def gave_up(self, expected: Expected, now: datetime) -> None:
        """He left. That says something only if he had waited longer than was expected."""
        if (now - expected.at).total_seconds() > expected.estimate.high_s:
            self._count(expected, hit=False)

    def _count(self, expected: Expected, hit: bool) -> None:
        self._hits = self._hits * _KEPT + hit
        self._of = self._of * _KEPT + 1
        if expected.said:
            self.within += hit
            self.announced += 1


@dataclass(slots=True)
class Told:
    """What one waiting caller has heard so far in this queue."""

    spoken_at: datetime | None = None  # anything
    told_at: datetime | None = None  # place or wait
    position: int = 0
    high_s: int = 0
    comforts: int = 0
    expected: list[Expected] = field(default_factory=empty(list[Expected]))
