"""Errors of this feature."""

from __future__ import annotations

from app.server.security.model import SecurityError


class NotYourCallError(SecurityError):
    """Only the agent who led a call, or a supervisor, sees and describes it."""

    error_id = "call-not-yours"
    status = 403

    def __init__(self) -> None:
        super().__init__("This call belongs to another agent.")


class NotYourQueueError(SecurityError):
    """Call-backs and messages are for the agents of their queue, and for supervisors."""

    error_id = "queue-not-yours"
    status = 403

    def __init__(self) -> None:
        super().__init__("This belongs to a queue that is not yours.")
