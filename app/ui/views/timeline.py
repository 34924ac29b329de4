"""The time line: calls, tickets and orders, newest first, what came of each in bold."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.file import TimelineRow
from app.ui.theme import Look, base_font
from app.ui.views.parts import Card, label, named

ICONS = {"CALL": ("phone", "talking"), "TICKET": ("ticket", "hold"), "ORDER": ("box", "accent")}
ROW_HEIGHT = 60
BADGE = 32
WHEN_WIDTH = 132


class TimelinePainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, TimelineRow):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._badge(painter, box, row, index)
        left = box.left() + 16 + BADGE + 12
        right = box.right() - 16 - WHEN_WIDTH
        self._words(painter, QRect(left, box.top(), right - left - 12, box.height()), row)
        self._when(painter, QRect(right, box.top(), WHEN_WIDTH, box.height()), row)
        painter.restore()

    def _badge(
        self, painter: QPainter, box: QRect, row: TimelineRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        icon, tone = ICONS[row.kind]
        x, y = box.left() + 16, box.top() + (box.height() - BADGE) // 2
        center = x + BADGE / 2
        painter.setPen(QColor(self._look.tokens.line))
        if index.row() > 0:
            painter.drawLine(round(center), box.top(), round(center), y - 4)
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(round(center), y + BADGE + 4, round(center), box.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(tone, 0.12)))
        painter.drawEllipse(QRectF(x, y, BADGE, BADGE))
        painter.drawPixmap(x + (BADGE - 16) // 2, y + (BADGE - 16) // 2, self._look.pixmap(icon, tone, 16))

    def _words(self, painter: QPainter, box: QRect, row: TimelineRow) -> None:
        second = " · ".join(part for part in (row.detail, "" if row.result else row.status) if part)
        top = box.top() + (10 if second else 20)
        strong, plain = base_font(13, QFont.Weight.DemiBold), base_font(13)
        title_width = QFontMetrics(plain).horizontalAdvance(row.title)
        half = box.width() * 3 // 5 if row.result else box.width()
        first = QRect(box.left(), top, min(title_width + 2, half), 20)
        self._line(painter, first, row.title, plain, "text" if not row.result else "secondary")
        if row.result:
            rest = QRect(first.right() + 10, top, box.right() - first.right() - 10, 20)
            self._line(painter, rest, row.result, strong, "text")
        if second:
            self._line(
                painter, QRect(box.left(), top + 20, box.width(), 20), second, base_font(12), "secondary"
            )

    def _when(self, painter: QPainter, box: QRect, row: TimelineRow) -> None:
        second = row.amount or row.who
        top = box.top() + (10 if second else 20)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._line(
            painter, QRect(box.left(), top, box.width(), 20), row.when, base_font(12), "secondary", align
        )
        if second:
            font = base_font(12, QFont.Weight.DemiBold) if row.amount else base_font(12)
            tone = "text" if row.amount else "secondary"
            self._line(painter, QRect(box.left(), top + 20, box.width(), 20), second, font, tone, align)

    def _line(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        font: QFont,
        tone: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, shown)


def spoken(row: TimelineRow) -> str:
    return ", ".join(p for p in (row.when, row.title, row.result, row.status, row.amount, row.who) if p)


def tip(row: TimelineRow) -> str:
    return "\n".join(p for p in (row.exact, row.title, row.result, row.detail) if p)


class TimelineCard(Card):
    near_end = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=0, spacing=0)
        self._heading = label("title")
        self._heading.setContentsMargins(16, 12, 16, 4)
        self._heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._model: RowsModel[TimelineRow] = RowsModel(spoken, tip, self)
        self.list = QListView()
        named(self.list, "timeline")
        self.list.setModel(self._model)
        self.list.setItemDelegate(TimelinePainter(look, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(ROW_HEIGHT)
        self._empty = label("body2")
        self._empty.setContentsMargins(16, 8, 16, 16)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.list, 1)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        look.changed.connect(self.list.viewport().update)
        said = Sayings(self)
        said.say(self._heading.setText, "Time line")
        said.say(self.list.setAccessibleName, "Time line")
        said.say(self._empty.setText, "Nothing happened with this customer so far.")
        self._more = False

    def show_rows(self, rows: tuple[TimelineRow, ...], more: bool) -> None:
        self._more = more
        self._model.set_rows(rows)
        self._empty.setVisible(not rows)
        self.list.setVisible(bool(rows))

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if self._more and value >= bar.maximum() - ROW_HEIGHT * 3:
            self.near_end.emit()
