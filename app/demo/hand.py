"""A hand that uses the desktop as a person does: clicks what is visible, types, reads, takes screenshots.

In:  widgets by their object names. Out: what is shown; HandError says what was looked for in vain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.ui.models.rows import ROW

LOOK_EVERY_S = 0.01


class HandError(Exception):
    """What was expected on the screen did not come."""

    error_id = "hand"


class Hand:
    """``shots``: folder for screenshots, numbered in their order; None: none are taken."""

    def __init__(self, shots: Path | None = None) -> None:
        self._shots = shots
        self._count = 0
        if shots is not None:
            shots.mkdir(parents=True, exist_ok=True)

    async def until(self, condition: Callable[[], object], what: str, limit_s: float = 10.0) -> None:
        """Wait for it. Raises HandError with ``what`` when it does not come true in time."""
        try:
            async with asyncio.timeout(limit_s):
                while not condition():
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            self.shot("in-vain")
            raise HandError(f"In vain for {limit_s:.0f} s: {what}") from None

    def seen(self, name: str) -> QWidget | None:
        """The visible widget of this name, None where there is none."""
        for window in QApplication.topLevelWidgets():
            found = [window] if window.objectName() == name else window.findChildren(QWidget, name)
            for widget in found:
                if widget.isVisible():
                    return widget
        return None

    async def look(self, name: str, limit_s: float = 10.0) -> QWidget:
        await self.until(lambda: self.seen(name) is not None, f"{name} on the screen", limit_s)
        widget = self.seen(name)
        assert widget is not None
        return widget

    async def click(self, name: str, limit_s: float = 10.0) -> None:
        """Click the middle of it, as soon as it is there and may be clicked."""
        widget = await self.look(name, limit_s)
        await self.until(widget.isEnabled, f"{name} may be clicked", limit_s)
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)

    async def type(self, name: str, text: str, *, replace: bool = False) -> None:
        """Type into a field; text that has no keys (Chinese) comes as from an input method."""
        widget = await self.look(name)
        widget.setFocus()
        if replace and isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
            widget.selectAll()
            QTest.keyClick(widget, Qt.Key.Key_Delete)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)
        await asyncio.sleep(0)

    def key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or QApplication.activeWindow()
        if target is not None:
            QTest.keyClick(target, key)

    def text(self, name: str) -> str:
        """What stands there; "" where it is not visible."""
        widget = self.seen(name)
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            return widget.text()
        return widget.toPlainText() if isinstance(widget, QTextEdit | QPlainTextEdit) else ""

    def stands_in(self, name: str, text: str) -> bool:
        """Whether a visible label within this widget shows the text."""
        widget = self.seen(name)
        if widget is None:
            return False
        return any(text in label.text() for label in widget.findChildren(QLabel) if label.isVisible())

    def listed(self, name: str, text: str) -> bool:
        """Whether a row of this visible list shows the text."""
        widget = self.seen(name)
        views = [widget] if isinstance(widget, QAbstractItemView) else []
        views += widget.findChildren(QAbstractItemView) if widget is not None else []
        for view in views:
            model = view.model()
            for row in range(model.rowCount()):
                if text in str(model.index(row, 0).data(ROW)):
                    return True
        return False

    def shot(self, name: str) -> None:
        """Write what the largest visible window shows."""
        if self._shots is None:
            return
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if not windows:
            return
        self._count += 1
        largest = max(windows, key=lambda window: window.width() * window.height())
        largest.grab().save(str(self._shots / f"{self._count:02}-{name}.png"))
