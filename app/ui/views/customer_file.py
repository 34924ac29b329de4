"""The customer's file below the call card: who, open promises, time line; or a new, prefilled file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.presenters.file import FileFace, NewFileFace, Promise
from app.ui.theme import Look
from app.ui.views.parts import (
    Card,
    Chip,
    ElidedLabel,
    FlowLayout,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.timeline import TimelineCard

LEVEL_TONES = {"VIP": "wrapup", "GOLD": "hold", "SILVER": "away"}
TOP_CARDS_HEIGHT = 184
FACTS_SHOWN = 6
PROMISES_SHOWN = 3
TAGS_SHOWN = 8
TAGS_HEIGHT = 24


class WhoCard(Card):
    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "whoCard")
        self._name = ElidedLabel("title")
        named(self._name, "customerName")
        self._level = Chip("wrapup")
        self.close_button = IconButton(look, "x", "quiet", "secondary")
        named(self.close_button, "closeFileButton")
        self.close_button.setFixedSize(28, 28)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._facts.setColumnStretch(3, 1)
        self._fact_labels = [(label("secondary"), ElidedLabel()) for _ in range(FACTS_SHOWN)]
        for index, (fact, text) in enumerate(self._fact_labels):
            self._facts.addWidget(fact, index // 2, index % 2 * 2)
            self._facts.addWidget(text, index // 2, index % 2 * 2 + 1)
        self._tags = QWidget()
        self._tag_row = FlowLayout(self._tags)
        self._tags.setFixedHeight(TAGS_HEIGHT)  # one line; what does not fit stays out of sight
        self._tag_labels = [label("tag") for _ in range(TAGS_SHOWN)]
        for tag in self._tag_labels:
            self._tag_row.addWidget(tag)
        self._note = ElidedLabel("body2")
        self.body.addLayout(row(self._name, self._level, 1, self.close_button))
        self.body.addLayout(self._facts)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.body.addWidget(self._tags)
        Sayings(self).say(self.close_button.setAccessibleName, "Close this file")

    def show_file(self, face: FileFace) -> None:
        self._name.setText(face.name)
        self._level.set(face.level_word, LEVEL_TONES.get(face.level, "away"))
        self.close_button.setVisible(face.closable)
        for index, (fact, text) in enumerate(self._fact_labels):
            name, value = face.facts[index] if index < len(face.facts) else ("", "")
            fact.setText(name)
            text.setText(value)
            show(fact, bool(name))
            show(text, bool(name))
        for index, tag in enumerate(self._tag_labels):
            tag.setText(face.tags[index] if index < len(face.tags) else "")
            show(tag, index < len(face.tags))
        show(self._tags, bool(face.tags))
        self._note.setText(face.note.replace("\n", " "))
        show(self._note, bool(face.note))


class PromiseRow(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._title, self._number = ElidedLabel("strong"), label("secondary")
        self._due = ElidedLabel("secondary")
        self._icon = IconLabel(look, "ticket", "hold", 16)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addLayout(row(self._due, self._number, 1, spacing=10))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._icon, 0)
        box.addLayout(text, 1)

    def show_promise(self, promise: Promise) -> None:
        self._title.setText(promise.title)
        self._number.setText(promise.number)
        self._due.setText(" · ".join(p for p in (promise.status, promise.due) if p))
        set_property(self._due, "role", "bad" if promise.overdue else "secondary")
        self._icon.set("warning" if promise.overdue else "ticket", "trouble" if promise.overdue else "hold")


class PromisesCard(Card):
    def __init__(self, look: Look) -> None:
        super().__init__(spacing=8)
        named(self, "promisesCard")
        self._heading = label("title")
        self._more = label("secondary")
        self._promises = [PromiseRow(look) for _ in range(PROMISES_SHOWN)]
        rows = QVBoxLayout()
        rows.setSpacing(8)
        for each in self._promises:
            rows.addWidget(each)
        self._empty = label("body2", wrap=True)
        self.body.addLayout(row(self._heading, 1, self._more))
        self.body.addLayout(rows)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        said = Sayings(self)
        said.say(self._heading.setText, "Open promises")
        said.say(self._empty.setText, "Nothing is open. Everything that was promised is done.")

    def show_promises(self, promises: tuple[Promise, ...]) -> None:
        for index, each in enumerate(self._promises):
            if index < len(promises):
                each.show_promise(promises[index])
            show(each, index < len(promises))
        show(self._empty, not promises)
        rest = len(promises) - PROMISES_SHOWN
        self._more.setText(f"+{rest}" if rest > 0 else "")


class CustomerFileView(QWidget):
    more = Signal()
    close_file = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "customerFile")
        self.who = WhoCard(look)
        self.promises = PromisesCard(look)
        self.timeline = TimelineCard(look)
        for card in (self.who, self.promises):
            card.setFixedHeight(TOP_CARDS_HEIGHT)
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.who, 11)
        top.addWidget(self.promises, 9)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(top)
        box.addWidget(self.timeline, 1)
        self.timeline.near_end.connect(self.more)
        self.who.close_button.clicked.connect(self.close_file)
        Sayings(self).say(self.setAccessibleName, "Customer file")

    def show_file(self, face: FileFace) -> None:
        self.who.show_file(face)
        self.promises.show_promises(face.promises)
        self.timeline.show_rows(face.rows, face.more)


class NewCustomerForm(Card):
    save = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(margin=24, spacing=12)
        named(self, "newCustomerForm")
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
        self.body.addLayout(form)
        self.body.addLayout(row(self._state, 1, self._save))
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

    def show_new(self, face: NewFileFace) -> None:
        if self._number.text() != face.number:
            self._name.clear()
            self._note.clear()
        self._number.setText(face.number)
        self._number.setReadOnly(face.number_fixed)
        self._state.setText(face.saving)
        self._save.setEnabled(not face.saving)

    def _emit(self) -> None:
        self.save.emit(self._name.text(), self._note.toPlainText())
