"""Errors of this feature."""

from __future__ import annotations

from typing import Any

from app.server.storage.errors import StorageError


class CustomerExistsError(StorageError):
    """Another customer has this number already."""

    error_id = "customer-exists"
    status = 409
    sentence = "Another customer has this number already."


class CustomerChangedError(StorageError):
    """Somebody else wrote into the same fields meanwhile. ``present``: the customer as she sees him."""

    error_id = "customer-changed"
    status = 409
    sentence = "Somebody else changed the same fields meanwhile; nothing was saved. Look at both and decide."

    def __init__(self, changed: list[str], present: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.changed = changed
        self.present = present


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


class AccessDecidedError(StorageError):
    """The wish to see private data is not open any more. ``present``: as it stands."""

    error_id = "access-decided"
    status = 409
    sentence = "This request was decided or withdrawn already."

    def __init__(self, present: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.present = present
        self.changed: list[str] = []
