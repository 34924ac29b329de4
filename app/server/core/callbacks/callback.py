"""A promised call-back: from the promise to the talk, or to its end without one.

It waits in the line as a call of kind CALLBACK, in the place of the customer it was promised to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import auto

from app.server.core.callbacks import numbers
from app.server.core.machine import TableEnum


class CallbackState(TableEnum):
    RESTING = auto()  # not in the line: he is still on the phone with us, it is closed, or a try was in vain
    WAITING = auto()  # in the line, or offered to an agent
    DIALLING = auto()  # an agent has it, and hears it ring at his end
    ENDED = auto()


class CallbackEvent(TableEnum):
    DUE = auto()
    PUT_OFF = auto()  # the queue has closed
    TAKEN = auto()
    IN_VAIN = auto()  # not reached, or the agent gave it up
    ENDED = auto()  # talked with, cancelled, called again, given up, expired


_S, _E = CallbackState, CallbackEvent
TRANSITIONS: dict[tuple[CallbackState, CallbackEvent], CallbackState] = {
    (_S.RESTING, _E.DUE): _S.WAITING,
    (_S.RESTING, _E.ENDED): _S.ENDED,
    (_S.WAITING, _E.PUT_OFF): _S.RESTING,
    (_S.WAITING, _E.TAKEN): _S.DIALLING,
    (_S.WAITING, _E.ENDED): _S.ENDED,
    (_S.DIALLING, _E.IN_VAIN): _S.RESTING,
    (_S.DIALLING, _E.ENDED): _S.ENDED,
}


@dataclass(slots=True)
class Callback:
    """``waiting_since``: his place in the line counts from it, in every try. ``call_id``: of the CALLBACK
    call that waits, is offered or dialled; "" while there is none. ``asked_in``: the call in which he has
    asked for it: not before that is over. ``agent_id``: he was cut off in a talk
    with her: she is asked first, before all others; "" for any."""

    callback_id: str
    queue_id: str
    number: str
    for_call_id: str
    waiting_since: datetime
    state: CallbackState = CallbackState.RESTING
    call_id: str = ""
    asked_in: str = ""
    agent_id: str = ""
    customer_id: str = ""
    level: str = ""
    region: str = ""
    language: str = ""
    wants: dict[str, int] = field(default_factory=dict[str, int])
    extra_priority: float = 0.0
    tries: int = 0
    due_at: datetime | None = None  # not before; None: as soon as he has hung up


class Callbacks:
    """All that are promised and not ended, found by their id and by the number that is to be called."""

    def __init__(self) -> None:
        self._all: dict[str, Callback] = {}
        self._of_line: dict[str, dict[str, Callback]] = {}  # by the end of the number

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Callback]:
        return iter(list(self._all.values()))

    def get(self, callback_id: str) -> Callback | None:
        return self._all.get(callback_id)

    def add(self, callback: Callback) -> None:
        self._all[callback.callback_id] = callback
        self._of_line.setdefault(numbers.line(callback.number), {})[callback.callback_id] = callback

    def remove(self, callback: Callback) -> None:
        del self._all[callback.callback_id]
        of_line = self._of_line[numbers.line(callback.number)]
        del of_line[callback.callback_id]
        if not of_line:
            del self._of_line[numbers.line(callback.number)]

    def of(self, number: str) -> list[Callback]:
        """Those to this number, in whatever way it is written."""
        if not self._all:  # most often
            return []
        near = self._of_line.get(numbers.line(number), {})
        return [each for each in near.values() if numbers.same(each.number, number)]
