"""A page of the window that is made when it is first looked at: signing in does not wait for it.

Out: ``first_shown`` once; then whoever makes it gives its content with ``fill``.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import text_scale
from app.ui.views.parts import named
from app.ui.views.scaling import rescale


class LazyPage(QWidget):
    first_shown = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("page", True)
        self._asked = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    @property
    def is_filled(self) -> bool:
        return self._box.count() > 0

    def build(self) -> None:
        """Without waiting for the first look."""
        if not self._asked:
            self._asked = True
            self.first_shown.emit()

    def fill(self, content: QWidget) -> None:
        self._box.addWidget(content)
        if text_scale() != 1.0:
            rescale(self)

    def showEvent(self, event: QShowEvent) -> None:
        self.build()
        super().showEvent(event)
