"""For how long the person has touched neither this computer nor our windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QCursor, QWindow
from PySide6.QtWidgets import QWidget

from app.ui.system.idle import IdleSource, idle_of_computer

_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
)


class Idle(QObject):
    """``watch`` our window: again and again, for it has a handle only when it was shown."""

    def __init__(self, monotonic: Callable[[], float], of_computer: IdleSource | None = None) -> None:
        super().__init__()
        self._monotonic, self._of_computer = monotonic, of_computer
        self._touched_at = monotonic()
        self._cursor: QPoint = QCursor.pos()
        self._watched: QWindow | None = None

    def watch(self, window: QWidget) -> None:
        handle = cast("QWindow | None", window.windowHandle())
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    def seconds(self) -> float:
        """As the system says it; where it says nothing, since something happened in our windows."""
        if self._of_computer is None:
            self._of_computer = idle_of_computer()
        now, cursor = self._monotonic(), QCursor.pos()
        if cursor != self._cursor:
            self._cursor, self._touched_at = cursor, now
        ours, known = now - self._touched_at, self._of_computer()
        return ours if known is None else min(ours, known)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._touched_at = self._monotonic()
        return super().eventFilter(watched, event)
