"""What a call carries while a voice message is recorded in it, or its customer is called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class MessageRun:
    """From the beep on. ``queue_id``: whose people are to hear it."""

    queue_id: str
    began_at: datetime


@dataclass(slots=True)
class Reconnection:
    """``since``: of the cut. ``attempt``: the present one, or the last; 1 is the first."""

    number: str
    since: datetime
    attempt: int = 0
    next_at: datetime | None = None
