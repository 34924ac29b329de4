"""How a queue chooses: skills wanted, how they relax, strategy, priority. Plain data with sound defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANY_LEVEL: Mapping[str, int] = {}
MOST_LEVEL = 10


@dataclass(frozen=True, slots=True)
class Membership:
    """Of an agent in a queue. ``preference`` 1 (gladly) to 9 (if it must be): of two queues with a caller
    of equal priority, the one with the lower number is served first."""

    preference: int = 5
    position: int = 0  # for the strategy "fixed-order"
    weight: int = 1  # for "random-weighted"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """After so long, these levels are enough. No levels: any agent of the queue."""

    after_s: int
    levels: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Choice:
    """``wants``: skill → least level (1–10). ``relax`` in rising ``after_s``.

    ``senior``: "" as others, "first", "last". ``by_region``: agents of the caller's region before others.
    ``dedicated_s``, ``last_agent_s``: how long a caller waits for his own agent, or the one of
    ``last_agent_days``, before the line is open to all; 0: not. ``ring_more_after_s``: another phone
    rings besides after so long (ring progressively); 0: one at a time. ``break_resets_idle``: of
    "longest-idle", who comes back from a break is behind those who were ready meanwhile.
    """

    strategy: str = "longest-idle"
    wants: Mapping[str, int] = field(default_factory=dict[str, int])
    relax: tuple[Relaxation, ...] = ()
    senior: str = ""
    by_region: bool = False
    dedicated_s: int = 0
    last_agent_s: int = 0
    last_agent_days: int = 7
    ring_more_after_s: int = 0
    break_resets_idle: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """Score of a waiting caller = base + of his level + ageing × minutes waited. The highest is next."""

    base: float = 0.0
    levels: Mapping[str, float] = field(default_factory=lambda: {"VIP": 10.0, "GOLD": 5.0})
    ageing_per_min: float = 1.0
