"""Binds the presenters of tickets and notices to the window. Pages that are not made yet are shown nothing:
their presenters are told to show everything again as soon as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from app.ui.bindings import Bound
from app.ui.i18n import tr
from app.ui.presenters.notice_bell import NoticeRow, NoticesFace
from app.ui.presenters.player import PlayerFace
from app.ui.presenters.ticket_asks import Ask
from app.ui.presenters.ticket_edit import ConflictFace, EditFields, FormFace
from app.ui.presenters.ticket_file_face import OpenTicketFace
from app.ui.presenters.tickets_board import BoardFace
from app.ui.presenters.tickets_list import TicketsFace
from app.ui.views.main_window import MainWindow
from app.ui.views.notice_bell import NoticeBell

if TYPE_CHECKING:
    from app.ui.views.tickets_page import TicketsPage

Page = Callable[[], "TicketsPage | None"]


class OnPage(Bound):
    def __init__(self, window: MainWindow, page: Page) -> None:
        super().__init__(window)
        self._page = page


class TicketList(OnPage):
    def show_tickets(self, face: TicketsFace) -> None:
        if (page := self._page()) is not None:
            page.show_tickets(face)

    def show_count(self, mine: int, late: int) -> None:
        self.window.rail.show_count("tickets", mine, "trouble" if late else "accent")


class Board(OnPage):
    def show_board(self, face: BoardFace) -> None:
        if (page := self._page()) is not None:
            page.show_board(face)


class Asks(OnPage):
    def ask(self, ask: Ask) -> None:
        if (page := self._page()) is not None:
            page.ask_panel.ask(ask)

    def show_ask(self, busy: bool, trouble: str) -> None:
        if (page := self._page()) is not None:
            page.ask_panel.show_ask(busy, trouble)

    def ask_done(self) -> None:
        if (page := self._page()) is not None:
            page.ask_panel.ask_done()


class OpenTicket(OnPage):
    def __init__(self, window: MainWindow, page: Page, write: Callable[[Path, bytes], None]) -> None:
        """``write``: puts a file on the disk, elsewhere than in the window's thread."""
        super().__init__(window, page)
        self._write = write

    def show_ticket(self, face: OpenTicketFace) -> None:
        if (page := self._page()) is not None:
            page.show_ticket(face)

    def show_comment(self, text: str, for_customer: bool) -> None:
        if (page := self._page()) is not None:
            page.ticket.composer.show_comment(text, for_customer)

    def show_player(self, face: PlayerFace) -> None:
        if (page := self._page()) is not None:
            page.ticket.talk.show_player(face)

    def save_file(self, name: str, content: bytes) -> None:
        asked, _ = QFileDialog.getSaveFileName(self.window, tr("Save the file"), name)
        if asked:
            self._write(Path(asked), content)

    def copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.say(tr("{number} is copied.", number=text))


class Writing(OnPage):
    def open_form(self, face: FormFace, fields: EditFields) -> None:
        if (page := self._page()) is not None:
            page.form.open_form(face, fields)
            page.show_side("form")
            page.form.focus_first()

    def show_form(self, face: FormFace) -> None:
        if (page := self._page()) is not None:
            page.form.show_form(face)

    def show_form_state(self, text: str, good: bool, busy: bool) -> None:
        if (page := self._page()) is not None:
            page.form.show_form_state(text, good, busy)

    def show_conflict(self, face: ConflictFace) -> None:
        if (page := self._page()) is not None:
            page.conflict.show_conflict(face)
            page.show_side("conflict")

    def close_form(self) -> None:
        if (page := self._page()) is not None:
            page.show_side("ticket")
            page.focus_list()


class Bell(Bound):
    def __init__(self, window: MainWindow, bell: NoticeBell) -> None:
        super().__init__(window)
        self._bell = bell

    def show_bell(self, unread: int, urgent: bool) -> None:
        self._bell.show_bell(unread, urgent)

    def show_notices(self, face: NoticesFace) -> None:
        self._bell.popover.show_notices(face)

    def show_sign(self, row: NoticeRow) -> None:
        self._bell.sign.show_sign(row)

    def hide_sign(self, notice_id: int) -> None:
        self._bell.sign.hide_sign(notice_id)
