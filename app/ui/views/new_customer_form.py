"""A new customer's file for a number that is not known yet: the number is there, the name is to write."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.file_face import NewFileFace
from app.ui.theme import Look, px
from app.ui.views.parts import Card, IconLabel, label, named, row

WIDEST = 800


class NewCustomerForm(Card):
    save = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(margin=24, spacing=12)
        named(self, "newCustomerForm")
        self._call_id = ""
        self._filling = False
        self._heading, self._hint = label("title"), label("body2", wrap=True)
        self._name = QLineEdit()
        named(self._name, "newCustomerName")
        self._number = QLineEdit()
        named(self._number, "newCustomerNumber")
        self._note = QPlainTextEdit()
        named(self._note, "newCustomerNote")
        self._note.setTabChangesFocus(True)
        self._note.setMaximumHeight(120)
        self._state = label("good")
        self._save = QPushButton()
        self._save.setProperty("kind", "primary")
        named(self._save, "saveCustomerButton")
        self._save.setMinimumHeight(36)
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setColumnStretch(1, 1)
        names = [label("body2") for _ in range(3)]
        for index, (name, field) in enumerate(
            zip(names, (self._name, self._number, self._note), strict=True)
        ):
            form.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop if index == 2 else Qt.AlignmentFlag(0))
            form.addWidget(field, index, 1)
        self.body.addLayout(row(IconLabel(look, "user-plus", "accent", 20), self._heading, 1))
        self.body.addWidget(self._hint)
        inside = QWidget()
        inside.setMaximumWidth(px(WIDEST))  # a line of text is not read over a whole wide screen
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(form)
        column.addLayout(row(self._state, 1, self._save))
        line = row(inside, 1)
        line.setStretch(0, 1000)
        self.body.addLayout(line)
        self.body.addStretch(1)
        said = Sayings(self)
        said.say(self._heading.setText, "New customer")
        said.say(
            self._hint.setText, "This number is not known yet. The call and its result go into this file."
        )
        for name, text in zip(names, ("Name", "Number", "Remark"), strict=True):
            said.say(name.setText, text)
        said.say(self._name.setAccessibleName, "Name")
        said.say(self._number.setAccessibleName, "Number")
        said.say(self._note.setAccessibleName, "Remark")
        said.say(self._name.setPlaceholderText, "Name of the person or company")
        said.say(self._save.setText, "Save customer")
        self._save.clicked.connect(self._emit)
        self._name.returnPressed.connect(self._emit)
        self._name.textChanged.connect(self._typed)
        self._note.textChanged.connect(self._typed)

    def show_new(self, face: NewFileFace) -> None:
        """What is being typed stays while it is the same call's form."""
        if (face.call_id, face.number) != (self._call_id, self._number.text()):
            self._filling = True
            self._call_id = face.call_id
            self._name.setText(face.draft[0])
            self._note.setPlainText(face.draft[1])
            self._filling = False
        self._number.setText(face.number)
        self._number.setReadOnly(face.number_fixed)
        self._state.setText(face.saving)
        self._save.setEnabled(not face.saving)

    def _typed(self) -> None:
        if not self._filling:
            self.typed.emit(self._name.text(), self._note.toPlainText())

    def _emit(self) -> None:
        self.save.emit(self._name.text(), self._note.toPlainText())
