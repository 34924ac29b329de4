"""What can be done with several tickets that are chosen in the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.ui.i18n import Sayings, tr
from app.ui.theme import Look
from app.ui.views.parts import IconButton, label, named, show


class BulkBar(QFrame):
    """What can be done with those that are chosen."""

    acted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "bulkBar")
        self.setProperty("banner", "hint")
        self._count = label("strong")
        named(self._count, "bulkCount")
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 4, 6, 4)
        box.setSpacing(6)
        box.addWidget(self._count)
        box.addStretch(1)
        said = Sayings(self)
        for what in ("assign", "move", "weigh", "none"):
            button = IconButton(look, "x", "quiet", "text") if what == "none" else QPushButton()
            button.setProperty("kind", "quiet")
            named(button, f"bulk_{what}")
            button.clicked.connect(lambda _=False, w=what: self.acted.emit(w))
            box.addWidget(button)
            if what == "none":
                button.setFixedWidth(36)
                said.say(button.setToolTip, "Choose none  (Esc)")
                said.say(button.setAccessibleName, "Choose none")
            elif what == "assign":
                said.say(button.setText, "Assign…")
                said.say(button.setToolTip, "Assign those that are chosen  (A)")
            elif what == "move":
                said.say(button.setText, "Move…")
                said.say(button.setToolTip, "Move those that are chosen  (M)")
            else:
                said.say(button.setText, "Priority…")
                said.say(button.setToolTip, "Priority of those that are chosen  (P)")

    def show_selected(self, count: int) -> None:
        self._count.setText(tr("{count} chosen", count=count))
        show(self, count > 0)
