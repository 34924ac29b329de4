"""The list of quick replies, painted: what is said, and at the right one click to speak it or to send it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.replies import ReplyRow
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import named

ROW_HEIGHT = 56
TARGET = 36
Index = QModelIndex | QPersistentModelIndex


class ReplyPainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, ReplyRow):
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        if row.doing == "speaking":
            painter.fillRect(box, QColor(tokens.soft("talking", 0.12)))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tokens.soft("accent", 0.10)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(tokens.soft("text", 0.04)))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(box.left() + px(16), box.bottom(), box.right() - px(16), box.bottom())
        speak, send = speak_area(box), send_area(box)
        self._icon(painter, speak, *self._speak_icon(row))
        sending = row.doing == "sending"
        self._icon(painter, send, "clock" if sending else "send", "secondary" if row.can_send else "disabled")
        self._words(painter, box, speak.left() - box.left() - px(16) - px(6), row)
        painter.restore()

    def _speak_icon(self, row: ReplyRow) -> tuple[str, str]:
        if row.doing == "speaking":
            return "stop", "talking"
        if row.doing == "asked":
            return "clock", "secondary"
        return "speaker", "accent" if row.can_speak else "disabled"

    def _icon(self, painter: QPainter, area: QRect, name: str, tone: str) -> None:
        pixmap = self._look.pixmap(name, tone, 18)
        size = px(18)
        painter.drawPixmap(area.center().x() - size // 2, area.center().y() - size // 2, pixmap)

    def _words(self, painter: QPainter, box: QRect, width: int, row: ReplyRow) -> None:
        top, left = box.top() + px(8), box.left() + px(16)
        strong, small = base_font(13, QFont.Weight.DemiBold), base_font(12)
        flat = " ".join(row.text.split())
        for text, font, tone in ((row.title, strong, "text"), (flat, small, "secondary")):
            painter.setFont(font)
            painter.setPen(self._look.color(tone))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, top, width, px(20)), Qt.AlignmentFlag.AlignVCenter, shown)
            top += px(20)


def send_area(box: QRect) -> QRect:
    side = px(TARGET)
    return QRect(box.right() - px(10) - side, box.center().y() - side // 2, side, side)


def speak_area(box: QRect) -> QRect:
    return send_area(box).translated(-px(TARGET), 0)


def spoken(row: ReplyRow) -> str:
    return ", ".join(p for p in (row.group, row.title, row.text) if p)


class RepliesList(QListView):
    """``row_chosen`` by mouse or keys; ``speak`` and ``send`` by a click on a row's icon."""

    row_chosen = Signal(str)
    speak = Signal(str)
    send = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "repliesList")
        self._rows: RowsModel[ReplyRow] = RowsModel(spoken, lambda _row: "", self)
        self._showing = False
        self.setModel(self._rows)
        self.setItemDelegate(ReplyPainter(look, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._current_changed)
        look.changed.connect(self._repaint)
        Sayings(self).say(self.setAccessibleName, "Quick replies")

    def show_rows(self, rows: tuple[ReplyRow, ...], chosen: str) -> None:
        self._showing = True
        self._rows.set_rows(rows)
        at = next((i for i, row in enumerate(rows) if row.reply_id == chosen), -1)
        if at >= 0 and self.currentIndex().row() != at:
            self.setCurrentIndex(self._rows.index(at, 0))
        self._showing = False

    def _repaint(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None and not self._showing:
            self.row_chosen.emit(row.reply_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        row, box = self._rows.row_at(index.row()), self.visualRect(index)
        if row is None:
            return
        if speak_area(box).contains(event.position().toPoint()):
            self.speak.emit(row.reply_id)
        elif send_area(box).contains(event.position().toPoint()):
            self.send.emit(row.reply_id)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event), self)
            return True
        return super().viewportEvent(event)

    def _tip(self, event: QHelpEvent) -> str:
        index = self.indexAt(event.pos())
        row, box = self._rows.row_at(index.row()), self.visualRect(index)
        if row is None:
            return ""
        if speak_area(box).contains(event.pos()):
            if row.doing == "speaking":
                return tr("Stop speaking  (Esc)")
            return row.why_not or tr("Speak it into the call  (Enter)")
        if send_area(box).contains(event.pos()):
            return tr("Send it as a text message  (Ctrl+Enter)")
        return row.text
