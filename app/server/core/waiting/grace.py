"""Who hangs up while waiting and calls again soon has his place back.

Kept for as long as the queue's grace lasts, for at most so many callers; of a number that is withheld,
nothing is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

MOST_KEPT = 10_000
_Key = tuple[str, str]  # number, queue


class Grace:
    """Places that are kept, the oldest first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, tuple[datetime, datetime]] = OrderedDict()  # since, until

    def keep(self, number: str, queue_id: str, since: datetime, now: datetime, grace_s: int) -> None:
        """``since``: what his waiting counted from."""
        if not number or grace_s <= 0:
            return
        self._kept.pop((number, queue_id), None)
        self._kept[number, queue_id] = since, now + timedelta(seconds=grace_s)
        while self._kept and (len(self._kept) > MOST_KEPT or self._oldest_is_over(now)):
            self._kept.popitem(last=False)

    def take(self, number: str, queue_id: str, now: datetime) -> datetime | None:
        """What his waiting counts from again; it is his once."""
        since, until = self._kept.pop((number, queue_id), (None, now))
        return since if until >= now else None

    def __len__(self) -> int:
        return len(self._kept)

    def _oldest_is_over(self, now: datetime) -> bool:
        _, until = next(iter(self._kept.values()))
        return until < now
