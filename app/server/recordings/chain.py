"""The hash chain of recordings: each row holds a value that depends on all rows before it.

So a recording that was taken out or exchanged shows, even if its file and its row went together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from app.server.recordings.model import FinishedRow


def chain_value(row: FinishedRow) -> str:
    """What the next row is chained to: SHA-256 over all that must never change in this row.

    Not the wrapped key: it changes when the master key does. Version 1 knew less of the row.
    """
    if row.chain_version == 1:
        text = "\n".join((row.previous_sha256, row.recording_id, row.sha256, row.started_at.isoformat()))
        return hashlib.sha256(text.encode()).hexdigest()
    return _digest(
        [
            "recording",
            row.chain_version,
            row.previous_sha256,
            row.recording_id,
            row.call_id,
            row.started_at.isoformat(),
            row.duration_ms,
            row.size_bytes,
            row.sha256,
            [list(gap) for gap in row.gaps],
        ]
    )


def deletion_value(
    previous_sha256: str, recording_id: str, at: datetime, by: str, reason: str, recording_chain_sha256: str
) -> str:
    """The same for the list of deletions; ``recording_chain_sha256`` binds it to what was deleted."""
    return _digest(
        ["deletion", previous_sha256, recording_id, at.isoformat(), by, reason, recording_chain_sha256]
    )


def broken_links(rows: Iterable[FinishedRow]) -> list[str]:
    """Ids of rows (in the order of adding) that do not follow the row before: something is missing there."""
    broken: list[str] = []
    expected = ""
    for row in rows:
        if row.previous_sha256 != expected:
            broken.append(row.recording_id)
        expected = chain_value(row)
    return broken


def _digest(values: list[object]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
