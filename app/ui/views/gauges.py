"""Painted figures: the ring of time left, the level meter, the state's dot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme import Look, base_font, px


class TimeRing(QWidget):
    """Seconds that are left, inside a ring that closes."""

    def __init__(self, look: Look, tone: str, size_px: int = 56) -> None:
        super().__init__()
        self._look, self._tone = look, tone
        self._text, self._fraction, self._size_px = "", 0.0, size_px
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setProperty("scalesItself", True)
        self.setFixedSize(px(self._size_px), px(self._size_px))
        self.update()

    def set(self, text: str, fraction: float, tone: str | None = None) -> None:
        wanted = (text, round(fraction, 3), tone or self._tone)
        if wanted != (self._text, self._fraction, self._tone):
            self._text, self._fraction, self._tone = wanted
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 4.0
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(self._look.tokens.soft(self._tone, 0.16)), width))
        painter.drawEllipse(box)
        pen = QPen(self._look.color(self._tone), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._fraction > 0:
            painter.drawArc(box, 90 * 16, round(self._fraction * 360 * 16))
        painter.setPen(self._look.color("text"))
        painter.setFont(
            base_font(15 if self._size_px > 48 else 13 if len(self._text) < 4 else 11, QFont.Weight.DemiBold)
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class Dot(QWidget):
    """The state's colour; the word beside it says the same."""

    def __init__(self, look: Look, tone: str = "away", size_px: int = 10) -> None:
        super().__init__()
        self._look, self._tone, self._size_px = look, tone, size_px
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setProperty("scalesItself", True)
        self.setFixedSize(px(self._size_px), px(self._size_px))
        self.update()

    def set(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(self._tone))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class LevelMeter(QWidget):
    """How loud it is: 0 to 1, the last fifth marked as too loud."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._level = look, 0.0
        self.setFixedHeight(6)
        self.setMinimumWidth(80)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(160, 6)

    def set(self, level: float) -> None:
        if abs(level - self._level) > 0.005:
            self._level = level
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft("text", 0.10)))
        painter.drawRoundedRect(self.rect(), 3, 3)
        if self._level > 0.01:
            tone = "trouble" if self._level > 0.95 else "hold" if self._level > 0.85 else "ready"
            painter.setBrush(self._look.color(tone))
            filled = QRectF(self.rect())
            filled.setWidth(max(6.0, filled.width() * min(1.0, self._level)))
            painter.drawRoundedRect(filled, 3, 3)
        painter.end()
