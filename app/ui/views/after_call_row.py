"""What comes after this call, chosen and remembered, and the time that is left to write it up."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.after_call import AfterCallFace
from app.ui.views.parts import label, named, row, set_property, show


class QuietCombo(QComboBox):
    """The wheel scrolls what is around it and changes nothing by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class AfterCallRow(QWidget):
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._name = label("body2")
        self._choices: tuple[str, ...] = ()
        self._next = QuietCombo()
        named(self._next, "afterCallChoice")
        self._next.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._next.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = row(self._name, self._next, spacing=12)
        self.setLayout(box)
        self._next.activated.connect(self.chosen)
        said = Sayings(self)
        said.say(self._name.setText, "After this call")
        said.say(self._next.setAccessibleName, "After this call")
        said.say(self._next.setToolTip, "What you are when this call is written up; it is remembered")

    def show_after(self, face: AfterCallFace) -> None:
        texts = tuple(choice.text for choice in face.choices)
        with QSignalBlocker(self._next):
            if texts != self._choices:
                self._choices = texts
                self._next.clear()
                self._next.addItems(list(texts))
            self._next.setCurrentIndex(face.chosen)
        self._next.setEnabled(face.enabled)
        self._name.setEnabled(face.shown)


class ExtendButton(QPushButton):
    """'+60 s', once for each wrap-up; it keeps its place when it has been used."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "extendButton")
        self.setMinimumHeight(40)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        said = Sayings(self)
        said.say(self.setToolTip, "More time to write it up, once")
        said.say(self.setAccessibleName, "More time to write it up")
        self.hide()

    def show_after(self, face: AfterCallFace) -> None:
        self.setText(face.extend)
        self.setEnabled(face.extend_enabled)
        set_property(self, "kind", "")
        show(self, bool(face.extend))
