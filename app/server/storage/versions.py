"""Two people change the same thing that is kept as a whole: the second is told, and nothing is overwritten.

In:  the thing as it stands, the version that the second one read. Out: FileChangedError with what stands
there. A version is made of the content: who sets the same again has changed nothing of anybody's.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.server.storage.errors import StorageError


class FileChangedError(StorageError):
    """``present``: it as it goes over the wire. ``changed``: fields that both changed, where known."""

    error_id = "file-changed"
    status = 409
    sentence = "Somebody else changed this meanwhile. Nothing was saved yet."

    def __init__(self, present: dict[str, Any], changed: list[str] | None = None) -> None:
        super().__init__()
        self.present, self.changed = present, changed or []


def version_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def one_after_the_other(session: Session, lock: int) -> None:
    """Who writes this kind of thing waits for who does so now (``lock``: a number for each kind). On SQLite
    there is one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": lock})
