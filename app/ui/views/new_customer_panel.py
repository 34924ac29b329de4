"""The panel in which a new customer is entered without a call: name and number; the rest in his file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.new_customer import NewCustomerFace
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, IconButton, label, named, row, show


class NewCustomerPanel(QWidget):
    save = Signal(str, str, str, bool)  # name, number, note, the number may be another's too
    close_form = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "newCustomerPanel")
        self._heading = label("title")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "closeNewCustomer")
        self._close.setFixedSize(36, 36)
        self._heads = [label("strong") for _ in range(3)]
        self._name, self._number, self._note = QLineEdit(), QLineEdit(), QPlainTextEdit()
        named(self._name, "newName")
        named(self._number, "newNumber")
        named(self._note, "newNote")
        self._name.setMaxLength(200)
        self._number.setMaxLength(60)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(120)
        self._shares = QCheckBox()
        named(self._shares, "newShares")
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "newTrouble")
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveNewCustomer")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 20)
        box.setSpacing(6)
        box.addLayout(row(self._heading, 1, self._close))
        for head, field in zip(self._heads, (self._name, self._number, self._note), strict=True):
            box.addSpacing(4)
            box.addWidget(head)
            box.addWidget(field)
        box.addWidget(self._shares)
        box.addWidget(self._trouble)
        box.addSpacing(4)
        box.addLayout(row(1, self._save))
        box.addStretch(1)
        self._save.clicked.connect(self._emit)
        self._name.returnPressed.connect(self._emit)
        self._number.returnPressed.connect(self._emit)
        self._close.clicked.connect(self.close_form)
        said = Sayings(self)
        said.say(self._heading.setText, "New customer")
        said.say(self._close.setAccessibleName, "Close")
        said.say(self._close.setToolTip, "Close")
        for head, field, text in zip(
            self._heads, (self._name, self._number, self._note), ("Name", "Number", "Remark"), strict=True
        ):
            said.say(head.setText, text)
            said.say(field.setAccessibleName, text)
        said.say(self._shares.setText, "Another customer may have this number, too")
        said.say(self._name.setPlaceholderText, "Name of the person or company")

    def begin(self) -> None:
        self._name.setFocus()

    def clear(self) -> None:
        for field in (self._name, self._number, self._note):
            field.clear()
        self._shares.setChecked(False)

    def show_new(self, face: NewCustomerFace) -> None:
        show(self._shares, face.taken)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))
        self._save.setEnabled(not face.saving)

    def _emit(self) -> None:
        self.save.emit(
            self._name.text(), self._number.text(), self._note.toPlainText(), self._shares.isChecked()
        )
