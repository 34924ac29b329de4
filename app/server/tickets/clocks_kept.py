"""The clocks of all tickets, as they stand in the database, with the timers that they need.

In:  a ticket whenever something was done with it, inside the same write transaction. Out: rows of its clocks,
when its next thing is due, timers for reminders and for the moment at which it is late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.tickets import ClockKind, ClockView, TicketTypeView
from app.server.core.waiting.plan import Hours
from app.server.scheduler.model import Timer
from app.server.storage.tables import Ticket, TicketClockRow
from app.server.tickets import clocks
from app.server.tickets.clocks import Clock, ClockState
from app.server.tickets.model import BY_ITSELF, Deed, Happening
from app.server.tickets.promises import promised_s
from app.server.tickets.types import TypeBook

KINDS: Final[tuple[ClockKind, ...]] = ("FIRST_RESPONSE", "UPDATE", "RESOLUTION")
AT_WORK: Final = ("NEW", "OPEN")
DONE: Final = ("RESOLVED", "CONFIRMED", "ARCHIVED")
SOON, HALF, LATE, ESCALATE = "ticket-soon", "ticket-half", "ticket-late", "ticket-escalate"
_FIXED_S: Final = 0  # of a clock without a promise, for a moment that a person set

HoursOf = Callable[[str], Hours | None]


class Timers(Protocol):
    """What is needed of the scheduler."""

    def set_all(self, session: Session, timers: Sequence[Timer]) -> None: ...

    def cancel_all(self, session: Session, timer_ids: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """What a change means for clocks. ``responded``: somebody took it up or answered. ``updated``: the
    customer was told something, or it moved on. ``due_set``: a person set the due time."""

    responded: bool
    updated: bool
    due_set: bool


def progress_of(ticket: Ticket, happening: Happening) -> Progress:
    by_person = happening.by != BY_ITSELF
    comment, changes = happening.comment, happening.changes
    told = by_person and comment is not None and comment.for_customer
    moved = happening.deed is Deed.MOVED and "status" in changes and ticket.status_kind != "NEW"
    taken = happening.deed is Deed.ACCEPTED or moved
    is_new = happening.deed is Deed.CREATED
    return Progress(
        responded=by_person and not is_new and (told or taken),
        updated=told or moved,
        due_set="due_at" in changes or (is_new and ticket.due_at is not None),
    )


class TicketClocks:
    """``hours_of``: opening hours by id, None for always open."""

    def __init__(self, timers: Timers, types: TypeBook, hours_of: HoursOf) -> None:
        self._timers = timers
        self._types = types
        self._hours_of = hours_of

    def on_change(self, session: Session, ticket: Ticket, happening: Happening) -> None:
        """After each change of a ticket, and when it is new (``app.server.tickets.model.OnChange``)."""
        self._follow(session, ticket, progress_of(ticket, happening), happening.at)

    def _follow(self, session: Session, ticket: Ticket, progress: Progress, now: datetime) -> None:
        view = self._types.of(session, ticket.type).view
        rows = {row.kind: row for row in session.scalars(_of(ticket.ticket_id))}
        changed: list[tuple[Clock | None, Clock]] = []
        for kind in KINDS:
            row = rows.get(kind)
            before = clock_of(row) if row else None
            after = self._advance(kind, before, ticket, view, progress, now)
            if after is not None and after != before:
                rows[kind] = _keep(session, ticket.ticket_id, row, after)
                changed.append((before, after))
        self._set_timers(session, ticket.ticket_id, changed, now)
        self._say_due(ticket, [clock_of(row) for row in rows.values()])

    def adopt(self, session: Session, ticket: Ticket, now: datetime) -> None:
        """One from before there were clocks: what is over is late, and nobody is told of it now."""
        if ticket.due_at is None or ticket.status_kind not in (*AT_WORK, "WAITING"):
            return
        clock = clocks.started("RESOLUTION", _FIXED_S, "", None, ticket.created_at, ticket.due_at)
        clock = clocks.overtaken(clock, now)
        if ticket.status_kind == "WAITING" and clock.state is ClockState.RUNNING:
            clock = clocks.frozen(clock, None, now)
        _keep(session, ticket.ticket_id, None, clock)
        self._set_timers(session, ticket.ticket_id, [(None, clock)], now)
        self._say_due(ticket, [clock])

    def miss(self, session: Session, ticket: Ticket, kind: str, due_at: datetime, now: datetime) -> bool:
        """Its time is over. False: it is not, or no longer to be done; who asked comes too late."""
        row = session.get(TicketClockRow, (ticket.ticket_id, kind))
        clock = clock_of(row) if row else None
        if row is None or clock is None or not clock.is_open or clock.due_at != due_at:
            return False
        if clock.state is ClockState.RUNNING:
            _keep(session, ticket.ticket_id, row, clocks.due(clock, now))
            self._say_due(ticket, [clock_of(each) for each in session.scalars(_of(ticket.ticket_id))])
        return clock.state in (ClockState.RUNNING, ClockState.MISSED)

    def open_one(self, session: Session, ticket_id: str, kind: str, due_at: datetime) -> Clock | None:
        """The clock while it still is due then; else None."""
        row = session.get(TicketClockRow, (ticket_id, kind))
        clock = clock_of(row) if row else None
        return clock if clock is not None and clock.is_open and clock.due_at == due_at else None

    def views(
        self, session: Session, ticket_ids: Sequence[str], now: datetime
    ) -> Mapping[str, list[ClockView]]:
        """By ticket id, in the order of KINDS; one without clocks is not there."""
        if not ticket_ids:
            return {}
        rows = session.scalars(select(TicketClockRow).where(TicketClockRow.ticket_id.in_(ticket_ids)))
        found: dict[str, list[ClockView]] = {}
        for row in rows:
            found.setdefault(row.ticket_id, []).append(self._view(clock_of(row), now))
        for each in found.values():
            each.sort(key=lambda view: KINDS.index(view.kind))
        return found

    def _view(self, clock: Clock, now: datetime) -> ClockView:
        clock = clocks.overtaken(clock, now)
        hours = self._hours_of(clock.hours_id)
        counts = clock.state in (ClockState.RUNNING, ClockState.FROZEN)
        return ClockView(
            kind=clock.kind,
            state=clock.state.value,
            due_at=clock.due_at,
            left_s=clock.left_s(hours, now) if counts else None,
        )

    def _advance(
        self,
        kind: ClockKind,
        clock: Clock | None,
        ticket: Ticket,
        terms: TicketTypeView,
        progress: Progress,
        now: datetime,
    ) -> Clock | None:
        promise_s = promised_s(terms, ticket.priority).get(kind)
        fixed_at = self._fixed_at(kind, clock, ticket, progress)
        if clock is None:
            return self._new(kind, promise_s, terms, ticket, fixed_at, progress, now)
        hours = self._hours_of(clock.hours_id)
        clock = clocks.overtaken(clock, now)
        if ticket.status_kind == "CANCELLED":
            return clocks.stopped(clock, hours, now) if clock.is_open else clock
        if ticket.status_kind in DONE or (kind == "FIRST_RESPONSE" and progress.responded):
            return clocks.finished(clock, hours, now) if clock.is_open else clock
        clock = self._as_promised(clock, promise_s, fixed_at, terms, now)
        if not clock.is_open and kind == "FIRST_RESPONSE":
            return clock
        hours = self._hours_of(clock.hours_id)
        again = promise_s is not None and (not clock.is_open or (kind == "UPDATE" and progress.updated))
        if again and promise_s is not None:
            hours = self._hours_of(terms.hours_id)
            clock = clocks.restarted(clock, promise_s, terms.hours_id, hours, now)
        if ticket.status_kind == "WAITING" and clock.state is ClockState.RUNNING:
            return clocks.frozen(clock, hours, now)
        if ticket.status_kind in AT_WORK and clock.state is ClockState.FROZEN:
            return clocks.resumed(clock, hours, now)
        return clock

    def _new(
        self,
        kind: ClockKind,
        promise_s: int | None,
        terms: TicketTypeView,
        ticket: Ticket,
        fixed_at: datetime | None,
        progress: Progress,
        now: datetime,
    ) -> Clock | None:
        if ticket.status_kind not in (*AT_WORK, "WAITING") or (promise_s is None and fixed_at is None):
            return None
        if kind == "FIRST_RESPONSE" and (progress.responded or ticket.created_at != now):
            return None  # too late to begin with that
        hours = self._hours_of(terms.hours_id)
        clock = clocks.started(kind, promise_s or _FIXED_S, terms.hours_id, hours, now, fixed_at)
        return clocks.frozen(clock, hours, now) if ticket.status_kind == "WAITING" else clock

    def _as_promised(
        self,
        clock: Clock,
        promise_s: int | None,
        fixed_at: datetime | None,
        terms: TicketTypeView,
        now: datetime,
    ) -> Clock:
        """Priority, type or due time may have been changed."""
        if not clock.is_open:
            return clock
        if promise_s is None and fixed_at is None:
            return clocks.stopped(clock, self._hours_of(clock.hours_id), now)
        same = (promise_s or _FIXED_S) == clock.promise_s and terms.hours_id == clock.hours_id
        if same and fixed_at == clock.fixed_at:
            return clock
        hours = (self._hours_of(clock.hours_id), self._hours_of(terms.hours_id))
        return clocks.promised(clock, promise_s or _FIXED_S, hours, terms.hours_id, now, fixed_at)

    def _fixed_at(
        self, kind: str, clock: Clock | None, ticket: Ticket, progress: Progress
    ) -> datetime | None:
        if kind != "RESOLUTION":
            return None
        if progress.due_set:
            return ticket.due_at
        return clock.fixed_at if clock is not None and clock.is_open else None

    def _say_due(self, ticket: Ticket, found: Sequence[Clock]) -> None:
        running = [each for each in found if each.is_open]
        if not found:
            return  # without clocks its due time is what a person set
        is_waiting = ticket.status_kind == "WAITING"
        due = [each.due_at for each in running if each.due_at is not None and not is_waiting]
        ticket.next_due_at = min(due, default=None)
        whole = next((each.due_at for each in running if each.kind == "RESOLUTION"), None)
        if whole is not None:
            ticket.due_at = whole

    def _set_timers(
        self,
        session: Session,
        ticket_id: str,
        changed: Sequence[tuple[Clock | None, Clock]],
        now: datetime,
    ) -> None:
        """Clocks as they were (None: new) and are: what they need, and no longer need, in two statements."""
        subject = f"ticket:{ticket_id}"
        wanted: list[Timer] = []
        unwanted: list[str] = []
        for before, clock in changed:
            for kind, at in self._moments(clock, now).items():
                timer_id = f"{subject}:{clock.kind}:{kind}"
                if at is not None and clock.due_at is not None:
                    payload = {"clock": clock.kind, "due_at": clock.due_at.isoformat()}
                    wanted.append(Timer(timer_id, kind, subject, at, payload))
                elif before is not None and before.state is ClockState.RUNNING:
                    unwanted.append(timer_id)
        self._timers.set_all(session, wanted)
        self._timers.cancel_all(session, unwanted)

    def _moments(self, clock: Clock, now: datetime) -> Mapping[str, datetime | None]:
        """When it is reminded of, and late; None: not, or not any more."""
        if clock.state is not ClockState.RUNNING:
            return {LATE: None, SOON: None, HALF: None}
        hours = self._hours_of(clock.hours_id)
        whole = clock.kind == "RESOLUTION" and clock.promise_s > 0
        return {
            LATE: clock.due_at,
            SOON: clocks.soon_at(clock, hours, now),
            HALF: clocks.half_at(clock, hours, now) if whole else None,
        }


def clock_of(row: TicketClockRow) -> Clock:
    return Clock(
        kind=cast("ClockKind", row.kind),
        state=ClockState(row.state),
        promise_s=row.promise_s,
        hours_id=row.hours_id,
        begun_at=row.begun_at,
        spent_s=row.spent_s,
        running_since=row.running_since,
        fixed_at=row.fixed_at,
        due_at=row.due_at,
        missed_at=row.missed_at,
        ended_at=row.ended_at,
    )


def _keep(session: Session, ticket_id: str, row: TicketClockRow | None, clock: Clock) -> TicketClockRow:
    values = {**asdict(replace(clock)), "state": clock.state.value}
    if row is None:
        row = TicketClockRow(ticket_id=ticket_id, **values)
        session.add(row)
        return row
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _of(ticket_id: str) -> Any:
    return select(TicketClockRow).where(TicketClockRow.ticket_id == ticket_id)
