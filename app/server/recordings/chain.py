"""The hash chain of recordings: each row holds a value that depends on all rows before it.

So a recording that was taken out or exchanged shows, even if its file and its row went together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from app.server.recordings.model import FinishedRow


def chain_value(row: FinishedRow) -> str:
    """What the next row is chained to: SHA-256 of this row's own link, id, file and time."""
    text = "\n".join((row.previous_sha256, row.recording_id, row.sha256, row.started_at.isoformat()))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links(rows: Iterable[FinishedRow]) -> list[str]:
    """Ids of rows (in the order of adding) that do not follow the row before: something is missing there."""
    broken: list[str] = []
    expected = ""
    for row in rows:
        if row.previous_sha256 != expected:
            broken.append(row.recording_id)
        expected = chain_value(row)
    return broken
