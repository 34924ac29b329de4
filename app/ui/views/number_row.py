"""A customer's number: masked, shown in full for half a minute on request."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.file_face import NumberFace
from app.ui.theme import Look, px
from app.ui.views.parts import IconButton, label, named, row

POPUP_WIDTH = 300
EYE_WIDTH = 56


class ReasonPopup(QFrame):
    """Why the number is wanted: one of the usual reasons, or another one."""

    given = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        named(self, "reasonPopup")
        self.setProperty("floating", True)
        self._heading = label("strong", wrap=True)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(4)
        self._other = QLineEdit()
        named(self._other, "revealReason")
        self._other.setMaxLength(200)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addLayout(self._reasons)
        box.addWidget(self._other)
        self._other.returnPressed.connect(lambda: self._give(self._other.text()))
        said = Sayings(self)
        said.say(self._heading.setText, "Why do you need the number? The look is kept with the reason.")
        said.say(self._other.setPlaceholderText, "Another reason, then Enter")
        said.say(self._other.setAccessibleName, "Another reason")
        said.say(self.setAccessibleName, "Reason")

    def ask(self, reasons: tuple[str, ...], at: QPoint) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for index, text in enumerate(reasons):
            button = QPushButton(text)
            named(button, f"revealReason_{index}")
            button.setMinimumHeight(36)
            button.clicked.connect(lambda _=False, text=text: self._give(text))
            self._reasons.addWidget(button)
        self._other.clear()
        self.setFixedWidth(px(POPUP_WIDTH))
        self.adjustSize()
        self.move(at)
        self.show()

    def _give(self, reason: str) -> None:
        if reason.strip():
            self.hide()
            self.given.emit(reason.strip())


class NumberRow(QWidget):
    reveal = Signal(str)  # with the reason, "" at first

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._number = label("strong", selectable=True)
        named(self._number, "customerNumber")
        self._eye = IconButton(look, "eye", "quiet", "secondary")
        named(self._eye, "revealButton")
        self._eye.setFixedWidth(EYE_WIDTH)  # with room for the seconds that are left
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._popup = ReasonPopup(self)
        self.setLayout(row(self._number, self._eye, spacing=2))
        self._eye.clicked.connect(lambda: self.reveal.emit(""))
        self._popup.given.connect(self.reveal)

    def show_number(self, face: NumberFace) -> None:
        self._number.setText(face.text)
        self._eye.setVisible(face.masked)
        self._eye.setEnabled(face.enabled and not face.asking)
        self._eye.set_icon("eye-off" if face.shown else "eye", "secondary")
        word = tr("Show the whole number; the look is kept")
        if face.shown:
            word = tr("Hidden again in {count} s; a click hides it now", count=face.left_s)
        self._eye.setToolTip(word)
        self._eye.setAccessibleName(word)
        self._eye.setText(str(face.left_s) if face.shown else "…" if face.asking else "")

    def ask_reason(self, reasons: tuple[str, ...]) -> None:
        self._popup.ask(reasons, self._eye.mapToGlobal(self._eye.rect().bottomLeft()))
