"""Errors of this feature."""

from __future__ import annotations

from app.server.security.model import SecurityError
from app.server.storage.errors import StorageError


class NotYourCallError(SecurityError):
    """Only the agent who led a call, or a supervisor, sees and describes it."""

    error_id = "call-not-yours"
    status = 403

    def __init__(self) -> None:
        super().__init__("This call belongs to another agent.")


class OutcomeRequiredError(StorageError):
    """Calls of this queue are not done before it is said what came of them."""

    error_id = "outcome-required"
    status = 422
    sentence = "Choose an outcome first: this queue wants one for each call."


class NotYourQueueError(SecurityError):
    """Call-backs and messages are for the agents of their queue, and for supervisors."""

    error_id = "queue-not-yours"
    status = 403

    def __init__(self) -> None:
        super().__init__("This belongs to a queue that is not yours.")
