"""A list of rows with two lines each, painted: who at the left, what came of it, when at the right.

In:  ``RowCells`` made by a page. Out: the key of the row that is chosen or opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from app.ui.i18n import Sayings
from app.ui.models.rows import RowsModel
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter


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


class CellsPainter(RowPainter[RowCells]):
    def columns(self, painter: QPainter, box: QRect, row: RowCells) -> None:
        left, right = box.left() + px(16), box.right() - px(16)
        painter.drawPixmap(left, box.center().y() - px(8), self._look.pixmap(row.icon, row.tone, 16))
        left += px(30)
        if not (row.middle or row.below_middle or row.right or row.below_right):
            whole = right - left
            room = whole - self._chip(painter, box, left, whole, row)
            name = QRect(left, box.top(), whole, box.height())
            self.two(painter, name, row.name, row.below_name, strong=True, room=room)
            return
        who, times = max(px(140), (right - left) * 3 // 10), px(124)
        middle = right - left - who - times - px(24)
        name_room = who - self._chip(painter, box, left, who, row)
        name = QRect(left, box.top(), who, box.height())
        self.two(painter, name, row.name, row.below_name, strong=True, room=name_room)
        came_of_it = QRect(left + who + px(12), box.top(), middle, box.height())
        self.two(painter, came_of_it, row.middle, row.below_middle, tone=row.middle_tone)
        last = QRect(right - times, box.top(), times, box.height())
        self.two(painter, last, row.right, row.below_right, at_right=True)

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


class RowsList(PagedList[RowCells]):
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str, icon: str, says: str) -> None:
        """``icon``: of the empty list. ``says``: what a screen reader calls the list (to be translated)."""
        rows: RowsModel[RowCells] = RowsModel(lambda row: row.spoken, lambda row: row.tip)
        painter = CellsPainter(look, RowCells)
        super().__init__(look, PaintedList(look, name, rows, painter, lambda row: row.key), icon)
        self.list.row_chosen.connect(self.chosen)
        self.list.activated.connect(self._open)
        Sayings(self).say(self.list.setAccessibleName, says)

    def show_rows(self, rows: Sequence[RowCells], more: bool, chosen: str) -> None:
        self.more = more
        self.list.put(rows, chosen)

    def _open(self, index: QModelIndex) -> None:
        row = self.list.rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row.key)
