"""Where the keyboard goes when a floating part closes: back to what was typed into, else to nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid


def give_back_focus(closing: QWidget, before: QWidget | None) -> None:
    """Never to whatever button comes next, where a space bar would press it."""
    window = closing.window()
    middle = window.centralWidget() if isinstance(window, QMainWindow) else window
    if before is not None and isValid(before) and before.isVisible() and not closing.isAncestorOf(before):
        before.setFocus()
    else:
        (middle or window).setFocus()
