"""How often somebody outside may ask for tickets: by address, and by ticket however many addresses there are.

In:  attempts with their time (seconds, only forward). Out: how long he has to wait. Kept in memory, bounded.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

WINDOW_S: Final = 600.0
MOST_OF_ADDRESS: Final = 120  # right ones too
MOST_WRONG_OF_ADDRESS: Final = 10
MOST_WRONG_OF_TICKET: Final = 20
MOST_REMEMBERED: Final = 20_000


@dataclass(slots=True)
class Window:
    """When something happened in the last ten minutes."""

    moments_s: deque[float] = field(default_factory=deque[float])

    def add(self, now_s: float) -> None:
        self.moments_s.append(now_s)

    def wait_s(self, now_s: float, most: int) -> float:
        """0: fewer than ``most``."""
        while self.moments_s and self.moments_s[0] <= now_s - WINDOW_S:
            self.moments_s.popleft()
        if len(self.moments_s) < most:
            return 0.0
        return self.moments_s[-most] + WINDOW_S - now_s


class PublicLimits:
    """One per server; on the event loop alone."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, Window] = OrderedDict()
        self._wrong: OrderedDict[str, Window] = OrderedDict()

    def asks(self, address: str, number: str, now_s: float) -> float:
        """Before anything is looked up; how long to wait. An attempt that has to wait counts as one, too, but
        does not make the pause longer."""
        waits = (
            _window(self._asked, address).wait_s(now_s, MOST_OF_ADDRESS),
            _window(self._wrong, f"a {address}").wait_s(now_s, MOST_WRONG_OF_ADDRESS),
            _window(self._wrong, f"t {number}").wait_s(now_s, MOST_WRONG_OF_TICKET) if number else 0.0,
        )
        wait_s = max(waits)
        if wait_s == 0.0:
            _window(self._asked, address).add(now_s)
        return wait_s

    def wrong(self, address: str, number: str, now_s: float) -> None:
        _window(self._wrong, f"a {address}").add(now_s)
        if number:
            _window(self._wrong, f"t {number}").add(now_s)


def _window(known: OrderedDict[str, Window], name: str) -> Window:
    window = known.get(name)
    if window is None:
        window = known[name] = Window()
    known.move_to_end(name)
    while len(known) > MOST_REMEMBERED:
        known.popitem(last=False)
    return window
