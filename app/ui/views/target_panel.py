"""A panel that floats over the desk: a field, and the list of whom it finds.

The field has the keyboard; Up and Down choose in the list, Escape closes and gives the keyboard back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.focus import give_back_focus
from app.ui.views.parts import IconButton, label, named
from app.ui.views.target_list import TargetList


class TargetPanel(QFrame):
    """``enter``: what the Enter key and a double click do."""

    typed = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, over: QWidget, close_name: str, field_name: str, list_name: str) -> None:
        super().__init__(over)
        self._over = over
        self._back_to: QWidget | None = None
        self.setProperty("floating", True)
        self._title = label("title")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, close_name)
        self._close.setFixedSize(36, 36)
        self.field = QLineEdit()
        named(self.field, field_name)
        self._list = TargetList(look, list_name)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self.typed)
        self._close.clicked.connect(self.closed)
        self._list.entered.connect(self.enter)
        said = Sayings(self)
        said.say(self._close.setAccessibleName, "Close")
        said.say(self._close.setToolTip, "Close  (Esc)")

    def enter(self) -> None:
        raise NotImplementedError

    def appear(self) -> None:
        """Where it has been put."""
        if not self.isVisible():
            self._back_to = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        if not self.isVisible():
            return
        if self.isAncestorOf(QApplication.focusWidget() or self.window()):
            give_back_focus(self, self._back_to)
        self.hide()
        self._list.forget()
        self.field.clear()
        self._back_to = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.key(event)
        return super().eventFilter(watched, event)

    def key(self, event: QKeyEvent) -> bool:
        """Of the field; whether it was for the panel."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.enter()
            case _:
                return False
        return True
