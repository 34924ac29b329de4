"""A file of the set-up as text: typed or opened, checked, put in force; under it everything that is wrong.

A click on a fault goes to the line where it most likely lies.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.set_up_editor import EditorFace, FaultRow
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, IconButton, label, named, row, set_property, show
from app.ui.views.reply_form import ConfirmButton

LINE = Qt.ItemDataRole.UserRole
FAULTS_HEIGHT = 168


class SetUpEditorView(QWidget):
    typed = Signal(str)
    open_file = Signal()
    save_file = Signal(str)
    check = Signal()
    put = Signal()
    leave = Signal()
    discard = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        named(self, name)
        self._changed = False
        self.text = QPlainTextEdit()
        named(self.text, f"{name}Text")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("mono", True)
        self._hint = label("secondary", wrap=True)
        self._faults = QListWidget()
        named(self._faults, f"{name}Faults")
        self._faults.setMaximumHeight(FAULTS_HEIGHT)
        self._faults.setProperty("card", True)
        self._faults.setWordWrap(True)
        self._said = label("good", wrap=True)
        named(self._said, f"{name}Said")
        self._open, self._save = IconButton(look, "leave", ""), IconButton(look, "download", "")
        self._back, self._discard = QPushButton(), ConfirmButton()
        self._check, self._put = ActionButton(look, "check", ""), ActionButton(look, "send", "", "primary")
        for part, what in (
            (self._open, "Open"),
            (self._save, "Save"),
            (self._back, "Back"),
            (self._discard, "Discard"),
            (self._check, "Check"),
            (self._put, "Put"),
        ):
            named(part, f"{name}{what}")
            part.setMinimumHeight(40)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row(self._back, 1, self._open, self._save))
        box.addWidget(self._hint)
        box.addWidget(self.text, 1)
        box.addWidget(self._said)
        box.addWidget(self._faults)
        box.addLayout(row(self._discard, 1, self._check, self._put))
        self.text.textChanged.connect(lambda: self.typed.emit(self.text.toPlainText()))
        self._open.clicked.connect(self.open_file)
        self._save.clicked.connect(lambda: self.save_file.emit(self.text.toPlainText()))
        self._check.clicked.connect(self.check)
        self._put.clicked.connect(self.put)
        self._back.clicked.connect(self.leave)
        self._discard.confirmed.connect(self.discard)
        self._faults.itemActivated.connect(self._go)
        self._faults.itemClicked.connect(self._go)
        said = Sayings(self)
        said.say(self._back.setText, "Close the editor")
        said.say(self._open.setText, "Open a file…")
        said.say(self._save.setText, "Save as a file…")
        said.say(self._check.set_word, "Check")
        said.say(self._put.set_word, "Put in force")
        said.say(self._say_discard, "Discard changes")
        said.say(
            self._hint.setText,
            "Change the text, let it be checked, then put it in force. What has a fault changes nothing.",
        )
        said.say(self.text.setAccessibleName, "The file as text")
        said.say(self._faults.setAccessibleName, "Faults")

    def _say_discard(self, word: str) -> None:
        self._discard.set_words(word, tr("Really discard?"))

    def show_text(self, text: str) -> None:
        if self.text.toPlainText() != text:
            with QSignalBlocker(self.text):
                self.text.setPlainText(text)

    def show_editor(self, face: EditorFace) -> None:
        self._said.setText(face.said)
        set_property(self._said, "role", "good" if face.good else "bad")
        show(self._said, bool(face.said))
        self._show_faults(face.faults)
        self._check.setEnabled(face.may_check)
        self._put.setEnabled(face.may_put)
        self._open.setEnabled(not face.busy)
        if face.changed != self._changed:
            self._changed = face.changed
            self._discard.reset()
        show(self._discard, face.changed)
        self._discard.setEnabled(not face.busy)

    def _show_faults(self, faults: tuple[FaultRow, ...]) -> None:
        show(self._faults, bool(faults))
        texts = [f"{each.place}: {each.text}" if each.place else each.text for each in faults]
        if texts == [self._faults.item(n).text() for n in range(self._faults.count())]:
            return
        self._faults.clear()
        for each, text in zip(faults, texts, strict=True):
            item = QListWidgetItem(text)
            item.setData(LINE, each.line)
            self._faults.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        line = int(item.data(LINE))
        block = self.text.document().findBlockByNumber(line)
        if line < 0 or not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        self.text.setFocus()
