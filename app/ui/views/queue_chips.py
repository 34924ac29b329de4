"""Queues that are chosen, as small buttons: those in whose calls something is shown first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.views.parts import FlowLayout, clear, named


class QueueChips(QWidget):
    """``name``: before the queue's code, for drivers. A chosen code that is no queue any more is kept."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._flow = FlowLayout(self, gap=4)
        self._buttons: dict[str, QPushButton] = {}
        self._chosen: tuple[str, ...] = ()

    def show_queues(self, queues: tuple[tuple[str, str], ...]) -> None:
        """Codes and names."""
        if [(code, button.text()) for code, button in self._buttons.items()] == [*queues]:
            return
        self._chosen = self.chosen()
        clear(self._flow)
        self._buttons = {}
        for code, word in queues:
            button = QPushButton(word)
            named(button, f"{self._name}_{code}")
            button.setCheckable(True)
            button.setProperty("kind", "filter")
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setChecked(code in self._chosen)
            button.clicked.connect(self.changed)
            self._buttons[code] = button
            self._flow.addWidget(button)

    def choose(self, codes: tuple[str, ...]) -> None:
        self._chosen = codes
        for code, button in self._buttons.items():
            button.setChecked(code in codes)

    def chosen(self) -> tuple[str, ...]:
        """In the order of the queues."""
        unknown = tuple(code for code in self._chosen if code not in self._buttons)
        return (*(code for code, button in self._buttons.items() if button.isChecked()), *unknown)
