"""The icon in the tray: our mark with a dot in the colour of the state; its menu; notices of the system."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.ui.i18n import tr
from app.ui.presenters.notices import TrayFace
from app.ui.theme import Look

SIDE = 64
NOTICE_MS = 10_000


class Tray(QObject):
    opened = Signal()
    compact = Signal()
    quit = Signal()
    state_chosen = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._face: TrayFace | None = None
        self._menu = QMenu()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.opened)
        look.changed.connect(self._paint)

    @staticmethod
    def possible() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_face(self, face: TrayFace) -> None:
        self._face = face
        self._icon.setToolTip(face.text)
        self._menu.clear()
        self._add(tr("Open Seatline"), "trayOpen", self.opened.emit)
        self._add(tr("Small window"), "trayCompact", self.compact.emit)
        self._menu.addSeparator()
        for state, reason, text in face.choices:
            self._add(text, f"tray_{state}_{reason}", lambda s=state, r=reason: self.state_chosen.emit(s, r))
        self._menu.addSeparator()
        self._add(tr("Quit"), "trayQuit", self.quit.emit)
        self._paint()
        self._icon.show()

    def _add(self, text: str, name: str, act: object) -> None:
        action = QAction(text, self._menu)
        action.setObjectName(name)
        action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
        self._menu.addAction(action)

    def notify(self, title: str, text: str, urgent: bool) -> None:
        kind = QSystemTrayIcon.MessageIcon.Warning if urgent else QSystemTrayIcon.MessageIcon.Information
        self._icon.showMessage(title, text, kind, NOTICE_MS)

    def take_down(self) -> None:
        self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _paint(self) -> None:
        tone = self._face.tone if self._face is not None else "away"
        canvas = QPixmap(SIDE, SIDE)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = self._look.pixmap("seatline", "accent", SIDE)
        painter.drawPixmap(canvas.rect(), mark, mark.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("background"))
        painter.drawEllipse(QPointF(SIDE - 15.0, SIDE - 15.0), 15.0, 15.0)
        painter.setBrush(self._look.color(tone))
        painter.drawEllipse(QPointF(SIDE - 15.0, SIDE - 15.0), 12.0, 12.0)
        painter.end()
        self._icon.setIcon(QIcon(canvas))
