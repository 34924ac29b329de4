"""New tickets: written by people, or made by themselves of what happened in the house."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.fields import FieldValue
from app.contracts.tickets import NewTicket
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import Call, Ticket
from app.server.storage.tables.tickets import PRIORITY_RANKS
from app.server.tickets import field_values
from app.server.tickets.deeds import TicketDeeds, clean_tags
from app.server.tickets.duty import canonical_department
from app.server.tickets.model import BY_ITSELF, Deed, Happening
from app.server.tickets.numbering import next_number
from app.server.tickets.types import TicketType
from app.server.tickets.views import Reader, get_ticket


class MakingTickets(TicketDeeds):
    def create(self, session: Session, reader: Reader, new: NewTicket, now: datetime) -> Ticket:
        """Without a customer, the one of the call is taken. Raises InvalidValueError, NotFoundError,
        NotAllowedError."""
        reader.person.check_write()
        if not self.types.knows(session, new.type):
            raise InvalidValueError(f"There is no type of ticket {new.type!r}.")
        kind = self.types.of(session, new.type)
        values = field_values.checked(kind.view.fields, new.fields)
        if lacking := field_values.missing(kind.view.fields, values):
            names = ", ".join(each.name.en or each.code for each in lacking)
            raise InvalidValueError(f"These fields have to be filled in: {names}.")
        ticket = self._add(session, kind, new, values, reader.user_id, "AGENT", None, now)
        if new.assigned_to:
            self.check_worker(new.assigned_to)
            self.give(session, ticket, new.assigned_to, reader.user_id, "", now)
        elif new.assign == "duty":
            self.give_by_duty(session, ticket, now)
        return ticket

    def create_by_itself(
        self, session: Session, new: NewTicket, source: str, origin: str, now: datetime
    ) -> Ticket | None:
        """``origin``: what it was made of ("voice-message:17"). None: that has a ticket already. A type that
        is not there becomes the first one; what cannot be known is left empty."""
        if session.scalars(select(Ticket.ticket_id).where(Ticket.origin == origin)).first() is not None:
            return None
        code = new.type
        if not self.types.knows(session, code):
            code = next((each for each, kind in self.types.all(session).items() if kind.view.active), code)
        kind = self.types.of(session, code)
        known = {field.code for field in kind.view.fields}
        fields = {name: value for name, value in new.fields.items() if name in known}
        values = field_values.checked(kind.view.fields, fields)
        new = new.model_copy(update={"type": code})
        ticket = self._add(session, kind, new, values, BY_ITSELF, source, origin, now)
        if new.assigned_to and self.directory.user(new.assigned_to) is not None:
            self.give(session, ticket, new.assigned_to, BY_ITSELF, "", now)
        elif new.assign == "duty":
            self.give_by_duty(session, ticket, now)
        return ticket

    def _add(
        self,
        session: Session,
        kind: TicketType,
        new: NewTicket,
        values: Mapping[str, FieldValue],
        by: str,
        source: str,
        origin: str | None,
        now: datetime,
    ) -> Ticket:
        call = session.get(Call, new.call_id) if new.call_id else None
        if new.call_id and call is None:
            raise NotFoundError("There is no such call.")
        customer_id = new.customer_id or (call.customer_id if call else None)
        customer = survivor(session, customer_id)
        if customer_id and customer is None:
            raise NotFoundError("There is no such customer.")
        if new.due_at is not None and new.due_at.tzinfo is None:
            raise InvalidValueError("The due time needs a time zone.")
        parent = get_ticket(session, new.parent_id) if new.parent_id else None
        title = " ".join(new.title.split())
        if not title:
            raise InvalidValueError("A ticket needs a title.")
        department = canonical_department(self.directory, new.department or kind.view.department)
        ticket = Ticket(
            ticket_id=uuid.uuid4().hex,
            number=next_number(session, now),
            customer_id=customer.customer_id if customer else None,
            call_id=new.call_id or None,
            type=kind.code,
            priority=new.priority,
            priority_rank=PRIORITY_RANKS[new.priority],
            status=kind.first_state,
            status_kind=kind.kind(kind.first_state),
            archived=False,
            title=title,
            text=new.text,
            created_at=now,
            created_by=by,
            updated_at=now,
            due_at=new.due_at,
            next_due_at=new.due_at,
            department=department,
            accepted=False,
            tags=clean_tags(new.tags),
            fields={name: value for name, value in values.items() if value is not None},
            checklist={},
            version=1,
            parent_id=parent.ticket_id if parent else None,
            source=source,
            origin=origin,
        )
        session.add(ticket)
        session.flush()
        changes = {
            "status": ("", ticket.status),
            "status_kind": ("", ticket.status_kind),
        }
        self.tell(session, ticket, Happening(Deed.CREATED, now, by, changes))
        if parent is not None:
            self.changed.note(session, parent.ticket_id)
        return ticket
