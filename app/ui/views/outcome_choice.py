"""What came of a call, to be chosen where it is missing: a heading and one button for each outcome."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.result_face import OutcomeFace
from app.ui.theme import Look
from app.ui.views.outcome_button import OutcomeButton
from app.ui.views.parts import clear, label, named, show

COLUMNS = 2


class OutcomeChoice(QWidget):
    """``outcome``: the code that was chosen, "" before."""

    chosen = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look, self.outcome = look, ""
        self._faces: tuple[OutcomeFace, ...] = ()
        self._buttons: list[OutcomeButton] = []
        named(self, name)
        heading = label("strong")
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(8)
        box.addWidget(heading)
        box.addLayout(self._grid)
        Sayings(self).say(heading.setText, "What came of the call?")

    def show_outcomes(self, faces: tuple[OutcomeFace, ...]) -> None:
        """None: it is not there."""
        show(self, bool(faces))
        if faces == self._faces:
            return
        self._faces = faces
        clear(self._grid)
        self._buttons = [OutcomeButton(self._look, face) for face in faces]
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, code=button.face.code: self._choose(code))
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self._show_chosen()

    def forget(self) -> None:
        self.outcome = ""
        self._show_chosen()

    def _choose(self, code: str) -> None:
        self.outcome = code
        self._show_chosen()
        self.chosen.emit()

    def _show_chosen(self) -> None:
        for button in self._buttons:
            button.setChecked(button.face.code == self.outcome)
