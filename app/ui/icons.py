"""Our own outline icons (``resources/icons``), drawn at 1.5 px and tinted with a token."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.resource_files import resources


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def tinted(name: str, color: str) -> str:
    """The picture's source with ``color`` in the place of currentColor."""
    return _source(name).replace("currentColor", color)


def draw_icon(name: str, color: str, size_px: int, ratio: float) -> QPixmap:
    """Sharp at any device pixel ratio."""
    renderer = QSvgRenderer(QByteArray(tinted(name, color).encode()))
    side = max(1, round(size_px * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
