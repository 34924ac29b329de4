"""One way to write a state machine: a literal table ``(state, event) -> state`` and one function."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

State = TypeVar("State", bound=Enum)
Happening = TypeVar("Happening", bound=Enum)


class TableEnum(Enum):
    """A state or an event of a table. They are looked up at every step, and Enum's own hash, made in Python,
    costs more than the step.

    Where a member is asked for many times in each call, the module names it once: ``_QUEUED =
    CallState.QUEUED``. To find it in its class takes Python 3.11 as long as ten other lookups, and ``.value``
    is a method.
    """

    __hash__ = object.__hash__


class NotInTableError(Exception):
    """The table has no row for this event in this state: a fault in the program, not in the world."""

    error_id = "not-in-table"


def step(
    table: Mapping[tuple[State, Happening], State],
    state: State,
    happening: Happening,
    kind: str,
    subject_id: str = "",
) -> State:
    """The next state. Raises NotInTableError where the table has no row; ``kind`` and id are for its text."""
    try:
        return table[state, happening]
    except KeyError:
        text = f"{kind} {subject_id}: {happening.name} in state {state.name}"
        raise NotInTableError(text) from None


def diagram(table: Mapping[tuple[State, Happening], State]) -> str:
    """The table as Mermaid state diagram, for the documentation."""
    rows = [f"    {before.name} --> {after.name}: {event.name}" for (before, event), after in table.items()]
    return "\n".join(["stateDiagram-v2", *rows])
