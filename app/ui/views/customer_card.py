"""A customer beside the list: who, how to reach him, what is known; to his file, to change it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.customer_face import CustomerCard
from app.ui.theme import Look
from app.ui.views.columns_list import LEVEL_TONES
from app.ui.views.page_parts import Facts
from app.ui.views.parts import (
    ActionButton,
    Chip,
    ElidedLabel,
    EmptyState,
    FlowLayout,
    IconButton,
    clear,
    label,
    named,
    row,
    show,
)

MOST_FACTS, MOST_TAGS = 28, 24


class Tags(QWidget):
    """All tags, in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self)
        self._shown: tuple[str, ...] = ()

    def show_tags(self, tags: tuple[str, ...]) -> None:
        if tags == self._shown:
            return
        self._shown = tags
        clear(self._flow)
        for tag in tags[:MOST_TAGS]:
            made = label("tag")
            made.setText(tag)
            self._flow.addWidget(made)
        self.updateGeometry()


class CardFacts(QWidget):
    """Number, facts, tags and remark of a customer, under each other; scrolls where they are many."""

    def __init__(self) -> None:
        super().__init__()
        self.facts, self.tags = Facts(MOST_FACTS), Tags()
        self.facts.setVerticalSpacing(8)
        self._note = label("body2", wrap=True, selectable=True)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(12)
        box.addLayout(self.facts)
        box.addWidget(self.tags)
        box.addWidget(self._note)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_card(self, card: CustomerCard) -> None:
        self.facts.show_facts(card.facts)
        self.tags.show_tags(card.tags)
        show(self.tags, bool(card.tags))
        self._note.setText(card.note)
        show(self._note, bool(card.note))


class CustomerCardView(QWidget):
    open = Signal(str)
    edit = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "customerCard")
        self._customer_id = ""
        self._empty = EmptyState(look, "user")
        self._empty.title.hide()
        self._name, self._level, self._number = ElidedLabel("heading"), Chip("wrapup"), label("body2")
        named(self._name, "cardName")
        self._body = CardFacts()
        self._edit = IconButton(look, "edit")
        named(self._edit, "editCustomerFromList")
        self._edit.setMinimumHeight(40)
        self._open = ActionButton(look, "user", "", "primary")
        named(self._open, "openCustomerPage")
        self._whole = QWidget()
        box = QVBoxLayout(self._whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        name = row(self._name, self._level, 1)
        box.addLayout(name)
        box.addWidget(self._number)
        box.addSpacing(4)
        box.addWidget(self._body, 1)
        box.addLayout(row(self._edit, 1, self._open))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 20)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._whole, 1)
        self._open.clicked.connect(lambda: self.open.emit(self._customer_id))
        self._edit.clicked.connect(lambda: self.edit.emit(self._customer_id))
        said = Sayings(self)
        said.say(self._empty.text.setText, "Choose a customer to see what is known.")
        said.say(self._open.set_word, "Open file")
        said.say(self._open.setToolTip, "Open the whole file  (Enter)")
        said.say(self._edit.setText, "Change")
        said.say(self._edit.setToolTip, "Change this file  (Ctrl+E)")
        self.show_card(None)

    def show_card(self, card: CustomerCard | None) -> None:
        show(self._empty, card is None)
        show(self._whole, card is not None)
        self._customer_id = card.customer_id if card is not None else ""
        if card is not None:
            self._name.setText(card.name)
            self._level.set(card.level_word, LEVEL_TONES.get(card.level, "away"))
            self._number.setText(card.number)
            self._body.show_card(card)
