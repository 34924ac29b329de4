"""How often a channel may be used: providers refuse, and may lock out, who comes too often.

In:  a channel's name and a monotonic second. Out: how long to wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

MINUTE_S = 60.0
MOST_A_MINUTE: Mapping[str, int] = {"WECOM_ROBOT": 18}  # WeCom takes 20 of a robot


class Pace:
    def __init__(self, most_a_minute: Mapping[str, int] = MOST_A_MINUTE) -> None:
        self._most = most_a_minute
        self._used: dict[str, deque[float]] = {}

    def wait_s(self, kind: str, name: str, at_s: float) -> float:
        """0 where it may be used now, which then counts."""
        most = self._most.get(kind)
        if most is None:
            return 0.0
        used = self._used.setdefault(name, deque(maxlen=most))
        if len(used) == most and (left_s := used[0] + MINUTE_S - at_s) > 0:
            return left_s
        used.append(at_s)
        return 0.0
