"""The form in which a customer's file is changed; above it what somebody else changed meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.customer_edit_face import ConflictRow, EditFace
from app.ui.theme import Look
from app.ui.views.form_fields import AnyField, NumbersField, field_label, made_for
from app.ui.views.parts import (
    ActionButton,
    ElidedLabel,
    IconLabel,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.reply_form import ConfirmButton

LABEL_WIDTH = 92


class ConflictBox(QFrame):
    take = Signal(str, bool)  # code, mine

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "editConflict")
        self.setProperty("banner", "hint")
        self._heading = label("strong", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._shown: tuple[ConflictRow, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        box.addLayout(row(IconLabel(look, "warning", "hold", 20), self._heading, 1))
        box.addLayout(self._rows)
        Sayings(self).say(self._heading.setText, "Both of you wrote here. Which one counts?")

    def show_rows(self, rows: tuple[ConflictRow, ...]) -> None:
        show(self, bool(rows))
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._rows)
        for each in rows:
            self._rows.addWidget(self._made(each))

    def _made(self, each: ConflictRow) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        head = label("secondary")
        head.setText(each.label)
        grid.addWidget(head, 0, 0, 1, 2)
        group = QButtonGroup(whole)
        for column, (mine, who, value) in enumerate(
            ((True, tr("Mine"), each.ours), (False, tr("The other's"), each.theirs))
        ):
            button = QPushButton()
            named(button, f"conflict_{each.code}_{'mine' if mine else 'theirs'}")
            button.setCheckable(True)
            button.setProperty("kind", "pick")
            button.setAccessibleName(f"{who}: {value}")
            button.setToolTip(value)
            inside = QVBoxLayout(button)
            inside.setContentsMargins(10, 4, 10, 4)
            inside.setSpacing(0)
            small, text = label("secondary"), ElidedLabel("strong")
            small.setText(who)
            text.setText(value.replace("\n", " "))
            for part in (small, text):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                inside.addWidget(part)
            button.setChecked(each.mine is mine)
            group.addButton(button)
            button.clicked.connect(lambda _=False, mine=mine, code=each.code: self.take.emit(code, mine))
            grid.addWidget(button, 1, column)
            grid.setColumnStretch(column, 1)
        return whole


class CustomerEditForm(QFrame):
    typed = Signal(str, object)
    numbers_typed = Signal(object)
    take = Signal(str, bool)
    save = Signal()
    leave = Signal()

    def __init__(self, look: Look, name: str = "customerEdit") -> None:
        super().__init__()
        named(self, name)
        self._look = look
        self._shape: object = None
        self._fields: dict[str, AnyField] = {}
        self._wrong: dict[str, QWidget] = {}
        self._heading, self._kept = label("title"), label("secondary", wrap=True)
        self._conflict = ConflictBox(look)
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._numbers: NumbersField | None = None
        self._trouble = label("bad", wrap=True)
        named(self._trouble, f"{name}Trouble")
        self._leave, self._cancel = ConfirmButton(), QPushButton()
        named(self._leave, f"{name}Discard")
        named(self._cancel, f"{name}Cancel")
        self._save = ActionButton(look, "check", "Ctrl+S", "primary")
        named(self._save, f"{name}Save")
        for button in (self._leave, self._cancel):
            button.setMinimumHeight(40)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 12, 16)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addWidget(self._kept)
        box.addWidget(self._conflict)
        box.addWidget(scroll, 1)
        box.addWidget(self._trouble)
        box.addLayout(row(self._cancel, self._leave, 1, self._save))
        keys = QShortcut(QKeySequence("Ctrl+S"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)
        self._conflict.take.connect(self.take)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.leave)
        self._leave.confirmed.connect(self.leave)
        said = Sayings(self)
        said.say(self._heading.setText, "Change the file")
        said.say(self._kept.setText, "What you had typed before is still here, not saved yet.")
        said.say(self._cancel.setText, "Cancel")
        said.say(lambda word: self._leave.set_words(word, tr("Give up what was typed?")), "Discard")

    def show_edit(self, face: EditFace) -> None:
        shape = [(f.code, f.label, f.kind, f.choices, f.required, f.masked) for f in face.fields]
        if shape != self._shape:
            self._shape = shape
            self._build(face)
        for each in face.fields:
            field = self._fields.get(each.code)
            if field is not None:
                field.show_value(face.typed.get(each.code, each.value))
                set_property(field, "wrong", each.code in face.wrong)
                hint = self._wrong[each.code]
                hint.setText(face.wrong.get(each.code, ""))  # type: ignore[attr-defined]
                show(hint, each.code in face.wrong)
        if self._numbers is not None:
            self._numbers.show_numbers(face.numbers)
        self._conflict.show_rows(face.conflict)
        show(self._kept, face.kept and face.dirty)
        show(self._leave, face.dirty)
        show(self._cancel, not face.dirty)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))
        for button in (self._save, self._leave, self._cancel):
            button.setEnabled(not face.saving)

    def _build(self, face: EditFace) -> None:
        """The keyboard stays in the field it was in."""
        held = next((code for code, field in self._fields.items() if field.hasFocus()), "")
        clear(self._grid)
        self._fields, self._wrong = {}, {}
        line = 0
        for each in face.fields:
            field, hint = made_for(each), label("bad", wrap=True)
            hint.hide()
            field.changed.connect(lambda value, code=each.code: self.typed.emit(code, value))
            self._fields[each.code], self._wrong[each.code] = field, hint
            top = (
                Qt.AlignmentFlag.AlignTop if each.kind in ("LONG", "CHOICES", "TAGS") else Qt.AlignmentFlag(0)
            )
            self._grid.addWidget(field_label(each), line, 0, top)
            self._grid.addWidget(field, line, 1)
            self._grid.addWidget(hint, line + 1, 1)
            line += 2
            if each.code == "name":
                line = self._add_numbers(line)
        self._grid.setRowStretch(line, 1)
        if held in self._fields:
            self._fields[held].setFocus()

    def _add_numbers(self, line: int) -> int:
        self._numbers = NumbersField(self._look)
        self._numbers.changed.connect(self.numbers_typed)
        head = label("secondary")
        head.setText(tr("Numbers"))
        self._grid.addWidget(head, line, 0, 1, 2)
        self._grid.addWidget(self._numbers, line + 1, 0, 1, 2)
        return line + 2

    def begin(self) -> None:
        field = self._fields.get("name")
        if field is not None:
            field.setFocus()
