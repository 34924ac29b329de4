"""What the pages with a list have in common: heading, a choice between two lists, list and detail beside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Look
from app.ui.views.parts import Card, ElidedLabel, EmptyState, IconButton, label, named, row, show

DETAIL_WIDTH = 340


class Switch(QWidget):
    """Two or more segments of which one is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons = {code: QPushButton() for code in codes}
        line = row(spacing=6)
        for code, button in self.buttons.items():
            named(button, f"{name}_{code}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setMinimumSize(88, 36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, code=code: self.chosen.emit(code))
            self._group.addButton(button)
            line.addWidget(button)
        self.setLayout(line)
        self.buttons[codes[0]].setChecked(True)

    def show_chosen(self, code: str) -> None:
        self.buttons[code].setChecked(True)


class Facts(QGridLayout):
    """Names and values under each other; rows without a value are left out. The labels are kept."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(6)
        self.setColumnStretch(1, 1)
        self._labels = [(label("secondary"), ElidedLabel()) for _ in range(most)]
        for index, (name, value) in enumerate(self._labels):
            self.addWidget(name, index, 0)
            self.addWidget(value, index, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        there = [(name, value) for name, value in facts if value]
        for index, (name_label, value_label) in enumerate(self._labels):
            name, value = there[index] if index < len(there) else ("", "")
            name_label.setText(name)
            value_label.setText(value)
            show(name_label, bool(name))
            show(value_label, bool(name))


class DetailCard(Card):
    """The chosen row in full, at the right; without one, a sentence. In a low window it scrolls."""

    def __init__(self, look: Look, name: str, icon: str) -> None:
        super().__init__(margin=20, spacing=8)
        named(self, name)
        self.setFixedWidth(DETAIL_WIDTH)
        self.empty = EmptyState(look, icon)
        self.empty.title.hide()
        self.whole = QWidget()
        self.box = QVBoxLayout(self.whole)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(8)
        self.body.addWidget(self.empty, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.whole)
        self.body.addWidget(self._scroll, 1)
        self.show_there(False)

    def show_there(self, there: bool) -> None:
        show(self.empty, not there)
        show(self._scroll, there)


class ListPage(QWidget):
    """Heading with a summary and a button that reloads, the list in a card, the detail beside it."""

    reload = Signal()

    def __init__(
        self, look: Look, name: str, rows: QWidget, detail: QWidget, beside_heading: QWidget | None = None
    ) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("page", True)
        self.heading, self.summary = label("heading"), label("body2")
        self.reload_button = IconButton(look, "refresh", "quiet", "secondary")
        named(self.reload_button, f"{name}Reload")
        self.reload_button.setMinimumHeight(36)
        card = Card(margin=0, spacing=0)
        card.body.addWidget(rows)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(card, 1)
        both.addWidget(detail)
        head = row(self.heading, spacing=16)
        if beside_heading is not None:
            head.addWidget(beside_heading)
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.reload_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addLayout(head)
        box.addLayout(both, 1)
        self.reload_button.clicked.connect(self.reload)
