"""The form in which a quick reply is written. What was typed stays until it is saved or left."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.reply_editor import EditorFace, ReplyFields
from app.ui.theme import Look
from app.ui.views.clip_row import ClipRow
from app.ui.views.parts import ActionButton, FlowLayout, label, named, row, set_property, show
from app.ui.views.queue_chips import QueueChips

VARIABLES = ("customer", "agent", "company", "ticket", "queue", "time")
CONFIRM_MS = 4000


class ConfirmButton(QPushButton):
    """Asks again in its own place before it acts; after a few seconds it is as before."""

    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._word, self._question = "", ""
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._calm)
        self.clicked.connect(self._clicked)
        self.setMinimumHeight(36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_words(self, word: str, question: str) -> None:
        self._word, self._question = word, question
        self._calm()

    def reset(self) -> None:
        self._timer.stop()
        self._calm()

    def _clicked(self) -> None:
        if self._asking:
            self.reset()
            self.confirmed.emit()
            return
        self._asking = True
        self.setMinimumWidth(self.width())
        self.setText(self._question)
        set_property(self, "kind", "danger")
        self._timer.start(CONFIRM_MS)

    def _calm(self) -> None:
        self._asking = False
        self.setText(self._word)
        set_property(self, "kind", "")


class ReplyForm(QWidget):
    save = Signal(object)  # ReplyFields
    typed = Signal(object)  # ReplyFields
    cancel = Signal()
    delete = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "replyForm")
        self.clip = ClipRow(look)
        self._heading = label("title")
        self._title, self._group = QLineEdit(), QLineEdit()
        named(self._title, "replyTitleField")
        named(self._group, "replyGroupField")
        self._title.setMaxLength(120)
        self._group.setMaxLength(60)
        self._text = QPlainTextEdit()
        named(self._text, "replyTextField")
        self._text.setTabChangesFocus(True)
        self._heads = [label("strong") for _ in range(5)]
        self.queues = QueueChips("replyQueue")
        self._languages = self._segments("language", ("zh", "en"))
        self._scopes = self._segments("scope", ("own", "team"))
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "replyTrouble")
        self._cancel = QPushButton()
        named(self._cancel, "cancelReplyButton")
        self._cancel.setMinimumHeight(40)
        self._delete = ConfirmButton()
        named(self._delete, "deleteReplyButton")
        self._delete.setMinimumHeight(40)
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveReplyButton")
        self._place()
        self._say()
        self._filling = False
        for line in (self._title, self._group):
            line.textEdited.connect(self._typed)
        for button in (*self._languages.values(), *self._scopes.values()):
            button.clicked.connect(self._typed)
        self._text.textChanged.connect(self._typed)
        self.queues.changed.connect(self._typed)
        self._save.clicked.connect(lambda: self.save.emit(self.fields()))
        self._cancel.clicked.connect(self.cancel)
        self._delete.confirmed.connect(self.delete)

    def _typed(self, *_: object) -> None:
        if not self._filling:
            self.typed.emit(self.fields())

    def _segments(self, name: str, codes: tuple[str, ...]) -> dict[str, QPushButton]:
        group = QButtonGroup(self)
        made = {code: QPushButton() for code in codes}
        for code, button in made.items():
            named(button, f"reply_{name}_{code}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button)
        return made

    def _place(self) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 14, 16, 4)
        box.setSpacing(6)
        box.addWidget(self._heading)
        box.addSpacing(4)
        variables = QWidget()
        flow = FlowLayout(variables, gap=2)
        self._variables: dict[str, QPushButton] = {}
        for name in VARIABLES:
            button = QPushButton()
            named(button, f"variable_{name}")
            button.setProperty("kind", "filter")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self._insert(name))
            self._variables[name] = button
            flow.addWidget(button)
        self._hint = label("secondary", wrap=True)
        parts: tuple[QWidget, ...] = (self._title, self._text, self._group)
        for head, field in zip(self._heads, parts, strict=False):
            box.addWidget(head)
            box.addWidget(field, 1 if field is self._text else 0)
            if field is self._text:
                box.addWidget(self._hint)
                variables.setMinimumHeight(74)  # two lines of them
                box.addWidget(variables)
            box.addSpacing(4)
        self._scope_row = row(*self._scopes.values(), spacing=6)
        box.addWidget(self._heads[3])
        both = row(*self._languages.values(), spacing=6)
        box.addLayout(both)
        box.addLayout(self._scope_row)
        box.addSpacing(4)
        box.addWidget(self._heads[4])
        box.addWidget(self.queues)
        box.addWidget(self.clip)
        scroll = QScrollArea()  # in a low window
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        below = QVBoxLayout()
        below.setContentsMargins(16, 0, 16, 16)
        below.addWidget(self._trouble)
        below.addLayout(row(self._delete, 1, self._cancel, self._save))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addLayout(below)

    def _say(self) -> None:
        said = Sayings(self)
        for head, text in zip(
            self._heads,
            ("Title", "What is said", "Group", "Language", "Shown first in calls of"),
            strict=True,
        ):
            said.say(head.setText, text)
        said.say(self.queues.setAccessibleName, "Shown first in calls of")
        said.say(self._title.setAccessibleName, "Title")
        said.say(self._text.setAccessibleName, "What is said")
        said.say(self._group.setAccessibleName, "Group")
        said.say(self._hint.setText, "Filled in when it is used:")
        said.say(self._group.setPlaceholderText, "Greeting, delivery, …")
        said.say(self._languages["zh"].setText, "Chinese")
        said.say(self._languages["en"].setText, "English")
        said.say(self._scopes["own"].setText, "Mine")
        said.say(self._scopes["team"].setText, "Team's")
        said.say(self._cancel.setText, "Cancel")
        said.say(self._save.set_word, "Save")
        said.say(self._keep_words, "Delete")
        for name, text in (
            ("customer", "Customer's name"),
            ("agent", "My name"),
            ("company", "Company"),
            ("ticket", "Ticket number"),
            ("queue", "Queue"),
            ("time", "Time"),
        ):
            said.say(self._variables[name].setText, text)

    def _keep_words(self, word: str) -> None:
        self._delete.set_words(word, tr("Delete for good?"))

    def open(self, fields: ReplyFields) -> None:
        self._filling = True
        self._title.setText(fields.title)
        self._text.setPlainText(fields.text)
        self._group.setText(fields.group)
        self._languages[fields.language].setChecked(True)
        self._scopes[fields.scope].setChecked(True)
        self.queues.choose(fields.queues)
        self._filling = False
        self._delete.reset()
        self._title.setFocus()

    def show_editor(self, face: EditorFace) -> None:
        self._heading.setText(face.heading)
        show(self._delete, face.existing)
        for button in self._scopes.values():
            show(button, face.scope_free)
        self.queues.show_queues(face.queues)
        for part in (self._heads[4], self.queues):
            show(part, bool(face.queues))
        self._trouble.setText(face.trouble)
        for part in (self._save, self._delete):
            part.setEnabled(not face.saving)
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))

    def fields(self) -> ReplyFields:
        return ReplyFields(
            title=self._title.text(),
            text=self._text.toPlainText(),
            group=self._group.text(),
            language=next(code for code, button in self._languages.items() if button.isChecked()),
            scope=next(code for code, button in self._scopes.items() if button.isChecked()),
            queues=self.queues.chosen(),
        )

    def _insert(self, name: str) -> None:
        self._text.textCursor().insertText(f"{{{name}}}")
        self._text.setFocus()
