"""The list of whom a call can be given to: who, where, what she does now and for how long."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from app.ui.i18n import Sayings
from app.ui.models.rows import RowsModel
from app.ui.presenters.targets import TargetRow
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PaintedList, RowPainter

_ICONS = {"colleague": "user", "queue": "people", "number": "phone", "typed": "keypad"}


class TargetPainter(RowPainter[TargetRow]):
    """One alignment edge for names, one for what they do; times at the right."""

    row_height = 48

    def ground(self, painter: QPainter, box: QRect, tint: QColor | None) -> None:
        if tint is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)

    def columns(self, painter: QPainter, box: QRect, row: TargetRow) -> None:
        box = box.adjusted(px(12), 0, -px(12), 0)
        off = bool(row.why_not)
        icon = self._look.pixmap(_ICONS[row.kind], "disabled" if off else "secondary", 16)
        painter.drawPixmap(box.left(), box.center().y() - px(8), icon)
        left = box.left() + px(28)
        side = max(px(200), min(box.width() // 2, px(340)))
        text = QRect(left, box.top(), box.right() - side - left - px(8), box.height())
        name_tone = "secondary" if off else "text"
        if row.detail:
            half = box.height() // 2
            upper, lower = text.adjusted(0, px(5), 0, -half), text.adjusted(0, half - px(1), 0, -px(5))
            self.text(painter, upper, row.name, base_font(13, QFont.Weight.DemiBold), name_tone)
            self.text(painter, lower, row.detail, base_font(12), "secondary")
        else:
            self.text(painter, text, row.name, base_font(13, QFont.Weight.DemiBold), name_tone)
        if row.state:
            self._presence(painter, QRect(box.right() - side, box.top(), side, box.height()), row)

    def _presence(self, painter: QPainter, box: QRect, row: TargetRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(row.tone))
        dot = px(8)
        painter.drawEllipse(box.left(), box.center().y() - dot // 2 + 1, dot, dot)
        box = box.adjusted(dot + px(8), 0, 0, 0)
        self.text(painter, box, row.state, base_font(13), row.tone)
        font = base_font(12)
        used = QFontMetrics(base_font(13)).horizontalAdvance(row.state) + px(8)
        self.text(painter, box.adjusted(used, 0, 0, 0), row.time, font, "secondary", at_right=True)


class TargetModel(RowsModel[TargetRow]):
    """The same people in the same order: only what they do is painted anew, nothing loses its place."""

    def set_rows(self, rows: object) -> None:
        fresh: list[TargetRow] = list(rows)  # type: ignore[call-overload]
        old = [self.row_at(index) for index in range(self.rowCount())]
        if old and [row.target for row in fresh] == [row.target if row else "" for row in old]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, 0))
        else:
            super().set_rows(fresh)


def spoken(row: TargetRow) -> str:
    return ", ".join(part for part in (row.name, row.detail, row.state, row.time, row.why_not) if part)


class TargetList(PaintedList[TargetRow]):
    """Keys go to the field beside it; ``step`` moves the choice."""

    chosen = Signal()  # another one
    entered = Signal()  # a double click

    def __init__(self, look: Look, name: str) -> None:
        rows, painter = TargetModel(spoken, lambda row: row.why_not), TargetPainter(look, TargetRow)
        super().__init__(look, name, rows, painter, lambda row: row.target)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.doubleClicked.connect(self.entered)
        self.selectionModel().currentChanged.connect(self.chosen)
        Sayings(self).say(self.setAccessibleName, "People and departments")

    def show_rows(self, rows: tuple[TargetRow, ...], choose_first: bool) -> None:
        before = self.current()
        self.rows.set_rows(rows)
        wanted = before.target if before is not None else ""
        place = next((i for i, row in enumerate(rows) if row.target == wanted), 0 if choose_first else -1)
        if place != self.currentIndex().row() or before is None:
            self.setCurrentIndex(self.rows.index(place, 0))
        self.chosen.emit()

    def forget(self) -> None:
        self.rows.set_rows(())

    def step(self, by: int) -> None:
        rows = self.rows.rowCount()
        if rows:
            place = min(rows - 1, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self.rows.index(place, 0))
