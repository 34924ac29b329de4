"""Tickets that nobody wrote: of a voice message, a call-back that was given up, a result that leaves
something to do. Never twice for the same thing.

In:  what happened, inside a write transaction. Out: a ticket where a rule of the company says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.contracts.tickets import NewTicket
from app.server.core.facts import CallBackEnded, MessageLeft
from app.server.directory.service import DirectoryService
from app.server.scheduler.model import Due, Timer
from app.server.security.masking import mask_number
from app.server.storage.tables import Call, CallbackRow, CallResultRow, Customer, Ticket, TicketLinkRow
from app.server.tickets.by_itself_rules import MakeRule, Occasion, TicketRules, filled, load_rules
from app.server.tickets.changing import TicketChanges
from app.server.tickets.clocks_told import TimersOf

UNRESOLVED: Final = "ticket-unresolved"
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 8000
_HAPPENED: Final[dict[Occasion, str]] = {"message": "MESSAGE", "call-back": "CALLBACK", "result": "OUTCOME"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What may need a ticket. ``end``: of a call-back; ``outcome``: of a talk. ``origin``: its own
    for ever."""

    on: Occasion
    origin: str
    call_id: str
    customer_id: str | None
    number: str
    queue_id: str
    at: datetime
    level: str = ""
    outcome: str = ""
    end: str = ""
    note: str = ""
    length_s: float = 0.0
    due_at: datetime | None = None


class TicketsByItself:
    """Every method works inside the caller's write transaction."""

    def __init__(self, timers: TimersOf, changes: TicketChanges, directory: DirectoryService) -> None:
        self._timers = timers
        self._changes = changes
        self._directory = directory
        timers.on(UNRESOLVED, self._unresolved)

    def message_left(self, session: Session, fact: MessageLeft, at: datetime) -> None:
        call = session.get(Call, fact.call_id)
        self._make(
            session,
            Occurrence(
                "message",
                f"message:{fact.message_id}",
                fact.call_id if call else "",
                call.customer_id if call else None,
                fact.number,
                fact.queue_id,
                at,
                call.level if call else "",
                length_s=fact.length_s,
            ),
        )

    def callback_ended(self, session: Session, fact: CallBackEnded, at: datetime) -> None:
        row = session.get(CallbackRow, fact.callback_id)
        if row is None:
            return
        call = session.get(Call, row.for_call_id)
        self._make(
            session,
            Occurrence(
                "call-back",
                f"callback:{fact.callback_id}",
                row.for_call_id if call else "",
                row.customer_id,
                row.number,
                row.queue_id,
                at,
                row.level,
                end=fact.result,
            ),
        )

    def result_noted(self, session: Session, call_id: str, now: datetime) -> None:
        """An agent said what came of a call. She may make the ticket herself: that is waited for."""
        rules = load_rules(session)
        timer_id, subject = f"call:{call_id}:{UNRESOLVED}", f"call:{call_id}"
        row = session.get(CallResultRow, call_id)
        may_be = row is not None and any(
            rule.on == "result" and (not rule.outcomes or row.outcome_code in rule.outcomes)
            for rule in rules.make
        )
        if may_be:
            due_at = now + timedelta(minutes=rules.wait_min)
            self._timers.set_all(session, [Timer(timer_id, UNRESOLVED, subject, due_at)])
        else:
            self._timers.cancel_all(session, [timer_id])

    def _unresolved(self, session: Session, due: Due, now: datetime) -> None:
        call_id = due.subject.removeprefix("call:")
        row, call = session.get(CallResultRow, call_id), session.get(Call, call_id)
        if row is None or call is None or _has_ticket(session, call_id):
            return
        self._make(
            session,
            Occurrence(
                "result",
                f"result:{call_id}",
                call_id,
                call.customer_id,
                call.caller_number if call.direction == "IN" else call.dialled,
                call.queue_id or "",
                row.at,
                call.level,
                outcome=row.outcome_code,
                note=row.note,
                due_at=row.follow_up_at,
            ),
            now,
        )

    def _make(self, session: Session, what: Occurrence, now: datetime | None = None) -> Ticket | None:
        customer = session.get(Customer, what.customer_id) if what.customer_id else None
        rules: TicketRules = load_rules(session)
        rule = next((each for each in rules.make if fits(each, what, customer)), None)
        if rule is None:
            return None
        values = self._values(what, customer)
        new = NewTicket(
            customer_id=what.customer_id,
            call_id=what.call_id or None,
            type=rule.type,
            priority=rule.priority,
            title=filled(rule.title, values).strip()[:LONGEST_TITLE] or what.origin,
            text=filled(rule.text, values).strip()[:LONGEST_TEXT],
            due_at=what.due_at if what.due_at and what.due_at > (now or what.at) else None,
            tags=list(rule.tags),
            department=rule.department,
        )
        source = "RULE" if _is_special(rule) else _HAPPENED[what.on]
        return self._changes.create_by_itself(session, new, source, what.origin, now or what.at)

    def _values(self, what: Occurrence, customer: Customer | None) -> dict[str, str]:
        minutes, seconds = divmod(round(what.length_s), 60)
        queue = self._directory.queue_label(what.queue_id) if what.queue_id else None
        return {
            "number": mask_number(what.number),
            "customer": customer.name if customer else "",
            "queue": queue.zh if queue else "",
            "length": f"{minutes}:{seconds:02}",
            "note": what.note,
            "outcome": self._directory.label_name("OUTCOME", what.outcome, "zh"),
            "day": f"{what.at.astimezone():%m-%d %H:%M}",
        }


def fits(rule: MakeRule, what: Occurrence, customer: Customer | None) -> bool:
    """Every condition that the rule has."""
    tags = {str(tag) for tag in customer.tags} if customer else set[str]()
    note = what.note.casefold()
    return (
        rule.on == what.on
        and _among(what.outcome, rule.outcomes)
        and _among(what.end, rule.ends)
        and _among(what.queue_id, rule.queues)
        and _among(customer.level if customer else what.level, rule.levels)
        and (not rule.customer_tags or bool(tags & set(rule.customer_tags)))
        and (not rule.words or any(word.casefold() in note for word in rule.words))
    )


def _among(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted


def _is_special(rule: MakeRule) -> bool:
    """It looks at more than what happened."""
    return bool(rule.customer_tags or rule.words or rule.levels)


def _has_ticket(session: Session, call_id: str) -> bool:
    """Made of this call, or linked with it."""
    made = select(Ticket.ticket_id).where(Ticket.call_id == call_id)
    linked = select(TicketLinkRow.ticket_id).where(
        TicketLinkRow.kind == "call", TicketLinkRow.target_id == call_id
    )
    return bool(session.scalar(select(exists(made)))) or bool(session.scalar(select(exists(linked))))
