"""One customer on the page of customers: facts, open promises, time line by kind, private data for one look.

In:  his file from the server. Out: a face to show. What was revealed is gone again after half a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.contracts.base import Page
from app.contracts.control import NewCall
from app.contracts.customer_work import CustomerSetUp, SecretField
from app.contracts.customers import CustomerFile, CustomerView, TimelineItem
from app.ui.messages import sentence
from app.ui.presenters.customer_face import OWN, CustomerCard, column_names, customer_card
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.file_face import Filter, Promise, TimelineRow, promise, timeline_row
from app.ui.presenters.format import clock_time
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import OneCustomerCrm

SHOWN_S = 30.0


@dataclass(frozen=True, slots=True)
class PageFace:
    """``seen_until``: for how much longer she sees him in full, "" where she needs no leave or has none.

    ``revealed``: private values for ``left_s`` more seconds. ``text``: in place of the file.
    """

    state: ListState
    text: str
    card: CustomerCard | None
    promises: tuple[Promise, ...]
    rows: tuple[TimelineRow, ...]
    filter: Filter
    more: bool
    loading_rows: bool
    rows_trouble: str
    callable: bool
    revealed: tuple[tuple[str, str], ...]
    left_s: int
    revealing: bool
    seen_until: str
    asked: bool
    offline: bool


class PageView(Protocol):
    def show_customer(self, face: PageFace) -> None: ...
    def ask_reason(self, reasons: tuple[str, ...]) -> None: ...
    def say(self, text: str) -> None: ...


class CustomerPage:
    """``until``, ``asked``: leave that this person has, or waits for. ``loaded``: his file has come."""

    def __init__(
        self,
        view: PageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: OneCustomerCrm,
        until: Callable[[str], datetime | None],
        asked: Callable[[str], bool],
        leads: bool,
        loaded: Callable[[CustomerView], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._until, self._asked, self._leads, self._loaded = until, asked, leads, loaded
        self._set_up = CustomerSetUp()
        self._customer_id = ""
        self._file: CustomerFile | None = None
        self._trouble = ""
        self._filter: Filter = "ALL"
        self._revealed: SecretField | None = None
        self._hide_at_s = 0.0
        self._revealing = False
        self._shown: PageFace | None = None
        self._rows = Pages[TimelineItem](
            "time-line", tasks, words, self._fetch, lambda each: each.item_id, self._show
        )
        store.listen(self._changed)

    @property
    def customer(self) -> CustomerView | None:
        return self._file.customer if self._file is not None else None

    @property
    def customer_id(self) -> str:
        return self._customer_id

    def use_set_up(self, set_up: CustomerSetUp) -> None:
        self._set_up = set_up
        self._show()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        if self._revealed is not None and self._clock.monotonic() >= self._hide_at_s:
            self._revealed = None
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server or before.stage is not after.stage:
            if before.server is not after.server and after.server is ServerLine.UP and self._trouble:
                self.load()
            self._show()

    # --- wishes ----------------------------------------------------------------------------------

    def open(self, customer_id: str) -> None:
        if customer_id != self._customer_id:
            self._customer_id, self._file, self._filter = customer_id, None, "ALL"
            self._revealed, self._trouble = None, ""
            self._rows.clear()
        self.load()

    def close(self) -> None:
        self._customer_id, self._file, self._revealed = "", None, None

    def load(self) -> None:
        wanted = self._customer_id
        if wanted:
            self._trouble = ""
            self._show()
            self._tasks.run(
                "customer-file",
                self._crm.customer_file(wanted),
                lambda file: self._take(wanted, file),
                lambda trouble: self._not_loaded(wanted, trouble),
            )

    def _take(self, wanted: str, file: CustomerFile) -> None:
        if wanted != self._customer_id:
            return
        self._file = file
        self._rows.load()
        self._show()
        if file.customer is not None:
            self._loaded(file.customer)

    def _not_loaded(self, wanted: str, trouble: Trouble) -> None:
        if wanted == self._customer_id:
            self._trouble = sentence(trouble, self._words)
            self._show()

    def put(self, customer: CustomerView) -> None:
        """He was changed here."""
        if self._file is not None and customer.customer_id == self._customer_id:
            self._file = self._file.model_copy(update={"customer": customer})
            self._show()

    def show_kind(self, kind: Filter) -> None:
        if kind != self._filter:
            self._filter = kind
            self._rows.start_over()

    def more(self) -> None:
        self._rows.more()

    async def _fetch(self, cursor: str | None) -> Page[TimelineItem]:
        kind = None if self._filter == "ALL" else self._filter
        return await self._crm.timeline_of_kind(self._customer_id, kind, cursor)

    def call(self) -> None:
        if self.customer is not None:
            work = self._crm.make_call(NewCall(customer_id=self._customer_id))
            self._tasks.run("call-customer", work, None, self._say)

    def _say(self, trouble: Trouble) -> None:
        self._view.say(sentence(trouble, self._words))

    # --- private data ----------------------------------------------------------------------------

    def reveal(self, reason: str = "") -> None:
        """A second click hides it again."""
        if self._revealed is not None:
            self._revealed = None
            self._show()
            return
        if self.customer is None or self._revealing:
            return
        asked = self._customer_id
        self._revealing = True
        self._show()
        self._tasks.run(
            "reveal-fields",
            self._look(asked, " ".join(reason.split())[:200]),
            lambda answer: self._is_revealed(asked, answer),
            self._refused,
        )

    async def _look(self, customer_id: str, reason: str) -> SecretField:
        """Everything private for who leads; for all others the number alone: the rest needs leave."""
        if self._leads:
            return await self._crm.reveal_fields(customer_id, reason)
        number = await self._crm.reveal_number(customer_id, reason)
        return SecretField(values={"number": number.number})

    def _is_revealed(self, asked: str, answer: SecretField) -> None:
        self._revealing = False
        if asked == self._customer_id:
            self._revealed, self._hide_at_s = answer, self._clock.monotonic() + SHOWN_S
        self._show()

    def _refused(self, trouble: Trouble) -> None:
        self._revealing = False
        self._show()
        if trouble.error_id != "reason-needed":
            self._say(trouble)
            return
        w = self._words
        self._view.ask_reason(
            (
                w("Check who is calling"),
                w("Call back on another phone"),
                w("Delivery or repair needs it"),
            )
        )

    # --- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._customer_id:
            return
        w, now, desk = self._words, self._clock.now(), self._store.desk
        file, customer = self._file, self.customer
        up = desk.server is ServerLine.UP
        state, text = ListState.ROWS, ""
        if customer is None:
            state = ListState.ERROR if self._trouble else ListState.LOADING
            text = self._trouble or w("Opening the file…")
        until = self._until(self._customer_id) if customer is not None else None
        left_s = round(self._hide_at_s - self._clock.monotonic()) if self._revealed is not None else 0
        face = PageFace(
            state=state,
            text=text,
            card=customer_card(customer, self._set_up, w) if customer is not None else None,
            promises=tuple(promise(each, now, w) for each in file.open_tickets) if file is not None else (),
            rows=tuple(timeline_row(each, now, w) for each in self._rows.items),
            filter=self._filter,
            more=self._rows.more_there,
            loading_rows=self._rows.state is ListState.LOADING,
            rows_trouble=self._rows.trouble if self._rows.state is ListState.ERROR else "",
            callable=desk.stage is Stage.IDLE and up,
            revealed=self._secrets(),
            left_s=max(0, left_s),
            revealing=self._revealing,
            seen_until=clock_time((until - now).total_seconds()) if until is not None else "",
            asked=self._asked(self._customer_id),
            offline=not up,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_customer(face)

    def _secrets(self) -> tuple[tuple[str, str], ...]:
        if self._revealed is None:
            return ()
        w = self._words
        names = column_names(self._set_up, w) | {"name": w("Name"), "numbers": w("Numbers")}
        rows: list[tuple[str, str]] = []
        values = self._revealed.values
        numbers = values.get("numbers")
        for code, value in values.items():
            if code == "number" and isinstance(numbers, list) and numbers:
                continue  # it is the first of them
            said = ", ".join(value) if isinstance(value, list) else str(value or "")
            if said:
                rows.append((names.get(code) or names.get(f"{OWN}{code}") or code, said))
        return tuple(rows)
