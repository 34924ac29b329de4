"""Errors of this feature."""

from __future__ import annotations

from app.server.storage.errors import StorageError


class CustomerExistsError(StorageError):
    """Another customer has this number already."""

    error_id = "customer-exists"
    status = 409
    sentence = "Another customer has this number already."
