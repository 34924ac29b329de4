"""Reminders of tickets: an hour before one is due, at half time where nobody has done anything, and when it
is late, then step by step to those who answer for it.

In:  timers of ``TicketClocks``, in the transaction that marks them done. Out: notices, lines of the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.server.core.waiting.durations import after_open
from app.server.directory.model import DirectoryUser
from app.server.directory.service import DirectoryService
from app.server.noticing import Notice, Notices, ToUser
from app.server.scheduler.model import Due, Handler, Timer
from app.server.storage.tables import Ticket, TicketClockRow, TicketEvent, TicketWatcher
from app.server.storage.types import to_us
from app.server.tickets.by_itself_rules import EscalationStep, Who, load_rules
from app.server.tickets.clocks_kept import ESCALATE, HALF, LATE, SOON, HoursOf, TicketClocks, Timers
from app.server.tickets.model import BY_ITSELF, Deed
from app.server.tickets.told import TicketNews

MISSED: Final = "MISSED"
_NO_DEED: Final = (Deed.CREATED.value, Deed.ASSIGNED.value, Deed.WATCHED.value, MISSED)


class TimersOf(Timers, Protocol):
    def on(self, kind: str, handler: Handler) -> None: ...


class TicketReminders:
    def __init__(
        self,
        timers: TimersOf,
        clocks: TicketClocks,
        news: TicketNews,
        notices: Notices,
        directory: DirectoryService,
        hours_of: HoursOf,
    ) -> None:
        self._timers = timers
        self._clocks = clocks
        self._news = news
        self._notices = notices
        self._directory = directory
        self._hours_of = hours_of
        handlers: Mapping[str, Handler] = {
            SOON: self._soon,
            HALF: self._half,
            LATE: self._late,
            ESCALATE: self._escalate,
        }
        for kind, handler in handlers.items():
            timers.on(kind, handler)

    # --- timers ---

    def _soon(self, session: Session, due: Due, now: datetime) -> None:
        ticket = self._still(session, due)
        if ticket is not None and _due_at(due) > now:  # the server was off: it is late by now
            self._tell(session, ticket, due, "ticket.reminder", self._whose(session, ticket), now)

    def _half(self, session: Session, due: Due, now: datetime) -> None:
        ticket = self._still(session, due)
        if ticket is not None and not _was_worked_on(session, ticket) and _due_at(due) > now:
            self._tell(session, ticket, due, "ticket.half-time", self._whose(session, ticket), now)

    def _late(self, session: Session, due: Due, now: datetime) -> None:
        ticket = session.get(Ticket, _ticket_id(due))
        kind, due_at = _clock(due), _due_at(due)
        if ticket is None or not self._clocks.miss(session, ticket, kind, due_at, now):
            return
        session.add(
            TicketEvent(
                ticket_id=ticket.ticket_id,
                at=now,
                by=BY_ITSELF,
                kind=MISSED,
                field="clock",
                after=kind,
                version=ticket.version,
            )
        )
        self._climb(session, ticket, due, 0, now)

    def _escalate(self, session: Session, due: Due, now: datetime) -> None:
        ticket = self._still(session, due)
        if ticket is not None:
            self._climb(session, ticket, due, int(due.payload.get("step", 0)), now)

    # --- the chain ---

    def _climb(self, session: Session, ticket: Ticket, due: Due, step: int, now: datetime) -> None:
        """Tell this step's people, and all later ones whose time has come too; set the timer of the next."""
        chain = load_rules(session).late
        told = {user_id for each in chain[:step] for user_id in self._people(session, ticket, each.to)}
        while step < len(chain):
            at = self._step_at(session, ticket, due, chain[step])
            if at is None:
                return
            if at > now:
                subject, payload = due.subject, {**due.payload, "step": step}
                timer_id = f"{subject}:{_clock(due)}:{ESCALATE}:{step}"
                self._timers.set_all(session, [Timer(timer_id, ESCALATE, subject, at, payload)])
                return
            people = self._people(session, ticket, chain[step].to) - told
            self._tell(session, ticket, due, "ticket.late", people, now, step=step)
            told |= people
            step += 1

    def _step_at(self, session: Session, ticket: Ticket, due: Due, step: EscalationStep) -> datetime | None:
        row = session.get(TicketClockRow, (ticket.ticket_id, _clock(due)))
        hours = self._hours_of(row.hours_id) if row else None
        return after_open(hours, _due_at(due), timedelta(minutes=step.after_min))

    def _people(self, session: Session, ticket: Ticket, who: Who) -> set[str]:
        if who == "assignee":
            return self._whose(session, ticket)
        wanted = {"lead": "SUPERVISOR", "supervisors": "SUPERVISOR", "admins": "ADMIN"}[who]
        people = [user for user in self._directory.users if user.role == wanted]
        if who == "lead":
            people = [user for user in people if _works_in(user, self._department(ticket))]
        return {user.user_id for user in people}

    def _whose(self, session: Session, ticket: Ticket) -> set[str]:
        """Whom it is assigned to and who watches it; of nobody's tickets the lead of the department."""
        watchers = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == ticket.ticket_id)
        people = set(session.scalars(watchers))
        if ticket.assigned_to:
            return people | {ticket.assigned_to}
        return people | self._people(session, ticket, "lead")

    def _department(self, ticket: Ticket) -> str:
        if ticket.department or not ticket.assigned_to:
            return ticket.department
        return self._directory.department_in(ticket.assigned_to, "zh")

    def _still(self, session: Session, due: Due) -> Ticket | None:
        """The ticket, while what the timer was set for is still to be done by then."""
        ticket_id = _ticket_id(due)
        if self._clocks.open_one(session, ticket_id, _clock(due), _due_at(due)) is None:
            return None
        return session.get(Ticket, ticket_id)

    def _tell(
        self,
        session: Session,
        ticket: Ticket,
        due: Due,
        template: str,
        people: set[str],
        now: datetime,
        step: int = 0,
    ) -> None:
        values = self._news.values_of(session, ticket)
        values["due"] = f"{_due_at(due).astimezone():%m-%d %H:%M}"
        is_urgent = template == "ticket.late" or ticket.priority == "URGENT"
        for user_id in sorted(people):
            key = f"{template}:{ticket.ticket_id}:{_clock(due)}:{to_us(_due_at(due))}:{step}:{user_id}"
            notice = Notice(key, template, ToUser(user_id), values, due.subject, is_urgent)
            self._notices.post(session, notice, now)


def _ticket_id(due: Due) -> str:
    return due.subject.removeprefix("ticket:")


def _clock(due: Due) -> str:
    return str(due.payload.get("clock", ""))


def _due_at(due: Due) -> datetime:
    """When the clock is due, which is not when the timer is."""
    return datetime.fromisoformat(str(due.payload["due_at"]))


def _works_in(user: DirectoryUser, department: str) -> bool:
    return bool(department) and department in (user.department, user.department_en)


def _was_worked_on(session: Session, ticket: Ticket) -> bool:
    """By somebody, since it was made or came back."""
    deeds = select(TicketEvent.event_id).where(
        TicketEvent.ticket_id == ticket.ticket_id,
        TicketEvent.by != BY_ITSELF,
        TicketEvent.kind.not_in(_NO_DEED),
        TicketEvent.at >= (ticket.assigned_at or ticket.created_at),
    )
    return bool(session.scalar(select(exists(deeds))))
