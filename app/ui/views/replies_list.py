"""The list of quick replies, painted: what is said, and at the right one click to speak it or to send it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QToolTip

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import RowsModel
from app.ui.presenters.reply_face import ReplyRow
from app.ui.theme import Look, px
from app.ui.views.painted_list import PaintedList, RowPainter

TARGET = 36


class ReplyPainter(RowPainter[ReplyRow]):
    def tint(self, row: ReplyRow, state: QStyle.StateFlag) -> QColor | None:
        if row.doing == "speaking":
            return QColor(self._look.tokens.soft("talking", 0.12))
        return super().tint(row, state)

    def columns(self, painter: QPainter, box: QRect, row: ReplyRow) -> None:
        speak, send = speak_area(box), send_area(box)
        self._icon(painter, speak, *self._speak_icon(row))
        sending = row.doing == "sending"
        self._icon(painter, send, "clock" if sending else "send", "secondary" if row.can_send else "disabled")
        left = box.left() + px(16)
        words = QRect(left, box.top(), speak.left() - left - px(6), box.height())
        self.two(painter, words, row.title, " ".join(row.text.split()), strong=True)

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


def send_area(box: QRect) -> QRect:
    side = px(TARGET)
    return QRect(box.right() - px(10) - side, box.center().y() - side // 2, side, side)


def speak_area(box: QRect) -> QRect:
    return send_area(box).translated(-px(TARGET), 0)


def spoken(row: ReplyRow) -> str:
    return ", ".join(p for p in (row.group, row.title, row.text) if p)


class RepliesList(PaintedList[ReplyRow]):
    """``row_chosen`` by mouse or keys; ``speak`` and ``send`` by a click on a row's icon."""

    speak = Signal(str)
    send = Signal(str)

    def __init__(self, look: Look) -> None:
        rows, painter = RowsModel[ReplyRow](spoken, lambda _row: ""), ReplyPainter(look, ReplyRow)
        super().__init__(look, "repliesList", rows, painter, lambda row: row.reply_id)
        Sayings(self).say(self.setAccessibleName, "Quick replies")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        row, box = self.rows.row_at(index.row()), self.visualRect(index)
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
        row, box = self.rows.row_at(index.row()), self.visualRect(index)
        if row is None:
            return ""
        if speak_area(box).contains(event.pos()):
            if row.doing == "speaking":
                return tr("Stop speaking  (Esc)")
            return row.why_not or tr("Speak it into the call  (Enter)")
        if send_area(box).contains(event.pos()):
            return tr("Send it as a text message  (Ctrl+Enter)")
        return row.text
