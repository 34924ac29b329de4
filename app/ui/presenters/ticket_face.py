"""How tickets look: states and priorities as words and tones, clocks with the time left, rows and cards.

In:  tickets as the server says them. Out: faces with everything said in the person's language. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.tickets import ClockView, StateKind, TicketEventView, TicketPriority, TicketView
from app.ui.presenters.agent import Tone
from app.ui.presenters.format import day_and_time, exact, when
from app.ui.presenters.ports import Words

KIND_TONES: dict[StateKind, Tone] = {
    "NEW": "accent",
    "OPEN": "talking",
    "WAITING": "hold",
    "RESOLVED": "ready",
    "CONFIRMED": "away",
    "ARCHIVED": "away",
    "CANCELLED": "away",
}
OVER: tuple[StateKind, ...] = ("RESOLVED", "CONFIRMED", "ARCHIVED", "CANCELLED")
PRIORITY_TONES: dict[TicketPriority, Tone] = {
    "LOW": "away",
    "NORMAL": "away",
    "HIGH": "hold",
    "URGENT": "trouble",
}
SOON_S = 3600


@dataclass(frozen=True, slots=True)
class Due:
    """What has to be done next and until when. ``text`` "" where nothing presses."""

    text: str
    exact: str
    tone: Tone
    late: bool


@dataclass(frozen=True, slots=True)
class TicketRow:
    ticket_id: str
    number: str
    title: str
    customer: str
    type: str
    status: str
    tone: Tone
    priority: str
    priority_tone: Tone
    marked: bool  # a priority above the usual
    who: str
    mine: bool
    unaccepted: bool
    due: Due
    when: str
    exact: str
    comments: int
    attachments: int
    watching: bool
    selected: bool = False

    @property
    def spoken(self) -> str:
        parts = (self.number, self.title, self.status, self.priority if self.marked else "", self.customer)
        return ", ".join(part for part in (*parts, self.who, self.due.text) if part)


@dataclass(frozen=True, slots=True)
class ClockFace:
    name: str
    text: str
    tone: Tone
    icon: str
    tip: str


def priority_word(priority: TicketPriority, words: Words) -> str:
    return {
        "LOW": words("Low"),
        "NORMAL": words("Normal"),
        "HIGH": words("High"),
        "URGENT": words("Urgent"),
    }[priority]


def time_left(seconds: float, words: Words) -> str:
    """'12 min', '3 h 05 min', '26 h', '4 days': as exact as it matters."""
    minutes = max(0, int(seconds // 60))
    if minutes < 60:
        return words("{count} min", count=max(1, minutes))
    hours, rest = divmod(minutes, 60)
    if hours < 10:
        return words("{hours} h {minutes} min", hours=hours, minutes=f"{rest:02d}")
    if hours < 48:
        return words("{hours} h", hours=hours)
    return words("{count} days", count=hours // 24)


def due_of(ticket: TicketView, now: datetime, words: Words) -> Due:
    """The clock that runs out first, else the promised time."""
    w = words
    if ticket.status_kind in OVER:
        return Due("", "", "away", late=False)
    running = [clock.due_at for clock in ticket.clocks if clock.state == "RUNNING" and clock.due_at]
    moment = min(running) if running else ticket.due_at
    late = ticket.late
    if moment is None or (ticket.status_kind == "WAITING" and not running):
        frozen = any(clock.state == "FROZEN" for clock in ticket.clocks)
        text = w("overdue") if late else w("paused") if frozen else ""
        return Due(text, "", "trouble" if late else "away", late=late)
    left_s = (moment - now).total_seconds()
    if left_s < 0 or late:
        text = w("{time} overdue", time=time_left(-left_s, w)) if left_s < 0 else w("overdue")
        return Due(text, exact(moment, w), "trouble", late=True)
    tone: Tone = "hold" if left_s < SOON_S else "away"
    return Due(w("{time} left", time=time_left(left_s, w)), exact(moment, w), tone, late=False)


def clock_face(clock: ClockView, now: datetime, words: Words) -> ClockFace:
    w = words
    name = {
        "FIRST_RESPONSE": w("First answer"),
        "UPDATE": w("Next update"),
        "RESOLUTION": w("Solution"),
    }[clock.kind]
    tip = exact(clock.due_at, w) if clock.due_at is not None else ""
    match clock.state:
        case "MET":
            return ClockFace(name, w("kept"), "ready", "check", tip)
        case "MISSED":
            return ClockFace(name, w("missed"), "trouble", "warning", tip)
        case "STOPPED":
            return ClockFace(name, w("stopped"), "away", "stop", tip)
        case "FROZEN":
            left = time_left(clock.left_s, w) if clock.left_s is not None else ""
            text = w("paused, {time} left", time=left) if left else w("paused")
            return ClockFace(
                name, text, "hold", "pause", w("The clock stands while the customer is waited for")
            )
        case "RUNNING":
            if clock.due_at is None:
                return ClockFace(name, w("runs"), "away", "clock", "")
            left_s = (clock.due_at - now).total_seconds()
            if left_s < 0:
                return ClockFace(
                    name, w("{time} overdue", time=time_left(-left_s, w)), "trouble", "warning", tip
                )
            tone: Tone = "hold" if left_s < SOON_S else "away"
            return ClockFace(name, w("{time} left", time=time_left(left_s, w)), tone, "clock", tip)


def ticket_row(ticket: TicketView, me: str, now: datetime, words: Words, selected: bool) -> TicketRow:
    return TicketRow(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        title=ticket.title,
        customer=ticket.customer_name,
        type=ticket.type_name or ticket.type,
        status=ticket.status_name or ticket.status,
        tone=KIND_TONES[ticket.status_kind],
        priority=priority_word(ticket.priority, words),
        priority_tone=PRIORITY_TONES[ticket.priority],
        marked=ticket.priority in ("HIGH", "URGENT"),
        who=ticket.assigned_name or ticket.department,
        mine=bool(me) and ticket.assigned_to == me,
        unaccepted=bool(me) and ticket.assigned_to == me and not ticket.accepted,
        due=due_of(ticket, now, words),
        when=when(ticket.created_at, now, words),
        exact=exact(ticket.created_at, words),
        comments=ticket.comments,
        attachments=ticket.attachments,
        watching=ticket.watching,
        selected=selected,
    )


def source_word(source: str, words: Words) -> str:
    return {
        "AGENT": words("written by hand"),
        "MESSAGE": words("from a voice message"),
        "OUTCOME": words("from an unresolved call"),
        "RULE": words("made by a rule"),
        "CALLBACK": words("from a missed call-back"),
        "API": words("from another system"),
        "EMAIL": words("from an e-mail"),
        "CUSTOMER": words("written by the customer"),
    }.get(source, source)


def field_name(code: str, words: Words, definitions: Sequence[FieldDefinition] = ()) -> str:
    """Of a ticket, as people call it."""
    own = code.removeprefix("fields.").removeprefix("field.")
    known = next((each for each in definitions if each.code == own), None)
    if known is not None:
        return words.label(known.name)
    return {
        "title": words("Title"),
        "text": words("Description"),
        "type": words("Type"),
        "priority": words("Priority"),
        "department": words("Department"),
        "customer_id": words("Customer"),
        "tags": words("Tags"),
        "fields": words("Details"),
        "checklist": words("Checklist"),
        "due_at": words("Due"),
        "status": words("State"),
        "assigned_to": words("Assigned to"),
    }.get(own, own)


def value_text(value: FieldValue, definition: FieldDefinition | None, words: Words) -> str:
    """What a field of its own kind holds, to be read."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    names = {each.code: words.label(each) for each in definition.choices} if definition else {}
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    return names.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class EventRow:
    what: str
    detail: str
    who: str
    when: str
    exact: str


def event_row(event: TicketEventView, now: datetime, words: Words) -> EventRow:
    """One change of its history: who, what, from, to, why."""
    w = words
    kind = event.kind.upper().replace("-", "_")
    what = {
        "CREATED": w("Ticket written"),
        "MOVED": w("Moved"),
        "STATUS": w("Moved"),
        "ASSIGNED": w("Assigned"),
        "ACCEPTED": w("Accepted"),
        "SENT_BACK": w("Sent back"),
        "COMMENT": w("Comment"),
        "COMMENTED": w("Comment"),
        "ATTACHMENT": w("File added") if event.after else w("File deleted"),
        "LINK": w("Linked") if event.after else w("Link removed"),
        "WATCH": w("Watchers"),
        "LATE": w("Late"),
        "ESCALATED": w("Told upwards"),
        "REMINDED": w("Reminder"),
        "REOPENED": w("Reopened"),
        "SATISFACTION": w("The customer rated"),
        "CHANGED": field_name(event.field, w) if event.field else w("Changed"),
    }.get(kind, field_name(event.field, w) if event.field else event.kind)
    change = " → ".join(part for part in (event.before, event.after) if part)
    if kind == "LINK" and event.field == "call":
        change = w("Call")  # its id says nothing to people
    return EventRow(
        what=what,
        detail=" · ".join(part for part in (change, event.why) if part),
        who=event.by or w("by itself"),
        when=day_and_time(event.at, now, w),
        exact=exact(event.at, w),
    )
