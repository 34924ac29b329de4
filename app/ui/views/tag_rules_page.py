"""Tags by rule: the rules at the left, the one that is written at the right, with what trying it out said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.tag_rules import RuleFace, RuleRow, RulesFace
from app.ui.theme import Look
from app.ui.views.beside import Beside
from app.ui.views.filter_builder import FilterBuilder
from app.ui.views.parts import ActionButton, Card, EmptyState, IconButton, label, named, row, show
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList

FORM_WIDTH = 460


class RuleForm(Card):
    typed = Signal(str, str, bool, bool)  # name, tag, takes away, active
    test = Signal()
    save = Signal()
    delete = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=20, spacing=8)
        named(self, "ruleForm")
        self._form = -1
        self.empty = EmptyState(look, "tag")
        self.empty.title.hide()
        self._heading = label("title")
        self._name, self._tag = QLineEdit(), QLineEdit()
        named(self._name, "ruleName")
        named(self._tag, "ruleTag")
        self._name.setMaxLength(120)
        self._tag.setMaxLength(40)
        self._takes_away, self._active = QCheckBox(), QCheckBox()
        named(self._takes_away, "ruleTakesAway")
        named(self._active, "ruleActive")
        self.builder = FilterBuilder(look, "rule")
        self._heads = [label("secondary") for _ in range(2)]
        self._tested, self._names = label("strong", wrap=True), label("secondary", wrap=True)
        named(self._tested, "ruleTested")
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "ruleTrouble")
        self._delete = ConfirmButton()
        named(self._delete, "deleteRule")
        self._delete.setMinimumHeight(40)
        self._test, self._save = ActionButton(look, "play", ""), ActionButton(look, "check", "", "primary")
        named(self._test, "testRule")
        named(self._save, "saveRule")
        self._place()
        for field in (self._name, self._tag):
            field.textEdited.connect(lambda _: self._emit())
        for box in (self._takes_away, self._active):
            box.toggled.connect(lambda _: self._emit())
        self._test.clicked.connect(self.test)
        self._save.clicked.connect(self.save)
        self._delete.confirmed.connect(self.delete)
        self._say()

    def _place(self) -> None:
        names = QGridLayout()
        names.setHorizontalSpacing(12)
        names.setVerticalSpacing(8)
        names.setColumnStretch(1, 1)
        for line, (head, field) in enumerate(zip(self._heads, (self._name, self._tag), strict=True)):
            names.addWidget(head, line, 0)
            names.addWidget(field, line, 1)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(8)
        inside.addLayout(names)
        inside.addWidget(self.builder)
        inside.addWidget(self._takes_away)
        inside.addWidget(self._active)
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
        box.addWidget(self._tested)
        box.addWidget(self._names)
        box.addWidget(self._trouble)
        box.addLayout(row(self._delete, 1, self._test, self._save))
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._whole, 1)

    def _say(self) -> None:
        said = Sayings(self)
        for head, field, text in zip(
            self._heads, (self._name, self._tag), ("Name of the rule", "Tag"), strict=True
        ):
            said.say(head.setText, text)
            said.say(field.setAccessibleName, text)
        said.say(self.empty.text.setText, "Choose a rule, or write a new one.")
        said.say(self._takes_away.setText, "Take the tag away where it no longer holds")
        said.say(self._active.setText, "Switched on")
        said.say(self._test.set_word, "Try out")
        said.say(self._test.setToolTip, "Whom it would concern; nothing is changed")
        said.say(self._save.set_word, "Save rule")
        said.say(lambda word: self._delete.set_words(word, tr("Delete for good?")), "Delete")

    def _emit(self) -> None:
        self.typed.emit(
            self._name.text(), self._tag.text(), self._takes_away.isChecked(), self._active.isChecked()
        )

    def show_rule(self, face: RuleFace | None, offline: bool) -> None:
        show(self.empty, face is None)
        show(self._whole, face is not None)
        if face is None:
            return
        if face.form != self._form:
            self._form = face.form
            self._delete.reset()
            self._name.setText(face.name)
            self._tag.setText(face.tag)
            for box, on in ((self._takes_away, face.takes_away), (self._active, face.active)):
                box.blockSignals(True)
                box.setChecked(on)
                box.blockSignals(False)
        self._heading.setText(face.heading)
        self.builder.show_filter(face.filter)
        self._tested.setText(face.tested)
        self._names.setText(face.test_names)
        self._trouble.setText(face.trouble)
        for part, there in (
            (self._tested, face.tested),
            (self._names, face.test_names),
            (self._trouble, face.trouble),
        ):
            show(part, bool(there))
        show(self._delete, face.existing)
        self._test.reserve(tr("Try out"), tr("Trying out…"))
        self._test.set_word(tr("Trying out…") if face.testing else tr("Try out"))
        for button in (self._test, self._save, self._delete):
            button.setEnabled(not (face.testing or face.saving or offline))


class TagRulesPage(QWidget):
    choose = Signal(str)
    new = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "tagRulesPage")
        self._heading, self._hint = label("heading"), label("body2", wrap=True)
        self._new = IconButton(look, "plus", "", "text")
        named(self._new, "newRule")
        self._new.setMinimumHeight(36)
        self.rows = RowsList(look, "rulesList", "tag", "Tags by rule")
        self.form = RuleForm(look)
        card = Card(margin=0, spacing=0)
        card.body.addWidget(self.rows)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(row(self._heading, 1, self._new))
        left.addWidget(self._hint)
        left.addWidget(card, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addLayout(left, 1)
        box.addWidget(self.form)
        Beside(self, self.form, FORM_WIDTH, 0.58)
        self.rows.chosen.connect(self.choose)
        self.rows.reload.connect(self.reload)
        self._new.clicked.connect(self.new)
        said = Sayings(self)
        said.say(self._heading.setText, "Tags by rule")
        said.say(
            self._hint.setText, "Set when a call, a ticket or a file changes, and for all customers by night."
        )
        said.say(self._new.setText, "New rule")

    def show_rules(self, face: RulesFace) -> None:
        self.rows.show_rows([_cells(each) for each in face.rows], False, face.chosen)
        self.rows.show_state(face.state, face.text)
        self.form.show_rule(face.rule, face.offline)


def _cells(each: RuleRow) -> RowCells:
    return RowCells(
        key=each.rule_id,
        icon="tag",
        tone="accent" if each.active else "disabled",
        name=each.name,
        below_name=each.tag,
        middle=each.said,
        below_middle="" if each.active else tr("switched off"),
        right=tr("{count} customers", count=each.matched) if each.matched else "",
        below_right=each.last_run,
        tip="\n".join(part for part in (each.name, each.tag, each.said) if part),
    )
