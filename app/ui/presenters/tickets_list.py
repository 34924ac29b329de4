"""The list of tickets: rows of what is asked for, counts above it, several chosen at once.

In:  the server's pages, wishes, live word of changed tickets. Out: a face for the list.
What is shown stays on the screen when the server is away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.live import TicketsChanged
from app.contracts.tickets import SavedView, TicketCounts, TicketFile, TicketSort, TicketView
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Words
from app.ui.presenters.ports_tickets import TicketCrm, TicketListCrm
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_asks import Asking
from app.ui.presenters.ticket_face import TicketRow, ticket_row
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.tickets_bulk import Bulk
from app.ui.presenters.tickets_query import (
    Asked,
    FilterFace,
    FilterName,
    Tab,
    TabFace,
    filter_faces,
    none_text,
    tab_faces,
)
from app.ui.presenters.tickets_views import ViewChoice, ViewsKeeper

TYPED_PAUSE_S = 0.25
COUNT_EVERY_S = 5.0
SHOWN_EVERY_S = 10.0
PAGE = 50
MOST_SELECTED = 200
ONE_BY_ONE = 5  # so many changed ones are read again each by itself


class ListCrm(TicketListCrm, TicketCrm, Protocol):
    """Lists, and one ticket of them."""


@dataclass(frozen=True, slots=True)
class TicketsFace:
    """``tab`` "": a saved view is shown. ``asked``: words searched for. ``hint``: why it may be old."""

    rows: tuple[TicketRow, ...]
    state: ListState
    text: str
    more: bool
    chosen: str
    selected: int
    may_select: bool
    tabs: tuple[TabFace, ...]
    tab: str
    views: tuple[ViewChoice, ...]
    filters: tuple[FilterFace, ...]
    sort: TicketSort
    asked: str
    hint: str


class TicketsView(Protocol):
    def show_tickets(self, face: TicketsFace) -> None: ...
    def show_count(self, mine: int, late: int) -> None: ...
    def say(self, text: str) -> None: ...


class TicketsPresenter:
    """``opened``: a ticket is to be shown. ``asked_anew``: other tickets are asked for (the board, too)."""

    def __init__(
        self,
        view: TicketsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ListCrm,
        shelf: TicketShelf,
        asking: Asking,
        opened: Callable[[str], None],
        asked_anew: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._shelf = shelf
        self._opened, self._asked_anew = opened, asked_anew
        self.asked = Asked()
        self.bulk = Bulk(store, words, tasks, crm, shelf, asking, view.say, self._bulk_done)
        self._typed, self._typed_due_s = "", 0.0
        self._chosen = ""
        self._selected: set[str] = set()
        self._counts: TicketCounts | None = None
        self._counted_at_s, self._count_again = -COUNT_EVERY_S, False
        self._visible, self._shown_at_s = False, 0.0
        self._shown: TicketsFace | None = None
        self.kept = ViewsKeeper(words, tasks, crm, shelf, asking, self.asked, self._choose_kept, view.say)
        self._pages = Pages[TicketView](
            "tickets",
            tasks,
            words,
            lambda cursor: crm.tickets(self.asked.query, cursor, PAGE),
            lambda ticket: ticket.ticket_id,
            self._show,
        )
        store.listen(self._desk_changed)
        shelf.listen(self._show)

    # --- what comes in -------------------------------------------------------------------------

    def page_shown(self, shown: bool) -> None:
        self._visible = shown
        if shown:
            if not self._shelf.types:  # the server was too busy when they were asked for
                self._shelf.load()
            self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()
        self._show_count()

    def load(self) -> None:
        self._pages.load()
        self.count()

    def more(self) -> None:
        self._pages.more()

    def tick(self) -> None:
        now_s = self._clock.monotonic()
        if self._typed_due_s and now_s >= self._typed_due_s:
            self.search()
        if self._count_again and now_s - self._counted_at_s >= COUNT_EVERY_S:
            self.count()
        if self._visible and now_s - self._shown_at_s >= SHOWN_EVERY_S:
            self._shown_at_s = now_s
            self._show()  # the time that is left, in minutes

    def live(self, message: TicketsChanged) -> None:
        """Somebody changed tickets: those that are shown are read again."""
        self._count_again = True
        if not self._visible:
            return  # read when it is shown
        known = {each.ticket_id for each in self._pages.items}
        shown = [each for each in message.ticket_ids if each in known]
        if len(self._pages.items) <= PAGE or message.more or len(shown) > ONE_BY_ONE:
            self._pages.load()
            return
        for ticket_id in shown:
            self._tasks.run("ticket-again", self._crm.ticket(ticket_id), self.take, None)

    def take(self, file: TicketFile) -> None:
        """One was changed here, or read again."""
        self._pages.put(file.ticket)
        self._count_again = True

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is after.server:
            return
        if after.server is ServerLine.UP:
            self._shelf.load()
            self.count()
            if self._visible:
                self._pages.load()
        if self._visible:
            self._show()

    # --- which tickets -------------------------------------------------------------------------

    def choose_tab(self, tab: Tab) -> None:
        self.asked.choose_tab(tab)
        self._anew()

    def choose_view(self, view_id: str) -> None:
        found = next((each for each in self._shelf.views if each.view_id == view_id), None)
        if found is not None:
            self.asked.choose_view(found)
            self._anew()

    def filter(self, name: FilterName, code: str) -> None:
        self.asked.filter(name, code)
        self._anew()

    def sort(self, sort: TicketSort) -> None:
        self.asked.order = sort
        self._anew()

    def type_words(self, text: str) -> None:
        self._typed = text.strip()
        self._typed_due_s = self._clock.monotonic() + TYPED_PAUSE_S

    def search(self) -> None:
        self._typed_due_s = 0.0
        if self._typed != self.asked.words:
            self.asked.words = self._typed
            self._anew()

    def _anew(self) -> None:
        self._selected.clear()
        self._pages.start_over()
        self._asked_anew()

    def _choose_kept(self, view: SavedView | None) -> None:
        if view is None:
            self.choose_tab("mine")
        else:
            self.choose_view(view.view_id)

    # --- one and many ----------------------------------------------------------------------------

    def choose(self, ticket_id: str) -> None:
        if ticket_id != self._chosen:
            self.show_chosen(ticket_id)
            self._opened(ticket_id)

    def show_chosen(self, ticket_id: str) -> None:
        """Opened from elsewhere."""
        self._chosen = ticket_id
        self._show()

    def select(self, ticket_id: str) -> None:
        if self._shelf.leads and any(each.ticket_id == ticket_id for each in self._pages.items):
            self._selected ^= {ticket_id}
            self._show()

    def select_none(self) -> None:
        self._selected.clear()
        self._show()

    def select_all(self) -> None:
        if self._shelf.leads:
            self._selected = {each.ticket_id for each in self._pages.items[:MOST_SELECTED]}
            self._show()

    @property
    def selected(self) -> list[str]:
        return [each.ticket_id for each in self._pages.items if each.ticket_id in self._selected]

    def assign_selected(self) -> None:
        self.bulk.assign(self.selected)

    def move_selected(self) -> None:
        self.bulk.move(self.selected, {t.type for t in self._pages.items if t.ticket_id in self._selected})

    def weigh_selected(self) -> None:
        self.bulk.weigh(self.selected)

    def _bulk_done(self, refused: set[str]) -> None:
        self._selected = refused
        self.load()

    # --- counts ------------------------------------------------------------------------------------

    def count(self) -> None:
        self._count_again = False
        self._counted_at_s = self._clock.monotonic()
        if self._store.desk.server is ServerLine.UP:
            self._tasks.run("ticket-counts", self._crm.ticket_counts(), self._counted, lambda _: None)

    def _counted(self, counts: TicketCounts) -> None:
        self._counts = counts
        self._show_count()
        self._show()

    def _show_count(self) -> None:
        if self._counts is not None:
            self._view.show_count(self._counts.mine, self._counts.late)

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        w, now, pages, desk = self._words, self._clock.now(), self._pages, self._store.desk
        away = desk.server is not ServerLine.UP
        face = TicketsFace(
            rows=tuple(
                ticket_row(t, self._shelf.me, now, w, t.ticket_id in self._selected) for t in pages.items
            ),
            state=pages.state,
            text=pages.text(w("Loading the tickets…"), none_text(self.asked, w)),
            more=pages.more_there,
            chosen=self._chosen,
            selected=len(self.selected),
            may_select=self._shelf.leads,
            tabs=tab_faces(self._counts, w),
            tab=self.asked.tab or "",
            views=self.kept.choices(),
            filters=filter_faces(self.asked, self._shelf, desk.colleagues, w),
            sort=self.asked.order,
            asked=self.asked.words,
            hint=w("No connection: this is how it stood. Comments and new tickets wait here.")
            if away
            else "",
        )
        if face != self._shown:
            self._shown = face
            self._view.show_tickets(face)
