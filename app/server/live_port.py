"""How any room of the server reaches the desktops that are open now, from whichever thread it works in.

In:  a live message (its ``cursor`` is set by the desk). Out: the same to the desktops whom it concerns.
Nobody is waited for, and who is not there misses it: what must not be missed stands in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Literal, Protocol

from app.contracts.live import LiveMessage

Language = Literal["zh", "en"]
InBoth = Mapping[Language, LiveMessage]


class Desktops(Protocol):
    """On the event loop: the desk."""

    def tell_user(self, user_id: str, messages: InBoth) -> None:
        """To each of her desktops, in its language."""
        ...

    def tell_all(self, message: LiveMessage) -> None: ...


class OpenDesktops:
    """What rooms hold: they are made before the desk is, and work in other threads."""

    def __init__(self) -> None:
        self._desk: Desktops | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def connect(self, desk: Desktops) -> None:
        """On the event loop, once; before it nobody listens."""
        self._desk, self._loop = desk, asyncio.get_running_loop()

    def disconnect(self) -> None:
        self._desk = None

    def tell_user(self, user_id: str, messages: InBoth) -> None:
        self._later(lambda desk: desk.tell_user(user_id, messages))

    def tell_all(self, message: LiveMessage) -> None:
        self._later(lambda desk: desk.tell_all(message))

    def _later(self, tell: _Tell) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._now, tell)

    def _now(self, tell: _Tell) -> None:
        if self._desk is not None:
            tell(self._desk)


class _Tell(Protocol):
    def __call__(self, desk: Desktops, /) -> None: ...
