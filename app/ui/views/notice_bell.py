"""The bell in the state bar with its list, and the quiet sign of a notice that has just come.

Neither takes the focus from what is being typed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import RowsModel
from app.ui.presenters.notice_bell import NoticeRow, NoticesFace
from app.ui.theme import Look, base_font, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter
from app.ui.views.parts import (
    ElidedLabel,
    FloatingShadow,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    show,
)

WIDTH, HEIGHT = 400, 460
SIGN_WIDTH = 360
SIGN_MS = 7000
RAIL_PX = 64
BADGE_PX = 15


class NoticePainter(RowPainter[NoticeRow]):
    row_height = 64

    def columns(self, painter: QPainter, box: QRect, row: NoticeRow) -> None:
        left, right = box.left() + px(16), box.right() - px(16)
        tone = "trouble" if row.urgent and row.unread else "accent" if row.unread else "secondary"
        painter.drawPixmap(left, box.top() + px(13), self._look.pixmap(row.icon, tone, 16))
        left += px(28)
        side = px(96)
        first = QRect(left, box.top() + px(11), right - left - side - px(8), px(20))
        weight = QFont.Weight.DemiBold if row.unread else QFont.Weight.Normal
        self.text(painter, first, row.title, base_font(13, weight), "text" if row.unread else "secondary")
        when = QRect(right - side, first.top(), side, px(20))
        self.text(painter, when, row.when, base_font(12), "secondary", at_right=True)
        self.text(
            painter,
            QRect(left, first.top() + px(21), right - left, px(20)),
            row.text,
            base_font(12),
            "secondary",
        )


class NoticeList(PagedList[NoticeRow]):
    opened = Signal(int)

    def __init__(self, look: Look) -> None:
        model: RowsModel[NoticeRow] = RowsModel(
            lambda r: ", ".join(
                part for part in (tr("unread") if r.unread else "", r.title, r.text, r.when) if part
            ),
            lambda r: "\n".join(part for part in (r.exact, r.title, r.text) if part),
        )
        rows = PaintedList(
            look, "noticesList", model, NoticePainter(look, NoticeRow), lambda r: str(r.notice_id)
        )
        super().__init__(look, rows, "bell")
        rows.clicked.connect(self._open)
        rows.activated.connect(self._open)
        Sayings(self).say(rows.setAccessibleName, "Notices")

    def _open(self, index: QModelIndex) -> None:
        found = self.list.rows.row_at(index.row())
        if found is not None:
            self.opened.emit(found.notice_id)


class NoticePopover(QFrame):
    read_all = Signal()
    wishes = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "noticesPopover")
        self.setProperty("floating", True)
        FloatingShadow(look, self)
        self._title = label("title")
        self._all = QPushButton()
        named(self._all, "readAllNotices")
        self._all.setProperty("kind", "link")
        self._wishes = IconButton(look, "settings", "quiet", "secondary")
        named(self._wishes, "noticeWishesButton")
        self._wishes.setFixedSize(36, 36)
        self.list = NoticeList(look)
        head = row(self._title, 1, self._all, self._wishes)
        head.setContentsMargins(16, 8, 8, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 4)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.list, 1)
        self._all.clicked.connect(self.read_all)
        self._wishes.clicked.connect(self.wishes)
        said = Sayings(self)
        said.say(self._title.setText, "Notices")
        said.say(self._all.setText, "Mark all as read")
        said.say(self._wishes.setToolTip, "How I want to be told")
        said.say(self._wishes.setAccessibleName, "How I want to be told")
        said.say(self.setAccessibleName, "Notices")
        self.hide()

    def show_notices(self, face: NoticesFace) -> None:
        self.list.more = face.more
        self.list.list.put(face.rows, "")
        self.list.show_state(face.state, face.text)
        self._all.setEnabled(face.unread > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class NoticeSign(QFrame):
    """The newest notice, at the lower left where nobody types; an urgent one stays until it is looked at."""

    opened = Signal(int)
    seen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._row: NoticeRow | None = None
        named(self, "noticeSign")
        self.setProperty("floating", True)
        self.setFixedWidth(SIGN_WIDTH)
        FloatingShadow(look, self)
        self._icon = IconLabel(look, "bell", "accent", 20)
        self._title, self._text = ElidedLabel("strong"), label("body2", wrap=True)
        named(self._title, "noticeSignTitle")
        self._open, self._close = QPushButton(), IconButton(look, "x", "quiet", "secondary")
        named(self._open, "openNotice")
        named(self._close, "closeNotice")
        self._close.setFixedSize(36, 36)
        for button in (self._open, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 10, 8, 10)
        box.setSpacing(10)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        box.addWidget(self._open)
        box.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SIGN_MS)
        self._timer.timeout.connect(self.hide)
        self._open.clicked.connect(lambda: self._row and self.opened.emit(self._row.notice_id))
        self._close.clicked.connect(self._dismiss)
        said = Sayings(self)
        said.say(self._open.setText, "Show")
        said.say(self._close.setToolTip, "Close")
        said.say(self._close.setAccessibleName, "Close")
        self.hide()

    def show_sign(self, row: NoticeRow) -> None:
        if self._row is not None and self.isVisible() and self._row.urgent and not row.urgent:
            return  # what is urgent is not pushed away by what is not
        self._row = row
        self._icon.set(row.icon, "trouble" if row.urgent else "accent")
        self._title.setText(row.title)
        self._text.setText(row.text if len(row.text) <= 120 else row.text[:119] + "…")
        show(self._text, bool(row.text))
        show(self._open, row.opens)
        self.setProperty("banner", "")
        self.setAccessibleName(f"{row.title}. {row.text}")
        self.setProperty("urgentNotice", row.urgent)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self.place()
        self.raise_()
        self._timer.stop()
        if not row.urgent:
            self._timer.start()

    def hide_sign(self, notice_id: int) -> None:
        if self._row is not None and self._row.notice_id == notice_id:
            self._timer.stop()
            self.hide()

    def place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            layout = self.layout()
            if layout is not None:
                layout.activate()
                self.resize(self.width(), layout.totalHeightForWidth(self.width()))
            self.move(px(RAIL_PX + 20), over.height() - self.height() - px(20))

    def _dismiss(self) -> None:
        if self._row is not None:
            self.seen.emit(self._row.notice_id)
            self.hide()


class NoticeBell(QPushButton):
    """``shown``: whether the list is open."""

    shown = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._unread, self._urgent = look, 0, False
        named(self, "noticeBell")
        self.setProperty("kind", "quiet")
        self.setFixedSize(40, 36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.popover, self.sign = NoticePopover(look), NoticeSign(look)
        self.clicked.connect(self.toggle)
        self.popover.closed.connect(self.close_popover)
        look.changed.connect(self.update)
        said = Sayings(self)
        said.say(lambda _word: self._say(), "Notices")

    def over(self, window: QWidget) -> None:
        """The list and the sign float over this window."""
        for part in (self.popover, self.sign):
            part.setParent(window)
            part.hide()
        window.installEventFilter(self)

    def show_bell(self, unread: int, urgent: bool) -> None:
        if (unread, urgent) != (self._unread, self._urgent):
            self._unread, self._urgent = unread, urgent
            self._say()
            self.update()

    def _say(self) -> None:
        word = tr("Notices, {count} unread", count=self._unread) if self._unread else tr("Notices")
        self.setAccessibleName(word)
        self.setToolTip(word)

    def toggle(self) -> None:
        if self.popover.isVisible():
            self.close_popover()
            return
        window = self.window()
        height = min(px(HEIGHT), window.height() - px(80))
        self.popover.setFixedSize(min(px(WIDTH), window.width() - px(24)), height)
        place = self.mapTo(window, QPoint(0, self.height() + 6))
        self.popover.move(min(place.x(), window.width() - self.popover.width() - px(12)), place.y())
        self.popover.show()
        self.popover.raise_()
        self.popover.list.list.setFocus()
        self.shown.emit(True)

    def close_popover(self) -> None:
        if self.popover.isVisible():
            self.popover.hide()
            self.setFocus()
            self.shown.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.sign.place()
            if self.popover.isVisible():
                self.close_popover()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "trouble" if self._urgent else "text" if self._unread else "secondary"
        side = px(20)
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter.drawPixmap(left, top, self._look.pixmap("bell", tone, 20))
        if self._unread:
            text = str(self._unread) if self._unread < 100 else "99+"
            font = base_font(10, QFont.Weight.DemiBold)
            height = max(px(BADGE_PX), QFontMetrics(font).height())
            width = max(height, QFontMetrics(font).horizontalAdvance(text) + px(7))
            box = QRectF(self.width() / 2 + px(1), px(1), width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.color("trouble" if self._urgent else "accent")))
            painter.drawRoundedRect(box, height / 2, height / 2)
            painter.setPen(self._look.color("on_accent"))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
