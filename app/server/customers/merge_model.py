"""Errors of work with many customers."""

from __future__ import annotations

from app.server.storage.errors import StorageError


class AlreadyMergedError(StorageError):
    error_id = "already-merged"
    status = 409
    sentence = "One of the two files was merged already; look at the list again."


class UndoNotPossibleError(StorageError):
    error_id = "undo-not-possible"
    status = 409
    sentence = "This cannot be taken back any more."


class ImportStateError(StorageError):
    """What was asked for does not fit how far the import is."""

    error_id = "import-state"
    status = 409
    sentence = "The import is not at a point where this is possible; look at its state again."
