"""The customer's file: who, open promises, time line. For an unknown number: a prefilled new file.

Shown is the file of the call on the desk; between calls, the one that the agent opened herself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.contracts.base import Page
from app.contracts.customers import CustomerFile, CustomerView, NewCustomer, OpenTicket, TimelineItem
from app.contracts.tickets import TicketView
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.call import level_word
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.file_face import (
    FileFace,
    Filter,
    NewFileFace,
    facts,
    last_contact,
    matches,
    promise,
    timeline_row,
    unwanted_word,
)
from app.ui.presenters.on_desk import is_colleague, on_desk
from app.ui.presenters.ports import Clock, Draft, Drafts, Outbox, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import FileCrm

LOAD_AT_MOST = 5  # pages, one after the other, to find rows of a rare kind


class FileView(Protocol):
    def show_nobody(self) -> None: ...
    def show_file(self, face: FileFace) -> None: ...
    def show_new(self, face: NewFileFace) -> None: ...
    def show_loading(self) -> None: ...
    def say(self, text: str) -> None: ...


class FilePresenter:
    def __init__(
        self,
        view: FileView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: FileCrm,
        outbox: Outbox,
        drafts: Drafts,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._outbox, self._drafts = outbox, drafts
        self._call_id = ""
        self._source: CustomerFile | None = None  # as the server sent it
        self._file: CustomerFile | None = None  # with what was added here
        self._opened = False
        self._loading_more, self._pages_to_go = False, 0
        self._filter: Filter = "ALL"
        self._match, self._match_told = "", ""  # who of several it is; for which call the server knows
        self._sent_customer = ""
        self._saving = ""
        self._listeners: list[Callable[[], None]] = []
        store.listen(self._changed)

    def listen(self, listener: Callable[[], None]) -> None:
        """Told whenever another file, or more of it, is shown."""
        self._listeners.append(listener)

    @property
    def file(self) -> CustomerFile | None:
        return self._file

    @property
    def subject(self) -> tuple[str, str] | None:
        """Customer's id and number, as far as they may be seen."""
        customer = self.customer
        return (customer.customer_id, customer.number) if customer else None

    @property
    def customer(self) -> CustomerView | None:
        return self._file.customer if self._file else None

    def refresh(self) -> None:
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        here = on_desk(after)
        if here is None:
            if self._call_id:
                self._call_id = ""
                if not self._opened:
                    self._source = self._file = None
                self._show()
            elif before.server != after.server:
                self._show()
            return
        self._tell_match(after)
        fresh = here.call_id != self._call_id
        if not fresh and here.file == self._source:
            return
        if fresh:
            self._saving, self._match, self._filter = "", "", "ALL"
        elif self._file is not None and self._file.customer and not here.file.customer:
            return  # the file was made here meanwhile
        self._call_id, self._source, self._opened = here.call_id, here.file, False
        chosen = here.file.customer.customer_id if here.file.customer else ""
        if self._match in ("", chosen):
            self._file = here.file
        self._show()

    # --- wishes ------------------------------------------------------------------------------

    def open(self, customer_id: str) -> None:
        """Show another customer's file; the next call takes its place again."""
        self._view.show_loading()
        self._tasks.run("open-file", self._crm.customer_file(customer_id), self._opened_file, self._failed)

    def close(self) -> None:
        here = on_desk(self._store.desk)
        self._opened, self._file, self._match = False, here.file if here else None, ""
        self._show()

    def _opened_file(self, file: CustomerFile) -> None:
        self._file, self._opened, self._filter = file, True, "ALL"
        self._show()

    def choose_match(self, customer_id: str) -> None:
        """Several customers have the number: this one is calling."""
        file = self._file
        if file is None or (file.customer is not None and file.customer.customer_id == customer_id):
            return
        likely = next((each for each in file.matches if each.customer_id == customer_id), None)
        if likely is None:
            return
        others = file.matches
        self._match, self._match_told = customer_id, ""
        self._file = CustomerFile(customer=likely, number=file.number, matches=others)  # at once
        self._show()
        self._tell_match(self._store.desk)
        self._tasks.run(
            "file-of-match",
            self._crm.customer_file(customer_id),
            lambda whole: self._match_file(customer_id, whole, others),
            self._failed,
        )

    def _match_file(self, customer_id: str, whole: CustomerFile, others: list[CustomerView]) -> None:
        if customer_id == self._match:
            self._file = whole.model_copy(update={"matches": others})
            self._show()

    def _tell_match(self, desk: Desk) -> None:
        """The server learns it as soon as the call is hers."""
        if not self._match or desk.call is None or desk.call.call_id != self._call_id:
            return
        if self._match_told != self._call_id:
            self._match_told = self._call_id
            self._tasks.run(
                "choose-customer", self._crm.choose_customer(self._call_id, self._match), None, self._failed
            )

    def show_kind(self, kind: Filter) -> None:
        self._filter, self._pages_to_go = kind, LOAD_AT_MOST
        self._show()
        self._find_rows()

    def _find_rows(self) -> None:
        """A kind of which nothing is loaded yet: look further back."""
        file = self._file
        empty = file is not None and not any(self._filter in ("ALL", item.kind) for item in file.timeline)
        if empty and self._pages_to_go > 0:
            self._pages_to_go -= 1
            self.more()

    def more(self) -> None:
        file = self._file
        if self._loading_more or file is None or file.customer is None or not file.timeline_cursor:
            return
        self._loading_more = True
        self._show()
        customer_id = file.customer.customer_id
        self._tasks.run(
            "time-line",
            self._crm.timeline(customer_id, file.timeline_cursor),
            lambda page: self._add(customer_id, page),
            self._failed,
        )

    def _add(self, customer_id: str, page: Page[TimelineItem]) -> None:
        self._loading_more = False
        file = self._file
        if file is None or file.customer is None or file.customer.customer_id != customer_id:
            return
        known = {item.item_id for item in file.timeline}
        fresh = [item for item in page.items if item.item_id not in known]
        self._file = file.model_copy(
            update={"timeline": [*file.timeline, *fresh], "timeline_cursor": page.next_cursor}
        )
        self._show()
        self._find_rows()

    def type_new(self, name: str, note: str) -> None:
        """Every key of the new customer's form is kept."""
        if self._call_id:
            self._drafts.save(_form(self._call_id), Draft(outcome=name, note=note))

    def save_new(self, name: str, note: str) -> None:
        if not name.strip():
            self._view.say(self._words("Please write the customer's name."))
            return
        number = self._file.number if self._file else ""
        new = NewCustomer(name=name.strip(), number=number, call_id=self._call_id or None, note=note.strip())
        try:
            self._sent_customer = self._outbox.put_customer(new)
        except OutboxFailed as error:
            self._view.say(sentence(Trouble(error.error_id, error.detail), self._words))
            return
        if self._call_id:
            self._drafts.forget(_form(self._call_id))
        self._saving = self._words("Saved on this computer; it is being sent.")
        self._show()

    def customer_made(self, key: str, customer: CustomerView) -> None:
        """The outbox has brought a new customer to the server."""
        if key != self._sent_customer or self._file is None:
            return
        self._sent_customer = ""
        self._file = self._file.model_copy(update={"customer": customer})
        self._show()

    def customer_changed(self, customer: CustomerView) -> None:
        """His file was changed here: the open one shows it at once."""
        if self._file is not None and self._is_open(customer.customer_id):
            self._file = self._file.model_copy(update={"customer": customer})
            self._show()

    def read_again(self, customer_id: str) -> None:
        """Somebody else, or a late answer of the company's systems, has filled it in."""
        if self._is_open(customer_id):
            work = self._crm.customer_file(customer_id)
            self._tasks.run("file-again", work, lambda file: self._read(customer_id, file), lambda _: None)

    def _read(self, customer_id: str, file: CustomerFile) -> None:
        if self._file is not None and self._is_open(customer_id):
            self._file = file.model_copy(update={"matches": self._file.matches})
            self._show()

    def _is_open(self, customer_id: str) -> bool:
        customer = self.customer
        return customer is not None and customer.customer_id == customer_id

    def ticket_made(self, ticket: TicketView) -> None:
        """A ticket written here is on the server: it is an open promise now."""
        file = self._file
        if file is None:
            return
        of_customer = file.customer is not None and file.customer.customer_id == ticket.customer_id
        if not of_customer and ticket.call_id != self._call_id:
            return
        made = OpenTicket(
            ticket_id=ticket.ticket_id,
            number=ticket.number,
            title=ticket.title,
            status=ticket.status,
            due_at=ticket.due_at,
        )
        others = [t for t in file.open_tickets if t.ticket_id != ticket.ticket_id]
        self._file = file.model_copy(update={"open_tickets": [made, *others]})
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._loading_more = False
        self._show()
        self._view.say(sentence(trouble, self._words))

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        file = self._file
        if file is None or (file.customer is None and not self._opened and is_colleague(self._store.desk)):
            self._view.show_nobody()
        elif file.customer is None:
            kept = self._drafts.load(_form(self._call_id)) if self._call_id else None
            draft = (kept.outcome, kept.note) if kept else ("", "")
            self._view.show_new(
                NewFileFace(self._call_id, file.number, bool(file.number), self._saving, draft)
            )
        else:
            self._view.show_file(self._face(file, file.customer))
        for listener in self._listeners:
            listener()

    def _face(self, file: CustomerFile, customer: CustomerView) -> FileFace:
        now, w = self._clock.now(), self._words
        items = [item for item in file.timeline if self._filter in ("ALL", item.kind)]
        return FileFace(
            customer_id=customer.customer_id,
            name=customer.name,
            level=customer.level,
            level_word=level_word(customer.level, w),
            facts=facts(customer, now, w, file.accounts),
            tags=tuple(customer.tags),
            note=customer.note,
            promises=tuple(promise(ticket, now, w) for ticket in file.open_tickets),
            last=last_contact(file, now, w),
            rows=tuple(timeline_row(item, now, w) for item in items),
            filter=self._filter,
            more=bool(file.timeline_cursor),
            loading_more=self._loading_more,
            closable=self._opened,
            matches=matches(file, w),
            callable=self._store.desk.stage is Stage.IDLE and self._store.desk.server is ServerLine.UP,
            unwanted=unwanted_word(file, w),
        )


def _form(call_id: str) -> str:
    """The name under which the new customer's form of a call is kept: the draft's outcome is his name."""
    return f"new-customer:{call_id}"
