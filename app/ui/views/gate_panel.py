"""What stands between her and 'ready': three checks below the state button, and the next step."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.gate import Check, GateFace
from app.ui.theme import Look
from app.ui.views.parts import FloatingShadow, IconButton, IconLabel, label, named, row, show

WIDTH = 380
ICONS = {
    "good": ("check", "ready"),
    "bad": ("warning", "trouble"),
    "running": ("refresh", "talking"),
    "waiting": ("clock", "secondary"),
}


class CheckRow(QWidget):
    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        named(self, name)
        self._icon = IconLabel(look, "clock", "secondary", 20)
        self._title, self._text = label("strong"), label("body2", wrap=True)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        box = row(spacing=12)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(texts, 1)
        self.setLayout(box)

    def show_check(self, check: Check) -> None:
        self._icon.set(*ICONS[check.state])
        self._title.setText(check.title)
        self._text.setText(check.text)
        self.setAccessibleName(f"{check.title}: {check.text}")


class GatePanel(QFrame):
    go_anyway = Signal()
    retry = Signal()
    settings = Signal()
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget, anchor: QWidget) -> None:
        super().__init__(parent)
        self._over, self._anchor = parent, anchor
        named(self, "gatePanel")
        self.setProperty("floating", True)
        self._title = label("title", wrap=True)
        named(self._title, "gateTitle")
        self._rows = {name: CheckRow(look, f"gate_{name}") for name in ("device", "phone", "line")}
        self._settings = QPushButton()
        self._retry = QPushButton()
        self._anyway = QPushButton()
        self._close = IconButton(look, "x", "quiet", "secondary")
        for button, name, signal in (
            (self._settings, "gateSettings", self.settings),
            (self._retry, "gateRetry", self.retry),
            (self._anyway, "gateAnyway", self.go_anyway),
            (self._close, "gateClose", self.cancelled),
        ):
            named(button, name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(signal)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 16, 16)
        box.setSpacing(12)
        head = row(self._title, self._close)
        head.setStretch(0, 1)
        box.addLayout(head)
        for shown in self._rows.values():
            box.addWidget(shown)
        box.addLayout(row(1, self._settings, self._retry, self._anyway))
        said = Sayings(self)
        said.say(self._settings.setText, "Choose device")
        said.say(self._retry.setText, "Test again")
        said.say(self._anyway.setText, "Go ready anyway")
        said.say(self._close.setAccessibleName, "Close")
        said.say(self._close.setToolTip, "Not now")
        said.say(self.setAccessibleName, "Before you go ready")
        FloatingShadow(look, self)
        self.hide()

    def show_gate(self, face: GateFace) -> None:
        self._title.setText(face.title)
        for check in face.checks:
            self._rows[check.check_id].show_check(check)
        show(self._settings, face.settings)
        show(self._retry, face.retry)
        show(self._anyway, face.go_anyway)
        self.show()
        self.raise_()
        self.place()

    def hide_gate(self) -> None:
        self.hide()

    def place(self) -> None:
        if self.isHidden():
            return
        self.setFixedWidth(min(max(WIDTH, self._title.fontMetrics().height() * 20), self._over.width() - 32))
        self.setFixedHeight(self.layout().heightForWidth(self.width()) if self.layout() else 200)  # type: ignore[union-attr]
        below = self._anchor.mapTo(self._over, QPoint(0, self._anchor.height() + 8))
        self.move(max(8, below.x()), below.y())
