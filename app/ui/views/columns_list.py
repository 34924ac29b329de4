"""A painted list in columns: the name with its chip, then as many columns as there are, figures at the right.

In:  columns and rows from a presenter. Out: the chosen row's key, the opened one's, the wish for more.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import RowsModel
from app.ui.presenters.customer_face import Column, CustomerRow
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter

NAME_SHARE = 3
LEAST_UNIT = 30  # of a column's width; where there is less, the last columns are left out
MARGIN, GAP = 16, 14
HEADER_HEIGHT, ROW_HEIGHT = 34, 44
LEVEL_TONES = {"VIP": "wrapup", "GOLD": "hold", "SILVER": "away"}


def places(width: int, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Left edge and width of the name and of each column that there is room for."""
    room = width - 2 * px(MARGIN)
    shown = list(columns)
    while shown and _unit(room, shown) < px(LEAST_UNIT):
        shown.pop()
    unit = _unit(room, shown)
    found, left = [(px(MARGIN), int(unit * NAME_SHARE))], px(MARGIN) + unit * NAME_SHARE + px(GAP)
    for column in shown:
        found.append((int(left), int(unit * column.width)))
        left += unit * column.width + px(GAP)
    return found


def _unit(room: int, shown: Sequence[Column]) -> float:
    return (room - px(GAP) * len(shown)) / (NAME_SHARE + sum(column.width for column in shown))


class ColumnsPainter(RowPainter[CustomerRow]):
    row_height = ROW_HEIGHT

    def __init__(self, look: Look) -> None:
        super().__init__(look, CustomerRow)
        self.shown: tuple[Column, ...] = ()

    def columns(self, painter: QPainter, box: QRect, row: CustomerRow) -> None:
        where = places(box.width(), self.shown)
        left, width = where[0]
        room = width - self._chip(painter, box, left, width, row)
        strong = base_font(13, QFont.Weight.DemiBold)
        self.text(painter, QRect(left, box.top(), width, box.height()), row.name, strong, "text", False, room)
        for column, cell, (at, wide) in zip(self.shown, row.cells, where[1:], strict=False):
            area = QRect(at, box.top(), wide, box.height())
            tone = "text" if column.code == "number" or column.at_right else "secondary"
            self.text(painter, area, cell, base_font(13), tone, column.at_right)

    def _chip(self, painter: QPainter, box: QRect, left: int, room: int, row: CustomerRow) -> int:
        """Its width with the gap before it."""
        if not row.level_word:
            return 0
        font = base_font(11, QFont.Weight.DemiBold)
        tone = LEVEL_TONES.get(row.level, "away")
        width = QFontMetrics(font).horizontalAdvance(row.level_word) + px(12)
        name = QFontMetrics(base_font(13, QFont.Weight.DemiBold)).horizontalAdvance(row.name)
        area = QRect(left + min(name + px(8), max(0, room - width)), box.center().y() - px(9), width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(tone, 0.12)))
        painter.drawRoundedRect(area, px(5), px(5))
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, row.level_word)
        return width + px(8)


class ColumnsHeader(QWidget):
    """The names of the columns, where the rows have them."""

    def __init__(self, look: Look, viewport: QWidget) -> None:
        super().__init__()
        self._look, self._viewport = look, viewport
        self._shown: tuple[Column, ...] = ()
        self.setProperty("scalesItself", True)
        look.changed.connect(self._tint)
        self._tint()

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        self._shown = columns
        self.update()

    def _tint(self) -> None:
        self.setFixedHeight(px(HEADER_HEIGHT))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(HEADER_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(base_font(12))
        painter.setPen(self._look.color("secondary"))
        where = places(self._viewport.width(), self._shown)
        names = [(tr("Name"), False), *((column.title, column.at_right) for column in self._shown)]
        for (text, at_right), (left, width) in zip(names, where, strict=False):
            side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRect(left, 0, width, self.height()), side | Qt.AlignmentFlag.AlignVCenter, shown
            )
        painter.setPen(QColor(self._look.tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


class ColumnsList(PagedList[CustomerRow]):
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str, icon: str) -> None:
        rows: RowsModel[CustomerRow] = RowsModel(_spoken, lambda row: row.tip)
        self._painter = ColumnsPainter(look)
        super().__init__(
            look, PaintedList(look, name, rows, self._painter, lambda row: row.customer_id), icon
        )
        self.header = ColumnsHeader(look, self.list.viewport())
        box = self.layout()
        if box is not None:
            box.setContentsMargins(0, 0, 0, 4)
            box.setSpacing(0)
            box.insertWidget(0, self.header)  # type: ignore[attr-defined]
        self.list.row_chosen.connect(self.chosen)
        self.list.activated.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        Sayings(self).say(self.list.setAccessibleName, "Customers")

    def show_rows(
        self, columns: tuple[Column, ...], rows: Sequence[CustomerRow], more: bool, chosen: str
    ) -> None:
        self.more = more
        if columns != self._painter.shown:
            self._painter.shown = columns
            self.header.show_columns(columns)
            self.list.viewport().update()
        self.list.put(rows, chosen)

    def _open(self, index: QModelIndex) -> None:
        row = self.list.rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row.customer_id)


def _spoken(row: CustomerRow) -> str:
    return ", ".join(part for part in (row.name, row.level_word, *row.cells) if part)
