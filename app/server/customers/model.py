"""Errors of this feature."""

from __future__ import annotations

from app.server.storage.errors import StorageError


class CustomerExistsError(StorageError):
    """Another customer has this number already."""

    error_id = "customer-exists"
    status = 409
    sentence = "Another customer has this number already."


class ReasonNeededError(StorageError):
    """Agents say why they look at a number in full."""

    error_id = "reason-needed"
    status = 422
    sentence = "Say why you need to see the number; the look is kept with your reason."


class TooManyLooksError(StorageError):
    """Nobody needs so many numbers to do her work."""

    error_id = "too-many-looks"
    status = 429
    sentence = "You have looked at very many numbers within the hour. Ask your supervisor."
