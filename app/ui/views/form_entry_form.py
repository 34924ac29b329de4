"""The form in which one entry of a customer's form is written: a field with its kind and choices, a consent,
a suggested tag."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.contracts.fields import FieldKind
from app.ui.i18n import Sayings, tr
from app.ui.presenters.form_entries import LONGEST_CODE, WITH_CHOICES, ChoiceTyped, EntryTyped
from app.ui.presenters.form_set_up import EntryFace
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.parts import ActionButton, Card, EmptyState, IconButton, clear, label, named, row, show
from app.ui.views.reply_form import ConfirmButton

FORM_WIDTH, FIELD_HEIGHT = 460, 36
LONGEST_NAME, LONGEST_TAG = 120, 40


class ChoiceRow(QWidget):
    """One choice in both languages, with its place and its end."""

    changed = Signal()
    raised = Signal()
    removed = Signal()

    def __init__(self, look: Look, at: int, choice: ChoiceTyped) -> None:
        super().__init__()
        self._code = choice.code
        self.zh, self.en = QLineEdit(choice.zh), QLineEdit(choice.en)
        for line, name, said in (
            (self.zh, "zh", tr("Choice {count}, Chinese", count=at + 1)),
            (self.en, "en", tr("Choice {count}, English", count=at + 1)),
        ):
            named(line, f"choice_{name}_{at}")
            line.setMinimumHeight(FIELD_HEIGHT)
            line.setMaxLength(LONGEST_NAME)
            line.setAccessibleName(said)
            line.setPlaceholderText(tr("Chinese") if name == "zh" else tr("English"))
            line.textEdited.connect(lambda _: self.changed.emit())
        up, gone = (
            IconButton(look, "chevron-up", "quiet", "secondary"),
            IconButton(look, "x", "quiet", "secondary"),
        )
        for button, name, said in (
            (up, "raiseChoice", tr("Put this choice one place higher")),
            (gone, "removeChoice", tr("Take this choice out")),
        ):
            named(button, f"{name}_{at}")
            button.setFixedSize(FIELD_HEIGHT, FIELD_HEIGHT)
            button.setToolTip(said)
            button.setAccessibleName(said)
        up.setEnabled(at > 0)
        up.clicked.connect(self.raised)
        gone.clicked.connect(self.removed)
        self.setLayout(row(self.zh, self.en, up, gone, spacing=4))

    def typed(self) -> ChoiceTyped:
        return ChoiceTyped(self.zh.text(), self.en.text(), self._code)


class ChoicesEdit(QWidget):
    """The choices of a field, in their order."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: list[ChoiceRow] = []
        self._head = label("secondary")
        self._add = IconButton(look, "plus", "", "text")
        named(self._add, "addChoice")
        self._add.setMinimumHeight(FIELD_HEIGHT)
        self._add.clicked.connect(self._more)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._head)
        box.addLayout(self._list)
        box.addLayout(row(self._add, 1))
        said = Sayings(self)
        said.say(self._head.setText, "Choices")
        said.say(self._add.setText, "Another choice")

    def choices(self) -> tuple[ChoiceTyped, ...]:
        return tuple(each.typed() for each in self._rows)

    def show_choices(self, choices: tuple[ChoiceTyped, ...]) -> None:
        clear(self._list)
        self._rows = []
        for at, choice in enumerate(choices):
            made = ChoiceRow(self._look, at, choice)
            made.changed.connect(self.changed)
            made.raised.connect(lambda at=at: self._raise(at))
            made.removed.connect(lambda at=at: self._remove(at))
            self._rows.append(made)
            self._list.addWidget(made)

    def _more(self) -> None:
        self.show_choices((*self.choices(), ChoiceTyped()))
        self._rows[-1].zh.setFocus()
        self.changed.emit()

    def _raise(self, at: int) -> None:
        there = [*self.choices()]
        there[at - 1], there[at] = there[at], there[at - 1]
        self.show_choices(tuple(there))
        self.changed.emit()

    def _remove(self, at: int) -> None:
        there = self.choices()
        self.show_choices((*there[:at], *there[at + 1 :]))
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class EntryForm(Card):
    typed = Signal(object)  # EntryTyped
    save = Signal()
    take_out = Signal()
    bring_back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=20, spacing=8)
        named(self, "entryForm")
        self._form, self._filling = -1, False
        self._typed = EntryTyped()
        self.empty = EmptyState(look, "list")
        self.empty.title.hide()
        self._heading = label("title")
        self._zh, self._en, self._code = QLineEdit(), QLineEdit(), QLineEdit()
        self._kind = QuietCombo()
        self._heads = [label("secondary") for _ in range(4)]
        for field, name, most in (
            (self._zh, "entryZh", LONGEST_NAME), (self._en, "entryEn", LONGEST_NAME),
            (self._code, "entryCode", LONGEST_CODE),
        ):  # fmt: skip
            named(field, name)
            field.setMinimumHeight(FIELD_HEIGHT)
            field.setMaxLength(most)
            field.textEdited.connect(lambda _: self._emit())
        named(self._kind, "entryKind")
        self._kind.setMinimumHeight(FIELD_HEIGHT)
        self._kind.currentIndexChanged.connect(lambda _: self._emit())
        self.choices = ChoicesEdit(look)
        self.choices.changed.connect(self._emit)
        self._required, self._private = QCheckBox(), QCheckBox()
        for box, name in ((self._required, "entryRequired"), (self._private, "entryPrivate")):
            named(box, name)
            box.setMinimumHeight(FIELD_HEIGHT)
            box.toggled.connect(lambda _: self._emit())
        self._kept, self._faults = label("secondary", wrap=True), label("bad", wrap=True)
        named(self._faults, "entryFaults")
        self._out = ConfirmButton()
        named(self._out, "takeEntryOut")
        self._out.setMinimumHeight(40)
        self._back = ActionButton(look, "history", "", "primary")
        named(self._back, "bringEntryBack")
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveEntry")
        self._place()
        self._say()
        self._save.clicked.connect(self.save)
        self._out.confirmed.connect(self.take_out)
        self._back.clicked.connect(self.bring_back)

    def _place(self) -> None:
        names = QGridLayout()
        names.setHorizontalSpacing(12)
        names.setVerticalSpacing(8)
        names.setColumnStretch(1, 1)
        fields: tuple[QWidget, ...] = (self._zh, self._en, self._code, self._kind)
        for line, (head, field) in enumerate(zip(self._heads, fields, strict=True)):
            names.addWidget(head, line, 0)
            names.addWidget(field, line, 1)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(8)
        inside.addLayout(names)
        inside.addWidget(self.choices)
        inside.addWidget(self._required)
        inside.addWidget(self._private)
        inside.addWidget(self._kept)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._whole = QWidget()
        box = QVBoxLayout(self._whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addWidget(scroll, 1)
        box.addWidget(self._faults)
        box.addLayout(row(self._out, 1, self._back, self._save))
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._whole, 1)

    def _say(self) -> None:
        said = Sayings(self)
        self._names, self._what = {"zh": "", "tag": ""}, ""
        said.say(self._keep_zh, "Name, Chinese")
        said.say(self._keep_tag, "Tag")
        for head, field, text in zip(
            self._heads[1:],
            (self._en, self._code, self._kind),
            ("Name, English", "Code", "Kind of field"),
            strict=True,
        ):
            said.say(head.setText, text)
            said.say(field.setAccessibleName, text)
        said.say(self.empty.text.setText, "Choose an entry, or write a new one.")
        said.say(self._code.setPlaceholderText, "made of the name")
        said.say(self._code.setToolTip, "For files and programs; it stays as it is")
        said.say(
            self._kind.setToolTip, "The kind of a field stays as it is: values of that kind are in the files"
        )
        said.say(self._required.setText, "Has to be filled in")
        said.say(self._private.setText, "Private: masked for who may not see private data")
        said.say(self._kept.setText, "It is in no form now. What stood in the customers' files is kept.")
        said.say(self._back.set_word, "Bring back")
        said.say(lambda word: self._out.set_words(word, tr("Really take out?")), "Take out of the form")

    def _keep_zh(self, word: str) -> None:
        self._names["zh"] = word
        self._say_first()

    def _keep_tag(self, word: str) -> None:
        self._names["tag"] = word
        self._say_first()

    def _say_first(self) -> None:
        first = self._names["tag" if self._what == "tags" else "zh"]
        self._heads[0].setText(first)
        self._zh.setAccessibleName(first)

    def _emit(self) -> None:
        if self._filling:
            return
        self._typed = replace(
            self._typed,
            zh=self._zh.text(),
            en=self._en.text(),
            code=self._code.text(),
            kind=cast("FieldKind", code_of(self._kind) or "TEXT"),
            choices=self.choices.choices(),
            required=self._required.isChecked(),
            private=self._private.isChecked(),
        )
        self.typed.emit(self._typed)

    # --- showing -------------------------------------------------------------------------------------

    def show_entry(self, face: EntryFace | None, offline: bool) -> None:
        show(self.empty, face is None)
        show(self._whole, face is not None)
        if face is None:
            return
        if face.form != self._form:
            self._fill(face)
        field, tag = face.what == "fields", face.what == "tags"
        self._what = face.what
        self._say_first()
        self._zh.setMaxLength(LONGEST_TAG if tag else LONGEST_NAME)
        for part, there in (
            (self._heads[1], not tag), (self._en, not tag), (self._heads[2], not tag), (self._code, not tag),
            (self._heads[3], field), (self._kind, field), (self._required, field), (self._private, field),
            (self.choices, field and face.typed.kind in WITH_CHOICES), (self._kept, face.retired),
            (self._out, face.existing and not face.retired), (self._back, face.retired),
            (self._save, not face.retired), (self._faults, bool(face.faults)),
        ):  # fmt: skip
            show(part, there)
        self._heading.setText(face.heading)
        self._faults.setText("\n".join(face.faults))
        self._code.setEnabled(not face.existing)
        self._kind.setEnabled(not face.existing)
        for part in (self._zh, self._en, self.choices, self._required, self._private):
            part.setEnabled(not face.retired)
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))
        for button in (self._save, self._out, self._back):
            button.setEnabled(not (face.saving or offline))

    def _fill(self, face: EntryFace) -> None:
        self._form, self._filling, self._typed = face.form, True, face.typed
        self._out.reset()
        self._zh.setText(face.typed.zh)
        self._en.setText(face.typed.en)
        self._code.setText(face.typed.code)
        fill(self._kind, face.kinds, face.typed.kind)
        self.choices.show_choices(face.typed.choices)
        self._required.setChecked(face.typed.required)
        self._private.setChecked(face.typed.private)
        self._filling = False
        if not face.existing:
            self._zh.setFocus()
