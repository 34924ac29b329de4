"""One queue in the state bar: its name, how many wait and for how long; more in its tool tip."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.i18n import tr
from app.ui.presenters.agent import QueueFace
from app.ui.theme import Look
from app.ui.views.parts import IconLabel, label, row, set_property


class QueueChip(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._name, self._waiting, self._longest = label("body2"), label("strong"), label("secondary")
        self._icon = IconLabel(look, "user", "secondary", 16)
        box = row(self._name, self._icon, self._waiting, self._longest, spacing=4)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def show_queue(self, face: QueueFace) -> None:
        self._name.setText(face.name)
        self._waiting.setText(str(face.waiting))
        self._icon.set("user", "hold" if face.waiting else "disabled")
        set_property(self._waiting, "tone", "hold" if face.waiting else "away")
        self._longest.setText(face.longest)
        self._longest.setVisible(bool(face.longest))
        self.setToolTip(" · ".join(part for part in (_who_waits(face), _who_is_ready(face)) if part))
        self.setAccessibleName(self.toolTip())


def _who_waits(face: QueueFace) -> str:
    if not face.longest:
        return tr("{queue}: {waiting} waiting", queue=face.name, waiting=face.waiting)
    return tr(
        "{queue}: {waiting} waiting, longest {longest}",
        queue=face.name,
        waiting=face.waiting,
        longest=face.longest,
    )


def _who_is_ready(face: QueueFace) -> str:
    """That nobody is ready matters where somebody waits; while a shift begins it is no news."""
    if face.ready:
        return tr("{count} ready", count=face.ready)
    return tr("Nobody ready") if face.waiting else ""
