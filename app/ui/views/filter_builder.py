"""Conditions put together by choosing: field, comparison, value; groups with their own 'all' or 'any'.

In:  ``FilterFace``. Out: every choice, with its group (ROOT or the group's place) and its row. A row that
only got another value is changed in place, so that what is being typed keeps the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.filters import ROOT, ConditionFace, FilterFace, GroupFace
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.parts import IconButton, label, named, repolish, row, set_property, show

DAYS_WIDTH = 64
MATCHES = ("all", "any")


def fill(combo: QComboBox, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
    """The choices of a combo box by code, without telling of it."""
    combo.blockSignals(True)
    if [(combo.itemData(i), combo.itemText(i)) for i in range(combo.count())] != list(choices):
        combo.clear()
        for code, name in choices:
            combo.addItem(name, code)
    combo.setCurrentIndex(combo.findData(chosen))
    combo.blockSignals(False)


def code_of(combo: QComboBox) -> str:
    return str(combo.currentData() or "")


class ConditionRow(QFrame):
    field = Signal(str)
    op = Signal(str)
    value = Signal(str)
    days = Signal(str)
    removed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._field, self._op, self._choice = QuietCombo(), QuietCombo(), QuietCombo()
        self._text, self._days = QLineEdit(), QLineEdit()
        self._text.setMaxLength(200)
        self._days.setMaxLength(4)
        self._days.setFixedWidth(DAYS_WIDTH)
        self._after, self._within = label("secondary"), label("secondary")
        self._remove = IconButton(look, "x", "quiet", "secondary")
        self._remove.setFixedWidth(36)
        for widget, part in (
            (self._field, "field"),
            (self._op, "op"),
            (self._choice, "choice"),
            (self._text, "value"),
            (self._days, "days"),
            (self._remove, "remove"),
        ):
            named(widget, f"{name}_{part}")
            widget.setMinimumHeight(36)
        for combo in (self._field, self._op, self._choice):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            combo.setMaxVisibleItems(16)
        self._values = QStackedWidget()
        self._values.addWidget(self._text)
        self._values.addWidget(self._choice)
        self._values.setFixedHeight(36)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        first = row(self._field, self._remove, spacing=4)
        first.setStretch(0, 1)
        second = row(self._op, self._values, self._after, spacing=4)
        second.setStretch(0, 5)
        second.setStretch(1, 6)
        self._days_row = QWidget()
        self._days_row.setLayout(row(self._within, self._days, self._within_after(), 1, spacing=6))
        box.addLayout(first)
        box.addLayout(second)
        box.addWidget(self._days_row)
        self._field.activated.connect(lambda _: self.field.emit(code_of(self._field)))
        self._op.activated.connect(lambda _: self.op.emit(code_of(self._op)))
        self._choice.activated.connect(lambda _: self.value.emit(code_of(self._choice)))
        self._text.textEdited.connect(self.value)
        self._days.textEdited.connect(self.days)
        self._remove.clicked.connect(self.removed)
        said = Sayings(self)
        for widget, text in (
            (self._field, "Field"),
            (self._op, "Comparison"),
            (self._choice, "Value"),
            (self._text, "Value"),
            (self._days, "Days"),
            (self._remove, "Take this condition out"),
        ):
            said.say(widget.setAccessibleName, text)
        said.say(self._remove.setToolTip, "Take this condition out")
        said.say(self._within.setText, "in the last")
        said.say(self._days_word.setText, "days (empty: ever)")

    def _within_after(self) -> QWidget:
        self._days_word = label("secondary")
        return self._days_word

    def show_condition(self, face: ConditionFace, fields: tuple[tuple[str, str], ...]) -> None:
        fill(self._field, fields, face.field)
        fill(self._op, face.ops, face.op)
        choices = (("yes", tr("yes")), ("no", tr("no"))) if face.kind == "YES_NO" else face.choices
        chosen = face.kind in ("CHOICE", "YES_NO")
        if chosen:
            fill(self._choice, choices, face.value)
        self._values.setCurrentWidget(self._choice if chosen else self._text)
        show(self._values, face.kind != "NONE")
        if not chosen and self._text.text() != face.value:
            self._text.setText(face.value)
        hints = {"DATE": "2026-11-21", "NUMBER": "0"}
        self._text.setPlaceholderText(hints.get(face.kind, ""))
        self._after.setText(tr("days") if face.kind == "DAYS" else "")
        show(self._after, face.kind == "DAYS")
        show(self._days_row, face.takes_days)
        if self._days.text() != face.days:
            self._days.setText(face.days)
        set_property(self._text, "wrong", face.wrong)


class GroupBox(QFrame):
    """Conditions of which all or any must hold."""

    match = Signal(str)
    added = Signal()
    field = Signal(int, str)
    op = Signal(int, str)
    value = Signal(int, str)
    days = Signal(int, str)
    removed = Signal(int)

    def __init__(self, look: Look, name: str, inner: bool) -> None:
        super().__init__()
        self._look, self._name = look, name
        named(self, name)
        if inner:
            self.setProperty("person", "quiet")
        self._match = QuietCombo()
        named(self._match, f"{name}_match")
        self._match.setMinimumHeight(36)
        self._rows: list[ConditionRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._deeper = label("secondary", wrap=True)
        self._add = IconButton(look, "plus", "quiet", "accent")
        named(self._add, f"{name}_add")
        self._add.setMinimumHeight(36)
        box = QVBoxLayout(self)
        margin = 8 if inner else 0
        box.setContentsMargins(margin, margin, margin, margin)
        box.setSpacing(8)
        box.addWidget(self._match)
        box.addLayout(self._list)
        box.addWidget(self._deeper)
        box.addLayout(row(self._add, 1))
        self._match.activated.connect(lambda _: self.match.emit(code_of(self._match)))
        self._add.clicked.connect(self.added)
        said = Sayings(self)
        said.say(self._add.setText, "Condition")
        said.say(self._match.setAccessibleName, "All or any of the conditions")

    def show_group(self, face: GroupFace, fields: tuple[tuple[str, str], ...]) -> None:
        words = (("all", tr("All of these hold")), ("any", tr("Any of these holds")))
        fill(self._match, words, face.match)
        while len(self._rows) > len(face.conditions):
            gone = self._rows.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._rows) < len(face.conditions):
            self._append()
        for made, condition in zip(self._rows, face.conditions, strict=True):
            made.show_condition(condition, fields)
        deeper = tr("and {count} groups inside, kept as they are", count=face.deeper) if face.deeper else ""
        self._deeper.setText(deeper)
        show(self._deeper, bool(deeper))

    def _append(self) -> None:
        index = len(self._rows)
        made = ConditionRow(self._look, f"{self._name}_{index}")
        made.field.connect(lambda code: self.field.emit(index, code))
        made.op.connect(lambda op: self.op.emit(index, op))
        made.value.connect(lambda value: self.value.emit(index, value))
        made.days.connect(lambda days: self.days.emit(index, days))
        made.removed.connect(lambda: self.removed.emit(index))
        self._rows.append(made)
        self._list.addWidget(made)


class FilterBuilder(QWidget):
    match = Signal(int, str)
    added = Signal(int)
    group_added = Signal()
    field = Signal(int, int, str)
    op = Signal(int, int, str)
    value = Signal(int, int, str)
    days = Signal(int, int, str)
    removed = Signal(int, int)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look, self._name = look, name
        named(self, name)
        self._root = self._group(ROOT, f"{name}_root", inner=False)
        self._groups: list[GroupBox] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._add_group = IconButton(look, "plus", "quiet", "accent")
        named(self._add_group, f"{name}_addGroup")
        self._add_group.setMinimumHeight(36)
        self._said = label("secondary", wrap=True)
        named(self._said, f"{name}_said")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._root)
        box.addLayout(self._list)
        box.addLayout(row(self._add_group, 1))
        box.addWidget(self._said)
        self._add_group.clicked.connect(self.group_added)
        said = Sayings(self)
        said.say(self._add_group.setText, "Group of conditions")

    def _group(self, index: int, name: str, inner: bool) -> GroupBox:
        made = GroupBox(self._look, name, inner)
        made.match.connect(lambda match: self.match.emit(index, match))
        made.added.connect(lambda: self.added.emit(index))
        made.field.connect(lambda at, code: self.field.emit(index, at, code))
        made.op.connect(lambda at, op: self.op.emit(index, at, op))
        made.value.connect(lambda at, value: self.value.emit(index, at, value))
        made.days.connect(lambda at, days: self.days.emit(index, at, days))
        made.removed.connect(lambda at: self.removed.emit(index, at))
        return made

    def show_filter(self, face: FilterFace) -> None:
        self._root.show_group(face.root, face.fields)
        while len(self._groups) > len(face.groups):
            gone = self._groups.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._groups) < len(face.groups):
            at = len(self._groups)
            made = self._group(at, f"{self._name}_group{at}", inner=True)
            self._groups.append(made)
            self._list.addWidget(made)
            repolish(made)
        for made, group in zip(self._groups, face.groups, strict=True):
            made.show_group(group, face.fields)
        self._said.setText(face.said)
        show(self._said, bool(face.said))
