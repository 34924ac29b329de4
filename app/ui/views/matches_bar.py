"""Several customers have the caller's number: who is it? One click, and the file is his."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.ui.i18n import tr
from app.ui.presenters.file_face import Match
from app.ui.theme import Look
from app.ui.views.parts import IconLabel, clear, label, named, set_property, show

HEIGHT = 52
SHOWN = 4


class MatchesBar(QFrame):
    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "matchesBar")
        self.setProperty("banner", "hint")
        self.setMinimumHeight(HEIGHT)
        self._matches: tuple[Match, ...] = ()
        self._question = label("strong")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 6, 8, 6)
        box.setSpacing(10)
        box.addWidget(IconLabel(look, "user", "hold", 16))
        box.addWidget(self._question)
        box.addLayout(self._buttons, 1)
        self.hide()

    def show_matches(self, matches: tuple[Match, ...]) -> None:
        show(self, bool(matches))
        self._question.setText(tr("{count} customers have this number. Who is it?", count=len(matches)))
        if tuple(each.customer_id for each in matches) != tuple(each.customer_id for each in self._matches):
            self._make(matches)
        self._matches = matches
        for index, each in enumerate(matches[:SHOWN]):
            item = self._buttons.itemAt(index)
            button = item.widget() if item else None
            if isinstance(button, QPushButton):
                button.setText(" · ".join(part for part in (each.name, each.level_word, each.place) if part))
                button.setChecked(each.chosen)
                set_property(button, "kind", "segment")
                button.setToolTip("\n".join(part for part in (each.name, each.detail) if part))

    def _make(self, matches: tuple[Match, ...]) -> None:
        clear(self._buttons)
        for each in matches[:SHOWN]:
            button = QPushButton()
            named(button, f"match_{each.customer_id}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setMinimumHeight(36)
            button.setProperty("kind", "segment")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(
                lambda _=False, customer_id=each.customer_id: self.chosen.emit(customer_id)
            )
            self._buttons.addWidget(button, 1)
