"""How one ticket looks when it is open: head, clocks, conversation, facts, history.

In:  the file as the server said it, what waits to be sent. Out: faces in the person's language. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.contracts.tickets import CommentView, DeliveryView, TicketFile, TicketTypeView
from app.ui.presenters.agent import Tone
from app.ui.presenters.delivery import TONES, channel_word, state_word, why_sentence
from app.ui.presenters.format import day_and_time, exact
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Words
from app.ui.presenters.ticket_face import (
    KIND_TONES,
    PRIORITY_TONES,
    ClockFace,
    EventRow,
    clock_face,
    event_row,
    priority_word,
    source_word,
    value_text,
)


@dataclass(frozen=True, slots=True)
class MoveFace:
    to_state: str
    text: str
    main: bool
    tip: str


@dataclass(frozen=True, slots=True)
class CommentFace:
    """``whose``: "internal", "customer" (told to him) or "from" (his own words). ``waits``: not sent yet."""

    comment_id: str
    who: str
    text: str
    when: str
    exact: str
    whose: str
    label: str
    files: tuple[tuple[str, str], ...] = ()  # id, name
    waits: bool = False


@dataclass(frozen=True, slots=True)
class FileRow:
    attachment_id: str
    name: str
    size: str
    tip: str
    for_customer: bool
    may_remove: bool = False


@dataclass(frozen=True, slots=True)
class LinkRow:
    kind: str
    target_id: str
    text: str
    detail: str
    may_remove: bool = False


@dataclass(frozen=True, slots=True)
class OpenTicketFace:
    """``state``: LOADING, ERROR with ``text``, EMPTY where none is chosen, ROWS where it is shown."""

    state: ListState
    text: str
    ticket_id: str = ""
    number: str = ""
    title: str = ""
    description: str = ""
    status: str = ""
    tone: Tone = "away"
    priority: str = ""
    priority_code: str = "NORMAL"
    priority_tone: Tone = "away"
    type: str = ""
    customer_id: str = ""
    customer: str = ""
    about: str = ""
    to_accept: str = ""
    moves: tuple[MoveFace, ...] = ()
    clocks: tuple[ClockFace, ...] = ()
    comments: tuple[CommentFace, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    checklist: tuple[tuple[int, str, bool, str], ...] = ()  # place, text, done, by whom
    files: tuple[FileRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    watchers: str = ""
    watching: bool = False
    history: tuple[EventRow, ...] = ()
    history_more: bool = False
    recording_id: str = ""
    rated: str = ""
    deliveries: tuple[tuple[str, Tone, str], ...] = ()
    has_macros: bool = False
    tells_customer: bool = False
    busy: bool = False
    offline: bool = False
    hint: str = ""


def open_face(
    file: TicketFile,
    of_type: TicketTypeView | None,
    me: str,
    now: datetime,
    words: Words,
    waiting: Sequence[CommentFace] = (),
    **more: object,
) -> OpenTicketFace:
    ticket, w = file.ticket, words
    names = tuple(file.watchers)
    return OpenTicketFace(
        state=ListState.ROWS,
        text="",
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        title=ticket.title,
        description=ticket.text,
        status=ticket.status_name or ticket.status,
        tone=KIND_TONES[ticket.status_kind],
        priority=priority_word(ticket.priority, w),
        priority_code=ticket.priority,
        priority_tone=PRIORITY_TONES[ticket.priority],
        type=ticket.type_name or ticket.type,
        customer_id=ticket.customer_id or "",
        customer=ticket.customer_name,
        about=_about(file, now, w),
        to_accept=_to_accept(file, me, w),
        moves=_moves(file, w),
        clocks=tuple(clock_face(clock, now, w) for clock in ticket.clocks),
        comments=(*(_comment(each, file, now, w) for each in file.comments), *waiting),
        facts=_facts(file, of_type, now, w),
        tags=tuple(ticket.tags),
        checklist=tuple(
            (c.index, w.label(c.name), c.done, _ticked(c.done_by, c.done_at, w)) for c in file.checklist
        ),
        files=tuple(
            FileRow(
                a.attachment_id,
                a.name,
                size_text(a.size_bytes),
                f"{a.by} · {exact(a.at, w)}",
                a.for_customer,
                a.may_remove,
            )
            for a in file.attachments
        ),
        links=_links(file, w),
        watchers=", ".join(name for _, name in names),
        watching=ticket.watching or any(user_id == me for user_id, _ in names),
        history=tuple(event_row(each, now, w) for each in file.history),
        history_more=file.history_cursor is not None,
        recording_id=ticket.recording_id or "",
        rated=_rated(file, w),
        deliveries=tuple(_delivery(each, now, w) for each in file.deliveries),
        **more,  # type: ignore[arg-type]
    )


def size_text(size_bytes: int) -> str:
    if size_bytes < 1024 * 1024:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"


def _about(file: TicketFile, now: datetime, w: Words) -> str:
    ticket = file.ticket
    parts = [
        w(
            "{who}, {when}",
            who=ticket.created_by or w("by itself"),
            when=day_and_time(ticket.created_at, now, w),
        ),
        source_word(ticket.source, w) if ticket.source != "AGENT" else "",
    ]
    return " · ".join(part for part in parts if part)


def _to_accept(file: TicketFile, me: str, w: Words) -> str:
    ticket = file.ticket
    if ticket.assigned_to != me or ticket.accepted or ticket.status_kind not in ("NEW", "OPEN", "WAITING"):
        return ""
    given = next((e for e in file.history if e.kind.upper().startswith("ASSIGN")), None)
    if given is not None and given.by and given.why:
        return w("{who} gave it to you: {why}", who=given.by, why=given.why)
    return w("This ticket was given to you. Do you take it?")


def _moves(file: TicketFile, w: Words) -> tuple[MoveFace, ...]:
    made: list[MoveFace] = []
    for index, move in enumerate(file.moves):
        asks = {"reason": w("a reason"), "assignee": w("who does it"), "checklist": w("the checklist"),
                "solution": w("the solution")}  # fmt: skip
        needs = ", ".join(asks[each] for each in move.needs)
        tip = (
            w("{move}: asks for {needs}", move=w.label(move.name), needs=needs)
            if needs
            else w.label(move.name)
        )
        made.append(MoveFace(move.to_state, w.label(move.name), index == 0, tip))
    return tuple(made)


def _comment(each: CommentView, file: TicketFile, now: datetime, w: Words) -> CommentFace:
    whose = "from" if each.from_customer else "customer" if each.for_customer else "internal"
    return CommentFace(
        comment_id=each.comment_id,
        who=(file.ticket.customer_name or w("Customer")) if each.from_customer else each.by or w("by itself"),
        text=each.text,
        when=day_and_time(each.at, now, w),
        exact=exact(each.at, w),
        whose=whose,
        label=comment_label(whose, w),
        files=tuple((a.attachment_id, a.name) for a in file.attachments if a.comment_id == each.comment_id),
    )


def comment_label(whose: str, w: Words) -> str:
    return {
        "internal": w("internal"),
        "customer": w("to the customer"),
        "from": w("from the customer"),
    }[whose]


def _ticked(by: str, at: datetime | None, w: Words) -> str:
    return " · ".join(part for part in (by, exact(at, w) if at else "") if part)


def _facts(
    file: TicketFile, of_type: TicketTypeView | None, now: datetime, w: Words
) -> tuple[tuple[str, str], ...]:
    ticket = file.ticket
    facts = [
        (w("Assigned to"), ticket.assigned_name or w("nobody yet")),
        (w("Department"), ticket.department),
        (w("Priority"), priority_word(ticket.priority, w)),
        (w("Due"), day_and_time(ticket.due_at, now, w) if ticket.due_at else ""),
    ]
    definitions = {each.code: each for each in of_type.fields} if of_type else {}
    for code, definition in definitions.items():
        facts.append((w.label(definition.name), value_text(file.fields.get(code), definition, w)))
    facts += [
        (code, value_text(value, None, w)) for code, value in file.fields.items() if code not in definitions
    ]
    facts.append((w("Check code"), file.check_code))
    return tuple((name, value) for name, value in facts if value)


def _links(file: TicketFile, w: Words) -> tuple[LinkRow, ...]:
    names = {"parent": w("Part of"), "child": w("Part"), "related": w("See also"), "call": w("Call")}
    made: list[LinkRow] = []
    for link in file.links:
        text = f"{link.number} {link.title}".strip() or (
            exact(link.at, w)[:16] if link.at else link.target_id
        )
        detail = " · ".join(part for part in (names[link.kind], link.status) if part)
        made.append(LinkRow(link.kind, link.target_id, text, detail, link.may_remove))
    return tuple(made)


def _rated(file: TicketFile, w: Words) -> str:
    if file.satisfaction is None:
        return ""
    stars = "★" * file.satisfaction + "☆" * (5 - file.satisfaction)
    return f"{stars}  {file.satisfaction_note}".strip()


def _delivery(each: DeliveryView, now: datetime, w: Words) -> tuple[str, Tone, str]:
    parts = (channel_word(each.channel, w), day_and_time(each.at, now, w), state_word(each.state, w))
    return " · ".join(parts), TONES[each.state], why_sentence(each.why, w)
