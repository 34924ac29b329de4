"""A page of the rail that is made when it is first shown: signing in and memory do not wait for it.

In:  ``make``, given by the page's room. Out: ``built`` once, with the page in its place.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import text_scale
from app.ui.views.scaling import rescale


class LazyPage(QWidget):
    built = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._make: Callable[[], QWidget] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def made_by(self, make: Callable[[], QWidget]) -> None:
        """``make`` builds the page and wires it; it is called once."""
        self._make = make
        if self.isVisible():
            self.build()

    def build(self) -> None:
        make, self._make = self._make, None
        if make is None:
            return
        self._box.addWidget(make())
        if text_scale() != 1.0:
            rescale(self)
        self.built.emit()

    def showEvent(self, event: QShowEvent) -> None:
        self.build()
        super().showEvent(event)
