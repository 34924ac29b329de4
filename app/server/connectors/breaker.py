"""A circuit breaker: a system that fails again and again is left alone for a while, then tried once.

In:  moments, and whether an answer was good. Out: whether it may be asked now.
"""

from __future__ import annotations

from enum import Enum, auto

FAILURES_TO_OPEN = 5
REST_S = 30.0


class State(Enum):
    CLOSED = "closed"  # it is asked
    OPEN = "open"  # it rests
    PROBING = "probing"  # one request is out to see whether it is back


class Happening(Enum):
    GOOD = auto()
    TOO_MANY_BAD = auto()
    RESTED = auto()
    BAD = auto()


TRANSITIONS: dict[tuple[State, Happening], State] = {
    (State.CLOSED, Happening.GOOD): State.CLOSED,
    (State.CLOSED, Happening.BAD): State.CLOSED,
    (State.CLOSED, Happening.TOO_MANY_BAD): State.OPEN,
    (State.OPEN, Happening.RESTED): State.PROBING,
    (State.OPEN, Happening.GOOD): State.OPEN,  # of requests that were out when it opened
    (State.OPEN, Happening.BAD): State.OPEN,
    (State.PROBING, Happening.GOOD): State.CLOSED,
    (State.PROBING, Happening.BAD): State.OPEN,
}


class Breaker:
    """Of one system. Times are seconds of a clock that only goes forward."""

    def __init__(self, failures: int = FAILURES_TO_OPEN, rest_s: float = REST_S) -> None:
        self.state = State.CLOSED
        self._failures = failures
        self._rest_s = rest_s
        self._bad = 0  # in a row
        self._opened_at = 0.0

    def may_ask(self, now_s: float) -> bool:
        """While open: True once for each rest, for the one who tries; ``settled`` must follow."""
        if self.state is State.OPEN and now_s - self._opened_at >= self._rest_s:
            self._move(Happening.RESTED)
            return True
        return self.state is State.CLOSED

    def settled(self, good: bool, now_s: float) -> bool:
        """What came of a request; True where the state is another one now."""
        before = self.state
        self._bad = 0 if good else self._bad + 1
        if good:
            self._move(Happening.GOOD)
        elif before is State.CLOSED and self._bad >= self._failures:
            self._move(Happening.TOO_MANY_BAD)
        else:
            self._move(Happening.BAD)
        if self.state is State.OPEN and before is not State.OPEN:
            self._opened_at = now_s
        return self.state is not before

    def abandoned(self, now_s: float) -> None:
        """A request ended without telling anything; a probe counts as bad."""
        if self.state is State.PROBING:
            self.settled(False, now_s)

    def _move(self, happening: Happening) -> None:
        self.state = TRANSITIONS[self.state, happening]
