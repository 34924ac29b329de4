"""Which messages a customer wants: a line for each way, with a button that changes it at once.

The same button takes it back, so nothing is asked first.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.contact_ways import WayFace, WaysFace
from app.ui.theme import Look
from app.ui.views.parts import ElidedLabel, IconLabel, label, named, row, set_property, show


class WayRow(QWidget):
    changed = Signal(str, bool)

    def __init__(self, look: Look, channel: str) -> None:
        super().__init__()
        self._face: WayFace | None = None
        self._icon, self._name, self._text = (
            IconLabel(look, "check", "ready", 16),
            label(),
            ElidedLabel("secondary"),
        )
        self._button = QPushButton()
        named(self, f"contactWay_{channel}")
        named(self._button, f"changeWay_{channel}")
        self._button.setProperty("kind", "quiet")
        self._button.setMinimumHeight(36)
        line = row(self._icon, self._name, self._text, self._button, spacing=8)
        line.setStretch(2, 1)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)
        self._button.clicked.connect(self._change)

    def _change(self) -> None:
        if self._face is not None and self._face.wanted is not None:
            self.changed.emit(self._face.channel, self._face.wanted)

    def show_way(self, face: WayFace, busy: bool) -> None:
        self._face = face
        usual = ("check", "ready") if face.wanted is not None else ("info", "secondary")
        self._icon.set(*(("x", "trouble") if face.off else usual))
        self._name.setText(face.name)
        self._text.setText(face.text)
        self._text.setToolTip(face.tip)
        set_property(self._text, "role", "notice" if face.off else "secondary")
        show(self._button, face.wanted is not None)
        self._button.setText(face.button)
        self._button.setAccessibleName(f"{face.name}: {face.button}")
        self._button.setEnabled(not busy)
        self.setAccessibleName(f"{face.name}: {face.text}")


class ContactWaysView(QWidget):
    changed = Signal(str, bool)  # channel, wanted

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "contactWays")
        self._heading, self._trouble = label("strong"), label("secondary", wrap=True)
        self._rows = {channel: WayRow(look, channel) for channel in ("SMS", "EMAIL")}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self._heading)
        box.addWidget(self._trouble)
        for each in self._rows.values():
            box.addWidget(each)
            each.changed.connect(self.changed)
        Sayings(self).say(self._heading.setText, "Messages to him")

    def show_ways(self, face: WaysFace) -> None:
        shown = {each.channel: each for each in face.ways}
        for channel, line in self._rows.items():
            if channel in shown:
                line.show_way(shown[channel], face.busy)
            show(line, channel in shown)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        show(self, bool(shown) or bool(face.trouble))
