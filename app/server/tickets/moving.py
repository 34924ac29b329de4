"""Tickets go their way: moved from state to state, assigned, accepted or sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.tickets import TicketAnswer, TicketAssign, TicketMoveWish
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.tickets.deeds import Changes, TicketDeeds
from app.server.tickets.duty import canonical_department
from app.server.tickets.model import (
    BY_ITSELF,
    Deed,
    Happening,
    TicketMoveError,
    TicketNeedsError,
)
from app.server.tickets.views import Reader


class MovingTickets(TicketDeeds):
    # --- moved ---------------------------------------------------------------------------------------

    def move(
        self, session: Session, reader: Reader, ticket_id: str, wish: TicketMoveWish, now: datetime
    ) -> Ticket:
        """Raises NotFoundError, NotAllowedError, TicketMoveError, TicketNeedsError, TicketChangedError."""
        ticket = self.mine(session, reader, ticket_id, wish.version)
        self.check_unchanged(session, ticket, reader, wish.version, ("status",), now)
        kind = self.types.of(session, ticket.type)
        move = kind.move(ticket.status, wish.to_state)
        if move.leads_only and not reader.person.leads:
            raise NotAllowedError("This move is for supervisors.")
        reason, solution = wish.reason.strip(), wish.solution.strip()
        if "reason" in move.needs and not reason:
            raise TicketNeedsError("Say why.")
        if "solution" in move.needs and not solution:
            raise TicketNeedsError("Say how it was solved; the customer is told.")
        if "assignee" in move.needs and not ticket.assigned_to:
            raise TicketNeedsError("Assign it to somebody first.")
        if "checklist" in move.needs and len(ticket.checklist) < len(kind.view.checklist):
            raise TicketNeedsError("The checklist is not done yet.")
        changes = self.go(ticket, kind, move.to_state, now, solution)
        self.take_up(ticket, reader, changes, now)
        self.done(session, ticket, Happening(Deed.MOVED, now, reader.user_id, changes, reason or solution))
        return ticket

    def move_by_itself(
        self, session: Session, ticket: Ticket, kinds: Sequence[str], why: str, now: datetime, by: str = ""
    ) -> bool:
        """To the first state of these kinds that can be reached in one move; needs are not asked for. False:
        there is no such way."""
        kind = self.types.of(session, ticket.type)
        move = kind.move_to_kind(ticket.status, *kinds)
        if move is None:
            return False
        self.done(
            session, ticket, Happening(Deed.MOVED, now, by, self.go(ticket, kind, move.to_state, now), why)
        )
        return True

    # --- whose it is ---------------------------------------------------------------------------------

    def assign(
        self, session: Session, reader: Reader, ticket_id: str, wish: TicketAssign, now: datetime
    ) -> Ticket:
        """Raises NotFoundError, NotAllowedError, InvalidValueError, TicketNeedsError, TicketChangedError."""
        ticket = self.mine(session, reader, ticket_id, wish.version)
        self.check_unchanged(session, ticket, reader, wish.version, ("assigned_to", "department"), now)
        if ticket.status_kind not in OPEN_KINDS:
            raise TicketMoveError("It is closed: reopen it first.")
        why, by = wish.reason.strip(), reader.user_id
        if wish.to == "department":
            return self._to_department(session, ticket, wish.department, by, why, now)
        if wish.to == "duty":
            kind = self.types.of(session, ticket.type)
            target = self.pick(session, ticket, kind, now, besides=ticket.assigned_to)
            if target is None:
                raise TicketNeedsError("Nobody who could take it is on duty now.")
        else:
            target = by if wish.to == "me" else wish.user_id
            self.check_worker(target)
        if ticket.assigned_to not in (None, target) and target != by and not why:
            raise TicketNeedsError("Say why it goes to somebody else.")
        if ticket.assigned_to != target:
            self.give(session, ticket, target, by, why, now)
        return ticket

    def _to_department(
        self, session: Session, ticket: Ticket, name: str, by: str, why: str, now: datetime
    ) -> Ticket:
        department = canonical_department(self.directory, name)
        known = {user.department for user in self.directory.users}
        if not department or department not in known:
            raise InvalidValueError("There is no such department.")
        if not why and ticket.department and department != ticket.department:
            raise TicketNeedsError("Say why it goes to another department.")
        changes: Changes = {}
        if department != ticket.department:
            changes["department"] = (ticket.department, department)
            ticket.department = department
        self.back_to_new(session, ticket, changes, now)
        if changes:
            self.done(session, ticket, Happening(Deed.ASSIGNED, now, by, changes, why))
        self.give_by_duty(session, ticket, now)
        return ticket

    def answer(
        self, session: Session, reader: Reader, ticket_id: str, answer: TicketAnswer, now: datetime
    ) -> Ticket:
        """Raises NotFoundError, NotAllowedError, TicketNeedsError, TicketChangedError."""
        ticket = self.mine(session, reader, ticket_id, answer.version)
        self.check_unchanged(session, ticket, reader, answer.version, ("assigned_to",), now)
        if ticket.assigned_to != reader.user_id and not reader.person.leads:
            raise NotAllowedError("It is not assigned to you.")
        if ticket.assigned_to is None:
            raise TicketNeedsError("It is not assigned to anybody.")
        why = answer.reason.strip()
        if answer.accept:
            if not ticket.accepted:
                ticket.accepted = True
                changes = {"accepted": ("false", "true")}
                self.done(session, ticket, Happening(Deed.ACCEPTED, now, reader.user_id, changes, why))
            return ticket
        if not why:
            raise TicketNeedsError("Say why you send it back.")
        changes = Changes()
        self.back_to_new(session, ticket, changes, now)
        self.done(session, ticket, Happening(Deed.SENT_BACK, now, reader.user_id, changes, why))
        return ticket

    def give_by_itself(self, session: Session, ticket: Ticket, user_id: str, why: str, now: datetime) -> None:
        """To this person, by a rule."""
        if ticket.assigned_to != user_id:
            self.give(session, ticket, user_id, BY_ITSELF, why, now)
