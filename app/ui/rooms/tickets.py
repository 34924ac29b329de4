"""The tickets' room: list, board, the open one, writing; the page is made when it is first shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog

from app.contracts.live import TicketsChanged
from app.contracts.tickets import TicketFile, TicketSort, TicketView
from app.crm_client.requests import Upload
from app.ui import bindings_tickets as bound
from app.ui.i18n import tr
from app.ui.messages import sentence
from app.ui.playback import Playback
from app.ui.presenters.player import PlayerPresenter
from app.ui.presenters.ports import OutboxState, Trouble
from app.ui.presenters.ticket_asks import Answered, Asking
from app.ui.presenters.ticket_edit import EditFields
from app.ui.presenters.ticket_file import MOST_BYTES, TicketFilePresenter
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.ticket_writing import WritingPresenter
from app.ui.presenters.tickets_board import BoardPresenter
from app.ui.presenters.tickets_list import TicketsPresenter
from app.ui.presenters.tickets_query import FilterName, Tab
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from app.contracts.customers import CustomerView
    from app.ui.views.tickets_page import TicketsPage

PAGE = "tickets"


class TicketsRoom:
    """``open_customer``: shows his file on the desk. ``customer``: whose file is open there."""

    def __init__(
        self,
        bench: Bench,
        open_customer: Callable[[str], None],
        customer: Callable[[], CustomerView | None],
    ) -> None:
        self._bench, self._open_customer, self._customer = bench, open_customer, customer
        house, store, window, crm = bench.house, bench.store, bench.window, bench.client
        words, tasks, clock = house.words, house.tasks, house.clock
        config = bench.session.config
        self._page: TicketsPage | None = None
        self._seen: set[str] = set()
        self._playback = Playback(lambda: house.settings.now.output)
        self.asking = Asking(bound.Asks(window, self._shown_page))
        self.shelf = TicketShelf(tasks, words, crm, config.user, config.ticket_types)
        self._open_view = bound.OpenTicket(window, self._shown_page, self._write_file)
        self.player = PlayerPresenter(self._open_view, words, tasks, self._playback)
        self.list = TicketsPresenter(
            bound.TicketList(window, self._shown_page),
            store,
            words,
            tasks,
            clock,
            crm,
            self.shelf,
            self.asking,
            self._open,
            lambda: self.board.load(),
        )
        self.ticket = TicketFilePresenter(
            self._open_view,
            store,
            words,
            tasks,
            clock,
            crm,
            bench.outbox,
            bench.drafts,
            self.shelf,
            self.asking,
            self.player,
            self._changed,
        )
        self.board = BoardPresenter(
            bound.Board(window, self._shown_page),
            store,
            words,
            tasks,
            clock,
            crm,
            self.shelf,
            lambda: self.list.asked.query,
            self.ticket.move_file,
        )
        self.writing = WritingPresenter(
            bound.Writing(window, self._shown_page),
            store,
            words,
            tasks,
            clock,
            crm,
            bench.outbox,
            bench.drafts,
            self.shelf,
            self.ticket.take,
        )
        window.tickets.made_by(self._make)
        window.page_shown.connect(self._page_shown)

    def _shown_page(self) -> TicketsPage | None:
        return self._page

    # --- life ----------------------------------------------------------------------------------

    def _make(self) -> TicketsPage:
        from app.ui.views.tickets_page import TicketsPage

        page = self._page = TicketsPage(self._bench.house.look, self.board.may_go)
        self._wire(page)
        self.refresh()
        return page

    def _wire(self, page: TicketsPage) -> None:
        head, rows, view, form = page.head, page.list, page.ticket, page.form
        head.tab_chosen.connect(lambda tab: self.list.choose_tab(cast("Tab", tab)))
        head.view_chosen.connect(self.list.choose_view)
        head.view_saved.connect(self.list.kept.save)
        head.view_shared.connect(self.list.kept.share)
        head.view_deleted.connect(self.list.kept.delete)
        head.filtered.connect(lambda name, code: self.list.filter(cast("FilterName", name), code))
        head.sorted_by.connect(lambda order: self.list.sort(cast("TicketSort", order)))
        head.searched.connect(self.list.type_words)
        head.entered.connect(self.list.search)
        head.type_chosen.connect(self.board.choose_type)
        head.new.connect(self.write_new)
        head.reload.connect(self._reload)
        rows.near_end.connect(self.list.more)
        rows.reload.connect(self.list.load)
        rows.rows.selected.connect(self.list.select)
        page.chosen.connect(self.list.choose)
        page.bulk.connect(self._bulk)
        page.wanted.connect(self._act)
        page.board_shown.connect(self.board.show)
        page.board.chosen.connect(self.board.choose)
        page.board.opened.connect(self._open)
        page.board.put.connect(self.board.put)
        page.board.more.connect(self.board.more)
        page.board.reload.connect(self.board.load)
        page.ask_panel.answered.connect(lambda answered: self.asking.answer(cast("Answered", answered)))
        page.ask_panel.cancelled.connect(self.asking.cancel)
        view.retry.connect(self.ticket.load)
        view.head.moved.connect(self.ticket.move)
        view.head.acted.connect(self._act)
        view.composer.typed.connect(self.ticket.type_comment)
        view.composer.send.connect(self.ticket.comment)
        view.composer.attach.connect(self._choose_files)
        view.composer.field.files.connect(self._attach_paths)
        view.composer.field.picture.connect(self._attach_picture)
        view.files_dropped.connect(self._attach_paths)
        view.talk.file_wanted.connect(self.ticket.fetch_file)
        view.talk.player.toggled.connect(self.ticket.play)
        view.talk.player.seek.connect(self.player.seek)
        view.facts.ticked.connect(self.ticket.tick_off)
        view.facts.file_wanted.connect(self.ticket.fetch_file)
        view.facts.attach.connect(self._choose_files)
        view.facts.link.connect(self.ticket.link)
        view.facts.link_opened.connect(self._open_link)
        view.facts.file_unwanted.connect(self.ticket.removing.remove_file)
        view.facts.link_unwanted.connect(self.ticket.removing.remove_link)
        view.history.near_end.connect(self.ticket.more_history)
        form.typed.connect(lambda fields: self.writing.type(cast("EditFields", fields)))
        form.save.connect(lambda fields: self.writing.save(cast("EditFields", fields)))
        form.template.connect(lambda place, fields: self.writing.template(place, cast("EditFields", fields)))
        form.cancelled.connect(self.writing.leave)
        page.conflict.resolved.connect(lambda codes: self.writing.resolve(cast("frozenset[str]", codes)))
        page.conflict.back.connect(lambda: page.show_side("form"))

    def refresh(self) -> None:
        for presenter in (self.list, self.board, self.ticket, self.writing):
            presenter.refresh()

    def tick(self) -> None:
        self.list.tick()
        if self._page is not None and self._page.isVisible():
            self.board.tick()
            self.ticket.tick()

    async def stop(self) -> None:
        await self._playback.close()

    # --- what comes in -------------------------------------------------------------------------

    def live(self, message: TicketsChanged) -> None:
        self.list.live(message)
        self.board.live(message)
        self.ticket.live(message)

    def outbox_changed(self, state: OutboxState) -> None:
        self._seen.intersection_update(state.keys)
        for item in state.sent:
            if item.key not in self._seen:
                self._seen.add(item.key)
                if isinstance(item.answer, TicketFile):
                    self.ticket.comment_sent(item.key, item.answer)
                elif isinstance(item.answer, TicketView):
                    self._ticket_made(item.key, item.answer)
        for refused in state.refused:
            if refused.kind == "comment" and refused.key not in self._seen:
                self._seen.add(refused.key)
                trouble = Trouble(refused.error_id, refused.detail)
                self.ticket.comment_refused(refused.key, sentence(trouble, self._bench.house.words))

    def _ticket_made(self, key: str, made: TicketView) -> None:
        if self.writing.ticket_sent(key):
            text = self._bench.house.words("Ticket {number} is saved", number=made.number)
            self._bench.window.toast.say(text)
            self.open(made.ticket_id)
        self.list.load() if self._on_page() else self.list.count()

    def _changed(self, file: TicketFile) -> None:
        self.list.take(file)
        self.board.take(file)

    def _page_shown(self, page: str) -> None:
        self.list.page_shown(page == PAGE)
        if page != PAGE:
            self.player.stop()
        elif self._page is not None:
            self._page.focus_list()

    def _on_page(self) -> bool:
        return self._page is not None and self._page.isVisible()

    # --- what the person does --------------------------------------------------------------------

    def open(self, ticket_id: str) -> None:
        """From the customer's file, a notice, another ticket."""
        self._bench.window.show_page(PAGE)
        self.list.show_chosen(ticket_id)
        self._open(ticket_id)

    def _open(self, ticket_id: str) -> None:
        if self.writing.open and self._page is not None:
            self._page.show_side("ticket")  # what is being written stays in the drafts
        if self._page is not None:
            self._page.uncover()
        self.ticket.open(ticket_id)

    def write_new(self) -> None:
        self._bench.window.show_page(PAGE)
        self.writing.write_new(self._customer())

    def _reload(self) -> None:
        self.shelf.load()
        self.list.load()
        self.board.load()
        self.ticket.load()

    def _bulk(self, what: str) -> None:
        acts = {
            "assign": self.list.assign_selected,
            "move": self.list.move_selected,
            "weigh": self.list.weigh_selected,
            "none": self.list.select_none,
        }
        acts[what]()

    def _act(self, what: str) -> None:
        file = self.ticket.file
        match what:
            case "new":
                self.write_new()
            case "leave":
                self._leave()
            case "assign":
                self.ticket.assign()
            case "take":
                self.ticket.take_it()
            case "accept":
                self.ticket.accept()
            case "send-back":
                self.ticket.send_back()
            case "macro":
                self.ticket.macro()
            case "link":
                self.ticket.link()
            case "edit" if file is not None:
                self.writing.change(file)
            case "watch" if file is not None:
                me = self._bench.session.config.user.user_id
                self.ticket.watch(not any(user_id == me for user_id, _ in file.watchers))
            case "customer" if file is not None and file.ticket.customer_id:
                self._bench.window.show_page("desk")
                self._open_customer(file.ticket.customer_id)
            case "copy" if file is not None:
                self._open_view.copy(file.ticket.number)
            case "comment" if file is not None and self._page is not None:
                self._page.ticket.focus_comment()
            case "move" if file is not None and file.moves:
                self.ticket.move(file.moves[0].to_state)
            case _:
                pass

    def _leave(self) -> None:
        page = self._page
        if page is None:
            return
        if self.asking.open:
            self.asking.cancel()
        elif self.writing.open:
            self.writing.leave()
        else:
            self.ticket.close()
            self.list.show_chosen("")
            page.focus_list()

    def _open_link(self, kind: str, target: str) -> None:
        if kind != "call":
            self.open(target)
        else:
            self.ticket.play()

    # --- files ---------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._bench.window, tr("Add files"))
        if paths:
            self._attach_paths(paths)

    def _attach_paths(self, paths: list[str]) -> None:
        house = self._bench.house

        async def read() -> list[Upload]:
            return await asyncio.to_thread(lambda: [_read(Path(path)) for path in paths[:20]])

        house.tasks.run("read-files", read(), self._attach, lambda _: self._not_read())

    def _attach(self, files: list[Upload]) -> None:
        """For whom the words are that are being written, for him is the file."""
        page = self._page
        self.ticket.attach(files, page is not None and page.ticket.composer.for_customer)

    def _attach_picture(self, content: bytes) -> None:
        stamp = self._bench.house.words.local(self._bench.house.clock.now())
        self._attach([Upload(f"{stamp:%Y%m%d-%H%M%S}.png", content, "image/png")])

    def _not_read(self) -> None:
        self._bench.window.toast.say(self._bench.house.words("The file cannot be read."))

    def _write_file(self, path: Path, content: bytes) -> None:
        house, toast = self._bench.house, self._bench.window.toast

        async def write() -> None:
            await asyncio.to_thread(path.write_bytes, content)

        house.tasks.run(
            "write-file",
            write(),
            lambda _: toast.say(house.words("{name} is saved.", name=path.name)),
            lambda _: toast.say(house.words("The file could not be saved there.")),
        )


def _read(path: Path) -> Upload:
    """No more than is needed to see that it is too large."""
    with path.open("rb") as file:
        return Upload(path.name, file.read(MOST_BYTES + 1))
