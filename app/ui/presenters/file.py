"""The customer's file: who, open promises, time line. For an unknown number: a prefilled new file.

Shown is the file of the call on the desk; between calls, the one that the agent opened herself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from app.contracts.base import Page
from app.contracts.customers import CustomerFile, CustomerView, NewCustomer, OpenTicket, TimelineItem
from app.contracts.tickets import TicketView
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.call import level_word
from app.ui.presenters.desk import Desk
from app.ui.presenters.format import amount, call_outcome_word, day_and_time, exact, when, years_since
from app.ui.presenters.ports import Clock, Crm, Outbox, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

Kind = Literal["CALL", "TICKET", "ORDER"]


@dataclass(frozen=True, slots=True)
class Promise:
    number: str
    title: str
    status: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    item_id: str
    kind: Kind
    title: str
    result: str
    detail: str
    status: str
    who: str
    when: str
    exact: str
    amount: str


@dataclass(frozen=True, slots=True)
class FileFace:
    """``customer_id`` empty: nobody is shown. ``facts``: pairs of name and value."""

    customer_id: str
    name: str
    level: str
    level_word: str
    number: str
    facts: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    note: str
    promises: tuple[Promise, ...]
    rows: tuple[TimelineRow, ...]
    more: bool
    closable: bool  # opened by hand, not by a call


@dataclass(frozen=True, slots=True)
class NewFileFace:
    number: str
    number_fixed: bool
    saving: str  # what became of the last save


class FileView(Protocol):
    def show_nobody(self) -> None: ...
    def show_file(self, face: FileFace) -> None: ...
    def show_new(self, face: NewFileFace) -> None: ...
    def show_loading(self) -> None: ...
    def say(self, text: str) -> None: ...


def ticket_status_word(status: str, words: Words) -> str:
    return {
        "NEW": words("new"),
        "ASSIGNED": words("assigned"),
        "IN_PROGRESS": words("in progress"),
        "WAITING": words("waiting"),
        "RESOLVED": words("resolved"),
        "CLOSED": words("closed"),
        "CANCELLED": words("cancelled"),
    }.get(status, status)


class FilePresenter:
    def __init__(
        self,
        view: FileView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: Crm,
        outbox: Outbox,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._outbox = tasks, clock, crm, outbox
        self._call_id = ""
        self._source: CustomerFile | None = None  # as the server sent it
        self._file: CustomerFile | None = None  # with what was added here
        self._opened = False
        self._loading_more = False
        self._sent_customer = ""
        self._saving = ""
        store.listen(self._changed)

    @property
    def customer(self) -> CustomerView | None:
        return self._file.customer if self._file else None

    def refresh(self) -> None:
        self._show()

    def _changed(self, _before: Desk, after: Desk) -> None:
        on_desk = after.offer or after.call
        if on_desk is None:
            if self._call_id:
                self._call_id = ""
                if not self._opened:
                    self._source = self._file = None
                self._show()
            return
        fresh = on_desk.call_id != self._call_id
        if not fresh and on_desk.file == self._source:
            return
        if fresh:
            self._saving = ""
        elif self._file is not None and self._file.customer and not on_desk.file.customer:
            return  # the file was made here meanwhile
        self._call_id, self._source, self._opened = on_desk.call_id, on_desk.file, False
        self._file = on_desk.file
        self._show()

    # --- wishes ------------------------------------------------------------------------------

    def open(self, customer_id: str) -> None:
        """Show another customer's file; the next call takes its place again."""
        self._view.show_loading()
        self._tasks.run("open-file", self._crm.customer_file(customer_id), self._opened_file, self._failed)

    def close(self) -> None:
        desk = self._store.desk
        on_desk = desk.offer or desk.call
        self._opened, self._file = False, on_desk.file if on_desk else None
        self._show()

    def _opened_file(self, file: CustomerFile) -> None:
        self._file, self._opened = file, True
        self._show()

    def more(self) -> None:
        file = self._file
        if self._loading_more or file is None or file.customer is None or not file.timeline_cursor:
            return
        self._loading_more = True
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
        self._saving = self._words("Saved on this computer; it is being sent.")
        self._show()

    def customer_made(self, key: str, customer: CustomerView) -> None:
        """The outbox has brought a new customer to the server."""
        if key != self._sent_customer or self._file is None:
            return
        self._sent_customer = ""
        self._file = self._file.model_copy(update={"customer": customer})
        self._show()

    def ticket_made(self, ticket: TicketView) -> None:
        """A ticket written here is on the server: it is an open promise now."""
        file = self._file
        if file is None:
            return
        of_customer = file.customer is not None and file.customer.customer_id == ticket.customer_id
        if not of_customer and ticket.call_id != self._call_id:
            return
        promise = OpenTicket(
            ticket_id=ticket.ticket_id,
            number=ticket.number,
            title=ticket.title,
            status=ticket.status,
            due_at=ticket.due_at,
        )
        others = [t for t in file.open_tickets if t.ticket_id != ticket.ticket_id]
        self._file = file.model_copy(update={"open_tickets": [promise, *others]})
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._loading_more = False
        self._show()
        self._view.say(sentence(trouble, self._words))

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        file = self._file
        if file is None:
            self._view.show_nobody()
        elif file.customer is None:
            self._view.show_new(NewFileFace(file.number, bool(file.number), self._saving))
        else:
            self._view.show_file(self._face(file, file.customer))

    def _face(self, file: CustomerFile, customer: CustomerView) -> FileFace:
        now = self._clock.now()
        return FileFace(
            customer_id=customer.customer_id,
            name=customer.name,
            level=customer.level,
            level_word=level_word(customer.level, self._words),
            number=customer.number,
            facts=self._facts(customer, now),
            tags=tuple(customer.tags),
            note=customer.note,
            promises=tuple(self._promise(ticket, now) for ticket in file.open_tickets),
            rows=tuple(timeline_row(item, now, self._words) for item in file.timeline),
            more=bool(file.timeline_cursor),
            closable=self._opened,
        )

    def _facts(self, customer: CustomerView, now: datetime) -> tuple[tuple[str, str], ...]:
        w = self._words
        since = ""
        if customer.since is not None:
            years = years_since(customer.since, now)
            since = w("{count} years", count=years) if years else w("less than a year")
        language = {"zh": w("Chinese"), "en": w("English")}.get(customer.language, customer.language)
        pairs = (
            (w("Number"), customer.number),
            (w("Place"), customer.region),
            (w("Customer for"), since),
            (w("Language"), language),
            (w("E-mail"), customer.email),
            (w("Address"), customer.address),
        )
        return tuple((name, value) for name, value in pairs if value)

    def _promise(self, ticket: OpenTicket, now: datetime) -> Promise:
        due, overdue = "", False
        if ticket.due_at is not None:
            overdue = ticket.due_at < now
            moment = day_and_time(ticket.due_at, now, self._words)
            due = (
                self._words("overdue since {when}", when=moment)
                if overdue
                else self._words("due {when}", when=moment)
            )
        return Promise(
            ticket.number, ticket.title, ticket_status_word(ticket.status, self._words), due, overdue
        )


def _status_word(item: TimelineItem, words: Words) -> str:
    match item.kind:
        case "TICKET":
            return ticket_status_word(item.status, words)
        case "CALL":
            return call_outcome_word(item.status, words)
        case "ORDER":
            return item.status


def timeline_row(item: TimelineItem, now: datetime, words: Words) -> TimelineRow:
    return TimelineRow(
        item_id=item.item_id,
        kind=item.kind,
        title=item.title,
        result=item.result,
        detail=item.detail,
        status=_status_word(item, words),
        who=item.agent_name,
        when=when(item.at, now, words),
        exact=exact(item.at, words),
        amount=amount(item.amount_cents) if item.amount_cents is not None else "",
    )
