"""Asking to see a customer's private data in full: why, and for how long. Floats below its button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.access import TIMES_MIN
from app.ui.theme import Look, px
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.filter_builder import fill
from app.ui.views.parts import ActionButton, label, named, row

WIDTH = 340
USUAL_MIN = 60


def time_said(minutes: int) -> str:
    """How long leave lasts, as it is chosen."""
    if minutes < 60:
        return tr("{count} minutes", count=minutes)
    return tr("1 hour") if minutes == 60 else tr("{count} hours", count=minutes // 60)


class AskAccess(QFrame):
    ask = Signal(str, int)  # reason, minutes

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        named(self, "askAccess")
        self.setProperty("floating", True)
        self._heading, self._hint = label("strong", wrap=True), label("secondary", wrap=True)
        self._reason, self._time = QLineEdit(), QuietCombo()
        named(self._reason, "accessReason")
        named(self._time, "accessTime")
        self._reason.setMaxLength(200)
        self._time.setMinimumHeight(40)
        self._ask = ActionButton(look, "send", "", "primary")
        named(self._ask, "askAccessButton")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 16)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addWidget(self._hint)
        box.addWidget(self._reason)
        box.addLayout(row(self._time, 1, self._ask))
        self._ask.clicked.connect(self._emit)
        self._reason.returnPressed.connect(self._emit)
        said = Sayings(self)
        said.say(self._heading.setText, "Ask to see this customer in full")
        said.say(self._hint.setText, "A supervisor decides. The reason and every look are kept.")
        said.say(self._reason.setPlaceholderText, "Why do you need it?")
        said.say(self._reason.setAccessibleName, "Why do you need it?")
        said.say(self._time.setAccessibleName, "For how long")
        said.say(self._ask.set_word, "Ask")

    def open_at(self, at: QPoint) -> None:
        fill(self._time, tuple((str(each), time_said(each)) for each in TIMES_MIN), str(USUAL_MIN))
        self._reason.clear()
        self.setFixedWidth(px(WIDTH))
        self.adjustSize()
        self.move(at)
        self.show()
        self._reason.setFocus()

    def _emit(self) -> None:
        if len(self._reason.text().strip()) < 3:
            self._reason.setFocus()
            return
        self.hide()
        self.ask.emit(self._reason.text(), int(self._time.currentData() or USUAL_MIN))
