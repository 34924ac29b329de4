"""Small widgets that the views are made of: labels, chips, buttons, cards, rows that wrap."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Look, base_font, px


def named(widget: QWidget, name: str) -> None:
    """``name`` is how drivers and tests find the widget."""
    widget.setObjectName(name)


def repolish(widget: QWidget) -> None:
    """The style sheet looks at properties only when it is asked to."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        repolish(widget)


def show(widget: QWidget, there: bool) -> None:
    """As setVisible, but only when it changes something: Qt lays out everything around it at each call.

    A new widget counts as hidden, and yet appears with its parent unless it has been hidden explicitly. One
    that has no parent yet would become a window of its own for a moment and take the keyboard: it waits for
    its parent.
    """
    if there and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        return
    if widget.isHidden() == there or not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.setVisible(there)


def label(role: str = "", wrap: bool = False, selectable: bool = False) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """One line that ends in '…' where the room ends; the whole text is in the tool tip then."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def setText(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._fit()
            self.updateGeometry()

    def whole_text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._whole) + 4
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Chip(QLabel):
    """A short word on a quiet tint of a tone."""

    def __init__(self, tone: str = "accent") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("chip", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set(self, text: str, tone: str) -> None:
        self.setText(text)
        show(self, bool(text))
        set_property(self, "chip", tone)


class IconLabel(QLabel):
    """One icon in a tone; painted again when the look changes."""

    def __init__(self, look: Look, name: str, tone: str = "secondary", size_px: int = 16) -> None:
        super().__init__()
        self._look, self._name, self._tone, self._size_px = look, name, tone, size_px
        self.setProperty("scalesItself", True)
        look.changed.connect(self._paint)
        self._paint()

    def set(self, name: str, tone: str) -> None:
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._paint()

    def _paint(self) -> None:
        self.setFixedSize(px(self._size_px), px(self._size_px))
        self.setPixmap(self._look.pixmap(self._name, self._tone, self._size_px))


class IconButton(QPushButton):
    """A quiet or coloured button with an icon before its word."""

    def __init__(self, look: Look, icon: str, kind: str = "", tone: str = "text", size_px: int = 16) -> None:
        super().__init__()
        self._look, self._icon, self._tone, self._size_px = look, icon, tone, size_px
        if kind:
            self.setProperty("kind", kind)
        look.changed.connect(self._tint)
        self._tint()

    def setText(self, text: str) -> None:
        super().setText(f" {text}" if text else "")  # Qt leaves only 4 px after the icon

    def set_icon(self, icon: str, tone: str) -> None:
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self._tint()

    def _tint(self) -> None:
        self.setIconSize(QSize(px(self._size_px), px(self._size_px)))
        self.setIcon(self._look.icon(self._icon, self._tone, self._size_px))


class ActionButton(QPushButton):
    """A button of the call bar: icon, word, and its key in small letters; 40 px high.

    ``key`` as delivered; ``show_key`` says what the person has made of it.
    """

    GAP = 8
    MARGIN = 14

    def __init__(self, look: Look, icon: str, key: str, kind: str = "") -> None:
        super().__init__()
        self._look, self._icon, self._key = look, icon, key
        self.default_key = key
        self._reserved: tuple[str, ...] = ()
        self._narrow = False
        self.setProperty("scalesItself", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_kind(kind)
        look.changed.connect(self._look_changed)

    def _look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def show_key(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self._say_name()
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: str) -> None:
        set_property(self, "kind", kind)

    def set_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self.update()

    def reserve(self, *words: str) -> None:
        """Room for the longest of the words that may stand here: nothing moves when the word changes."""
        if words != self._reserved:
            self._reserved = words
            self.updateGeometry()

    def narrow(self, narrow: bool) -> None:
        """Without the key and with less room at the sides; the tool tip still has the key."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def set_word(self, word: str) -> None:
        if word == self.text():
            return
        self.setText(word)
        self._say_name()
        self.updateGeometry()

    def _say_name(self) -> None:
        word = self.text()
        self.setAccessibleName(f"{word} {self._key}".strip())
        self.setToolTip(f"{word}  ({self._key})" if self._key else word)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(base_font(13, QFont.Weight.DemiBold))
        word = max(metrics.horizontalAdvance(text) for text in (self.text(), *self._reserved))
        width = (8 if self._narrow else self.MARGIN) * 2 + px(18) + self.GAP + word + self._key_width()
        return QSize(max(width, 84), px(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _key_width(self) -> int:
        if not self._key or self._narrow:
            return 0
        return self.GAP + QFontMetrics(base_font(11)).horizontalAdvance(self._key)

    def _token(self) -> str:
        if not self.isEnabled():
            return "disabled"
        kind = self.property("kind")
        return {"answer": "on_accent", "primary": "on_accent", "danger": "on_accent", "on": "hold"}.get(
            str(kind or ""), "text"
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = self._token()
        word = QFontMetrics(base_font(13, QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        icon = px(18)
        whole = icon + self.GAP + word + self._key_width()
        x = max(8, (self.width() - whole) // 2)
        painter.drawPixmap(x, (self.height() - icon) // 2, self._look.pixmap(self._icon, token, 18))
        x += icon + self.GAP
        painter.setFont(base_font(13, QFont.Weight.DemiBold))
        painter.setPen(self._look.color(token))
        painter.drawText(
            QRect(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self._key and not self._narrow:
            x += painter.fontMetrics().horizontalAdvance(self.text()) + self.GAP
            painter.setFont(base_font(11))
            color = self._look.color(token if token != "text" else "secondary")
            painter.setPen(color)
            painter.drawText(
                QRect(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, self._key
            )
        painter.end()


class FloatingShadow(QGraphicsDropShadowEffect):
    """Only what floats has one."""

    def __init__(self, look: Look, owner: QWidget) -> None:
        super().__init__(owner)
        self._look = look
        self.setBlurRadius(36)
        self.setOffset(0, 10)
        look.changed.connect(self._tint)
        self._tint()
        owner.setGraphicsEffect(self)

    def _tint(self) -> None:
        color = self._look.color("shadow")
        color.setAlphaF(0.34 if self._look.dark else 0.20)
        self.setColor(color)


class Card(QFrame):
    """A surface with a thin line, 10 px corners."""

    def __init__(self, margin: int = 16, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin - 2, margin, margin)
        self.body.setSpacing(spacing)


class Divider(QFrame):
    def __init__(self, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("divider", True)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class EmptyState(QWidget):
    """Nothing to show: an icon, what this is, and the next step."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self.icon = IconLabel(look, icon, "disabled", 32)
        self.title = label("title")
        self.text = label("body2", wrap=True)
        self.button = QPushButton()
        self.button.hide()
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            box.addWidget(part)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)


class FlowLayout(QLayout):
    """Places its items in rows and wraps them."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            row = max(row, hint.height())
        return y + row - rect.y()


def clear(layout: QLayout) -> None:
    """Take all items out and let their widgets go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def row(*widgets: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; an int is that much stretch."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for part in widgets:
        if isinstance(part, int):
            box.addStretch(part)
        else:
            box.addWidget(part)
    return box
