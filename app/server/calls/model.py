"""Errors of this feature."""

from __future__ import annotations

from app.server.security.model import SecurityError


class NotYourCallError(SecurityError):
    """Only the agent who led a call, or a supervisor, sees and describes it."""

    error_id = "call-not-yours"
    status = 403

    def __init__(self) -> None:
        super().__init__("This call belongs to another agent.")
