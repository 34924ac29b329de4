"""What stands at the side of a page is as wide as it was designed, and never more than its share of the page.

In a narrow window, or with large text, the rest of the page keeps its place.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.ui.theme import px

_FITS = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.StyleChange)


class Beside(QObject):
    """``page`` owns it. ``share``: of the page's width, at most."""

    def __init__(self, page: QWidget, side: QWidget, designed_px: int, share: float) -> None:
        super().__init__(page)
        self._page, self._side, self._designed_px, self._share = page, side, designed_px, share
        side.setProperty("scalesItself", True)
        page.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FITS:
            self._fit()
        return False

    def _fit(self) -> None:
        width = px(self._designed_px)
        if self._page.isVisible():
            width = min(width, int(self._page.width() * self._share))
        if self._side.maximumWidth() != width or self._side.minimumWidth() != width:
            self._side.setFixedWidth(width)
