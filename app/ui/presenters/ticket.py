"""A ticket from the call in two clicks: one opens the prefilled form, one saves it.

What is typed into it is kept with every key, with whose ticket it is, until it is saved or emptied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from pydantic import TypeAdapter, ValidationError

from app.contracts.customers import CustomerFile, CustomerView
from app.contracts.fields import FieldValue
from app.contracts.people import Label
from app.contracts.tickets import NewTicket, TicketPriority, TicketView
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.ports import Clock, Draft, Drafts, Outbox, Trouble, Words
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_edit import FieldFace, own_fields
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.wrap_up import tomorrow_at

PRIORITIES: tuple[TicketPriority, ...] = ("LOW", "NORMAL", "HIGH", "URGENT")


@dataclass(frozen=True, slots=True)
class TicketFields:
    type: str
    priority: str
    title: str
    text: str
    due_at: datetime | None
    fields: dict[str, FieldValue] = field(default_factory=dict[str, FieldValue])  # those that are filled in


@dataclass(frozen=True, slots=True)
class _Kept:
    """A ticket that was being written, as it stands in the drafts."""

    fields: TicketFields
    call_id: str
    customer: CustomerView | None


_kept = TypeAdapter(_Kept)
DRAFT = "ticket-form"
_NOTHING = TicketFields("", "", "", "", None)


@dataclass(frozen=True, slots=True)
class TicketFace:
    types: tuple[tuple[str, str], ...]  # code, name
    priorities: tuple[tuple[str, str], ...]
    about: str  # whose ticket it becomes
    enabled: bool
    own: tuple[tuple[str, tuple[FieldFace, ...]], ...] = ()  # type → what must be filled in besides


class TicketFormView(Protocol):
    def show_form(self, face: TicketFace) -> None: ...
    def fill(self, fields: TicketFields) -> None: ...
    def show_state(self, text: str, good: bool) -> None: ...
    def show_panel(self) -> None: ...
    def leave_panel(self) -> None:
        """Back to the note: the ticket is written."""
        ...

    def next_call(self) -> None:
        """Another call is here: show the note again, unless the ticket is being typed."""
        ...

    def say(self, text: str) -> None: ...


class TicketPresenter:
    """``customer`` and ``note`` say whose file is open and what has been typed so far."""

    def __init__(
        self,
        view: TicketFormView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        outbox: Outbox,
        types: list[Label],
        customer: Callable[[], CustomerView | None],
        note: Callable[[], str],
        drafts: Drafts | None = None,
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._outbox, self._types, self._customer, self._note = outbox, types, customer, note
        self._prefilled: TicketFields | None = None  # None: the form is free for the next ticket
        self._call_id = ""  # whose ticket it is: bound when the form is filled, whoever calls meanwhile
        self._bound: CustomerView | None = None
        self._sent_key = ""
        self._drafts = drafts
        self._shelf: TicketShelf | None = None
        store.listen(self._changed)

    def know(self, shelf: TicketShelf) -> None:
        """What the types are made of: fields of theirs that have to be filled in."""
        self._shelf = shelf
        shelf.listen(self.refresh)

    def refresh(self) -> None:
        self._view.show_form(self._face())

    def _changed(self, before: Desk, after: Desk) -> None:
        if self._subject(before) != self._subject(after):
            self._view.show_state("", good=True)
            self._view.show_form(self._face())
            if self._subject(after):
                self._view.next_call()

    def open(self, typed: TicketFields | None = None) -> None:
        """The form comes up prefilled. A ticket that was begun and not saved is left as it is.

        It stays the ticket of the customer it was begun for, as the form says above, also when another
        one calls; emptied or saved, it is free for the next.
        """
        if self._untouched(typed):
            self._call_id, self._bound = self._subject(self._store.desk), self._customer()
            self._prefilled = self._prefill()
            self._view.fill(self._prefilled)
        self._view.show_form(self._face())
        self._view.show_panel()

    def type(self, fields: TicketFields) -> None:
        """Every key of the form."""
        if self._drafts is None:
            return
        if self._untouched(fields) and self._prefilled is not None:
            self._drafts.forget(DRAFT)
            return
        if self._prefilled is None:  # begun without having been opened
            self._call_id, self._bound = self._subject(self._store.desk), self._customer()
            self._prefilled = _NOTHING
        kept = _Kept(fields, self._call_id, self._whose())
        self._drafts.save(DRAFT, Draft(note=_kept.dump_json(kept).decode()))

    def restore(self) -> None:
        """At the start: a ticket that was being written when the program ended."""
        draft = self._drafts.load(DRAFT) if self._drafts is not None else None
        if draft is None:
            return
        try:
            kept = _kept.validate_json(draft.note)
        except ValidationError:  # of another version of the program
            return
        self._call_id, self._bound, self._prefilled = kept.call_id, kept.customer, _NOTHING
        self._view.show_form(self._face())
        self._view.fill(kept.fields)
        text = self._words("A ticket was being written when the program ended. It is not saved yet.")
        self._view.show_state(text, good=True)
        self._view.say(text)

    def _untouched(self, typed: TicketFields | None) -> bool:
        if typed is None or self._prefilled is None or typed == self._prefilled:
            return True
        return not typed.title.strip() and not typed.text.strip()

    def _whose(self) -> CustomerView | None:
        """The customer may have become known since the form was opened in the same call."""
        same = self._call_id == self._subject(self._store.desk)
        return self._customer() or self._bound if same else self._bound

    def save(self, fields: TicketFields) -> None:
        if not fields.title.strip():
            self._view.show_state(self._words("Please write a title."), good=False)
            return
        of_type = self._shelf.type(fields.type) if self._shelf else None
        for each in own_fields(of_type, self._words):
            if each.required and each.code not in fields.fields:
                text = self._words("Please fill in: {field}", field=each.name)
                self._view.show_state(text, good=False)
                return
        if self._prefilled is None:
            self._call_id, self._bound = self._subject(self._store.desk), self._customer()
        desk, customer = self._store.desk, self._whose()
        new = NewTicket(
            customer_id=customer.customer_id if customer else None,
            call_id=self._call_id or None,
            type=fields.type,
            priority=cast("TicketPriority", fields.priority),
            title=fields.title.strip()[:200],
            text=fields.text.strip(),
            due_at=fields.due_at,
            fields=fields.fields,
        )
        try:
            self._sent_key = self._outbox.put_ticket(new)
        except OutboxFailed as error:
            text = sentence(Trouble(error.error_id, error.detail), self._words)
            self._view.show_state(text, good=False)
            return
        if self._drafts is not None:
            self._drafts.forget(DRAFT)
        up = desk.server is ServerLine.UP
        self._view.show_state(
            self._words("Saving…") if up else self._words("Saved on this computer, will be sent"), good=True
        )
        self._prefilled = None
        self._view.leave_panel()

    def ticket_sent(self, key: str, ticket: TicketView) -> None:
        if key == self._sent_key:
            text = self._words("Ticket {number} is saved", number=ticket.number)
            self._view.show_state(text, good=True)
            self._view.say(text)

    def ticket_refused(self, key: str, reason: str) -> None:
        if key == self._sent_key:
            self._view.show_state(reason, good=False)
            self._view.say(reason)

    def _subject(self, desk: Desk) -> str:
        return desk.call.call_id if desk.call else ""

    def _prefill(self) -> TicketFields:
        desk, customer = self._store.desk, self._customer()
        file: CustomerFile | None = desk.call.file if desk.call else None
        title = ""
        if desk.call is not None:
            who = customer.name if customer else (file.number if file else "")
            title = self._words("{queue}: {name}", queue=self._words.label(desk.call.queue), name=who)
        first_line = next((line.strip() for line in self._note().splitlines() if line.strip()), "")
        urgent = customer is not None and customer.level == "VIP"
        return TicketFields(
            type=self._types[0].code if self._types else "",
            priority="HIGH" if urgent else "NORMAL",
            title=first_line[:60] or title,
            text=self._note(),
            due_at=tomorrow_at(self._clock.now(), self._words, hour=18),
        )

    def _face(self) -> TicketFace:
        free = self._prefilled is None
        customer = self._customer() if free else self._whose()
        call_id = self._subject(self._store.desk) if free else self._call_id
        w = self._words
        about = w("For {name}", name=customer.name) if customer else w("Not linked to a customer")
        if call_id and call_id == self._subject(self._store.desk):
            about = w("{who}, linked to this call", who=about)
        elif call_id:
            about = w("{who}, from the call before", who=about)
        names = {"LOW": w("Low"), "NORMAL": w("Normal"), "HIGH": w("High"), "URGENT": w("Urgent")}
        return TicketFace(
            types=tuple((label.code, w.label(label)) for label in self._types),
            priorities=tuple((code, names[code]) for code in PRIORITIES),
            about=about,
            enabled=True,
            own=self._own(),
        )

    def _own(self) -> tuple[tuple[str, tuple[FieldFace, ...]], ...]:
        types = self._shelf.types if self._shelf else []
        needed = ((t.code, tuple(f for f in own_fields(t, self._words) if f.required)) for t in types)
        return tuple((code, fields) for code, fields in needed if fields)
