"""The boxes around an article's text: what to say word for word, and a question to the expert."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.article_say import SayFace
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, FlowLayout, IconButton, label, named, row

QUESTION_HEIGHT = 84


class SayBox(QFrame):
    """What to say word for word, large enough to be read out, with its buttons."""

    copied = Signal()
    spoken = Signal()
    sent = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "sayBox")
        self.setProperty("say", True)
        self.text = label("say", wrap=True, selectable=True)
        named(self.text, "sayText")
        self._copy, self._send, self._speak = (
            IconButton(look, "note", "quiet", "accent"),
            IconButton(look, "send", "quiet", "accent"),
            IconButton(look, "speaker", "quiet", "accent"),
        )
        named(self._copy, "copySayButton")
        named(self._send, "sendSayButton")
        named(self._speak, "speakSayButton")
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=4)
        for button in (self._speak, self._send, self._copy):
            flow.addWidget(button)
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 8, 6)
        box.setSpacing(4)
        box.addWidget(self.text)
        box.addWidget(buttons)
        self._copy.clicked.connect(self.copied)
        self._send.clicked.connect(self.sent)
        self._speak.clicked.connect(self.spoken)
        said = Sayings(self)
        said.say(self._copy.setText, "Copy")
        said.say(self._copy.setToolTip, "Copy what is to be said")
        said.say(self._send.setText, "Send as text")

    def show_say(self, face: SayFace) -> None:
        self.text.setText(face.text)
        speaking = face.speaking == "speaking"
        self._speak.setText(tr("Stop") if speaking else tr("Speak"))
        self._speak.set_icon("stop" if speaking else "speaker", "hold" if speaking else "accent")
        self._speak.setEnabled(face.can_speak)
        said = face.why_not_spoken or tr("Speak it into the call, heard by everybody in it")
        self._speak.setToolTip(tr("Stop speaking") if speaking else said)
        self._send.setEnabled(face.can_send)
        self._send.setToolTip(face.why_not_sent or tr("Send it to the caller as a text message"))


class QuestionBox(QFrame):
    """A question to the expert, or why an article is given back; written in place."""

    asked = Signal(str)
    typed = Signal(str)  # of a question
    reasoned = Signal(str)
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "questionBox")
        self.setProperty("say", True)
        self._head = label("strong")
        self._text = QPlainTextEdit()
        named(self._text, "questionText")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(QUESTION_HEIGHT)
        self._cancel, self._ask = QPushButton(), ActionButton(look, "send", "", "primary")
        named(self._cancel, "cancelQuestionButton")
        named(self._ask, "askQuestionButton")
        self._cancel.setMinimumHeight(40)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.addWidget(self._head)
        box.addWidget(self._text)
        box.addLayout(row(1, self._cancel, self._ask))
        self._ask.clicked.connect(self._written)
        self._cancel.clicked.connect(self.cancelled)
        self._text.textChanged.connect(self._tell)
        said = Sayings(self)
        said.say(self._head.setText, "Your question to the expert")
        said.say(self._text.setAccessibleName, "Your question to the expert")
        said.say(self._cancel.setText, "Cancel")
        self._for_reason = False

    def _written(self) -> None:
        (self.reasoned if self._for_reason else self.asked).emit(self._text.toPlainText())

    def _tell(self) -> None:
        if not self._for_reason and self.isVisible():
            self.typed.emit(self._text.toPlainText())

    def open(self, about: str, kept: str = "") -> None:
        self._begin(False, tr("Your question to the expert"), tr("Send the question"))
        if not self._text.toPlainText().strip():
            with QSignalBlocker(self._text):
                self._text.setPlainText(
                    kept or (tr("About “{title}”: ").format(title=about) if about else "")
                )
            self._text.moveCursor(self._text.textCursor().MoveOperation.End)

    def open_reason(self) -> None:
        self._begin(True, tr("What should be changed?"), tr("Give back"))

    def _begin(self, for_reason: bool, heading: str, word: str) -> None:
        if for_reason != self._for_reason:
            self._text.clear()
        self._for_reason = for_reason
        self._head.setText(heading)
        self._text.setAccessibleName(heading)
        self._ask.set_word(word)
        self._text.moveCursor(self._text.textCursor().MoveOperation.End)
        self.show()
        self._text.setFocus()

    def close_box(self) -> None:
        self._text.clear()
        self.hide()
