"""The list of customers: found by a search, or a segment's, or those whom a filter holds for.

In:  the server's pages, what is searched and chosen. Out: segments, rows in the chosen columns, and the card
of the chosen customer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.base import Page
from app.contracts.customer_work import CustomerSetUp, FilterCount, SegmentView
from app.contracts.customers import CustomerView
from app.contracts.filters import Filter
from app.ui.messages import sentence
from app.ui.presenters.customer_face import (
    USUAL_COLUMNS,
    Column,
    CustomerCard,
    CustomerRow,
    column_names,
    columns,
    customer_card,
    customer_row,
)
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import when
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import ListCrm

SHORTEST = 2
FILTERED = "filter"  # in the place of a segment's id: what the filter that is being written finds


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """``count``: as it was last counted, "" when it never was."""

    segment_id: str
    name: str
    count: str
    tip: str
    mine: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class ListFace:
    """``segment_id``: whose customers are shown; "" for a search. ``all_columns``: code, name, shown."""

    segments: tuple[SegmentRow, ...]
    segments_text: str
    segment_id: str
    searched: str
    columns: tuple[Column, ...]
    all_columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[CustomerRow, ...]
    state: ListState
    text: str
    more: bool
    summary: str
    chosen: str
    card: CustomerCard | None
    offline: str


class CustomersView(Protocol):
    def show_list(self, face: ListFace) -> None: ...
    def say(self, text: str) -> None: ...


class ColumnMemory(Protocol):
    """Which columns were chosen, over the end of the program."""

    def load_columns(self) -> tuple[str, ...]: ...
    def save_columns(self, codes: tuple[str, ...]) -> None: ...


class CustomersPresenter:
    """``opened``: a customer's file is wanted."""

    def __init__(
        self,
        view: CustomersView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ListCrm,
        opened: Callable[[str], None],
        memory: ColumnMemory,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._memory = memory
        self._tasks, self._clock, self._crm, self._opened = tasks, clock, crm, opened
        self.set_up = CustomerSetUp()
        self._segments: list[SegmentView] | None = None
        self._segments_trouble = ""
        self._segment_id, self._text = "", ""
        self._filter, self._found = Filter(), FilterCount(count=0)
        self._chosen = ""
        self._codes = memory.load_columns() or USUAL_COLUMNS
        self._shown: ListFace | None = None
        self._pages = Pages[CustomerView](
            "customers", tasks, words, self._fetch, lambda each: each.customer_id, self._show
        )
        self._pages.state = ListState.EMPTY
        store.listen(self._changed)

    @property
    def segments(self) -> list[SegmentView]:
        return self._segments or []

    @property
    def segment_id(self) -> str:
        return self._segment_id

    @property
    def chosen(self) -> str:
        return self._chosen

    @property
    def codes(self) -> tuple[str, ...]:
        """Of the columns that are shown."""
        return self._codes

    def customer(self, customer_id: str) -> CustomerView | None:
        return next((each for each in self._pages.items if each.customer_id == customer_id), None)

    def start(self) -> None:
        self._tasks.run("customer-set-up", self._crm.customer_set_up(), self.use_set_up, lambda _: None)
        self.load_segments()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.start()
                if self._pages.state is ListState.ERROR:
                    self.reload()
            self._show()

    def use_set_up(self, set_up: CustomerSetUp) -> None:
        self.set_up = set_up
        self._show()

    # --- segments ------------------------------------------------------------------------------

    def load_segments(self) -> None:
        self._tasks.run("segments", self._crm.segments(), self._take_segments, self._no_segments)

    def _take_segments(self, segments: list[SegmentView]) -> None:
        self._segments, self._segments_trouble = segments, ""
        if self._segment_id not in ("", FILTERED, *(each.segment_id for each in segments)):
            self._segment_id = ""
        if not self._segment_id and not self._text and segments and not self._pages.items:
            self.choose_segment(segments[0].segment_id)
        self._show()

    def _no_segments(self, trouble: Trouble) -> None:
        self._segments_trouble = sentence(trouble, self._words)
        self._show()

    # --- wishes --------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """ "" goes back to nobody: no list of everybody is made by accident."""
        text = " ".join(text.split())
        if text == self._text and not self._segment_id:
            return
        self._text, self._segment_id, self._chosen = text, "", ""
        if len(text) < SHORTEST:
            self._pages.clear()
            return
        self._pages.start_over()

    def choose_segment(self, segment_id: str) -> None:
        if segment_id and segment_id != self._segment_id:
            self._segment_id, self._text, self._chosen = segment_id, "", ""
            self._pages.start_over()

    def show_found(self, wanted: Filter, found: FilterCount) -> None:
        """Whom the filter finds that is being put together."""
        self._filter, self._found = wanted, found
        self._segment_id, self._text, self._chosen = FILTERED, "", ""
        self._pages.start_over()

    def reload(self) -> None:
        if self._segment_id or len(self._text) >= SHORTEST:
            self._pages.load()
        self.load_segments()

    def more(self) -> None:
        self._pages.more()

    def choose(self, customer_id: str) -> None:
        self._chosen = customer_id
        self._show()

    def open(self, customer_id: str) -> None:
        self._chosen = customer_id
        self._opened(customer_id)

    def show_columns(self, codes: tuple[str, ...]) -> None:
        self._codes = codes
        self._memory.save_columns(codes)
        self._show()

    def put(self, customer: CustomerView) -> None:
        """He was changed in his file."""
        if self.customer(customer.customer_id) is not None:
            self._pages.put(customer)

    async def _fetch(self, cursor: str | None) -> Page[CustomerView]:
        if self._segment_id == FILTERED:
            return await self._crm.matching_customers(self._filter, cursor)
        if self._segment_id:
            return await self._crm.segment_customers(self._segment_id, cursor)
        return await self._crm.customers(self._text, cursor)

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        pages, w = self._pages, self._words
        shown = columns(self._codes, self.set_up, w)
        if pages.items and self.customer(self._chosen) is None:
            self._chosen = pages.items[0].customer_id
        chosen = self.customer(self._chosen)
        face = ListFace(
            segments=tuple(self._segment_row(each) for each in self.segments),
            segments_text=self._segments_text(),
            segment_id=self._segment_id,
            searched=self._text,
            columns=shown,
            all_columns=tuple(
                (code, name, code in self._codes) for code, name in column_names(self.set_up, w).items()
            ),
            rows=tuple(customer_row(each, shown, self.set_up, w) for each in pages.items),
            state=pages.state,
            text=pages.text(w("Searching…") if self._text else w("Loading the customers…"), self._none()),
            more=pages.more_there,
            summary=self._summary(),
            chosen=self._chosen if chosen else "",
            card=customer_card(chosen, self.set_up, w) if chosen else None,
            offline="" if self._store.desk.server is ServerLine.UP else w("As it was before the line broke."),
        )
        if face != self._shown:
            self._shown = face
            self._view.show_list(face)

    def _segments_text(self) -> str:
        if self._segments:
            return ""
        if self._segments_trouble:
            return self._segments_trouble
        return self._words("Loading…") if self._segments is None else self._words("No segments yet.")

    def _segment_row(self, each: SegmentView) -> SegmentRow:
        w = self._words
        tip = w("not counted yet")
        if each.counted_at is not None:
            tip = w("counted {when}", when=when(each.counted_at, self._clock.now(), w))
        count = f"{each.count:,}" if each.count is not None else ""
        return SegmentRow(each.segment_id, each.name, count, tip, each.mine, each.shared)

    def _none(self) -> str:
        w = self._words
        if self._segment_id:
            return w("Nobody at the moment.")
        if len(self._text) >= SHORTEST:
            return w("Nobody found. Try a part of the name or of the number, or an order's number.")
        return w("Search by name, pinyin, number, order or ticket; or choose a segment.")

    def _summary(self) -> str:
        w, count = self._words, len(self._pages.items)
        if self._pages.state is not ListState.ROWS:
            return ""
        if self._segment_id == FILTERED:
            return w("{shown} of {count}", shown=f"{count:,}", count=counted(self._found))
        segment = next((each for each in self.segments if each.segment_id == self._segment_id), None)
        if segment is not None and segment.count is not None and segment.count > count:
            return w("{shown} of {count}", shown=f"{count:,}", count=f"{segment.count:,}")
        return f"{count:,}+" if self._pages.more_there else w("{count} customers", count=f"{count:,}")


def counted(found: FilterCount) -> str:
    """With a plus where the counting was ended before the end."""
    return f"{found.count:,}" if found.complete else f"{found.count:,}+"
