"""Several customers have the caller's number: who is it? One click, and the file is his."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton

from app.ui.i18n import tr
from app.ui.presenters.file_face import Match
from app.ui.theme import Look, px
from app.ui.views.parts import IconLabel, clear, label, named, row, set_property, show

HEIGHT, LEAST_WIDTH = 52, 240  # px
SHOWN = 4


class MatchesBar(QFrame):
    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "matchesBar")
        self.setProperty("banner", "hint")
        self.setMinimumHeight(HEIGHT)
        self.setMinimumWidth(LEAST_WIDTH)  # it fits itself into what there is
        self._matches: tuple[Match, ...] = ()
        self._question = label("strong")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        question = row(IconLabel(look, "user", "hold", 16), self._question, 1, spacing=10)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(16, 6, 8, 6)
        self._box.setSpacing(10)
        self._box.addLayout(question)
        self._box.addLayout(self._buttons, 1)
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
                button.setChecked(each.chosen)
                set_property(button, "kind", "segment")
                button.setToolTip("\n".join(part for part in (_whole(each), each.detail) if part))

        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside the question where there is room, else below it; the names alone where that is too long."""
        shown = self._matches[:SHOWN]
        room = self.width() - 24
        longest = self._say([_whole(each) for each in shown])
        beside = self._question.sizeHint().width() + px(16) + 30 + longest <= room
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        if not beside and longest > room:
            self._say([each.name for each in shown])

    def _say(self, texts: list[str]) -> int:
        """The width, in pixels, that the buttons would like."""
        width = 0
        for index, text in enumerate(texts):
            item = self._buttons.itemAt(index)
            button = item.widget() if item else None
            if isinstance(button, QPushButton):
                button.setText(text)
                width += button.sizeHint().width() + self._buttons.spacing()
        return width

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


def _whole(match: Match) -> str:
    return " · ".join(part for part in (match.name, match.level_word, match.place) if part)
