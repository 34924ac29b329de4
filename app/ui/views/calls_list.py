"""A list of calls, painted: who, when, how long, what came of it. Used full and short (idle desk)."""

from __future__ import annotations

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

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.calls import CallRow, ListState
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import EmptyState, named

ROW_HEIGHT = 56


class CallPainter(QStyledItemDelegate):
    """Columns keep one alignment edge; figures stand right-aligned."""

    def __init__(self, look: Look, short: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._short = look, short

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, CallRow):
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

    def _columns(self, painter: QPainter, box: QRect, row: CallRow) -> None:
        left, right = box.left() + px(16), box.right() - px(16)
        tone = "trouble" if row.missed else "talking"
        painter.drawPixmap(
            left,
            box.center().y() - px(8),
            self._look.pixmap("phone-down" if row.missed else "phone", tone, 16),
        )
        left += px(30)
        who, times = max(px(150), (right - left) * 3 // 10), px(132)
        middle = right - left - who - times - px(24)
        self._two(painter, QRect(left, box.top(), who, box.height()), row.name, row.number, strong=True)
        result = row.outcome or ("" if not row.missed else tr("missed"))
        note = " ".join(row.note.split())
        second = note or row.queue
        if row.follow_up:
            second = " · ".join(p for p in (tr("follow up {when}", when=row.follow_up), second) if p)
        self._two(painter, QRect(left + who + px(12), box.top(), middle, box.height()), result, second)
        self._two(
            painter, QRect(right - times, box.top(), times, box.height()), row.when, row.talked, right=True
        )

    def _two(
        self,
        painter: QPainter,
        box: QRect,
        first: str,
        second: str,
        strong: bool = False,
        right: bool = False,
    ) -> None:
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignVCenter
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        top = box.top() + px(8 if second else 18)
        fonts = ((first, base_font(13, weight), "text"), (second, base_font(12), "secondary"))
        for text, font, tone in fonts:
            painter.setFont(font)
            painter.setPen(self._look.color(tone))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.left(), top, box.width(), px(20)), align, shown)
            top += px(20)


def spoken(row: CallRow) -> str:
    return ", ".join(p for p in (row.when, row.name, row.number, row.outcome, row.talked) if p)


def tip(row: CallRow) -> str:
    times = tr(
        "{when} · waited {waited} · talked {talked}", when=row.exact, waited=row.waited, talked=row.talked
    )
    return "\n".join(p for p in (times, row.queue, row.outcome, row.note) if p)


class CallsList(QWidget):
    opened = Signal(str)  # customer_id
    selected = Signal(object)  # CallRow
    near_end = Signal()
    reload = Signal()

    def __init__(self, look: Look, name: str, short: bool = False) -> None:
        super().__init__()
        self._model: RowsModel[CallRow] = RowsModel(spoken, tip, self)
        self.list = QListView()
        named(self.list, name)
        self.list.setModel(self._model)
        self.list.setItemDelegate(CallPainter(look, short, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.empty = EmptyState(look, "history")
        named(self.empty.button, f"{name}Retry")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.addWidget(self._pages)
        self._more = False
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._select)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty.button.clicked.connect(self.reload)
        look.changed.connect(self.list.viewport().update)
        said = Sayings(self)
        said.say(self.list.setAccessibleName, "Calls")
        said.say(self.empty.button.setText, "Try again")

    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None:
        self._more = more
        chosen = self._model.row_at(self.list.currentIndex().row())
        self._model.set_rows(rows)
        if chosen is not None:
            self._choose(chosen.call_id)

    def _choose(self, call_id: str) -> None:
        """The chosen call stays chosen when the list comes anew, perhaps in another language."""
        for index in range(self._model.rowCount()):
            row = self._model.row_at(index)
            if row is not None and row.call_id == call_id:
                self.list.setCurrentIndex(self._model.index(index, 0))
                self.selected.emit(row)
                return

    def show_state(self, state: ListState, text: str) -> None:
        self._pages.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self.empty.title.setText("")
        self.empty.title.hide()
        self.empty.text.setText(text)
        self.empty.button.setVisible(state is ListState.ERROR)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index.row())
        if row is not None and row.customer_id:
            self.opened.emit(row.customer_id)

    def _select(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.selected.emit(self._model.row_at(index.row()))

    def _scrolled(self, value: int) -> None:
        if self._more and value >= self.list.verticalScrollBar().maximum() - px(ROW_HEIGHT) * 4:
            self.near_end.emit()
