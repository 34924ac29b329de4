"""Plays one sound: a button, how far it is, where a click goes on from there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.player import PlayerFace
from app.ui.theme import Look, px
from app.ui.views.parts import IconButton, label, named, row

LINE_PX = 6
STEP = 0.1


class ProgressLine(QWidget):
    seek = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._fraction = look, 0.0
        named(self, "playerLine")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)
        Sayings(self).say(self.setAccessibleName, "How far it is played")

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(36))

    def set(self, fraction: float) -> None:
        if abs(fraction - self._fraction) > 0.001:
            self._fraction = fraction
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.seek.emit(event.position().x() / max(1, self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.seek.emit(self._fraction + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = px(LINE_PX)
        line = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.soft("text", 0.14)))
        painter.drawRoundedRect(line, height / 2, height / 2)
        played = QRectF(line)
        played.setWidth(max(height, line.width() * self._fraction))
        painter.setBrush(self._look.color("accent"))
        painter.drawRoundedRect(played, height / 2, height / 2)
        if self.hasFocus():
            painter.drawEllipse(QPointF(played.right(), line.center().y()), height, height)
        painter.end()


class PlayerBar(QWidget):
    toggled = Signal()
    seek = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "playerBar")
        self._button = IconButton(look, "play", "primary", "on_accent", 18)
        named(self._button, "playButton")
        self._button.setFixedWidth(44)  # the style sheet gives its height
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._line = ProgressLine(look)
        self._time = label("body2")
        named(self._time, "playerTime")
        box = row(self._button, self._line, self._time, spacing=12)
        box.setStretch(1, 1)
        self.setLayout(box)
        self._button.clicked.connect(self.toggled)
        self._line.seek.connect(self.seek)

    def show_player(self, face: PlayerFace) -> None:
        playing = face.state == "playing"
        icon = {"playing": "pause", "loading": "clock"}.get(face.state, "play")
        self._button.set_icon(icon, "on_accent")
        word = tr("Pause") if playing else tr("Play")
        self._button.setAccessibleName(word)
        self._button.setToolTip(word)
        self._line.set(face.fraction)
        loading = face.state == "loading"
        self._time.setText(tr("loading…") if loading else f"{face.at} / {face.length}")
