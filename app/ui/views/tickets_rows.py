"""Rows of tickets, painted: what it is, whose, how it stands, what presses. Keys of the list.

j and k go down and up, Enter opens, x chooses for several, a assigns, m moves, p sets the priority.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle

from app.ui.i18n import Sayings
from app.ui.models.rows import RowsModel
from app.ui.presenters.ticket_face import TicketRow
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter

BOX_PX = 18
KEYS = {
    Qt.Key.Key_A: "assign",
    Qt.Key.Key_M: "move",
    Qt.Key.Key_P: "weigh",
    Qt.Key.Key_C: "comment",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_W: "watch",
    Qt.Key.Key_N: "new",
    Qt.Key.Key_B: "board",
    Qt.Key.Key_Slash: "search",
    Qt.Key.Key_Escape: "leave",
}


class SteadyRows(RowsModel[TicketRow]):
    """The same tickets in the same order are only painted anew: nothing loses its place."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.spoken, _tip)

    def set_rows(self, rows: Sequence[TicketRow]) -> None:
        fresh = list(rows)
        if fresh and [row.ticket_id for row in fresh] == [row.ticket_id for row in self._rows]:
            if fresh != self._rows:
                self._rows = fresh
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, 0))
        else:
            super().set_rows(fresh)


def _tip(row: TicketRow) -> str:
    return "\n".join(part for part in (row.title, row.customer, row.exact, row.due.exact) if part)


class TicketPainter(RowPainter[TicketRow]):
    row_height = 64

    def __init__(self, look: Look) -> None:
        super().__init__(look, TicketRow)
        self.boxes = False  # several may be chosen

    def tint(self, row: TicketRow, state: QStyle.StateFlag) -> QColor | None:
        if row.selected and not state & QStyle.StateFlag.State_Selected:
            return QColor(self._look.tokens.soft("accent", 0.05))
        return super().tint(row, state)

    def box_of(self, box: QRect) -> QRect:
        """Where a click chooses the row for several."""
        side = px(BOX_PX)
        return QRect(box.left() + px(14), box.top() + (box.height() - side) // 2, side, side)

    def columns(self, painter: QPainter, box: QRect, row: TicketRow) -> None:
        if row.marked:
            bar = QRect(box.left(), box.top() + px(8), px(3), box.height() - px(16))
            painter.fillRect(bar, self._look.color(row.priority_tone))
        left, right = box.left() + px(16), box.right() - px(16)
        if self.boxes:
            self._check(painter, self.box_of(box), row.selected)
            left += px(BOX_PX + 12)
        side = px(116)
        words = QRect(left, box.top(), right - side - left - px(12), box.height())
        first = QRect(words.left(), box.top() + px(11), words.width(), px(20))
        second = first.translated(0, px(22))
        weight = QFont.Weight.DemiBold
        if row.unaccepted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("accent"))
            painter.drawEllipse(first.left(), first.center().y() - px(3), px(8), px(8))
            first = first.adjusted(px(14), 0, 0, 0)
        self.text(painter, first, row.title, base_font(13, weight), "text")
        used = self._word(painter, second, row.status, row.tone)
        rest = " · ".join(part for part in (row.number, row.customer) if part)
        self.text(painter, second.adjusted(used, 0, 0, 0), rest, base_font(12), "secondary")
        times = QRect(right - side, first.top(), side, px(20))
        late = base_font(12, weight if row.due.late else QFont.Weight.Normal)
        tone = row.due.tone if row.due.tone != "away" else "secondary"
        self.text(painter, times, row.due.text or row.when, late, tone, at_right=True)
        who = row.who or "–"
        mine = "text" if row.mine else "secondary"
        self.text(painter, times.translated(0, px(22)), who, base_font(12), mine, at_right=True)

    def _word(self, painter: QPainter, box: QRect, text: str, tone: str) -> int:
        """A state as a small chip; its width with the gap after it."""
        font = base_font(11, QFont.Weight.DemiBold)
        width = min(QFontMetrics(font).horizontalAdvance(text) + px(12), box.width() // 2)
        chip = QRect(box.left(), box.top() + px(1), width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(tone, 0.10)))
        painter.drawRoundedRect(chip, px(5), px(5))
        self.text(painter, chip.adjusted(px(6), 0, -px(4), 0), text, font, tone)
        return width + px(8)

    def _check(self, painter: QPainter, box: QRect, on: bool) -> None:
        painter.setPen(self._look.color("accent" if on else "disabled"))
        painter.setBrush(self._look.color("accent") if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, px(4), px(4))
        if on:
            painter.drawPixmap(
                box.left() + px(1), box.top() + px(1), self._look.pixmap("check", "on_accent", 16)
            )


class TicketRows(PaintedList[TicketRow]):
    opened = Signal(str)
    selected = Signal(str)
    wanted = Signal(str)  # what a key stands for

    def __init__(self, look: Look, name: str) -> None:
        self.painter = TicketPainter(look)
        super().__init__(look, name, SteadyRows(), self.painter, lambda row: row.ticket_id)
        self.activated.connect(self._open)

    def step(self, by: int) -> None:
        rows = self.rows.rowCount()
        if rows:
            place = min(rows - 1, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self.rows.index(place, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first row becomes the current one then; it is not opened by that."""
        self._showing = True
        super().focusInEvent(event)
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key, current = Qt.Key(event.key()), self.current()
        if not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if key == Qt.Key.Key_J else -1)
        elif key in (Qt.Key.Key_X, Qt.Key.Key_Space) and current is not None:
            self.selected.emit(current.ticket_id)
        elif key in KEYS:
            self.wanted.emit(KEYS[key])
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and self.painter.boxes
        ):
            index = self.indexAt(event.position().toPoint())
            row = self.rows.row_at(index.row())
            reach = self.painter.box_of(self.visualRect(index)).adjusted(-px(12), -px(20), px(8), px(20))
            if row is not None and reach.contains(event.position().toPoint()):
                self.selected.emit(row.ticket_id)
                return True
        return super().viewportEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row.ticket_id)


class TicketsList(PagedList[TicketRow]):
    def __init__(self, look: Look) -> None:
        self.rows = TicketRows(look, "ticketsList")
        super().__init__(look, self.rows, "ticket")
        Sayings(self).say(self.rows.setAccessibleName, "Tickets")

    def show_rows(self, rows: tuple[TicketRow, ...], more: bool, chosen: str, boxes: bool) -> None:
        self.more = more
        self.rows.painter.boxes = boxes
        place = self.rows.verticalScrollBar().value()
        self.rows.put(rows, chosen)
        self.rows.verticalScrollBar().setValue(place)
        self.rows.viewport().update()
