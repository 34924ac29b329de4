"""What all changes of tickets have in common: checked, written, told, one way for everything.

In:  a row, what becomes of it, who did it. Out: the changed row, its history, and everybody told who
registered with ``on_change``; all inside the caller's write transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from app.contracts.tickets import TicketPriority
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket, TicketComment
from app.server.storage.tables.tickets import OPEN_KINDS, PRIORITY_RANKS
from app.server.tickets.duty import Duty
from app.server.tickets.history import changed_since, write_history
from app.server.tickets.model import (
    BY_ITSELF,
    Deed,
    Happening,
    OnChange,
    TicketChangedError,
    TicketMoveError,
)
from app.server.tickets.telling import ChangedTickets
from app.server.tickets.types import TicketType, TypeBook
from app.server.tickets.views import Reader, TicketViews, get_ticket

LONGEST_TAG: Final = 60
MOST_TAGS: Final = 30
MOST_PARENTS: Final = 20  # of parents of parents, when a circle is looked for
CLOSED_KINDS: Final = ("CONFIRMED", "CANCELLED", "ARCHIVED")
Changes = dict[str, tuple[str, str]]


class TicketDeeds:
    """Every method works inside the caller's write transaction."""

    def __init__(
        self,
        directory: DirectoryService,
        types: TypeBook,
        views: TicketViews,
        duty: Duty,
        changed: ChangedTickets,
    ) -> None:
        self.directory = directory
        self.types = types
        self.views = views
        self.duty = duty
        self.changed = changed
        self._hooks: list[OnChange] = []

    def on_change(self, hook: OnChange) -> None:
        self._hooks.append(hook)

    def comment(
        self,
        session: Session,
        ticket: Ticket,
        text: str,
        by: str,
        now: datetime,
        *,
        for_customer: bool = False,
        from_customer: bool = False,
    ) -> TicketComment:
        """Whether it may be said was asked before."""
        row = TicketComment(
            comment_id=uuid.uuid4().hex,
            ticket_id=ticket.ticket_id,
            at=now,
            by=by,
            text=text,
            for_customer=for_customer,
            from_customer=from_customer,
        )
        session.add(row)
        self.done(session, ticket, Happening(Deed.COMMENTED, now, by, comment=row))
        return row

    def note(
        self, session: Session, ticket: Ticket, deed: Deed, by: str, now: datetime, **changes: tuple[str, str]
    ) -> None:
        """Something beside the row was changed: an attachment, a link, a watcher."""
        self.done(session, ticket, Happening(deed, now, by, changes))

    def set_priority(
        self, session: Session, ticket: Ticket, priority: TicketPriority, by: str, why: str, now: datetime
    ) -> None:
        if ticket.priority != priority:
            changes = {"priority": (ticket.priority, priority)}
            put_priority(ticket, priority)()
            self.done(session, ticket, Happening(Deed.CHANGED, now, by, changes, why))

    def add_tags(self, session: Session, ticket: Ticket, tags: Iterable[str], by: str, now: datetime) -> None:
        wanted = clean_tags([*map(str, ticket.tags), *tags])
        if wanted != ticket.tags:
            changes = {"tags": (as_text(ticket.tags), as_text(wanted))}
            ticket.tags = wanted
            self.done(session, ticket, Happening(Deed.CHANGED, now, by, changes))

    def mine(self, session: Session, reader: Reader, ticket_id: str, version: int) -> Ticket:
        ticket = get_ticket(session, ticket_id)
        session.refresh(ticket, with_for_update=True)
        reader.person.check_change(ticket)
        if ticket.archived:
            raise TicketMoveError("An archived ticket is not changed any more.")
        if not 0 < version <= ticket.version:
            raise InvalidValueError("This version of the ticket is not there yet.")
        return ticket

    def check_unchanged(
        self,
        session: Session,
        ticket: Ticket,
        reader: Reader,
        version: int,
        names: Iterable[str],
        now: datetime,
    ) -> None:
        if ticket.version == version:
            return
        both = sorted(set(names) & changed_since(session, ticket, version))
        if both:
            present = self.views.file(session, ticket, reader, now)
            raise TicketChangedError(present.model_dump(mode="json"), both)

    def done(self, session: Session, ticket: Ticket, happening: Happening) -> None:
        ticket.version += 1
        ticket.updated_at = happening.at
        session.flush()
        self.tell(session, ticket, happening)

    def tell(self, session: Session, ticket: Ticket, happening: Happening) -> None:
        write_history(
            session, ticket, happening.deed, happening.at, happening.by, happening.changes, happening.why
        )
        for hook in self._hooks:
            hook(session, ticket, happening)
        session.flush()
        self.changed.note(session, ticket.ticket_id)

    # --- the steps that wishes are made of

    def go(
        self, ticket: Ticket, kind: TicketType, to_state: str, now: datetime, solution: str = ""
    ) -> Changes:
        changes: Changes = {}
        if to_state == ticket.status:
            return changes
        before_kind, after_kind = ticket.status_kind, kind.kind(to_state)
        changes["status"] = (ticket.status, to_state)
        ticket.status = to_state
        if after_kind != before_kind:
            changes["status_kind"] = (before_kind, after_kind)
            ticket.status_kind = after_kind
        ticket.archived = after_kind == "ARCHIVED"
        if solution:
            changes["solution"] = (ticket.solution, solution)
            ticket.solution = solution
        if after_kind in OPEN_KINDS:
            ticket.resolved_at = ticket.closed_at = None
            ticket.next_due_at = ticket.due_at if after_kind != "WAITING" else None
        else:
            ticket.next_due_at = None
            ticket.resolved_at = ticket.resolved_at or now
            if after_kind in CLOSED_KINDS:
                ticket.closed_at = ticket.closed_at or now
        if after_kind == "NEW":
            self.leave(ticket, changes)
        return changes

    @staticmethod
    def leave(ticket: Ticket, changes: Changes) -> None:
        if ticket.assigned_to is not None:
            changes["assigned_to"] = (ticket.assigned_to, "")
        ticket.assigned_to, ticket.assigned_at, ticket.accepted = None, None, False

    def give(self, session: Session, ticket: Ticket, user_id: str, by: str, why: str, now: datetime) -> None:
        kind = self.types.of(session, ticket.type)
        move = kind.move_by_need(ticket.status, "assignee")
        changes: Changes = {"assigned_to": (ticket.assigned_to or "", user_id)}
        if move is not None:
            changes |= self.go(ticket, kind, move.to_state, now)
        ticket.assigned_to, ticket.assigned_at, ticket.accepted = user_id, now, user_id == by
        self.done(session, ticket, Happening(Deed.ASSIGNED, now, by, changes, why))

    def give_by_duty(self, session: Session, ticket: Ticket, now: datetime) -> None:
        kind = self.types.of(session, ticket.type)
        target = self.pick(session, ticket, kind, now)
        if target is not None:
            self.give(session, ticket, target, BY_ITSELF, "", now)

    def pick(
        self, session: Session, ticket: Ticket, kind: TicketType, now: datetime, besides: str | None = None
    ) -> str | None:
        view = kind.view
        return self.duty.pick(session, ticket.department, view.skill, view.hours_id, now, besides)

    def check_worker(self, user_id: str) -> None:
        user = self.directory.user(user_id)
        if user is None or user.role in (RoleName.QUALITY.value, RoleName.AUDITOR.value):
            raise InvalidValueError("There is no such colleague who works on tickets.")

    def back_to_new(self, session: Session, ticket: Ticket, changes: Changes, now: datetime) -> None:
        """Nobody has it any more; where it can, it goes back to the beginning."""
        kind = self.types.of(session, ticket.type)
        move = kind.move_to_kind(ticket.status, "NEW")
        if move is not None:
            changes |= self.go(ticket, kind, move.to_state, now)
        self.leave(ticket, changes)

    @staticmethod
    def take_up(ticket: Ticket, reader: Reader, changes: Changes, now: datetime) -> None:
        """Who begins with a ticket that is nobody's has it; who goes on with her own has accepted it."""
        if ticket.status_kind == "OPEN" and ticket.assigned_to is None:
            changes["assigned_to"] = ("", reader.user_id)
            ticket.assigned_to, ticket.assigned_at = reader.user_id, now
        if ticket.assigned_to == reader.user_id and not ticket.accepted:
            changes["accepted"] = ("false", "true")
            ticket.accepted = True


def clean_tags(tags: Iterable[str]) -> list[str]:
    cleaned = (" ".join(str(tag).split())[:LONGEST_TAG] for tag in tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:MOST_TAGS]


def as_text(value: Any) -> str:
    """As it stands in the history."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def is_circle(session: Session, child: Ticket, parent: Ticket) -> bool:
    """Whether the child is above the parent already."""
    above: Ticket | None = parent
    for _ in range(MOST_PARENTS):
        if above is None:
            return False
        if above.ticket_id == child.ticket_id:
            return True
        above = session.get(Ticket, above.parent_id) if above.parent_id else None
    return True


def put_priority(ticket: Ticket, priority: TicketPriority) -> Callable[[], None]:
    def act() -> None:
        ticket.priority, ticket.priority_rank = priority, PRIORITY_RANKS[priority]

    return act
