"""What tickets do by themselves, in sentences; or as a file to be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.pages import ListState
from app.ui.presenters.set_up_editor import EditorFace
from app.ui.presenters.set_up_rules import MakeLine, RulesFace
from app.ui.theme import Look
from app.ui.views.parts import Card, EmptyState, IconButton, IconLabel, clear, label, named, row, show
from app.ui.views.set_up_editor import SetUpEditorView

WIDEST = 860


class RulesPage(QWidget):
    reload = Signal()
    edit = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "rulesPage")
        self.setProperty("page", True)
        self._look = look
        self._heading, self._edit = label("heading"), IconButton(look, "edit", "")
        named(self._edit, "editRules")
        self._edit.setMinimumHeight(40)
        self._heads = {name: label("title") for name in ("make", "late", "rest")}
        self._make, self._late, self._rest = QVBoxLayout(), QGridLayout(), QGridLayout()
        self._no_make = label("body2", wrap=True)
        self.editor = SetUpEditorView(look, "rulesEditor")
        self.empty = EmptyState(look, "clock")
        self.empty.title.hide()
        self._pages = QStackedWidget()
        for page in (self._looking(), self.editor, self.empty):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self._pages)
        self._state, self._editing = ListState.LOADING, False
        self._shown: RulesFace | None = None
        self._edit.clicked.connect(self.edit)
        self.empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self._heading.setText, "What tickets do by themselves")
        said.say(self._edit.setText, "Change as a file…")
        said.say(self._heads["make"].setText, "A ticket is made when")
        said.say(self._heads["late"].setText, "When a promise is missed, these are told")
        said.say(self._heads["rest"].setText, "Besides")
        said.say(self._no_make.setText, "No ticket is made by itself.")
        said.say(self.empty.button.setText, "Try again")

    def _looking(self) -> QWidget:
        self._make.setSpacing(4)
        for grid in (self._late, self._rest):
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
        card = Card(margin=20, spacing=10)
        card.setMaximumWidth(WIDEST)
        for name, part in (("make", self._make), ("late", self._late), ("rest", self._rest)):
            card.body.addWidget(self._heads[name])
            if name == "make":
                card.body.addWidget(self._no_make)
            card.body.addLayout(part)
            card.body.addSpacing(8)
        card.body.addStretch(1)
        inner = QWidget()
        around = row(card, spacing=0)
        around.setContentsMargins(0, 0, 0, 0)
        around.setStretch(0, 100)
        around.addStretch(1)
        inner.setLayout(around)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(row(self._heading, 1, self._edit))
        box.addWidget(scroll, 1)
        return made

    def show_rules(self, face: RulesFace) -> None:
        self._state = face.state
        self.empty.text.setText(face.text)
        show(self.empty.button, face.state is ListState.ERROR)
        self._edit.setEnabled(not face.offline)
        if face != self._shown:
            self._shown = face
            clear(self._make)
            for each in face.make:
                self._make.addWidget(self._rule(each))
            show(self._no_make, not face.make)
            _fill(self._late, face.late)
            _fill(self._rest, face.rest)
        self._arrange()

    def _rule(self, each: MakeLine) -> QWidget:
        on, makes, title = label("strong", wrap=True), label(wrap=True), label("secondary", wrap=True)
        on.setText(f"{each.on}  ({each.only})" if each.only else each.on)
        makes.setText(each.makes)
        title.setText(tr("Title: {title}", title=each.title))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for part in (on, makes, title):
            texts.addWidget(part)
        made = QWidget()
        line = row(spacing=10)
        line.setContentsMargins(0, 4, 0, 4)
        line.addWidget(IconLabel(self._look, each.icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        made.setLayout(line)
        made.setAccessibleName(
            ", ".join(part for part in (each.on, each.only, each.makes, each.title) if part)
        )
        return made

    def show_text(self, text: str) -> None:
        self.editor.show_text(text)

    def show_editor(self, face: EditorFace) -> None:
        self._editing = face.open
        self.editor.show_editor(face)
        self._arrange()

    def _arrange(self) -> None:
        there = self._state is ListState.ROWS
        self._pages.setCurrentIndex(1 if self._editing else 0 if there else 2)


def _fill(grid: QGridLayout, lines: tuple[tuple[str, str], ...]) -> None:
    clear(grid)
    for place, (name, value) in enumerate(lines):
        left, right = label("secondary"), label(wrap=True)
        left.setText(name)
        right.setText(value)
        grid.addWidget(left, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, place, 1)
