"""What can go wrong with the database, in sentences; drivers' exceptions are mapped here and nowhere else.

``error_id`` and ``status`` go to the desktop as they are. PostgreSQL's driver is loaded only where there is
PostgreSQL.
"""

from __future__ import annotations

import functools
import sqlite3
import sys

from sqlalchemy import exc


class StorageError(Exception):
    """The database could not do what was asked; nothing was changed."""

    error_id = "storage-failed"
    status = 500
    sentence = "The database reported a fault; nothing was saved. Look into the server's log."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class StorageBusyError(StorageError):
    error_id = "storage-busy"
    status = 503
    sentence = "The database is locked by another program; nothing was saved. Try again in a moment."


class StorageUnreachableError(StorageError):
    error_id = "storage-unreachable"
    status = 503
    sentence = "The database cannot be reached; nothing was saved. Check that it runs, then try again."


class StorageFullError(StorageError):
    error_id = "storage-full"
    status = 507
    sentence = "The disk of the database is full; nothing was saved. Free some space, then try again."


class StorageConflictError(StorageError):
    """A unique or foreign key was violated: two wrote the same, or what was referred to is not there."""

    error_id = "storage-conflict"
    status = 409
    sentence = "This was saved by someone else in the meantime, or refers to something that is not there."


class NotFoundError(StorageError):
    """What was asked for is not there (or not for this user to know of)."""

    error_id = "not-found"
    status = 404
    sentence = "This is not there."


class InvalidValueError(StorageError):
    """What was sent cannot be stored as it is; the sentence says why."""

    error_id = "invalid"
    status = 422
    sentence = "Something that was sent cannot be stored: a character or a number out of range."


class StorageStartError(StorageError):
    """The database cannot be used at all; the sentence says what to do."""

    error_id = "storage-start"


_SQLITE_ERRORS: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: StorageBusyError,
    sqlite3.SQLITE_LOCKED: StorageBusyError,
    sqlite3.SQLITE_FULL: StorageFullError,
    sqlite3.SQLITE_CONSTRAINT: StorageConflictError,
    sqlite3.SQLITE_CANTOPEN: StorageUnreachableError,
}


def drivers_errors() -> tuple[type[Exception], ...]:
    """What SQLAlchemy and the drivers in use raise, and Python for what no database can hold."""
    ours = (exc.SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, OverflowError)
    return (*ours, sys.modules["psycopg"].Error) if "psycopg" in sys.modules else ours


@functools.cache
def _postgres_errors() -> tuple[tuple[type[Exception], type[StorageError]], ...]:
    import psycopg
    from psycopg import errors as pg

    return (
        (pg.DiskFull, StorageFullError),
        (pg.IntegrityError, StorageConflictError),
        (pg.LockNotAvailable, StorageBusyError),
        (pg.SerializationFailure, StorageBusyError),
        (pg.DeadlockDetected, StorageBusyError),
        (pg.QueryCanceled, StorageBusyError),
        (psycopg.DataError, InvalidValueError),
        (psycopg.OperationalError, StorageUnreachableError),
        (psycopg.InterfaceError, StorageUnreachableError),
    )


def to_storage_error(error: Exception) -> StorageError:
    """Our error for one of SQLAlchemy's or of a driver; the driver's own error decides."""
    if isinstance(error, exc.TimeoutError):
        return StorageBusyError()
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, UnicodeEncodeError | OverflowError):  # half a character, a number beyond 64 bits
        return InvalidValueError()
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) or 0
        return _SQLITE_ERRORS.get(code & 0xFF, StorageError)()
    for theirs, ours in _postgres_errors() if "psycopg" in sys.modules else ():
        if isinstance(cause, theirs):
            return ours()
    return StorageError()
