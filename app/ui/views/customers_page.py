"""The page of customers in parts: list and file, duplicates, import, tags by rule, what the form is made
of, leave to see private data.

A part is made when it is first shown; one that the person has no right to is not there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.theme import text_scale
from app.ui.views.parts import named, show
from app.ui.views.scaling import rescale

PARTS = ("list", "duplicates", "import", "rules", "form", "access")


class CustomersPage(QWidget):
    """``makers``: part → what makes its widget."""

    def __init__(self, makers: dict[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        named(self, "customersPage")
        self.setProperty("page", True)
        self._makers = makers
        self._made: dict[str, QWidget] = {}
        self._part = ""
        self._access_word, self._access_count = "", 0
        self._pages = QStackedWidget()
        bar = QFrame()
        bar.setProperty("bar", True)
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(24, 0, 16, 0)
        tabs.setSpacing(24)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        for name in PARTS:
            tab = QPushButton()
            named(tab, f"customersTab_{name}")
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            tab.clicked.connect(lambda _=False, name=name: self.show_part(name))
            show(tab, name in makers)
            self._group.addButton(tab)
            self._tabs[name] = tab
            tabs.addWidget(tab)
        tabs.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(self._pages, 1)
        said = Sayings(self)
        said.say(self._tabs["list"].setText, "Customers")
        said.say(self._tabs["duplicates"].setText, "Duplicates")
        said.say(self._tabs["import"].setText, "Import")
        said.say(self._tabs["rules"].setText, "Tags by rule")
        said.say(self._tabs["form"].setText, "Customers' form")
        said.say(self._say_access, "Leave to see")
        said.say(self.setAccessibleName, "Customers")

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """Works while this page has the keyboard."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    @property
    def part(self) -> str:
        return self._part

    def show_part(self, name: str) -> None:
        if name not in self._makers:
            return
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._pages.addWidget(self._made[name])
            if text_scale() != 1.0:
                rescale(self._made[name])
        self._part = name
        self._tabs[name].setChecked(True)
        self._pages.setCurrentWidget(self._made[name])

    def show_access_count(self, count: int) -> None:
        """How many requests wait for this person's decision."""
        self._access_count = count
        self._say_access(self._access_word)

    def _say_access(self, word: str) -> None:
        self._access_word = word
        self._tabs["access"].setText(f"{word}  {self._access_count}" if self._access_count else word)
