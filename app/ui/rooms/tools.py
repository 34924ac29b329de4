"""What is read and written about a call: the customer's file, note, ticket, search, the lists."""

from __future__ import annotations

from typing import cast

from app.contracts.calls import CallView
from app.contracts.customers import CustomerView
from app.contracts.tickets import TicketView
from app.ui import bindings
from app.ui.messages import sentence
from app.ui.presenters.calls import CallsPresenter
from app.ui.presenters.desk import Desk, OutboxMoved, Stage
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.ports import OutboxState, Trouble
from app.ui.presenters.search import SearchPresenter
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from app.ui.presenters.wrap_up import WrapUpPresenter, tomorrow_at
from app.ui.rooms.bench import Bench


class ToolsRoom:
    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._seen: set[str] = set()
        house, config, store, window = bench.house, bench.session.config, bench.store, bench.window
        words, tasks, clock, crm = house.words, house.tasks, house.clock, bench.client
        self.file = FilePresenter(
            bindings.CustomerFile(window), store, words, tasks, clock, crm, bench.outbox
        )
        self.wrap_up = WrapUpPresenter(
            bindings.Result(window, lambda: tomorrow_at(clock.now(), words)),
            store,
            words,
            clock,
            bench.outbox,
            bench.drafts,
            config.outcomes,
        )
        self.ticket = TicketPresenter(
            bindings.Ticket(window),
            store,
            words,
            clock,
            bench.outbox,
            config.ticket_types,
            customer=lambda: self.file.customer,
            note=lambda: self.wrap_up.draft.note,
        )
        self.calls = CallsPresenter(bindings.Calls(window), words, tasks, clock, crm, config.outcomes)
        self.search = SearchPresenter(bindings.Search(window), words, tasks, clock, crm, self.file.open)
        self._wire()
        store.listen(self._follow)

    def _wire(self) -> None:
        window, bar, tools = self._bench.window, self._bench.window.state_bar, self._bench.window.tools
        bar.search_typed.connect(self.search.type)
        bar.search_entered.connect(self._search_entered)
        window.search_popup.chosen.connect(self.search.choose)
        window.file.more.connect(self.file.more)
        window.file.close_file.connect(self.file.close)
        window.new_customer.save.connect(self.file.save_new)
        window.idle.open_customer.connect(self.file.open)
        window.idle.reload.connect(self.calls.load)
        window.calls.open_customer.connect(self.file.open)
        window.calls.more.connect(self.calls.more)
        window.calls.reload.connect(self.calls.load)
        window.page_shown.connect(self._page_shown)
        tools.note.outcome_chosen.connect(self.wrap_up.choose_outcome)
        tools.note.note_typed.connect(self.wrap_up.type_note)
        tools.note.follow_up_chosen.connect(self.wrap_up.choose_follow_up)
        tools.note.finish.connect(self.wrap_up.finish)
        tools.ticket_wanted.connect(self._open_ticket)
        tools.ticket.save.connect(lambda fields: self.ticket.save(cast("TicketFields", fields)))
        window.add_key("F9", self.wrap_up.finish)
        window.add_key("Ctrl+N", self._focus_note)
        window.add_key("Ctrl+T", self._open_ticket)
        window.add_key("Ctrl+F", window.focus_search)
        window.digit_key.connect(self.wrap_up.choose_by_key)

    def start(self) -> None:
        self.calls.load()

    def refresh(self) -> None:
        for presenter in (self.file, self.wrap_up, self.ticket, self.calls):
            presenter.refresh()

    def tick(self) -> None:
        self.wrap_up.tick()
        self.search.tick()

    # --- what comes in -----------------------------------------------------------------------

    def _follow(self, before: Desk, after: Desk) -> None:
        if before.call is not None and after.call is None:
            self.calls.load()
        if before.stage is not Stage.WRAP_UP and after.stage is Stage.WRAP_UP:
            self._bench.window.tools.show_note_unless_typing()

    def outbox_changed(self, state: OutboxState) -> None:
        self._bench.store.dispatch(OutboxMoved(state.waiting, len(state.refused)))
        for item in state.sent:
            if item.key not in self._seen:
                self._seen.add(item.key)
                self._sent(item.key, item.answer)
        for refused in state.refused:
            if refused.key not in self._seen:
                self._seen.add(refused.key)
                self.wrap_up.result_refused(refused.key)
                trouble = Trouble(refused.error_id, refused.detail)
                self.ticket.ticket_refused(refused.key, sentence(trouble, self._bench.house.words))

    def _sent(self, key: str, answer: object) -> None:
        if isinstance(answer, TicketView):
            self.ticket.ticket_sent(key, answer)
            self.file.ticket_made(answer)
        elif isinstance(answer, CallView):
            self.wrap_up.result_sent(key)
            self.calls.load()
        elif isinstance(answer, CustomerView):
            self.file.customer_made(key, answer)

    # --- what the person does ------------------------------------------------------------------

    def _page_shown(self, page: str) -> None:
        if page == "calls":
            self.calls.load()

    def _search_entered(self) -> None:
        if not self._bench.window.search_popup.choose():
            self.search.search()

    def _focus_note(self) -> None:
        self._bench.window.show_page("desk")
        self._bench.window.tools.show_note()
        self._bench.window.tools.note.focus_note()

    def _open_ticket(self) -> None:
        window = self._bench.window
        window.show_page("desk")
        self.ticket.open(window.tools.ticket.fields())
        window.tools.ticket.focus_title()
