"""What supervisors and administrators look after: messages sent, types and rules of tickets, channels,
what notices say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.ui.i18n import Sayings
from app.ui.views.parts_page import PartsPage


class ManagePage(PartsPage):
    def __init__(self, makers: dict[str, Callable[[], QWidget]]) -> None:
        super().__init__("managePage", makers)
        self._failed_word, self._failed = "", 0
        said = Sayings(self)
        for part, tab in self.tabs.items():
            if part == "outgoing":
                said.say(self._say_outgoing, "Messages sent")
            elif part == "types":
                said.say(tab.setText, "Types of tickets")
            elif part == "rules":
                said.say(tab.setText, "Tickets by themselves")
            elif part == "channels":
                said.say(tab.setText, "Channels")
            else:
                said.say(tab.setText, "Texts of notices")
        said.say(self.setAccessibleName, "Manage")

    def show_failed(self, count: int) -> None:
        """So many messages to customers were given up."""
        self._failed = count
        self._say_outgoing(self._failed_word)

    def _say_outgoing(self, word: str) -> None:
        self._failed_word = word
        if "outgoing" in self.tabs:
            self.tabs["outgoing"].setText(f"{word}  {self._failed}" if self._failed else word)
