"""How any room of the server tells somebody something: it posts a notice inside its own transaction.

So what happened and the word about it are both kept or neither. ``app.server.notify`` carries them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.contracts.tickets import DeliveryView


@dataclass(frozen=True, slots=True)
class ToUser:
    """In her window, and by the channels that she chose."""

    user_id: str


@dataclass(frozen=True, slots=True)
class ToCustomer:
    """By short message or e-mail, whichever the customer agreed to and has. ``number``, ``email``: instead of
    those of his file."""

    customer_id: str | None
    number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ToGroup:
    """A WeCom robot or webhook of the set-up, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """``key``: said twice with the same key, it goes out once. ``template``: "ticket.assigned", …; its texts
    in
    both languages stand with ``app.server.notify``. ``values``: what its variables become."""

    key: str
    template: str
    to: ToUser | ToCustomer | ToGroup
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    subject: str = ""  # "ticket:<id>"
    urgent: bool = False


class Notices(Protocol):
    def post(self, session: Session, notice: Notice, now: datetime) -> None:
        """Inside a write transaction. Never raises for a person who cannot be reached: that is kept as
        SKIPPED.
        """
        ...

    def deliveries(self, session: Session, subject: str) -> list[DeliveryView]:
        """What went outside about it, oldest first."""
        ...


class NoNotices:
    """Where nobody is told: tests, and tools of the command line."""

    def post(self, session: Session, notice: Notice, now: datetime) -> None:
        return

    def deliveries(self, session: Session, subject: str) -> list[DeliveryView]:
        return []
