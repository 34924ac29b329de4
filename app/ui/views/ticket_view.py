"""One ticket, open: head with what can be done, clocks, conversation, facts beside it, its history.

Files may be dropped anywhere on it.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import RowsModel
from app.ui.presenters.pages import ListState
from app.ui.presenters.ticket_face import ClockFace, EventRow
from app.ui.presenters.ticket_file_face import MoveFace, OpenTicketFace
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PaintedList, RowPainter
from app.ui.views.parts import (
    Card,
    Chip,
    Divider,
    ElidedLabel,
    EmptyState,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.ticket_facts import TicketFacts
from app.ui.views.ticket_thread import Composer, Thread

MOVES_SHOWN = 3
CLOCKS_SHOWN = 3


class HistoryPainter(RowPainter[EventRow]):
    row_height = 48

    def columns(self, painter: QPainter, box: QRect, row: EventRow) -> None:
        left, right = box.left() + px(20), box.right() - px(20)
        side = px(150)
        words = QRect(left, box.top(), right - left - side - px(12), box.height())
        half = box.height() // 2
        if row.detail:
            self.text(painter, words.adjusted(0, px(5), 0, -half), row.what, base_font(13), "text")
            self.text(
                painter, words.adjusted(0, half - px(1), 0, -px(5)), row.detail, base_font(12), "secondary"
            )
        else:
            self.text(painter, words, row.what, base_font(13), "text")
        last = QRect(right - side, box.top(), side, box.height())
        self.text(painter, last.adjusted(0, px(5), 0, -half), row.who, base_font(12), "text", at_right=True)
        lower = last.adjusted(0, half - px(1), 0, -px(5))
        self.text(painter, lower, row.when, base_font(12), "secondary", at_right=True)


class HistoryList(PaintedList[EventRow]):
    near_end = Signal()

    def __init__(self, look: Look) -> None:
        model: RowsModel[EventRow] = RowsModel(
            lambda e: ", ".join(part for part in (e.when, e.who, e.what, e.detail) if part),
            lambda e: "\n".join(part for part in (e.exact, e.detail) if part),
        )
        super().__init__(look, "ticketHistory", model, HistoryPainter(look, EventRow), lambda e: e.exact)
        self.more = False
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        Sayings(self).say(self.setAccessibleName, "History")

    def _scrolled(self, value: int) -> None:
        if self.more and value >= self.verticalScrollBar().maximum() - px(48) * 3:
            self.near_end.emit()


class ClockChip(QFrame):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("person", "quiet")
        self._icon = IconLabel(look, "clock", "secondary", 16)
        self._name, self._text = label("secondary"), label("strong")
        self.setLayout(row(self._icon, self._name, self._text, 1, spacing=6))
        inside = self.layout()
        if inside is not None:
            inside.setContentsMargins(10, 5, 10, 5)

    def show_clock(self, face: ClockFace) -> None:
        self._icon.set(face.icon, face.tone)
        self._name.setText(face.name)
        self._text.setText(face.text)
        set_property(self._text, "tone", face.tone if face.tone != "away" else "")
        self.setToolTip(face.tip)
        self.setAccessibleName(f"{face.name}: {face.text}")


class TicketHead(QWidget):
    """Number, state, title, whose; the moves as buttons."""

    moved = Signal(str)
    acted = Signal(
        str
    )  # "assign", "take", "accept", "send-back", "edit", "watch", "macro", "customer", "close"

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._number = label("secondary", selectable=True)
        named(self._number, "openTicketNumber")
        self._status, self._priority, self._type = Chip("away"), Chip("trouble"), label("secondary")
        named(self._status, "openTicketStatus")
        self._title = ElidedLabel("title")
        named(self._title, "openTicketTitle")
        self._customer, self._about = QPushButton(), ElidedLabel("secondary")
        named(self._customer, "openTicketCustomer")
        self._customer.setProperty("kind", "link")
        self._watch = self._quiet("eye", "watchTicketButton", "watch")
        self._edit = self._quiet("edit", "editTicketButton", "edit")
        self._more = self._quiet("more", "moreTicketButton", "")
        self.close_button = self._quiet("x", "closeTicketButton", "close")
        self._menu = QMenu(self)
        named(self._menu, "ticketMenu")
        self._accept_bar, self._accept_text = QFrame(), label("", wrap=True)
        self._accept, self._back = QPushButton(), QPushButton()
        self._moves = row(spacing=8)
        self._buttons: list[QPushButton] = []
        self._assign, self._take = QPushButton(), QPushButton()
        self._shown_moves: tuple[MoveFace, ...] | None = None
        self._face: OpenTicketFace | None = None
        self._place()
        self._say()

    def _quiet(self, icon: str, name: str, what: str) -> IconButton:
        button = IconButton(self._look, icon, "quiet", "secondary")
        named(button, name)
        button.setFixedSize(36, 36)
        if what:
            button.clicked.connect(lambda: self.acted.emit(what))
        return button

    def _place(self) -> None:
        self._accept_bar.setProperty("banner", "hint")
        named(self._accept_bar, "acceptBar")
        bar = QHBoxLayout(self._accept_bar)
        bar.setContentsMargins(12, 6, 8, 6)
        bar.addWidget(self._accept_text, 1)
        for button, name, what in (
            (self._back, "sendBackButton", "send-back"),
            (self._accept, "acceptTicketButton", "accept"),
        ):
            named(button, name)
            button.clicked.connect(lambda _=False, w=what: self.acted.emit(w))
            bar.addWidget(button)
        self._accept.setProperty("kind", "primary")
        for button, name, what in (
            (self._take, "takeTicketButton", "take"),
            (self._assign, "assignTicketButton", "assign"),
        ):
            named(button, name)
            button.clicked.connect(lambda _=False, w=what: self.acted.emit(w))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 8, 12, 12)
        box.setSpacing(6)
        tools = (self._watch, self._edit, self._more, self.close_button)
        box.addLayout(row(self._number, self._status, self._priority, self._type, 1, *tools, spacing=6))
        box.addWidget(self._title)
        about = row(self._customer, self._about, spacing=8)
        about.setStretch(1, 1)
        box.addLayout(about)
        box.addWidget(self._accept_bar)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(self._moves)
        line.addStretch(1)
        line.addWidget(self._take)
        line.addWidget(self._assign)
        box.addLayout(line)
        self._customer.clicked.connect(lambda: self.acted.emit("customer"))
        self._more.clicked.connect(self._open_menu)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._edit.setToolTip, "Change title, text and details  (E)")
        said.say(self._edit.setAccessibleName, "Change")
        said.say(self._more.setToolTip, "More")
        said.say(self._more.setAccessibleName, "More")
        said.say(self.close_button.setToolTip, "Close the ticket  (Esc)")
        said.say(self.close_button.setAccessibleName, "Close the ticket")
        said.say(self._accept.setText, "Accept")
        said.say(self._back.setText, "Send back…")
        said.say(self._assign.setText, "Assign…")
        said.say(self._assign.setToolTip, "Give it to somebody  (A)")
        said.say(self._take.setText, "Take it")
        said.say(self._take.setToolTip, "It becomes yours")
        said.say(self._customer.setToolTip, "Open customer file")

    def show_head(self, face: OpenTicketFace) -> None:
        self._face = face
        self._number.setText(face.number)
        self._status.set(face.status, face.tone)
        self._priority.set(
            face.priority if face.priority_code in ("HIGH", "URGENT") else "", face.priority_tone
        )
        self._type.setText(face.type)
        self._title.setText(face.title)
        self._customer.setText(face.customer)
        show(self._customer, bool(face.customer_id))
        self._about.setText(face.about)
        self._accept_text.setText(face.to_accept)
        show(self._accept_bar, bool(face.to_accept))
        usable = not face.busy and not face.offline
        nobody = not any(value for name, value in face.facts[:1] if name) or face.facts[0][1] == tr(
            "nobody yet"
        )
        show(self._take, nobody)
        for button in (self._accept, self._back, self._assign, self._take, self._edit):
            button.setEnabled(usable)
        self._watch.set_icon(
            "eye" if face.watching else "eye-off", "accent" if face.watching else "secondary"
        )
        word = tr("You watch it; a click ends that  (W)") if face.watching else tr("Watch it  (W)")
        self._watch.setToolTip(word)
        self._watch.setAccessibleName(word)
        self._show_moves(face)

    def _show_moves(self, face: OpenTicketFace) -> None:
        if face.moves != self._shown_moves:
            self._shown_moves = face.moves
            for old in self._buttons:
                old.hide()
                old.deleteLater()
            self._buttons = []
            for move in face.moves[:MOVES_SHOWN]:
                button = QPushButton(move.text)
                named(button, f"move_{move.to_state}")
                if move.main:
                    button.setProperty("kind", "primary")
                button.setToolTip(move.tip)
                button.setAccessibleName(move.text)
                button.clicked.connect(lambda _=False, s=move.to_state: self.moved.emit(s))
                self._buttons.append(button)
                self._moves.addWidget(button)
        for button in self._buttons:
            button.setEnabled(not face.busy and not face.offline)

    def _open_menu(self) -> None:
        face = self._face
        if face is None:
            return
        self._menu.clear()
        usable = not face.busy and not face.offline
        for move in face.moves[MOVES_SHOWN:]:
            self._add(move.text, "transfer", lambda s=move.to_state: self.moved.emit(s), usable)
        if len(face.moves) > MOVES_SHOWN:
            self._menu.addSeparator()
        if face.has_macros:
            self._add(tr("Several steps at once…"), "template", lambda: self.acted.emit("macro"), usable)
        self._add(tr("Link another ticket…"), "ticket", lambda: self.acted.emit("link"), usable)
        self._add(tr("Copy the number"), "note", lambda: self.acted.emit("copy"), True)
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _add(self, text: str, icon: str, act: object, usable: bool) -> None:
        action = QAction(self._look.icon(icon, "secondary"), text, self._menu)
        action.setEnabled(usable)
        action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
        self._menu.addAction(action)


class TicketView(Card):
    files_dropped = Signal(list)  # paths
    retry = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=0, spacing=0)
        self.body.setContentsMargins(0, 0, 0, 0)
        named(self, "openTicket")
        self.setAcceptDrops(True)
        self.head, self.talk, self.composer = TicketHead(look), Thread(look), Composer(look)
        self.facts, self.history = TicketFacts(look), HistoryList(look)
        self._clocks = [ClockChip(look) for _ in range(CLOCKS_SHOWN)]
        self._clock_line = QWidget()
        line = row(*self._clocks, 1)
        line.setContentsMargins(20, 0, 20, 10)
        self._clock_line.setLayout(line)
        self._talk_tab, self._history_tab = QPushButton(), QPushButton()
        self._sides = QStackedWidget()
        self.empty = EmptyState(look, "ticket")
        self.empty.title.hide()
        self._whole = QWidget()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._whole)
        self.body.addWidget(self._pages)
        self._place()
        self.empty.button.clicked.connect(self.retry)
        said = Sayings(self)
        said.say(self._talk_tab.setText, "Conversation")
        said.say(self._history_tab.setText, "History")
        said.say(self.empty.button.setText, "Try again")
        said.say(self.setAccessibleName, "Ticket")

    def _place(self) -> None:
        tabs = row(self._talk_tab, self._history_tab, 1, spacing=16)
        tabs.setContentsMargins(20, 0, 20, 0)
        for tab, name in ((self._talk_tab, "talkTab"), (self._history_tab, "historyTab")):
            named(tab, name)
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setProperty("kind", "tab")
            tab.setProperty("low", True)
        self._talk_tab.setChecked(True)
        talk = QWidget()
        talking = QVBoxLayout(talk)
        talking.setContentsMargins(0, 0, 0, 0)
        talking.setSpacing(0)
        talking.addWidget(self.talk, 1)
        around = QVBoxLayout()
        around.setContentsMargins(12, 0, 12, 12)
        around.addWidget(self.composer)
        talking.addLayout(around)
        self._sides.addWidget(talk)
        self._sides.addWidget(self.history)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(tabs)
        left.addWidget(Divider())
        left.addWidget(self._sides, 1)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addLayout(left, 1)
        lower.addWidget(Divider(vertical=True))
        lower.addWidget(self.facts)
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._clock_line)
        whole.addWidget(Divider())
        whole.addLayout(lower, 1)
        self._talk_tab.clicked.connect(lambda: self._sides.setCurrentIndex(0))
        self._history_tab.clicked.connect(lambda: self._sides.setCurrentIndex(1))

    def show_ticket(self, face: OpenTicketFace) -> None:
        self._pages.setCurrentIndex(1 if face.state is ListState.ROWS else 0)
        if face.state is not ListState.ROWS:
            self.empty.text.setText(face.text)
            show(self.empty.button, face.state is ListState.ERROR)
            return
        self.head.show_head(face)
        for place, chip in enumerate(self._clocks):
            if place < len(face.clocks):
                chip.show_clock(face.clocks[place])
            show(chip, place < len(face.clocks))
        show(self._clock_line, bool(face.clocks))
        self.talk.show_thread(face)
        self.composer.show_state(face.tells_customer)
        self.facts.show_facts(face)
        self.history.more = face.history_more
        self.history.put(face.history, "")

    def focus_comment(self) -> None:
        self._talk_tab.click()
        self.composer.field.setFocus()

    # --- files -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._pages.currentIndex() == 1 and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            set_property(self, "over", True)

    def dragLeaveEvent(self, _event: object) -> None:
        set_property(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        set_property(self, "over", False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths)
            event.acceptProposedAction()
