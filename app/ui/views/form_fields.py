"""The fields that a customer's form is made of: text, choice, several choices, tags, telephone numbers.

In:  ``FormField`` with what was typed. Out: the value whenever a person changes it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import tr
from app.ui.presenters.customer_form import LONGEST_NUMBER, FormField, Typed, TypedNumber
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.parts import FlowLayout, IconButton, clear, label, named, row

FIELD_HEIGHT, NOTE_HEIGHT, KIND_WIDTH = 36, 96, 92
TAG_LONGEST = 40


class TagsField(QWidget):
    """Tags as small buttons that take themselves out, and a line for another one."""

    changed = Signal(object)

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self._tags: tuple[str, ...] = ()
        chips = QWidget()
        self._flow = FlowLayout(chips, gap=4)
        self._line = QLineEdit()
        named(self._line, f"edit_{field.code}")
        self._line.setMinimumHeight(FIELD_HEIGHT)
        self._line.setMaxLength(TAG_LONGEST)
        self._line.setAccessibleName(field.label)
        self._line.setPlaceholderText(tr("Another tag, then Enter"))
        known = QCompleter([name for _, name in field.choices], self._line)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self._line.setCompleter(known)
        known.activated[str].connect(lambda _: self._add())  # type: ignore[index]
        self._line.returnPressed.connect(self._add)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(chips)
        box.addWidget(self._line)

    def show_value(self, value: Typed) -> None:
        tags = value if isinstance(value, tuple) else ()
        if tags == self._tags:
            return
        self._tags = tags
        clear(self._flow)
        for tag in tags:
            chip = QPushButton(f"{tag}  ×")
            chip.setProperty("kind", "keycap")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.setAccessibleName(tr("Take out the tag {tag}", tag=tag))
            chip.setToolTip(tr("Take out the tag {tag}", tag=tag))
            chip.clicked.connect(lambda _=False, tag=tag: self._remove(tag))
            self._flow.addWidget(chip)

    def _add(self) -> None:
        tag = " ".join(self._line.text().split())
        self._line.clear()
        if tag and tag not in self._tags:
            self.changed.emit((*self._tags, tag))

    def _remove(self, tag: str) -> None:
        self.changed.emit(tuple(each for each in self._tags if each != tag))


class ChoicesField(QWidget):
    changed = Signal(object)

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(4)
        for code, name in field.choices:
            made = QCheckBox(name)
            named(made, f"edit_{field.code}_{code}")
            made.toggled.connect(lambda _: self._emit())
            self._boxes[code] = made
            box.addWidget(made)

    def show_value(self, value: Typed) -> None:
        for code, made in self._boxes.items():
            made.blockSignals(True)
            made.setChecked(code in value)
            made.blockSignals(False)

    def _emit(self) -> None:
        self.changed.emit(tuple(code for code, made in self._boxes.items() if made.isChecked()))


class TextField(QLineEdit):
    changed = Signal(object)

    def __init__(self, field: FormField) -> None:
        super().__init__()
        named(self, f"edit_{field.code}")
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setMaxLength(field.longest)
        self.setAccessibleName(field.label)
        if field.kind == "DATE":
            self.setPlaceholderText("2026-11-21")
        if field.masked:
            self.setToolTip(tr("Shown in part only. What you type replaces it."))
        self.textEdited.connect(lambda text: self.changed.emit(text))

    def show_value(self, value: Typed) -> None:
        if self.text() != value:
            self.setText(str(value))


class LongField(QPlainTextEdit):
    changed = Signal(object)

    def __init__(self, field: FormField) -> None:
        super().__init__()
        named(self, f"edit_{field.code}")
        self.setFixedHeight(NOTE_HEIGHT)
        self.setTabChangesFocus(True)
        self.setAccessibleName(field.label)
        self._filling = False
        self.textChanged.connect(self._emit)

    def show_value(self, value: Typed) -> None:
        if self.toPlainText() != value:
            self._filling = True
            self.setPlainText(str(value))
            self._filling = False

    def _emit(self) -> None:
        if not self._filling:
            self.changed.emit(self.toPlainText())


class ChoiceField(QuietCombo):
    changed = Signal(object)

    def __init__(self, field: FormField) -> None:
        super().__init__()
        named(self, f"edit_{field.code}")
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(16)
        self.setAccessibleName(field.label)
        self._choices = field.choices
        self.activated.connect(lambda _: self.changed.emit(code_of(self)))

    def show_value(self, value: Typed) -> None:
        fill(self, self._choices, str(value))


AnyField = TextField | LongField | ChoiceField | ChoicesField | TagsField


def made_for(field: FormField) -> AnyField:
    match field.kind:
        case "LONG":
            return LongField(field)
        case "CHOICE":
            return ChoiceField(field)
        case "CHOICES":
            return ChoicesField(field)
        case "TAGS":
            return TagsField(field)
        case "TEXT" | "NUMBER" | "MONEY" | "DATE":
            return TextField(field)


class NumbersField(QWidget):
    """Numbers with their kinds; the first is the one that is called. Known ones are kept or taken out."""

    changed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._numbers: tuple[TypedNumber, ...] = ()
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._lines: list[QLineEdit] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._add = IconButton(look, "plus", "quiet", "accent")
        named(self._add, "addNumber")
        self._add.setMinimumHeight(FIELD_HEIGHT)
        self._add.setText(tr("Number"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._rows)
        box.addLayout(row(self._add, 1))
        self._add.clicked.connect(self._append)

    def show_numbers(self, numbers: tuple[TypedNumber, ...]) -> None:
        """The line that is being typed into stays where it is."""
        self._numbers = numbers
        shape = tuple((each.number_id, each.kind) for each in numbers)
        if shape == self._shown:
            for line, number in zip(self._lines, numbers, strict=True):
                if line.text() != number.text:
                    line.setText(number.text)
            return
        self._shown = shape
        clear(self._rows)
        self._lines = [self._made(at, number) for at, number in enumerate(numbers)]

    def _made(self, at: int, number: TypedNumber) -> QLineEdit:
        line, kind = QLineEdit(number.text), QuietCombo()
        named(line, f"number_{at}")
        line.setMaxLength(LONGEST_NUMBER)
        line.setReadOnly(bool(number.number_id))
        line.setAccessibleName(tr("Number {count}", count=at + 1))
        kind.setFixedWidth(KIND_WIDTH)
        kind.setAccessibleName(tr("Kind of number"))
        kinds = (
            ("", "–"),
            ("MOBILE", tr("Mobile")),
            ("HOME", tr("Home")),
            ("WORK", tr("Work")),
            ("OTHER", tr("Other")),
        )
        fill(kind, kinds, number.kind)
        first, remove = (IconButton(self._look, icon, "quiet", "secondary") for icon in ("star", "x"))
        for button, name, text in (
            (first, "first", tr("Make it the first: the one that is called")),
            (remove, "remove", tr("Take this number out")),
        ):
            named(button, f"number_{at}_{name}")
            button.setFixedSize(36, 36)
            button.setAccessibleName(text)
            button.setToolTip(text)
        first.setEnabled(at > 0)
        first.set_icon("star", "accent" if at == 0 else "secondary")
        for part in (line, kind):
            part.setMinimumHeight(FIELD_HEIGHT)
        whole = QWidget()
        parts = row(line, kind, first, remove, spacing=4)
        parts.setStretch(0, 1)
        whole.setLayout(parts)
        self._rows.addWidget(whole)
        line.textEdited.connect(lambda text: self._change(at, text=text))
        kind.activated.connect(lambda _: self._change(at, kind=code_of(kind)))
        first.clicked.connect(lambda: self._first(at))
        remove.clicked.connect(lambda: self._remove(at))
        return line

    def _change(self, at: int, text: str | None = None, kind: str | None = None) -> None:
        old = self._numbers[at]
        new = TypedNumber(
            old.number_id, old.text if text is None else text, old.kind if kind is None else kind
        )
        self.changed.emit(tuple(new if index == at else each for index, each in enumerate(self._numbers)))

    def _first(self, at: int) -> None:
        others = tuple(each for index, each in enumerate(self._numbers) if index != at)
        self.changed.emit((self._numbers[at], *others))

    def _remove(self, at: int) -> None:
        self.changed.emit(tuple(each for index, each in enumerate(self._numbers) if index != at))

    def _append(self) -> None:
        self.changed.emit((*self._numbers, TypedNumber("", "")))
        if self._lines:
            self._lines[-1].setFocus()


def field_label(field: FormField) -> QWidget:
    made = label("secondary", wrap=True)
    made.setText(field.label + (" *" if field.required else ""))
    return made
