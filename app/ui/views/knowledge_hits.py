"""The list of articles: title, an excerpt in which what was found stands out, where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit

from app.ui.i18n import Sayings
from app.ui.models.rows import RowsModel
from app.ui.presenters.knowledge_search import HitRow, HitsFace
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter

START, END = "\u0002", "\u0003"
EDGE = 16


class HitPainter(RowPainter[HitRow]):
    row_height = 76

    def columns(self, painter: QPainter, box: QRect, row: HitRow) -> None:
        left, right = box.left() + px(EDGE), box.right() - px(EDGE)
        chip = self._chip(painter, box, right, row)
        line = QRect(left, box.top() + px(8), right - left - chip, px(20))
        self.text(painter, line, row.title, base_font(13, QFont.Weight.DemiBold), "text")
        line = QRect(left, line.bottom() + 1, right - left, px(20))
        self._snippet(painter, line, row.snippet)
        self.text(painter, line.translated(0, px(20)), row.about, base_font(12), "secondary")

    def _chip(self, painter: QPainter, box: QRect, right: int, row: HitRow) -> int:
        if not row.kind:
            return 0
        tone = "accent" if row.for_queue else "away"
        font = base_font(11, QFont.Weight.DemiBold)
        width = QFontMetrics(font).horizontalAdvance(row.kind) + px(12)
        area = QRect(right - width, box.top() + px(9), width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(tone, 0.12)))
        painter.drawRoundedRect(area, px(5), px(5))
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, row.kind)
        return width + px(8)

    def _snippet(self, painter: QPainter, box: QRect, snippet: str) -> None:
        """Piece by piece, as far as there is room."""
        x, right = box.left(), box.right()
        pieces = snippet.replace(START, f"\n{START}").replace(END, "\n").split("\n")
        for piece in pieces:
            found = piece.startswith(START)
            text = piece.removeprefix(START)
            if not text:
                continue
            font = base_font(12, QFont.Weight.DemiBold if found else QFont.Weight.Normal)
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, right - x))
            width = metrics.horizontalAdvance(shown)
            painter.setFont(font)
            painter.setPen(self._look.color("accent" if found else "secondary"))
            area = QRect(x, box.top(), width + px(2), box.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            x += width
            if shown != text:
                return


def spoken(row: HitRow) -> str:
    plain = row.snippet.replace(START, "").replace(END, "")
    return ", ".join(part for part in (row.title, row.kind, plain, row.about) if part)


class HitsList(PagedList[HitRow]):
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        rows: RowsModel[HitRow] = RowsModel(spoken, lambda row: row.title)
        painter = HitPainter(look, HitRow)
        super().__init__(look, PaintedList(look, name, rows, painter, lambda row: row.article_id), "book")
        self.list.row_chosen.connect(self.chosen)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        Sayings(self).say(self.list.setAccessibleName, "Articles")

    def show_hits(self, face: HitsFace, more: bool = False) -> None:
        self.more = more
        self.list.put(face.rows, face.chosen)
        self.show_state(face.state, face.text)

    def _open(self) -> None:
        row = self.list.current()
        if row is not None:
            self.opened.emit(row.article_id)


class SearchKeys(QObject):
    """In a search field: up and down choose, Enter opens, Esc empties it or leaves."""

    stepped = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            if key == Qt.Key.Key_Escape:
                if self._field.text():
                    self._field.clear()
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)
