"""A list of rows with two lines each, painted: who at the left, what came of it, when at the right.

In:  ``RowCells`` made by a page. Out: the key of the row that is chosen or opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.calls import ListState
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import EmptyState, named, show

ROW_HEIGHT = 56
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RowCells:
    """``tone``: of the icon; ``middle_tone``: of what came of it. ``chip``: a short word after the name."""

    key: str
    icon: str
    tone: str
    name: str
    below_name: str
    middle: str
    below_middle: str
    right: str
    below_right: str
    tip: str
    chip: str = ""
    chip_tone: str = "wrapup"
    middle_tone: str = "text"

    @property
    def spoken(self) -> str:
        parts = (self.name, self.chip, self.below_name, self.middle, self.below_middle, self.right)
        return ", ".join(part for part in parts if part)


class RowPainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, RowCells):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tokens.soft("accent", 0.10)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(tokens.soft("text", 0.04)))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(box.left() + px(16), box.bottom(), box.right() - px(16), box.bottom())
        self._columns(painter, box, row)
        painter.restore()

    def _columns(self, painter: QPainter, box: QRect, row: RowCells) -> None:
        left, right = box.left() + px(16), box.right() - px(16)
        painter.drawPixmap(left, box.center().y() - px(8), self._look.pixmap(row.icon, row.tone, 16))
        left += px(30)
        who, times = max(px(140), (right - left) * 3 // 10), px(124)
        middle = right - left - who - times - px(24)
        name_room = who - self._chip(painter, box, left, who, row)
        self._two(painter, QRect(left, box.top(), who, box.height()), row.name, row.below_name, name_room)
        self._two(
            painter,
            QRect(left + who + px(12), box.top(), middle, box.height()),
            row.middle,
            row.below_middle,
            middle,
            tone=row.middle_tone,
            strong=False,
        )
        last = QRect(right - times, box.top(), times, box.height())
        self._two(painter, last, row.right, row.below_right, times, at_right=True, strong=False)

    def _chip(self, painter: QPainter, box: QRect, left: int, who: int, row: RowCells) -> int:
        """Its width with the gap before it; painted after the name."""
        if not row.chip:
            return 0
        font = base_font(11, QFont.Weight.DemiBold)
        width = QFontMetrics(font).horizontalAdvance(row.chip) + px(12)
        name = QFontMetrics(base_font(13, QFont.Weight.DemiBold)).horizontalAdvance(row.name)
        at = left + min(name + px(8), who - width)
        top = box.top() + px(9 if row.below_name else 19)
        area = QRect(at, top, width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(row.chip_tone, 0.12)))
        painter.drawRoundedRect(area, px(5), px(5))
        painter.setFont(font)
        painter.setPen(self._look.color(row.chip_tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, row.chip)
        return width + px(8)

    def _two(
        self,
        painter: QPainter,
        box: QRect,
        first: str,
        second: str,
        first_width: int,
        at_right: bool = False,
        tone: str = "text",
        strong: bool = True,
    ) -> None:
        align = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignVCenter
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        top = box.top() + px(8 if second else 18)
        lines = (
            (first, base_font(13, weight), tone, first_width),
            (second, base_font(12), "secondary", box.width()),
        )
        for text, font, color, width in lines:
            painter.setFont(font)
            painter.setPen(self._look.color(color))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(box.left(), top, box.width(), px(20)), align, shown)
            top += px(20)


class RowsList(QWidget):
    chosen = Signal(str)
    opened = Signal(str)
    near_end = Signal()
    reload = Signal()

    def __init__(self, look: Look, name: str, icon: str, says: str) -> None:
        """``icon``: of the empty list. ``says``: what a screen reader calls the list (to be translated)."""
        super().__init__()
        self._rows: RowsModel[RowCells] = RowsModel(lambda row: row.spoken, lambda row: row.tip, self)
        self._more, self._showing = False, False
        self.list = QListView()
        named(self.list, name)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(RowPainter(look, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.empty = EmptyState(look, icon)
        self.empty.title.hide()
        named(self.empty.button, f"{name}Retry")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.addWidget(self._pages)
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty.button.clicked.connect(self.reload)
        look.changed.connect(self._repaint)
        said = Sayings(self)
        said.say(self.list.setAccessibleName, says)
        said.say(self.empty.button.setText, "Try again")

    def show_rows(self, rows: Sequence[RowCells], more: bool, chosen: str) -> None:
        """The chosen row stays chosen when the list comes anew."""
        self._more, self._showing = more, True
        self._rows.set_rows(rows)
        at = next((index for index, row in enumerate(rows) if row.key == chosen), -1)
        if at >= 0 and self.list.currentIndex().row() != at:
            self.list.setCurrentIndex(self._rows.index(at, 0))
        self._showing = False

    def show_state(self, state: ListState, text: str) -> None:
        self._pages.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self.empty.text.setText(text)
        show(self.empty.button, state is ListState.ERROR)

    def _repaint(self) -> None:
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None and not self._showing:
            self.chosen.emit(row.key)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row.key)

    def _scrolled(self, value: int) -> None:
        if self._more and value >= self.list.verticalScrollBar().maximum() - px(ROW_HEIGHT) * 4:
            self.near_end.emit()
