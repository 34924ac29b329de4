"""A choice of what came of a call, with its number key in front."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.ui.presenters.result_face import OutcomeFace
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import named


class OutcomeButton(QPushButton):
    def __init__(self, look: Look, face: OutcomeFace) -> None:
        super().__init__()
        self._look, self.face = look, face
        self.setCheckable(True)
        self.setProperty("kind", "outcome")
        named(self, f"outcome_{face.code}")
        self.setAccessibleName(face.text)
        self.setToolTip(face.text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(100), px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        enabled = self.isEnabled()
        tone = "accent" if self.isChecked() and enabled else "text" if enabled else "disabled"
        x = px(10)
        if self.face.key:
            painter.setFont(base_font(11))
            painter.setPen(self._look.color("accent" if self.isChecked() and enabled else "secondary"))
            if not enabled:
                painter.setPen(self._look.color("disabled"))
            painter.drawText(
                QRect(x, 0, px(10), self.height()), Qt.AlignmentFlag.AlignVCenter, str(self.face.key)
            )
            x += px(16)
        weight = self.font().Weight.DemiBold if self.isChecked() else self.font().Weight.Normal
        painter.setFont(base_font(13, weight))
        painter.setPen(self._look.color(tone))
        room = QRect(x, 0, self.width() - x - px(8), self.height())
        shown = painter.fontMetrics().elidedText(self.face.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
