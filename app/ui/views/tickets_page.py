"""The page of tickets: whose are shown, filters, list or board at the left, the open ticket at the right.

Keys in the list: j k x a m p c e w n b /, Enter and Escape. On the board: arrows, Shift with an arrow moves.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.presenters.ticket_file_face import OpenTicketFace
from app.ui.presenters.tickets_board import BoardFace
from app.ui.presenters.tickets_list import TicketsFace
from app.ui.theme import Look, px
from app.ui.views.ask_panel import AskPanel
from app.ui.views.parts import Card, label, named, show
from app.ui.views.ticket_conflict import ConflictView
from app.ui.views.ticket_edit_form import TicketEditForm
from app.ui.views.ticket_view import TicketView
from app.ui.views.tickets_board import BoardView
from app.ui.views.tickets_bulk_bar import BulkBar
from app.ui.views.tickets_head import TicketsHead
from app.ui.views.tickets_rows import TicketsList

LIST_WIDTH = 430
NARROW_LIST_WIDTH = 340
NARROW_PX, SMALL_PX = 1060, 760  # below the second: the list or the ticket, not both
WIDEST_PX = (1 << 24) - 1
OPEN_AFTER_MS = 90  # running through the list does not open every ticket on the way


class TicketsPage(QWidget):
    chosen = Signal(str)
    bulk = Signal(str)
    wanted = Signal(str)  # by a key: what is to be done with the open ticket
    board_shown = Signal(bool)

    def __init__(self, look: Look, may_go: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        named(self, "ticketsPage")
        self.setProperty("page", True)
        self.head, self.list, self.bulk_bar = TicketsHead(look), TicketsList(look), BulkBar(look)
        self.board = BoardView(look, may_go)
        self.ticket, self.form, self.conflict = TicketView(look), TicketEditForm(look), ConflictView(look)
        self._hint = label("secondary", wrap=True)
        named(self._hint, "ticketsHint")
        self._is_board, self._is_writing, self._small = False, False, False
        self._ticket_id = self._covered = ""  # the open one; the one that the board was laid over
        self._due = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(OPEN_AFTER_MS)
        self._timer.timeout.connect(lambda: self.chosen.emit(self._due))
        self._left = QWidget()
        self._place()
        self.ask_panel = AskPanel(look, self)
        self._wire()

    def _place(self) -> None:
        card = Card(margin=0, spacing=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        around = QVBoxLayout()
        around.setContentsMargins(8, 8, 8, 4)
        around.addWidget(self.bulk_bar)
        show(self.bulk_bar, False)
        hint = QVBoxLayout()
        hint.setContentsMargins(16, 8, 16, 4)
        hint.addWidget(self._hint)
        show(self._hint, False)
        card.body.addLayout(hint)
        card.body.addWidget(self.list, 1)
        card.body.addLayout(around)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(card)
        self._sides = QStackedWidget()
        for side in (self.ticket, self.form, self.conflict):
            self._sides.addWidget(side)
        split = QWidget()
        both = QHBoxLayout(split)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(self._left)
        both.addWidget(self._sides, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self.board)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addWidget(self.head)
        box.addWidget(self._stack, 1)

    def _wire(self) -> None:
        rows = self.list.rows
        rows.row_chosen.connect(self._row_chosen)
        rows.clicked.connect(lambda _index: self._row_clicked())
        rows.opened.connect(self._row_opened)
        rows.wanted.connect(self._key)
        self.bulk_bar.acted.connect(self.bulk)
        self.head.board_chosen.connect(self.show_board_side)
        self.head.entered.connect(self.focus_list)
        self.ticket.head.close_button.clicked.connect(self.leave_ticket)
        save = QShortcut(QKeySequence("Ctrl+S"), self.form)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(lambda: self.form.save.emit(self.form.fields()))

    # --- what the presenters show ----------------------------------------------------------------

    def show_tickets(self, face: TicketsFace) -> None:
        self.head.show_face(face, self._is_board)
        self.list.show_rows(face.rows, face.more, face.chosen, face.may_select)
        self.list.show_state(face.state, face.text)
        self.bulk_bar.show_selected(face.selected)
        self._hint.setText(face.hint)
        show(self._hint, bool(face.hint))

    def show_board(self, face: BoardFace) -> None:
        self.head.show_board(face)
        self.board.show_board(face)

    def show_ticket(self, face: OpenTicketFace) -> None:
        self._ticket_id = face.ticket_id
        self.ticket.show_ticket(face)
        self._arrange()

    def show_side(self, side: str) -> None:
        """ "ticket", "form" or "conflict"."""
        self._is_writing = side != "ticket"
        self._sides.setCurrentWidget({"ticket": self.ticket, "form": self.form}.get(side, self.conflict))
        self._arrange()

    def uncover(self) -> None:
        """A ticket is wanted, perhaps the one that was open before."""
        self._covered = ""
        self._arrange()

    def _arrange(self) -> None:
        """On the board an open ticket takes the whole room, with the board behind it."""
        is_open = bool(self._ticket_id) and self._ticket_id != self._covered
        whole = self._small and (is_open or self._is_writing)
        show(self._left, not self._is_board and not whole)
        show(self._sides, whole or not self._small or self._is_board)
        show(self.head, not whole)  # its height is needed for what is said
        over_board = self._is_board and not (is_open or self._is_writing)
        self._stack.setCurrentIndex(1 if over_board else 0)

    def show_board_side(self, board: bool) -> None:
        if board == self._is_board:
            return
        self._is_board = board
        self._covered = self._ticket_id if board else ""
        self.head.check_board(board)
        self.board_shown.emit(board)
        self._arrange()

    # --- keys and clicks ---------------------------------------------------------------------------

    def _row_chosen(self, ticket_id: str) -> None:
        self._due = ticket_id
        if not self._small:  # there it would take the place of the list
            self._timer.start()

    def _row_clicked(self) -> None:
        row = self.list.rows.current()
        if self._small and row is not None:
            self.chosen.emit(row.ticket_id)

    def _row_opened(self, ticket_id: str) -> None:
        self._timer.stop()
        self.chosen.emit(ticket_id)
        self.ticket.talk.setFocus()

    def _key(self, what: str) -> None:
        several = not self.bulk_bar.isHidden()
        if what == "search":
            self.head.search.setFocus()
            self.head.search.selectAll()
        elif what == "board":
            self.show_board_side(not self._is_board)
            self.focus_list()
        elif several and what in ("assign", "move", "weigh"):
            self.bulk.emit(what)
        elif several and what == "leave":
            self.bulk.emit("none")
        else:
            if self._timer.isActive():
                self._timer.stop()
                self.chosen.emit(self._due)
            self.wanted.emit(what)

    def leave_ticket(self) -> None:
        self.wanted.emit("leave")

    def focus_list(self) -> None:
        if self._is_board:
            self.board.focus_cards()
        else:
            self.list.rows.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.ask_panel.isHidden():
            self.wanted.emit("leave")
        elif event.key() == Qt.Key.Key_B and self._is_board:
            self._key("board")
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self.wanted.emit("new")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._small = self.width() < px(SMALL_PX)
        if self._small:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(WIDEST_PX)
        else:
            narrow = self.width() < px(NARROW_PX)
            self._left.setFixedWidth(px(NARROW_LIST_WIDTH if narrow else LIST_WIDTH))
        self.head.fit(self._small)
        self._arrange()
