"""What happens to tickets, who is told of it, and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

from app.server.storage.errors import StorageError
from app.server.storage.tables import Ticket, TicketComment

if TYPE_CHECKING:
    from app.contracts.tickets import ClockView

BY_ITSELF = ""  # who did it, where nobody did


class Deed(Enum):
    """What was done; as it stands in the history."""

    CREATED = "CREATED"
    MOVED = "STATUS"
    ASSIGNED = "ASSIGNED"
    ACCEPTED = "ACCEPTED"
    SENT_BACK = "SENT_BACK"
    CHANGED = "CHANGED"
    COMMENTED = "COMMENT"
    ATTACHED = "ATTACHMENT"
    LINKED = "LINK"
    WATCHED = "WATCH"


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of a ticket. ``changes``: field → (before, after) as they are stored ("status",
    "status_kind", "assigned_to", "priority", "department", "due_at", …). ``by`` "": done by itself."""

    deed: Deed
    at: datetime
    by: str
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    why: str = ""
    comment: TicketComment | None = None

    def reached(self, kind: str) -> bool:
        """The ticket came into a state of this kind."""
        return self.changes.get("status_kind", ("", ""))[1] == kind


OnChange = Callable[[Session, Ticket, Happening], None]
"""Called inside the write transaction, after the ticket and its history were written. It may change the
ticket further (its ``next_due_at``) and add rows; what it raises undoes the whole change. It never waits."""


class Clocks(Protocol):
    """Who keeps the clocks of tickets."""

    def views(
        self, session: Session, ticket_ids: Sequence[str], now: datetime
    ) -> Mapping[str, list[ClockView]]:
        """By ticket id; those without clocks may be left out."""
        ...


class NoClocks:
    def views(
        self, session: Session, ticket_ids: Sequence[str], now: datetime
    ) -> Mapping[str, list[ClockView]]:
        return {}


class TicketChangedError(StorageError):
    """Somebody else changed the same meanwhile: ``present`` is the ticket's file as it is now."""

    error_id = "ticket-changed"
    status = 409

    def __init__(self, present: dict[str, Any], changed: list[str]) -> None:
        super().__init__("Somebody else changed the same meanwhile; nothing of yours was written over it.")
        self.present = present
        self.changed = changed


class TicketMoveError(StorageError):
    """The state has no such way out, or it is not for this person."""

    error_id = "ticket-move"
    status = 409
    sentence = "The ticket cannot go there from where it is now."


class TicketNeedsError(StorageError):
    """Something has to be said or done first; the sentence says what."""

    error_id = "ticket-needs"
    status = 422


class TicketTypeError(StorageError):
    """A type that would not work; the sentence lists what is wrong."""

    error_id = "ticket-type"
    status = 422
