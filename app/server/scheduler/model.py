"""What a timer is to those who set one, and who is called when it is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose time has come. ``due_at`` may lie in the past: the server was off, or busy.

    ``tries``: how often it failed before.
    """

    timer_id: str
    kind: str
    subject: str
    due_at: datetime
    payload: Mapping[str, Any]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """One that is to be set. ``timer_id``: its own (160 characters); ``subject``: "ticket:<id>", …"""

    timer_id: str
    kind: str
    subject: str
    due_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict[str, Any])


Handler = Callable[[Session, Due, datetime], None]
"""``handler(session, due, now)``: blocking, in the write transaction that marks the timer done, so quick
(well under 50 ms) and with effects in the database alone. What it raises undoes all of it; it is tried again
later. It may set the same timer anew."""

NightWork = Callable[[datetime], Awaitable[None]]
"""``work(now)``: on the event loop. Long work goes in batches of its own transactions; it may be done again
after a crash, so that it must bear that."""

OnAlarm = Callable[[str, str, bool], None]
"""``on_alarm(error_id, text, over)``, as the runner's."""
