"""What the pages of the settings are made of: a card with a heading and rows of name and field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.parts import Card, IconLabel, label, named, row

COLUMN_WIDTH = 720
NAME_WIDTH = 136


class Section(Card):
    """A card with a heading and rows of name and field."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(margin=20, spacing=12)
        self.heading = label("title")
        self.body.addLayout(row(IconLabel(look, icon, "accent", 20), self.heading, 1))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(12)
        self.grid.setColumnStretch(1, 1)
        self.body.addLayout(self.grid)

    def add(self, field: QWidget) -> QLabel:
        """Returns the name's label."""
        name = label("body2")
        name.setMinimumWidth(NAME_WIDTH)
        line = self.grid.rowCount()
        self.grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop if _tall(field) else Qt.AlignmentFlag(0))
        self.grid.addWidget(field, line, 1)
        return name


def _tall(field: QWidget) -> bool:
    return bool(field.property("tall"))


class Column(QScrollArea):
    """Cards under each other, at most 720 px wide, in the middle; scrolls where they are too many."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        for card in cards:
            inner.addWidget(card)
        inner.addStretch(1)
        centre = QWidget()
        side = QHBoxLayout(centre)
        side.setContentsMargins(16, 16, 16, 16)
        side.addStretch(1)
        side.addWidget(column, 100)
        side.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(centre)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def combo(said: Sayings, name: str, spoken: str) -> QComboBox:
    made = QComboBox()
    named(made, name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    said.say(made.setAccessibleName, spoken)  # spoken is said as a label, too
    return made
