"""A line as in a textbook, to hold the switchboard against: n alike agents, first come first served by class.

No telephones, offers or states; thirty lines that can be checked by eye. Who waits longer than his patience
leaves. Everybody's wait follows from the arrivals alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush, heapreplace

from app.server.simulation.load import Arrival


def waits_of(
    arrivals: Iterable[Arrival], agents: int, urgent: Sequence[str] = ()
) -> list[tuple[float, bool]]:
    """Of each arrival: how long he waited and whether he was answered. ``urgent``: levels."""
    classes = {level: place for place, level in enumerate(urgent)}
    free_at = [0.0] * agents
    heapify(free_at)
    line: list[tuple[int, int, Arrival]] = []  # by class, then as they came
    result: list[tuple[float, bool]] = []

    def serve_until(now_s: float) -> None:
        while line and free_at[0] <= now_s:
            _, number, caller = heappop(line)
            begin_s = max(free_at[0], caller.at_s)
            if begin_s - caller.at_s > caller.patience_s:
                result[number] = (caller.patience_s, False)
            else:
                result[number] = (begin_s - caller.at_s, True)
                heapreplace(free_at, begin_s + caller.talk_s + caller.wrap_up_s)

    for number, caller in enumerate(arrivals):
        serve_until(caller.at_s)
        result.append((0.0, True))
        heappush(line, (classes.get(caller.level, len(classes)), number, caller))
        serve_until(caller.at_s)
    serve_until(float("inf"))
    return result
