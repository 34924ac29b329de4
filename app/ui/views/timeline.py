"""The time line: calls, tickets, orders, surveys and messages, newest first, what came of each in bold."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.file_face import FILTERS, Filter, TimelineRow
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import Card, label, named, row

ICONS = {
    "CALL": ("phone", "talking"),
    "TICKET": ("ticket", "hold"),
    "ORDER": ("box", "accent"),
    "SURVEY": ("star", "wrapup"),
    "MESSAGE": ("voicemail", "ready"),
}
ROW_HEIGHT = 60
BADGE = 32
WHEN_WIDTH = 132


class TimelinePainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, TimelineRow):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if row.opens and state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(box, QColor(self._look.tokens.soft("text", 0.05)))
        self._badge(painter, box, row, index)
        left = box.left() + px(16 + BADGE + 12)
        right = box.right() - px(16 + WHEN_WIDTH)
        self._words(painter, QRect(left, box.top(), right - left - px(12), box.height()), row)
        self._when(painter, QRect(right, box.top(), px(WHEN_WIDTH), box.height()), row)
        painter.restore()

    def _badge(
        self, painter: QPainter, box: QRect, row: TimelineRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        icon, tone = ICONS[row.kind]
        badge = px(BADGE)
        x, y = box.left() + px(16), box.top() + (box.height() - badge) // 2
        center = x + badge / 2
        painter.setPen(QColor(self._look.tokens.line))
        if index.row() > 0:
            painter.drawLine(round(center), box.top(), round(center), y - 4)
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(round(center), y + badge + 4, round(center), box.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft(tone, 0.12)))
        painter.drawEllipse(QRectF(x, y, badge, badge))
        inset = (badge - px(16)) // 2
        painter.drawPixmap(x + inset, y + inset, self._look.pixmap(icon, tone, 16))

    def _words(self, painter: QPainter, box: QRect, row: TimelineRow) -> None:
        second = " · ".join(part for part in (row.detail, "" if row.result else row.status) if part)
        top = box.top() + px(10 if second else 20)
        strong, plain = base_font(13, QFont.Weight.DemiBold), base_font(13)
        title_width = QFontMetrics(plain).horizontalAdvance(row.title)
        half = box.width() * 3 // 5 if row.result else box.width()
        first = QRect(box.left(), top, min(title_width + 2, half), px(20))
        self._line(painter, first, row.title, plain, "text" if not row.result else "secondary")
        if row.result:
            rest = QRect(first.right() + px(10), top, box.right() - first.right() - px(10), px(20))
            self._line(painter, rest, row.result, strong, "text")
        if second:
            self._line(
                painter,
                QRect(box.left(), top + px(20), box.width(), px(20)),
                second,
                base_font(12),
                "secondary",
            )

    def _when(self, painter: QPainter, box: QRect, row: TimelineRow) -> None:
        second = row.amount or row.who
        top = box.top() + px(10 if second else 20)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._line(
            painter, QRect(box.left(), top, box.width(), px(20)), row.when, base_font(12), "secondary", align
        )
        if second:
            font = base_font(12, QFont.Weight.DemiBold) if row.amount else base_font(12)
            tone = "text" if row.amount else "secondary"
            self._line(
                painter, QRect(box.left(), top + px(20), box.width(), px(20)), second, font, tone, align
            )

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
    more = tr("A click opens it") if row.opens else ""
    return "\n".join(p for p in (row.exact, row.title, row.result, row.detail, more) if p)


class TimelineList(QListView):
    """A click or Enter opens what there is more to see of."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.clicked.connect(self._open)
        self.entered.connect(self._point)
        self.viewportEntered.connect(self._point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _point(self, index: QModelIndex | None = None) -> None:
        row = index.data(ROW) if index is not None else None
        if isinstance(row, TimelineRow) and row.opens:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, TimelineRow) and row.opens:
            self.opened.emit(row.opens)


class TimelineCard(Card):
    near_end = Signal()
    opened = Signal(str)  # as ``TimelineRow.opens``
    kind_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(margin=0, spacing=0)
        self._heading = label("title")
        self._heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._kinds = {kind: QPushButton() for kind in FILTERS}
        head = row(self._heading, 1, spacing=4)
        head.setContentsMargins(16, 6, 12, 2)
        group = QButtonGroup(self)
        for kind, button in self._kinds.items():
            named(button, f"timeline_{kind}")
            button.setCheckable(True)
            button.setProperty("kind", "filter")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, kind=kind: self.kind_chosen.emit(kind))
            group.addButton(button)
            head.addWidget(button)
        self._model: RowsModel[TimelineRow] = RowsModel(spoken, tip, self)
        self.list = TimelineList()
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
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.list, 1)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.list.opened.connect(self.opened)
        look.changed.connect(self._repaint)
        said = Sayings(self)
        said.say(self._heading.setText, "Time line")
        said.say(self.list.setAccessibleName, "Time line")
        said.say(self._kinds["ALL"].setText, "All")
        said.say(self._kinds["CALL"].setText, "Calls")
        said.say(self._kinds["TICKET"].setText, "Tickets")
        said.say(self._kinds["ORDER"].setText, "Orders")
        said.say(self._kinds["SURVEY"].setText, "Surveys")
        said.say(self._kinds["MESSAGE"].setText, "Messages")
        self._more = False

    def show_rows(self, rows: tuple[TimelineRow, ...], more: bool, kind: Filter, loading: bool) -> None:
        self._more = more
        self._model.set_rows(rows)
        self._kinds[kind].setChecked(True)
        if loading:
            self._empty.setText(tr("Looking further back…"))
        elif kind != "ALL":
            self._empty.setText(tr("Nothing of this kind so far."))
        else:
            self._empty.setText(tr("Nothing happened with this customer so far."))
        self._empty.setVisible(not rows)
        self.list.setVisible(bool(rows))

    def _repaint(self) -> None:
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if self._more and value >= bar.maximum() - px(ROW_HEIGHT) * 3:
            self.near_end.emit()
