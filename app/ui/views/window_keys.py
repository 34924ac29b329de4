"""The keys of the window: shortcuts as the person wants them, on buttons and in tool tips, too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.presenters.keymap import Keymap, by_delivered
from app.ui.views.parts import ActionButton

Act = Callable[[], object]


class WindowKeys:
    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._keymap = Keymap()
        self._keys: dict[str, tuple[QShortcut, Act]] = {}  # by the keys as delivered
        self._allowed: tuple[str, ...] | None = None  # actions that work now; None: all

    def add(self, keys: str, act: Act) -> None:
        """``keys`` as delivered: an action of the catalogue has those that the person chose instead."""
        made = QShortcut(QKeySequence(self._keymap.now(keys)), self._window)
        made.setContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(act)
        made.setEnabled(self._may(keys))
        self._keys[keys] = (made, act)

    def allow(self, actions: tuple[str, ...] | None) -> None:
        """Only these of the catalogue work; None: all do."""
        self._allowed = actions
        for delivered, (shortcut, _) in self._keys.items():
            shortcut.setEnabled(self._may(delivered))

    def _may(self, delivered: str) -> bool:
        action = by_delivered(delivered)
        return self._allowed is None or (action is not None and action.action_id in self._allowed)

    def use(self, keymap: Keymap) -> None:
        """They work at once."""
        before, self._keymap = self._keymap, keymap
        for delivered, (shortcut, _) in self._keys.items():
            shortcut.setKey(QKeySequence(keymap.now(delivered)))
        for button in self._window.findChildren(ActionButton):
            button.show_key(keymap.now(button.default_key) if button.default_key else "")
        self.show_in_tips(before)

    def show_in_tips(self, before: Keymap | None = None) -> None:
        """``before``: what the tips say now; None: the delivered keys, after they were said anew."""
        known = before or Keymap()
        changed = [
            (f"({known.now(keys)})", f"({self._keymap.now(keys)})")
            for keys in self._keys
            if known.now(keys) != self._keymap.now(keys)
        ]
        for widget in self._window.findChildren(QWidget) if changed else ():
            tip = widget.toolTip()
            for old, new in changed:
                if old in tip and not isinstance(widget, ActionButton):
                    widget.setToolTip(tip.replace(old, new))

    def can_do(self) -> dict[str, Act]:
        """By action of the catalogue."""
        found = {by_delivered(keys): act for keys, (_, act) in self._keys.items() if self._may(keys)}
        return {action.action_id: act for action, act in found.items() if action is not None}
