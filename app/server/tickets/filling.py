"""Tickets are filled in: several fields at once, merged with what others changed meanwhile.

Two who change different things of a ticket both succeed; the second of two who change the same gets
``TicketChangedError`` with what the first made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.fields import FieldValue
from app.contracts.tickets import TicketChange
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import Ticket
from app.server.storage.types import to_us
from app.server.tickets import field_values
from app.server.tickets.deeds import TicketDeeds, as_text, clean_tags, put_priority
from app.server.tickets.duty import canonical_department
from app.server.tickets.model import Deed, Happening
from app.server.tickets.types import TicketType
from app.server.tickets.views import Reader


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field that is to become another."""

    before: str
    after: str
    act: Callable[[], None]


class FillingTickets(TicketDeeds):
    def change(
        self, session: Session, reader: Reader, ticket_id: str, change: TicketChange, now: datetime
    ) -> Ticket:
        """Raises NotFoundError, NotAllowedError, InvalidValueError, TicketChangedError, TicketMoveError."""
        ticket = self.mine(session, reader, ticket_id, change.version)
        wanted = self._wanted(session, ticket, change, reader.user_id, now)
        self.check_unchanged(session, ticket, reader, change.version, wanted, now)
        if wanted:
            for each in wanted.values():
                each.act()
            changes = {name: (each.before, each.after) for name, each in wanted.items()}
            self.done(session, ticket, Happening(Deed.CHANGED, now, reader.user_id, changes, change.reason))
        return ticket

    def _wanted(
        self, session: Session, ticket: Ticket, change: TicketChange, by: str, now: datetime
    ) -> dict[str, Wanted]:
        kind = self.types.of(session, ticket.type)
        found: dict[str, Wanted] = {}

        def want(name: str, before: object, after: object, act: Callable[[], None] | None = None) -> None:
            if before != after:
                put = act or (lambda: setattr(ticket, name, after))
                found[name] = Wanted(as_text(before), as_text(after), put)

        if change.title is not None:
            title = " ".join(change.title.split())
            if not title:
                raise InvalidValueError("A ticket needs a title.")
            want("title", ticket.title, title)
        if change.text is not None:
            want("text", ticket.text, change.text)
        if change.priority is not None:
            want("priority", ticket.priority, change.priority, put_priority(ticket, change.priority))
        if change.department is not None:
            want("department", ticket.department, canonical_department(self.directory, change.department))
        if change.customer_id is not None:
            customer = survivor(session, change.customer_id)
            if change.customer_id and customer is None:
                raise NotFoundError("There is no such customer.")
            want("customer_id", ticket.customer_id, customer.customer_id if customer else None)
        if change.tags is not None:
            want("tags", ticket.tags, clean_tags(change.tags))
        if change.due_at is not None:
            if change.due_at.tzinfo is None:
                raise InvalidValueError("The due time needs a time zone.")
            want("due_at", ticket.due_at, change.due_at, _set_due(ticket, change.due_at))
        if change.type is not None and change.type != ticket.type:
            kind = self._other_type(session, ticket, change.type)
            want("type", ticket.type, kind.code, lambda: _set_type(ticket, kind))
        for code, value in field_values.checked(kind.view.fields, change.fields or {}).items():
            want(f"fields.{code}", ticket.fields.get(code), value, _set_field(ticket, code, value))
        for index, done in (change.checklist or {}).items():
            if not 0 <= index < len(kind.view.checklist):
                raise InvalidValueError("There is no such item on the checklist.")
            is_done = str(index) in ticket.checklist
            want(f"checklist.{index}", is_done, done, _set_item(ticket, index, done, by, now))
        return found

    def _other_type(self, session: Session, ticket: Ticket, code: str) -> TicketType:
        if not self.types.knows(session, code):
            raise InvalidValueError(f"There is no type of ticket {code!r}.")
        kind = self.types.of(session, code)
        if ticket.status not in kind.states or kind.kind(ticket.status) != ticket.status_kind:
            raise InvalidValueError("This type has no such state: move the ticket first.")
        return kind


def _set_due(ticket: Ticket, due_at: datetime) -> Callable[[], None]:
    def act() -> None:
        ticket.due_at = due_at
        if ticket.status_kind in ("NEW", "OPEN"):
            ticket.next_due_at = due_at

    return act


def _set_type(ticket: Ticket, kind: TicketType) -> None:
    """Fields that both have are kept; the checklist is another one."""
    known = {field.code for field in kind.view.fields}
    ticket.type = kind.code
    ticket.fields = {code: value for code, value in ticket.fields.items() if code in known}
    ticket.checklist = {}


def _set_field(ticket: Ticket, code: str, value: FieldValue) -> Callable[[], None]:
    def act() -> None:
        others = {name: kept for name, kept in ticket.fields.items() if name != code}
        ticket.fields = others if value is None else {**others, code: value}

    return act


def _set_item(ticket: Ticket, index: int, done: bool, by: str, now: datetime) -> Callable[[], None]:
    def act() -> None:
        others = {name: kept for name, kept in ticket.checklist.items() if name != str(index)}
        ticket.checklist = {**others, str(index): {"by": by, "at_us": to_us(now)}} if done else others

    return act
