"""A state that moves by one literal table and says so in the log.

In:  a table ``(state, event) -> state``, events.
Out: the new state, one log line for each move: subject, from, event, to.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

from app.server.core.machine import step

log = logging.getLogger(__name__)

S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)


class Machine(Generic[S, E]):
    """One state with its table. ``fire`` for what must fit, ``accept`` for what may come late."""

    __slots__ = ("_level", "_subject", "_table", "state")

    def __init__(
        self, subject: str, table: Mapping[tuple[S, E], S], start: S, level: int = logging.DEBUG
    ) -> None:
        self._subject = subject
        self._table = table
        self._level = level
        self.state = start

    def fire(self, event: E) -> S:
        """Move. Raises NotInTableError where the table has no row."""
        after = step(self._table, self.state, event, self._subject)
        log.log(self._level, "%s: %s + %s -> %s", self._subject, self.state.name, event.name, after.name)
        self.state = after
        return after

    def accept(self, event: E) -> bool:
        """Move if the table has a row; False for a late or repeated event, which changes nothing."""
        if (self.state, event) not in self._table:
            log.debug("%s: %s is late in state %s", self._subject, event.name, self.state.name)
            return False
        self.fire(event)
        return True
