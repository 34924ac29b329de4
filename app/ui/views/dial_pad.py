"""The key pad that floats in the window: digits by mouse, and by keyboard while it has the focus.

It is a child of the window, no pop-up of the system, so the keys of the call bar go on working.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.parts import ElidedLabel, named

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
_NAMES = {"*": "Star", "#": "Hash"}


def digit_keys(name: str, press: Callable[[str], None]) -> QGridLayout:
    """The twelve keys. ``name``: what their names begin with, for drivers and tests."""
    grid = QGridLayout()
    grid.setSpacing(8)
    for index, key in enumerate(KEYS):
        button = QPushButton(key)
        button.setProperty("kind", "digit")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        named(button, f"{name}{_NAMES.get(key, key)}")
        button.setAccessibleName(key)
        button.clicked.connect(lambda _=False, k=key: press(k))
        grid.addWidget(button, index // 3, index % 3)
    return grid


class DialPad(QFrame):
    pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        named(self, "dialPad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self.setProperty("floating", True)
        self._typed = ElidedLabel("figure")
        named(self._typed, "dialPadTyped")
        self._typed.setMinimumHeight(32)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self._typed)
        box.addLayout(digit_keys("digit", self._press))
        Sayings(self).say(self.setAccessibleName, "Keypad")

    def toggle_at(self, anchor: QWidget) -> None:
        if self.isVisible():
            self.close_pad()
            return
        window = anchor.window()
        self.setParent(window)
        self._typed.setText("")
        self.adjustSize()
        self.move(anchor.mapTo(window, QPoint(0, anchor.height() + 6)))
        self.show()
        self.raise_()
        self.setFocus()

    def close_pad(self) -> None:
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in KEYS:
            self._press(event.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_pad()
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        self._typed.setText(self._typed.whole_text() + key)
        self.pressed.emit(key)
