"""Keeps the present ``Desk`` and tells the presenters what changed."""

from __future__ import annotations

from collections.abc import Callable

from app.contracts.live import Hello
from app.ui.presenters.desk import Desk, Message, ServerClockCompared, reduce
from app.ui.presenters.ports import Clock

Listener = Callable[[Desk, Desk], None]


class DeskStore:
    """Messages that a listener dispatches while others are being told are taken in order afterwards."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._desk = Desk()
        self._listeners: list[Listener] = []
        self._queue: list[Message] = []
        self._busy = False

    @property
    def desk(self) -> Desk:
        return self._desk

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def ignore(self, listener: Listener) -> None:
        """Who listened is gone; also while the others are being told."""
        self._listeners = [each for each in self._listeners if each != listener]

    def dispatch(self, message: Message) -> None:
        if isinstance(message, Hello):
            ahead_s = (message.server_time - self._clock.now()).total_seconds()
            self._queue.append(ServerClockCompared(ahead_s))
        self._queue.append(message)
        if self._busy:
            return
        self._busy = True
        try:
            while self._queue:
                before, self._desk = self._desk, reduce(self._desk, self._queue.pop(0))
                if self._desk is not before and self._desk != before:
                    for listener in self._listeners:
                        listener(before, self._desk)
        finally:
            self._busy = False
