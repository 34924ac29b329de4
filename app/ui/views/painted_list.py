"""What every painted list has in common: the frame of a row, its lines of text, the list, its empty state.

In:  rows from a presenter, and a painter that knows their columns. Out: the chosen row, the wish for more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
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
from app.ui.models.rows import ROW, Index, RowsModel
from app.ui.presenters.pages import ListState
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import EmptyState, named, show

ROW_HEIGHT = 56
Row = TypeVar("Row")


class RowPainter(QStyledItemDelegate, Generic[Row]):
    """Paints the ground of a row and leaves its columns to ``columns``. ``kind``: the class of the rows."""

    row_height = ROW_HEIGHT

    def __init__(self, look: Look, kind: type[Row]) -> None:
        super().__init__()
        self._look, self._kind = look, kind

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(200), px(self.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, self._kind):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.ground(painter, box, self.tint(row, option.state))  # type: ignore[attr-defined]
        self.columns(painter, box, row)
        painter.restore()

    def columns(self, painter: QPainter, box: QRect, row: Row) -> None:
        raise NotImplementedError

    def tint(self, row: Row, state: QStyle.StateFlag) -> QColor | None:
        tokens = self._look.tokens
        if state & QStyle.StateFlag.State_Selected:
            return QColor(tokens.soft("accent", 0.10))
        return QColor(tokens.soft("text", 0.04)) if state & QStyle.StateFlag.State_MouseOver else None

    def ground(self, painter: QPainter, box: QRect, tint: QColor | None) -> None:
        if tint is not None:
            painter.fillRect(box, tint)
        painter.setPen(QColor(self._look.tokens.line))
        painter.drawLine(box.left() + px(16), box.bottom(), box.right() - px(16), box.bottom())

    def text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        font: QFont,
        tone: str,
        at_right: bool = False,
        room: int | None = None,
    ) -> None:
        """One line in the middle of ``box``. ``room``: as wide as it may be before it is cut."""
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        width = max(0, box.width() if room is None else room)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def two(
        self,
        painter: QPainter,
        box: QRect,
        first: str,
        second: str,
        *,
        tone: str = "text",
        strong: bool = False,
        at_right: bool = False,
        room: int | None = None,
    ) -> None:
        """Two lines of a column; a first one alone stands in the middle. ``room``: of the first."""
        line = QRect(box.left(), box.top() + px(8 if second else 18), box.width(), px(20))
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        self.text(painter, line, first, base_font(13, weight), tone, at_right, room)
        self.text(painter, line.translated(0, px(20)), second, base_font(12), "secondary", at_right)


class PaintedList(QListView, Generic[Row]):
    """``key``: a row's id, by which it is known when the list comes anew."""

    row_chosen = Signal(str)  # by a person, with mouse or keys

    def __init__(
        self, look: Look, name: str, rows: RowsModel[Row], painter: RowPainter[Row], key: Callable[[Row], str]
    ) -> None:
        super().__init__()
        named(self, name)
        self.rows, self._key = rows, key
        self._showing = False
        rows.setParent(self)
        painter.setParent(self)
        self.setModel(rows)
        self.setItemDelegate(painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._current_changed)
        look.changed.connect(self._repaint)

    def current(self) -> Row | None:
        return self.rows.row_at(self.currentIndex().row())

    def put(self, rows: Sequence[Row], chosen: str) -> None:
        """The chosen row stays chosen when the list comes anew."""
        self._showing = True
        self.rows.set_rows(rows)
        at = next((index for index, row in enumerate(rows) if self._key(row) == chosen), -1)
        if at >= 0 and self.currentIndex().row() != at:
            self.setCurrentIndex(self.rows.index(at, 0))
        self._showing = False

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.rows.row_at(index.row())
        if row is not None and not self._showing:
            self.row_chosen.emit(self._key(row))

    def _repaint(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class PagedList(QWidget, Generic[Row]):
    """A list that comes page by page; in its place the reason why there is none."""

    near_end = Signal()
    reload = Signal()

    def __init__(self, look: Look, rows_list: PaintedList[Row], icon: str) -> None:
        """``icon``: of the empty list."""
        super().__init__()
        self.list = rows_list
        self.more = False
        self.empty = EmptyState(look, icon)
        self.empty.title.hide()
        named(self.empty.button, f"{rows_list.objectName()}Retry")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.addWidget(self._pages)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty.button.clicked.connect(self.reload)
        Sayings(self).say(self.empty.button.setText, "Try again")

    def show_state(self, state: ListState, text: str) -> None:
        self._pages.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self.empty.text.setText(text)
        show(self.empty.button, state is ListState.ERROR)

    def _scrolled(self, value: int) -> None:
        if self.more and value >= self.list.verticalScrollBar().maximum() - px(ROW_HEIGHT) * 4:
            self.near_end.emit()
