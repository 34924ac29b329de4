"""A question to the expert: what was asked, the answer, and where it is written."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.knowledge_shelf import QuestionFace
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, label, named, row, show


class QuestionView(QWidget):
    answered = Signal(str, bool)  # text, a draft is made of it
    typed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "questionView")
        self._question, self._about = label("title", wrap=True, selectable=True), label("secondary")
        self._answer_box = QFrame()
        self._answer_box.setProperty("say", True)
        self._answer, self._by = label("say", wrap=True, selectable=True), label("secondary")
        inside = QVBoxLayout(self._answer_box)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self._answer)
        inside.addWidget(self._by)
        self._text = QPlainTextEdit()
        named(self._text, "answerText")
        self._text.setTabChangesFocus(True)
        self._make, self._send = QCheckBox(), ActionButton(look, "send", "", "primary")
        named(self._make, "makeArticleBox")
        named(self._send, "answerButton")
        self._make.setMinimumHeight(36)
        self._shown = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(8)
        for part in (self._question, self._about, self._answer_box):
            box.addWidget(part)
        box.addWidget(self._text, 1)
        box.addLayout(row(self._make, 1, self._send))
        box.addStretch(1)
        self._send.clicked.connect(
            lambda: self.answered.emit(self._text.toPlainText(), self._make.isChecked())
        )
        self._text.textChanged.connect(lambda: self.typed.emit(self._text.toPlainText()))
        said = Sayings(self)
        said.say(self._text.setPlaceholderText, "Your answer")
        said.say(self._text.setAccessibleName, "Your answer")
        said.say(self._make.setText, "Make a draft article of it")

    def show_question(self, face: QuestionFace) -> None:
        if face.question_id != self._shown:
            self._shown = face.question_id
            with QSignalBlocker(self._text):
                self._text.setPlainText(face.typed)
            self._make.setChecked(False)
        self._question.setText(face.text)
        self._about.setText(face.about)
        self._answer.setText(face.answer or tr("No answer yet."))
        self._by.setText(face.answered)
        show(self._by, bool(face.answered))
        show(self._answer_box, bool(face.answer) or not face.may_answer)
        show(self._text, face.may_answer)
        show(self._make, face.may_answer and face.may_make_article)
        show(self._send, face.may_answer)
        self._send.set_word(tr("Correct the answer") if face.answer else tr("Send the answer"))
        self._send.setEnabled(not face.saving)
