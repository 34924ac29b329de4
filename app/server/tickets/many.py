"""Several changes at once: a macro on one ticket, or the same change on many tickets.

Each ticket of many is a change of its own: what is refused for one does not keep the others back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.tickets import (
    BulkWish,
    MacroWish,
    NewComment,
    TicketAssign,
    TicketMoveWish,
)
from app.server.security.model import SecurityError
from app.server.storage.errors import NotFoundError, StorageError
from app.server.storage.tables import Ticket
from app.server.tickets.changing import TicketChanges
from app.server.tickets.set_up import TicketSetUp
from app.server.tickets.talking import TicketTalk
from app.server.tickets.views import Reader, get_ticket

AT_ONCE = 20  # tickets in one transaction, so that others can write in between


class ManyChanges:
    def __init__(self, changes: TicketChanges, talk: TicketTalk, set_up: TicketSetUp) -> None:
        self._changes = changes
        self._talk = talk
        self._set_up = set_up

    def macro(
        self, session: Session, reader: Reader, ticket_id: str, wish: MacroWish, now: datetime
    ) -> Ticket:
        """All of it or nothing. Raises as its parts do."""
        macro = self._set_up.macro(session, wish.macro_id)
        ticket = self._changes.mine(session, reader, ticket_id, wish.version)
        if macro.types and ticket.type not in macro.types:
            raise NotFoundError("This macro is not for this type of ticket.")
        self._changes.check_unchanged(session, ticket, reader, wish.version, ("status", "assigned_to"), now)
        why = macro.name.zh or macro.name.en
        if macro.comment:
            new = NewComment(text=macro.comment, for_customer=macro.for_customer)
            self._talk.comment(session, reader, ticket.ticket_id, new, now)
        if macro.priority is not None:
            self._changes.set_priority(session, ticket, macro.priority, reader.user_id, why, now)
        if macro.add_tags:
            self._changes.add_tags(session, ticket, macro.add_tags, reader.user_id, now)
        if macro.assign:
            assign = TicketAssign(
                version=ticket.version, to=macro.assign, department=macro.department, reason=why
            )
            self._changes.assign(session, reader, ticket.ticket_id, assign, now)
        if macro.to_state and macro.to_state != ticket.status:
            self._move(session, reader, ticket, macro.to_state, why, now)
        return ticket

    def bulk(
        self, session: Session, reader: Reader, ticket_ids: list[str], wish: BulkWish, now: datetime
    ) -> tuple[list[str], dict[str, str]]:
        """(done, refused with a sentence); each in a savepoint of its own."""
        done: list[str] = []
        refused: dict[str, str] = {}
        for ticket_id in ticket_ids:
            try:
                with session.begin_nested():
                    self._one(session, reader, ticket_id, wish, now)
            except (StorageError, SecurityError) as error:
                refused[ticket_id] = str(error)
            else:
                done.append(ticket_id)
        return done, refused

    def _one(self, session: Session, reader: Reader, ticket_id: str, wish: BulkWish, now: datetime) -> None:
        ticket = get_ticket(session, ticket_id)
        ticket = self._changes.mine(session, reader, ticket_id, ticket.version)
        if wish.priority is not None:
            self._changes.set_priority(session, ticket, wish.priority, reader.user_id, wish.reason, now)
        if wish.add_tags:
            self._changes.add_tags(session, ticket, wish.add_tags, reader.user_id, now)
        if wish.assign is not None:
            now_as_it_is = {"version": ticket.version, "reason": wish.assign.reason or wish.reason}
            assign = wish.assign.model_copy(update=now_as_it_is)
            self._changes.assign(session, reader, ticket.ticket_id, assign, now)
        if wish.to_state and wish.to_state != ticket.status:
            self._move(session, reader, ticket, wish.to_state, wish.reason, now)

    def _move(
        self, session: Session, reader: Reader, ticket: Ticket, to_state: str, why: str, now: datetime
    ) -> None:
        move = TicketMoveWish(version=ticket.version, to_state=to_state, reason=why, solution=why)
        self._changes.move(session, reader, ticket.ticket_id, move, now)
