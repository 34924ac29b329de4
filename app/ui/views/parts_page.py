"""A page in parts, a tab for each: a part is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import text_scale
from app.ui.views.parts import named
from app.ui.views.scaling import rescale


class PartsPage(QWidget):
    """``makers``: part → what makes its widget, in the order of the tabs."""

    part_shown = Signal(str)

    def __init__(self, name: str, makers: dict[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("page", True)
        self._makers = makers
        self._made: dict[str, QWidget] = {}
        self.part = ""
        self._pages = QStackedWidget()
        bar = QFrame()
        bar.setProperty("bar", True)
        line = QHBoxLayout(bar)
        line.setContentsMargins(24, 0, 16, 0)
        line.setSpacing(24)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for part in makers:
            tab = QPushButton()
            named(tab, f"{name}Tab_{part}")
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            tab.clicked.connect(lambda _=False, part=part: self.show_part(part))
            self._group.addButton(tab)
            self.tabs[part] = tab
            line.addWidget(tab)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(self._pages, 1)

    def show_part(self, part: str) -> None:
        if part not in self._makers:
            return
        if part not in self._made:
            self._made[part] = self._makers[part]()
            self._pages.addWidget(self._made[part])
            if text_scale() != 1.0:
                rescale(self._made[part])
        self.part = part
        self.tabs[part].setChecked(True)
        self._pages.setCurrentWidget(self._made[part])
        self.part_shown.emit(part)
