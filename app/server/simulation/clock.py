"""Simulated time: what is to happen, by time; what is due at the same time in the order in which it was set.

Alarms are most often cancelled before they are due. Those of the same length fall due in the order in which
they were set, so only the first of each length stands among what is to happen; the others stand behind it and
leave again without ever having been put in order.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Collection
from heapq import heappop, heappush
from typing import Any

Deed = Callable[[Any], None]
_Alarm = tuple[float, int, str]  # when, number, id


class Clock:
    """``alive``: alarms that are not cancelled, by their ids. ``rings``: what is to be done with one."""

    def __init__(self, alive: Collection[str], rings: Callable[[str], None]) -> None:
        self.now_s = 0.0
        self._alive = alive
        self._rings = rings
        self._count = 0
        self._due: list[tuple[float, int, Deed, Any]] = []
        self._alarms: dict[int, deque[_Alarm]] = {}  # by their length in seconds

    def at(self, when_s: float, deed: Deed, what: Any) -> None:
        """``deed(what)`` then."""
        count = self._count = self._count + 1
        heappush(self._due, (when_s, count, deed, what))

    def alarm(self, when_s: float, alarm_id: str) -> None:
        """Rings then, unless it has been cancelled."""
        count = self._count = self._count + 1
        length_s = int(when_s - self.now_s + 0.5)
        line = self._alarms.get(length_s)
        if line is None:
            line = self._alarms[length_s] = deque()
        if line and when_s < line[-1][0]:
            heappush(self._due, (when_s, count, self._alone, alarm_id))
            return
        line.append((when_s, count, alarm_id))
        if len(line) == 1:
            heappush(self._due, (when_s, count, self._first_of, line))

    def run(self, until_s: float = math.inf) -> None:
        """Until nothing is to come any more, or until then."""
        due = self._due
        while due and due[0][0] <= until_s:
            when_s, _, deed, what = heappop(due)
            if when_s > self.now_s:
                self.now_s = when_s
            deed(what)
        if until_s < math.inf:
            self.now_s = max(self.now_s, until_s)

    def _alone(self, alarm_id: str) -> None:
        if alarm_id in self._alive:
            self._rings(alarm_id)

    def _first_of(self, line: deque[_Alarm]) -> None:
        alive = self._alive
        _, _, alarm_id = line.popleft()
        rings = alarm_id in alive
        while line and line[0][2] not in alive:
            line.popleft()
        if line:
            when_s, count, _ = line[0]
            heappush(self._due, (when_s, count, self._first_of, line))
        if rings:
            self._rings(alarm_id)
