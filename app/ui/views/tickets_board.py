"""The board: a column for each state, cards in them; moved by dragging, or by Shift with an arrow key.

In:  ``BoardFace``. Out: which card is chosen, opened, or put into which column. A card that is dragged is
carried as a picture; columns into which it may go are shown, the others step back.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import Index
from app.ui.presenters.pages import ListState
from app.ui.presenters.ticket_face import TicketRow
from app.ui.presenters.tickets_board import BoardFace, ColumnFace
from app.ui.theme import Look, base_font, px
from app.ui.views.gauges import Dot
from app.ui.views.painted_list import PaintedList, RowPainter
from app.ui.views.parts import EmptyState, label, named, row, set_property
from app.ui.views.tickets_rows import SteadyRows

COLUMN_WIDTH = 252
CARD_HEIGHT = 92
NEAR_EDGE_PX = 40


class CardPainter(RowPainter[TicketRow]):
    row_height = CARD_HEIGHT

    def __init__(self, look: Look) -> None:
        super().__init__(look, TicketRow)
        self.moving = ""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(200), px(self.row_height))

    def ground(self, painter: QPainter, box: QRect, tint: QColor | None) -> None:
        card = box.adjusted(px(6), px(4), -px(6), -px(4))
        painter.setPen(QColor(self._look.tokens.line))
        painter.setBrush(QColor(self._look.tokens.surface) if tint is None else tint)
        painter.drawRoundedRect(card, px(8), px(8))

    def columns(self, painter: QPainter, box: QRect, row: TicketRow) -> None:
        card = box.adjusted(px(18), px(12), -px(18), -px(12))
        faded = row.ticket_id == self.moving
        if row.marked:
            bar = QRect(box.left() + px(6), box.top() + px(14), px(3), box.height() - px(28))
            painter.fillRect(bar, self._look.color(row.priority_tone))
        title = QRect(card.left(), card.top(), card.width(), px(20))
        bold = base_font(13, QFont.Weight.DemiBold)
        self.text(painter, title, row.title, bold, "disabled" if faded else "text")
        second = title.translated(0, px(23))
        self.text(painter, second, row.customer or row.number, base_font(12), "secondary")
        third = second.translated(0, px(23))
        tone = row.due.tone if row.due.tone != "away" else "secondary"
        font = base_font(12, QFont.Weight.DemiBold if row.due.late else QFont.Weight.Normal)
        used = min(QFontMetrics(font).horizontalAdvance(row.due.text) + px(8), card.width() * 2 // 3)
        self.text(painter, third, row.due.text, font, tone, at_right=True, room=used)
        rest = card.width() - used
        self.text(painter, third, row.who or tr("nobody yet"), base_font(12), "secondary", room=rest)


class CardList(PaintedList[TicketRow]):
    """One column's cards. ``held``: a card is dragged, with the place of the pointer on the screen."""

    opened = Signal(str)
    held = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    stepped = Signal(int, bool)  # to the neighbour; with the card
    near_end = Signal()
    entered_column = Signal()

    def __init__(self, look: Look, name: str) -> None:
        self.painter = CardPainter(look)
        super().__init__(look, name, SteadyRows(), self.painter, lambda r: r.ticket_id)
        self.setProperty("cards", True)
        self._pressed: QPoint | None = None
        self._carried = ""
        self.activated.connect(lambda i: self.opened.emit(self._id(i.row())))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _id(self, place: int) -> str:
        found = self.rows.row_at(place)
        return found.ticket_id if found else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        self._pressed = (
            at if event.button() == Qt.MouseButton.LeftButton and self.indexAt(at).isValid() else None
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self._carried and far >= QApplication.startDragDistance():
            self._carried = self._id(self.indexAt(self._pressed).row())
        if self._carried:
            self.held.emit(self._carried, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carried, self._carried, self._pressed = self._carried, "", None
        if carried:
            self.dropped.emit(carried, event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None:
            self.stepped.emit(by, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape and self._carried:
            self._carried, self._pressed = "", None
            self.dropped.emit("", QPoint())
        else:
            super().keyPressEvent(event)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - px(CARD_HEIGHT) * 2:
            self.near_end.emit()


class BoardColumnView(QFrame):
    def __init__(self, look: Look, state: str) -> None:
        super().__init__()
        self.state, self.more = state, False
        named(self, f"column_{state}")
        self.setProperty("column", "plain")
        self.setFixedWidth(COLUMN_WIDTH)
        self._dot, self._name, self._count = Dot(look), label("strong"), label("body2")
        named(self._count, f"columnCount_{state}")
        self.cards = CardList(look, f"cards_{state}")
        head = row(self._dot, self._name, 1, self._count)
        head.setContentsMargins(14, 10, 14, 4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.cards, 1)

    def show_column(self, face: ColumnFace, chosen: str, moving: str) -> None:
        self.more = face.more
        self._dot.set(face.tone)
        self._name.setText(face.name)
        self._count.setText(str(face.count))
        self.cards.setAccessibleName(tr("{state}, {count} tickets", state=face.name, count=face.count))
        self.cards.painter.moving = moving
        self.cards.put(face.cards, chosen)
        if not any(card.ticket_id == chosen for card in face.cards):
            self.cards.clearSelection()
        self.cards.viewport().update()


class BoardView(QWidget):
    chosen = Signal(str)
    opened = Signal(str)
    put = Signal(str, str)  # a card, into the column of this state
    more = Signal(str)
    reload = Signal()

    def __init__(self, look: Look, may_go: Callable[[str], tuple[str, ...]]) -> None:
        """``may_go``: the states into which a card may be put."""
        super().__init__()
        self._look, self._may_go = look, may_go
        named(self, "ticketBoard")
        self._columns: list[BoardColumnView] = []
        self._ghost: QLabel | None = None
        self._allowed: tuple[str, ...] = ()
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState(look, "ticket")
        self.empty.title.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)
        self.empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self.setAccessibleName, "Board")
        said.say(self.empty.button.setText, "Try again")

    def show_board(self, face: BoardFace) -> None:
        self._pages.setCurrentIndex(0 if face.state is ListState.ROWS else 1)
        self.empty.text.setText(face.text)
        self.empty.button.setVisible(face.state is ListState.ERROR)
        if [each.state for each in self._columns] != [each.state for each in face.columns]:
            self._make(face)
        for view, column in zip(self._columns, face.columns, strict=True):
            view.show_column(column, face.chosen, face.moving)

    def _make(self, face: BoardFace) -> None:
        for old in self._columns:
            old.hide()
            old.deleteLater()
        self._columns = [BoardColumnView(self._look, column.state) for column in face.columns]
        for place, view in enumerate(self._columns):
            self._row.insertWidget(place, view)
            cards = view.cards
            cards.row_chosen.connect(self.chosen)
            cards.opened.connect(self.opened)
            cards.held.connect(lambda ticket, at, v=view: self._held(v, ticket, at))
            cards.dropped.connect(self._dropped)
            cards.stepped.connect(lambda by, along, v=view: self._step(v, by, along))
            cards.near_end.connect(lambda v=view: self.more.emit(v.state) if v.more else None)

    # --- dragging ------------------------------------------------------------------------------

    def _held(self, view: BoardColumnView, ticket_id: str, at: QPoint) -> None:
        if self._ghost is None:
            self._allowed = self._may_go(ticket_id)
            box = view.cards.visualRect(view.cards.currentIndex())
            self._ghost = QLabel(self.window())
            named(self._ghost, "carriedCard")
            self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._ghost.setPixmap(view.cards.viewport().grab(box))
            self._ghost.adjustSize()
            self._ghost.show()
            self._ghost.raise_()
        here = self._column_at(at)
        for column in self._columns:
            open_to = column.state in self._allowed
            over = column is here and open_to
            own = column is view
            set_property(column, "column", "over" if over else "plain" if open_to or own else "closed")
        inside = self.window().mapFromGlobal(at)
        self._ghost.move(inside - QPoint(self._ghost.width() // 2, px(20)))
        self._follow(at)

    def _follow(self, at: QPoint) -> None:
        """A card held at the edge brings the columns that are beyond it."""
        x = self._scroll.mapFromGlobal(at).x()
        bar = self._scroll.horizontalScrollBar()
        if x < NEAR_EDGE_PX:
            bar.setValue(bar.value() - px(16))
        elif x > self._scroll.width() - NEAR_EDGE_PX:
            bar.setValue(bar.value() + px(16))

    def _dropped(self, ticket_id: str, at: QPoint) -> None:
        ghost, self._ghost = self._ghost, None
        if ghost is not None:
            ghost.hide()
            ghost.deleteLater()
        for column in self._columns:
            set_property(column, "column", "plain")
        here = self._column_at(at) if ticket_id else None
        if here is not None:
            self.put.emit(ticket_id, here.state)

    def _column_at(self, at: QPoint) -> BoardColumnView | None:
        for column in self._columns:
            if column.rect().contains(column.mapFromGlobal(at)):
                return column
        return None

    # --- keys ----------------------------------------------------------------------------------

    def _step(self, view: BoardColumnView, by: int, along: bool) -> None:
        place = self._columns.index(view)
        current = view.cards.current()
        if along:
            if current is not None:
                self._push(place, by, current.ticket_id)
            return
        for other in self._columns[place + 1 :] if by > 0 else reversed(self._columns[:place]):
            if other.cards.rows.rowCount():
                other.cards.setFocus()
                row = min(max(0, view.cards.currentIndex().row()), other.cards.rows.rowCount() - 1)
                other.cards.setCurrentIndex(other.cards.rows.index(row, 0))
                self._scroll.ensureWidgetVisible(other)
                return

    def _push(self, place: int, by: int, ticket_id: str) -> None:
        """Into the next column in this direction that takes it; where none does, it is said why."""
        allowed = self._may_go(ticket_id)
        ahead = self._columns[place + 1 :] if by > 0 else list(reversed(self._columns[:place]))
        target = next((each for each in ahead if each.state in allowed), ahead[0] if ahead else None)
        if target is not None:
            self.put.emit(ticket_id, target.state)

    def focus_cards(self) -> None:
        first = next((each for each in self._columns if each.cards.rows.rowCount()), None)
        if first is not None:
            first.cards.setFocus()
            if not first.cards.currentIndex().isValid():
                first.cards.setCurrentIndex(first.cards.rows.index(0, 0))
