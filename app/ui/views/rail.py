"""The rail at the left, 56 px: where one can go. Only what exists."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from app.ui.i18n import Sayings
from app.ui.theme import Look, px
from app.ui.views.parts import named

RAIL_WIDTH = 64
PAGES = ("desk", "calls", "settings")
_ICONS = {"desk": "headset", "calls": "history", "settings": "settings"}


class Rail(QFrame):
    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "rail")
        self.setProperty("rail", True)
        self.setFixedWidth(RAIL_WIDTH)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 8, 4, 8)
        box.setSpacing(4)
        for page in PAGES:
            button = QToolButton()
            named(button, f"rail_{page}")
            button.setCheckable(True)
            button.setProperty("kind", "rail")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setFixedSize(RAIL_WIDTH - 9, 52)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, p=page: self.chosen.emit(p))
            group.addButton(button)
            self._buttons[page] = button
            if page == "settings":
                box.addStretch(1)
            box.addWidget(button)
        said = Sayings(self)
        for page, text in (("desk", "Desk"), ("calls", "Calls"), ("settings", "Settings")):
            said.say(self._buttons[page].setText, text)
            said.say(self._buttons[page].setAccessibleName, text)
        said.say(self.setAccessibleName, "Pages")
        look.changed.connect(self._tint)
        self.show_page("desk")

    def places(self) -> dict[str, tuple[str, str]]:
        """Page → its icon and its name in the person's language."""
        return {page: (_ICONS[page], button.text()) for page, button in self._buttons.items()}

    def show_page(self, page: str) -> None:
        self._buttons[page].setChecked(True)
        self._tint()

    def _tint(self) -> None:
        for page, button in self._buttons.items():
            tone = "accent" if button.isChecked() else "secondary"
            button.setIconSize(QSize(px(20), px(20)))
            button.setIcon(self._look.icon(_ICONS[page], tone, 20))
