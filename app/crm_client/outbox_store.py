"""The outbox on disk: SQLite behind one file.

In:  items to keep. Out: the same items in the order they were written, until they are removed.

WAL with ``synchronous=FULL``: when ``add`` returns, the item survives a kill and a power cut. A damaged file
is moved aside (``NAME.damaged-TIME``), a new one started. Driver errors leave as OutboxFailed or OutboxFull.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from app.crm_client.errors import OutboxFailed, OutboxFull
from app.crm_client.files import move_aside, sync_folder

T = TypeVar("T")

BUSY_TIMEOUT_S = 0.5
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL,
    refused_error_id TEXT,
    refused_detail TEXT
)
"""
_COLUMNS = "key, kind, owner, target, body, refused_error_id, refused_detail, written_at"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """``owner``: the user who wrote it. ``target``: the call of a result. ``body``: JSON of the model.

    ``written_at``: ISO 8601, UTC.
    """

    key: str
    kind: str
    owner: str
    target: str
    body: str
    refused_error_id: str | None = None
    refused_detail: str | None = None
    written_at: str = ""


class OutboxStore:
    """May be used from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.moved_aside: Path | None = None  # where a damaged file went
        self._lock = threading.Lock()
        self._connection = self._open_or_start_new()

    def add(self, item: StoredItem) -> None:
        """Durable when it returns."""
        written_at = item.written_at or datetime.now(UTC).isoformat()
        row = (item.key, item.kind, item.owner, item.target, item.body, written_at)
        self._do(
            lambda db: db.execute(
                "INSERT INTO items (key, kind, owner, target, body, written_at) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
        )

    def remove(self, key: str) -> None:
        self._do(lambda db: db.execute("DELETE FROM items WHERE key = ?", (key,)))

    def refuse(self, key: str, error_id: str, detail: str) -> None:
        self._do(
            lambda db: db.execute(
                "UPDATE items SET refused_error_id = ?, refused_detail = ? WHERE key = ?",
                (error_id, detail, key),
            )
        )

    def take_back(self, key: str) -> None:
        """It was refused and is to be tried again."""
        self._do(
            lambda db: db.execute(
                "UPDATE items SET refused_error_id = NULL, refused_detail = NULL WHERE key = ?", (key,)
            )
        )

    def change(self, key: str, fresh: StoredItem) -> None:
        """It was refused and waits again in another form, under a key of its own."""
        self._do(
            lambda db: db.execute(
                "UPDATE items SET key = ?, body = ?, refused_error_id = NULL, refused_detail = NULL "
                "WHERE key = ?",
                (fresh.key, fresh.body, key),
            )
        )

    def items(self) -> list[StoredItem]:
        """All of them, oldest first."""
        rows = self._do(lambda db: db.execute(f"SELECT {_COLUMNS} FROM items ORDER BY seq").fetchall())
        return [StoredItem(*row) for row in rows]

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return work(self._connection)
            except sqlite3.Error as error:
                if not _is_damaged(error):
                    raise _mapped(error, self.path) from error
            self._connection.close()
            self._start_new()
            try:
                return work(self._connection)
            except sqlite3.Error as error:
                raise _mapped(error, self.path) from error

    def _open_or_start_new(self) -> sqlite3.Connection:
        try:
            return self._open()
        except sqlite3.Error as error:
            if not _is_damaged(error):
                raise _mapped(error, self.path) from error
        self._start_new()
        return self._connection

    def _start_new(self) -> None:
        try:
            self.moved_aside = move_aside(self.path)
            for suffix in ("-wal", "-shm"):
                leftover = self.path.with_name(self.path.name + suffix)
                if leftover.exists():
                    leftover.replace(self.moved_aside.with_name(self.moved_aside.name + suffix))
            self._connection = self._open()
        except (OSError, sqlite3.Error) as error:
            raise _mapped(error, self.path) from error

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if (
                not self.path.exists()
            ):  # private from the first byte; SQLite gives its side files the same mode
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
                sync_folder(self.path.parent)
        except OSError as error:
            raise _mapped(error, self.path) from error
        db = sqlite3.connect(self.path, BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute(_SCHEMA)
            with closing(db.execute("PRAGMA quick_check(1)")) as check:
                verdict = check.fetchone()[0]
            if verdict != "ok":
                raise _DamagedFile(verdict)
            db.execute(f"SELECT {_COLUMNS} FROM items LIMIT 1").fetchone()
        except BaseException:
            with suppress(sqlite3.Error):
                db.close()
            raise
        return db


class _DamagedFile(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def _is_damaged(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGED


def _code(error: BaseException) -> int:
    """SQLite's primary result code; 0 when there is none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _mapped(error: sqlite3.Error | OSError, path: Path) -> OutboxFailed:
    if _code(error) == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == 28:  # ENOSPC
        return OutboxFull(
            f"The disk with {path.parent} is full: what you wrote is not saved and stays on the screen. "
            "Free some space and save again."
        )
    return OutboxFailed(
        f"What you wrote could not be saved in {path}: {error}. It stays on the screen; save it again."
    )
