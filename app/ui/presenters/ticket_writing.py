"""Writing a new ticket and changing an open one: the form, its drafts, and the conflict of two who write.

In:  wishes and every key of the form. Out: a ticket in the outbox, or a change on the server. Where somebody
else has changed the same fields meanwhile, both are shown and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol, cast

from pydantic import ValidationError

from app.contracts.customers import CustomerView
from app.contracts.tickets import NewTicket, TicketChange, TicketFile, TicketPriority
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.desk import ServerLine
from app.ui.presenters.form_draft import FormDraft
from app.ui.presenters.ports import Clock, Drafts, Tasks, Trouble, Words
from app.ui.presenters.ports_tickets import TicketCrm, TicketOutbox
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_edit import (
    ConflictFace,
    EditFields,
    FormFace,
    changes,
    conflict,
    fields_of,
    missing,
    own_fields,
    resolved,
)
from app.ui.presenters.ticket_face import priority_word
from app.ui.presenters.ticket_shelf import TicketShelf

PRIORITIES: tuple[TicketPriority, ...] = ("LOW", "NORMAL", "HIGH", "URGENT")
NEW_DRAFT = "ticket-page-form"


class WritingView(Protocol):
    def open_form(self, face: FormFace, fields: EditFields) -> None: ...
    def show_form(self, face: FormFace) -> None:
        """The same form, other choices in it; what is typed stays."""
        ...

    def show_form_state(self, text: str, good: bool, busy: bool) -> None: ...
    def show_conflict(self, face: ConflictFace) -> None: ...
    def close_form(self) -> None: ...
    def say(self, text: str) -> None: ...


class WritingPresenter:
    """``changed``: told of the file after a change. ``customer``: whose file is open on the desk."""

    def __init__(
        self,
        view: WritingView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TicketCrm,
        outbox: TicketOutbox,
        drafts: Drafts,
        shelf: TicketShelf,
        changed: Callable[[TicketFile], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._outbox, self._shelf = outbox, shelf
        self._draft = FormDraft(drafts, EditFields)
        self._changed = changed
        self._open = False
        self._base: TicketFile | None = None  # None: a new one
        self._customer: CustomerView | None = None
        self._type = ""
        self._mine: TicketChange | None = None  # as it was refused
        self._theirs: TicketFile | None = None
        self._sent_key = ""
        shelf.listen(self._shelf_changed)

    @property
    def open(self) -> bool:
        return self._open

    # --- opening and leaving ---------------------------------------------------------------------

    def write_new(self, customer: CustomerView | None = None) -> None:
        self._base, self._customer, self._theirs = None, customer, None
        kept = self._kept(NEW_DRAFT)
        types = self._shelf.type_names()
        fields = kept or EditFields(
            type=types[0][0] if types else "",
            priority="HIGH" if customer is not None and customer.level == "VIP" else "NORMAL",
            title="",
            text="",
            department="",
            tags=(),
            due_at=None,
        )
        self._begin(fields)

    def change(self, file: TicketFile) -> None:
        self._base, self._customer, self._theirs = file, None, None
        self._begin(self._kept(_draft(file)) or fields_of(file))

    def leave(self) -> None:
        """Without saving; what was typed is forgotten."""
        self._draft.forget(_draft(self._base))
        self._close()

    def _begin(self, fields: EditFields) -> None:
        self._open, self._type = True, fields.type
        self._view.open_form(self._face(), fields)
        self._view.show_form_state("", good=True, busy=False)

    def _close(self) -> None:
        self._open, self._base, self._theirs, self._mine = False, None, None, None
        self._view.close_form()

    def refresh(self) -> None:
        if self._open:
            self._view.show_form(self._face())

    def _shelf_changed(self) -> None:
        if self._open:
            self._view.show_form(self._face())

    def type(self, fields: EditFields) -> None:
        """Every key of the form."""
        if not self._open:
            return
        if fields.type != self._type:
            self._type = fields.type
            self._view.show_form(self._face())
        self._draft.keep(_draft(self._base), fields)

    def template(self, place: int, fields: EditFields) -> None:
        """Fills in what is empty; nothing that was written is lost."""
        of_type = self._shelf.type(fields.type)
        if of_type is None or not 0 <= place < len(of_type.templates):
            return
        chosen = of_type.templates[place]
        text = chosen.text if not fields.text.strip() else f"{fields.text.rstrip()}\n{chosen.text}"
        filled = EditFields(
            type=fields.type,
            priority=chosen.priority,
            title=fields.title if fields.title.strip() else chosen.title,
            text=text,
            department=fields.department,
            tags=tuple(dict.fromkeys((*fields.tags, *chosen.tags))),
            due_at=fields.due_at,
            fields=fields.fields,
            assign=fields.assign,
        )
        self._view.open_form(self._face(), filled)
        self.type(filled)

    # --- saving ------------------------------------------------------------------------------------

    def save(self, fields: EditFields) -> None:
        w = self._words
        lacks = missing(fields, self._shelf.type(fields.type), w)
        if lacks:
            self._view.show_form_state(w("Please fill in: {field}", field=lacks), good=False, busy=False)
        elif self._base is None:
            self._save_new(fields)
        else:
            change = changes(fields_of(self._base), fields, self._base.ticket.version)
            if change is None:
                self.leave()
            else:
                self._send(change)

    def _save_new(self, fields: EditFields) -> None:
        w = self._words
        kind, _, whose = fields.assign.partition(":")
        try:
            new = NewTicket(
                customer_id=self._customer.customer_id if self._customer else None,
                type=fields.type,
                priority=cast("TicketPriority", fields.priority),
                title=fields.title.strip(),
                text=fields.text.strip(),
                due_at=fields.due_at,
                fields={code: value for code, value in fields.fields.items() if value not in (None, "", [])},
                tags=list(fields.tags),
                department=whose if kind == "department" else fields.department,
                assigned_to=self._shelf.me if kind == "me" else whose if kind == "person" else None,
                assign="duty" if kind == "duty" else "none",
            )
            self._sent_key = self._outbox.put_ticket(new)
        except (ValidationError, OutboxFailed) as error:
            trouble = Trouble(error.error_id) if isinstance(error, OutboxFailed) else Trouble("invalid")
            self._view.show_form_state(sentence(trouble, w), good=False, busy=False)
            return
        self._draft.forget(NEW_DRAFT)
        up = self._store.desk.server is ServerLine.UP
        self._close()
        self._view.say(w("Saving…") if up else w("Saved on this computer, will be sent"))

    def ticket_sent(self, key: str) -> bool:
        """Whether it is the one that was written here."""
        mine, self._sent_key = key == self._sent_key, "" if key == self._sent_key else self._sent_key
        return mine

    def _send(self, change: TicketChange) -> None:
        w = self._words
        if self._store.desk.server is not ServerLine.UP:
            text = w("Not without the server. What you wrote stays here; save it when the server is back.")
            self._view.show_form_state(text, good=False, busy=False)
            return
        base = self._theirs or self._base
        if base is None:
            return
        self._mine = change
        self._view.show_form_state(w("Saving…"), good=True, busy=True)
        work = self._crm.change_ticket(base.ticket.ticket_id, change)
        self._tasks.run("change-ticket", work, self._saved, self._refused)

    def _saved(self, file: TicketFile) -> None:
        self._draft.forget(_draft(self._base))
        self._close()
        self._changed(file)
        self._view.say(self._words("Saved."))

    def _refused(self, trouble: Trouble) -> None:
        base, mine = self._base, self._mine
        if trouble.error_id == "ticket-changed" and trouble.present and base is not None and mine is not None:
            of_type = self._shelf.type(base.ticket.type)
            definitions = of_type.fields if of_type else []
            both = conflict(base, mine, trouble.present, trouble.changed, definitions, self._words)
            if both is not None:
                self._theirs, face = both
                self._view.show_form_state("", good=True, busy=False)
                self._view.show_conflict(face)
                return
        self._view.show_form_state(sentence(trouble, self._words), good=False, busy=False)

    def resolve(self, give_up: Collection[str]) -> None:
        """Of the fields that both changed, these stay as somebody else has made them."""
        mine, theirs = self._mine, self._theirs
        if mine is None or theirs is None:
            return
        again = resolved(mine, theirs, give_up)
        if again is None:
            self._saved(theirs)
        else:
            self._send(again)

    # --- within ------------------------------------------------------------------------------------

    def _kept(self, name: str) -> EditFields | None:
        return self._draft.kept(name)

    def _face(self) -> FormFace:
        w, base, of_type = self._words, self._base, self._shelf.type(self._type)
        about = ""
        if base is None:
            about = (
                w("For {name}", name=self._customer.name) if self._customer else w("Not linked to a customer")
            )
        return FormFace(
            title=w("Change {number}", number=base.ticket.number) if base else w("New ticket"),
            save=w("Save") if base else w("Save ticket"),
            types=self._shelf.type_names(),
            priorities=tuple((each, priority_word(each, w)) for each in PRIORITIES),
            departments=tuple(self._shelf.departments()),
            own=own_fields(of_type, w),
            templates=tuple(w.label(t.name) for t in of_type.templates) if of_type and base is None else (),
            about=about,
            new=base is None,
        )


def _draft(base: TicketFile | None) -> str:
    return f"ticket-edit:{base.ticket.ticket_id}" if base else NEW_DRAFT
