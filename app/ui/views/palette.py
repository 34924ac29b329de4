"""The command palette (Ctrl+K): floats over the window's upper third; one field, one list, the keyboard.

A child of the window, no dialog: the keys of the call go on working, and a call that comes shows below it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.models.rows import ROW, RowsModel
from app.ui.presenters.palette import PaletteRow
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import Divider, FloatingShadow, label, named, row

WIDTH = 600
ROW_HEIGHT = 40
SHOWN_ROWS = 9
TOP = 72
Index = QModelIndex | QPersistentModelIndex


class PalettePainter(QStyledItemDelegate):
    """Icon, what it does, a quiet word beside it; group and keys at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(320), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = index.data(ROW)
        if not isinstance(shown, PaletteRow):
            return
        box = option.rect.adjusted(px(6), 0, -px(6), 0)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("accent"))
            painter.setOpacity(0.14)
            painter.drawRoundedRect(box, 6, 6)
            painter.setOpacity(1.0)
        left, right = box.left() + px(10), box.right() - px(10)
        tone = "accent" if chosen and shown.tone == "secondary" else shown.tone
        icon = self._look.pixmap(shown.icon or "dot", tone, 16)
        painter.drawPixmap(left, box.center().y() - px(8), icon)
        left += px(28)
        right = self._keys(painter, shown.keys, right, box)
        quiet = base_font(12)
        group = QFontMetrics(quiet).horizontalAdvance(shown.group)
        self._text(
            painter, QRect(right - group, box.top(), group + 2, box.height()), shown.group, quiet, "secondary"
        )
        right -= group + px(16)
        strong = base_font(13, QFont.Weight.Medium)
        width = min(QFontMetrics(strong).horizontalAdvance(shown.text) + 2, right - left)
        self._text(painter, QRect(left, box.top(), width, box.height()), shown.text, strong, "text")
        left += width + px(10)
        if shown.detail and right - left > px(40):
            self._text(
                painter, QRect(left, box.top(), right - left, box.height()), shown.detail, quiet, "secondary"
            )
        painter.restore()

    def _keys(self, painter: QPainter, keys: str, right: int, box: QRect) -> int:
        """A small key cap; returns where it begins."""
        if not keys:
            return right
        font = base_font(11)
        width = QFontMetrics(font).horizontalAdvance(keys) + px(10)
        cap = QRect(right - width, box.center().y() - px(9), width, px(18))
        painter.setPen(self._look.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(font)
        painter.setPen(self._look.color("secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return right - width - px(12)

    def _text(self, painter: QPainter, box: QRect, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(self._look.color(tone))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def spoken(shown: PaletteRow) -> str:
    return ", ".join(p for p in (shown.text, shown.detail, shown.group, shown.keys) if p)


class Palette(QFrame):
    typed = Signal(str)
    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._over = look, parent
        self._back: QWidget | None = None  # where the keyboard was
        named(self, "palette")
        self.setProperty("floating", True)
        self.setProperty("scalesItself", True)
        self.field = QLineEdit()
        named(self.field, "paletteField")
        self.field.setProperty("bare", True)
        self.list = QListView()
        named(self.list, "paletteList")
        self._model: RowsModel[PaletteRow] = RowsModel(spoken, spoken, self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(PalettePainter(look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._hint = label("body2", wrap=True)
        named(self._hint, "paletteHint")
        self._hint.setContentsMargins(16, 8, 16, 8)
        self._foot = label("secondary")
        foot = row(self._foot, 1)
        foot.setContentsMargins(16, 6, 16, 8)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        head = row(self.field)
        head.setContentsMargins(10, 10, 10, 8)
        box.addLayout(head)
        box.addWidget(Divider())
        box.addWidget(self.list)
        box.addWidget(self._hint)
        box.addWidget(Divider())
        box.addLayout(foot)
        self.field.textEdited.connect(self.typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._emit)
        look.changed.connect(self.list.viewport().update)
        said = Sayings(self)
        said.say(self.field.setPlaceholderText, "What do you want to do? Or a name, a number…")
        said.say(self.field.setAccessibleName, "Command, page, colleague or customer")
        said.say(self.list.setAccessibleName, "What fits")
        said.say(self._foot.setText, "↑ ↓ choose   ·   Enter does it   ·   Esc closes")
        said.say(self.setAccessibleName, "All commands")
        FloatingShadow(look, self)
        self.hide()

    def open_palette(self) -> None:
        focus = QApplication.focusWidget()
        self._back = focus if focus is not self.field else self._back
        self.field.clear()
        self.show()
        self.raise_()
        self.place()
        self.field.setFocus()

    def show_rows(self, rows: tuple[PaletteRow, ...], hint: str) -> None:
        before = self._model.row_at(self.list.currentIndex().row())
        self._model.set_rows(rows)
        at = next((i for i, r in enumerate(rows) if before and r.command_id == before.command_id), 0)
        keep = at if self.field.text() and before is not None and at < 1 else 0
        if rows:
            self.list.setCurrentIndex(self._model.index(keep, 0))
        self.list.setVisible(bool(rows))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.place()

    def close_palette(self) -> None:
        if not self.isVisible():
            return
        back, self._back = self._back, None
        self.hide()
        if back is not None and back.isVisible():
            back.setFocus()
        else:
            self._over.setFocus()
        self.closed.emit()

    def place(self) -> None:
        if self.isHidden():
            return
        width = min(px(WIDTH), self._over.width() - 32)
        self.setFixedWidth(width)
        top = min(px(TOP), max(8, self._over.height() // 10))
        room = (self._over.height() - top - px(120)) // px(ROW_HEIGHT)
        rows = min(self._model.rowCount(), SHOWN_ROWS, max(2, room))
        self.list.setFixedHeight(rows * px(ROW_HEIGHT) + 8)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.setFixedHeight(self.sizeHint().height())
        self.move((self._over.width() - width) // 2, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            focus = QApplication.focusWidget()
            if focus is not None and not self.isAncestorOf(focus) and focus.window() is self.window():
                self._back = None  # the person has gone on elsewhere
                self.hide()
                self.closed.emit()
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        rows = self._model.rowCount()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps and rows:
            by, now = steps[Qt.Key(key)], self.list.currentIndex().row()
            there = (now + by) % rows if abs(by) == 1 else min(rows - 1, max(0, now + by))
            self.list.setCurrentIndex(self._model.index(there, 0))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit(self.list.currentIndex())
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        return False

    def _emit(self, index: QModelIndex) -> None:
        shown = self._model.row_at(index.row())
        if shown is not None:
            self.chosen.emit(shown.command_id)
