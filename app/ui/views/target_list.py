"""The list of whom a call can be given to: who, where, what she does now and for how long."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.targets import TargetRow
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import named

ROW_HEIGHT = 48
_ICONS = {"colleague": "user", "queue": "people", "number": "phone", "typed": "keypad"}
Index = QModelIndex | QPersistentModelIndex


class TargetPainter(QStyledItemDelegate):
    """One alignment edge for names, one for what they do; times at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, TargetRow):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(tokens.soft("accent", 0.10)))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.soft("text", 0.04)))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        self._row(painter, box.adjusted(px(12), 0, -px(12), 0), row)
        painter.restore()

    def _row(self, painter: QPainter, box: QRect, row: TargetRow) -> None:
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
            self._text(painter, upper, row.name, base_font(13, QFont.Weight.DemiBold), name_tone)
            self._text(painter, lower, row.detail, base_font(12), "secondary")
        else:
            self._text(painter, text, row.name, base_font(13, QFont.Weight.DemiBold), name_tone)
        if row.state:
            self._presence(painter, QRect(box.right() - side, box.top(), side, box.height()), row)

    def _presence(self, painter: QPainter, box: QRect, row: TargetRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(row.tone))
        dot = px(8)
        painter.drawEllipse(box.left(), box.center().y() - dot // 2 + 1, dot, dot)
        box = box.adjusted(dot + px(8), 0, 0, 0)
        self._text(painter, box, row.state, base_font(13), row.tone)
        font = base_font(12)
        used = QFontMetrics(base_font(13)).horizontalAdvance(row.state) + px(8)
        self._text(painter, box.adjusted(used, 0, 0, 0), row.time, font, "secondary", right=True)

    def _text(
        self, painter: QPainter, box: QRect, text: str, font: QFont, tone: str, right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


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


class TargetList(QListView):
    """Keys go to the field beside it; ``step`` moves the choice."""

    chosen = Signal()  # another one
    entered = Signal()  # a double click

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        named(self, name)
        self._model = TargetModel(spoken, lambda row: row.why_not, self)
        self.setModel(self._model)
        self.setItemDelegate(TargetPainter(look, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.doubleClicked.connect(self.entered)
        self.selectionModel().currentChanged.connect(self.chosen)
        look.changed.connect(self.viewport().update)
        Sayings(self).say(self.setAccessibleName, "People and departments")

    def show_rows(self, rows: tuple[TargetRow, ...], choose_first: bool) -> None:
        before = self.current()
        self._model.set_rows(rows)
        wanted = before.target if before is not None else ""
        place = next((i for i, row in enumerate(rows) if row.target == wanted), 0 if choose_first else -1)
        if place != self.currentIndex().row() or before is None:
            self.setCurrentIndex(self._model.index(place, 0))
        self.chosen.emit()

    def current(self) -> TargetRow | None:
        return self._model.row_at(self.currentIndex().row())

    def forget(self) -> None:
        self._model.set_rows(())

    def step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            place = min(rows - 1, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self._model.index(place, 0))
