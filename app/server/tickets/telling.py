"""Desktops are told which tickets changed: after the commit, and at most once a second.

In:  ids of tickets, inside write transactions. Out: ``TicketsChanged`` to all desktops.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.contracts.live import TicketsChanged
from app.server.live_port import OpenDesktops

EVERY_S: Final = 1.0
MOST_NAMED: Final = 200
_CHANGED: Final = "tickets-changed"  # in session.info


class ChangedTickets:
    """``note`` in any thread; ``start`` and ``stop`` on the event loop."""

    def __init__(self, desktops: OpenDesktops | None) -> None:
        self._desktops = desktops
        self._lock = threading.Lock()
        self._ids: dict[str, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._told_at = -EVERY_S  # of the loop's clock

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        self._loop = None
        if self._timer is not None:
            self._timer.cancel()

    def note(self, session: Session, ticket_id: str) -> None:
        """It counts once the transaction is on the disk."""
        noted: dict[str, None] | None = session.info.get(_CHANGED)
        if noted is None:
            noted = session.info[_CHANGED] = {}
            event.listen(session, "after_commit", self._committed)
            event.listen(session, "after_rollback", _undone)
        noted[ticket_id] = None

    def _committed(self, session: Session) -> None:
        with self._lock:
            self._ids |= session.info.pop(_CHANGED, {})
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, loop)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and self._loop is not None:
            wait_s = max(0.0, self._told_at + EVERY_S - loop.time())
            self._timer = loop.call_later(wait_s, self._flush, loop)

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer, self._told_at = None, loop.time()
        with self._lock:
            ids, self._ids = list(self._ids), {}
        if ids and self._desktops is not None:
            named = ids[:MOST_NAMED]
            self._desktops.tell_all(TicketsChanged(cursor=0, ticket_ids=named, more=len(ids) > len(named)))


def _undone(session: Session) -> None:
    session.info.pop(_CHANGED, None)
