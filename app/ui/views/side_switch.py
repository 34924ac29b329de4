"""Where there is room for one only: the customer, or note and tools."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.ui.i18n import Sayings
from app.ui.views.parts import named, row

SIDES = ("customer", "tools")


class SideSwitch(QWidget):
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "sideSwitch")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for side in SIDES:
            button = QPushButton()
            named(button, f"side_{side}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.clicked.connect(lambda _=False, s=side: self.chosen.emit(s))
            self._group.addButton(button)
            self._buttons[side] = button
        self.setLayout(row(*self._buttons.values()))
        self._buttons["customer"].setChecked(True)
        said = Sayings(self)
        said.say(self._buttons["customer"].setText, "Customer")
        said.say(self._buttons["tools"].setText, "Note and tools")
        said.say(self.setAccessibleName, "Customer, or note and tools")
        self.hide()

    def show_side(self, side: str) -> None:
        self._buttons[side].setChecked(True)
