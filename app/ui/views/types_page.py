"""Types of tickets: the list at the left, one in full at the right; or all of them as a file to change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.pages import ListState
from app.ui.presenters.set_up_editor import EditorFace
from app.ui.presenters.set_up_types import TypeFace, TypesFace
from app.ui.theme import Look, px
from app.ui.views.page_parts import Facts
from app.ui.views.parts import Card, EmptyState, IconButton, clear, label, named, row, show
from app.ui.views.rows_list import RowCells, RowsList
from app.ui.views.set_up_editor import SetUpEditorView
from app.ui.views.state_table import StateTable

LIST_WIDTH = 260


class TypeCard(QScrollArea):
    """All of one type."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "typeCard")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._name, self._facts = label("heading"), Facts(6)
        self._states = StateTable(look)
        self._heads = {
            name: label("title") for name in ("states", "promises", "fields", "checklist", "templates")
        }
        self._promises, self._fields = QGridLayout(), Facts(60)
        for grid in (self._promises,):
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(4, 1)
        self._checklist, self._templates = label("", wrap=True), label("", wrap=True)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(20, 14, 20, 20)
        box.setSpacing(10)
        box.addWidget(self._name)
        box.addLayout(self._facts)
        self._boxes: dict[str, QWidget] = {}
        for name, part in (
            ("states", self._states),
            ("promises", self._promises),
            ("fields", self._fields),
            ("checklist", self._checklist),
            ("templates", self._templates),
        ):
            whole = self._boxes[name] = QWidget()
            inside = QVBoxLayout(whole)
            inside.setContentsMargins(0, 10, 0, 0)
            inside.setSpacing(8)
            inside.addWidget(self._heads[name])
            if isinstance(part, QWidget):
                inside.addWidget(part)
            else:
                inside.addLayout(part)
            box.addWidget(whole)
        box.addStretch(1)
        self.setWidget(inner)
        said = Sayings(self)
        said.say(self._heads["states"].setText, "States, and where each leads")
        said.say(self._heads["promises"].setText, "Clocks: promised within opening hours")
        said.say(self._heads["fields"].setText, "Fields of its own")
        said.say(self._heads["checklist"].setText, "Checklist")
        said.say(self._heads["templates"].setText, "Templates")

    def show_type(self, face: TypeFace) -> None:
        self._name.setText(face.name)
        self._facts.show_facts(face.facts)
        self._states.show_states(face.states)
        self._show_promises(face)
        self._fields.show_facts(face.fields)
        self._checklist.setText("\n".join(f"□ {each}" for each in face.checklist))
        self._templates.setText("\n".join(face.templates))
        for name, there in (
            ("promises", face.promises),
            ("fields", face.fields),
            ("checklist", face.checklist),
            ("templates", face.templates),
        ):
            show(self._boxes[name], bool(there))

    def _show_promises(self, face: TypeFace) -> None:
        clear(self._promises)
        heads = (tr("Priority"), tr("First answer"), tr("Next update"), tr("Solution"))
        for column, text in enumerate(heads):
            head = label("secondary")
            head.setText(text)
            self._promises.addWidget(head, 0, column, _side(column))
        for line, promise in enumerate(face.promises, 1):
            for column, text in enumerate(promise):
                cell = label()
                cell.setText(text)
                self._promises.addWidget(cell, line, column, _side(column))


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


class TypesPage(QWidget):
    chosen = Signal(str)
    reload = Signal()
    edit = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "typesPage")
        self.setProperty("page", True)
        self._heading = label("heading")
        self._edit = IconButton(look, "edit", "")
        named(self._edit, "editTypes")
        self._edit.setMinimumHeight(40)
        self.rows = RowsList(look, "typesList", "ticket", "Types of tickets")
        self.card, self.editor = TypeCard(look), SetUpEditorView(look, "typesEditor")
        self.empty = EmptyState(look, "ticket")
        self.empty.title.hide()
        listed = self._listed = Card(margin=0, spacing=0)
        listed.setProperty("scalesItself", True)
        listed.body.addWidget(self.rows)
        whole = Card(margin=0, spacing=0)
        whole.body.addWidget(self.card)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(listed)
        line.addWidget(whole, 1)
        looking = QWidget()
        look_box = QVBoxLayout(looking)
        look_box.setContentsMargins(0, 0, 0, 0)
        look_box.setSpacing(10)
        look_box.addLayout(row(self._heading, 1, self._edit))
        look_box.addWidget(both, 1)
        self._pages = QStackedWidget()
        for page in (looking, self.editor, self.empty):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self._pages)
        self._state, self._editing = ListState.LOADING, False
        self.rows.chosen.connect(self.chosen)
        self.empty.button.clicked.connect(self.reload)
        self._edit.clicked.connect(self.edit)
        said = Sayings(self)
        said.say(self._heading.setText, "Types of tickets")
        said.say(self._edit.setText, "Change as a file…")
        said.say(self.empty.button.setText, "Try again")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._listed.setFixedWidth(min(px(LIST_WIDTH), self.width() * 3 // 10))

    def show_types(self, face: TypesFace) -> None:
        self._state = face.state
        self.empty.text.setText(face.text)
        show(self.empty.button, face.state is ListState.ERROR)
        cells = [
            RowCells(
                r.code, "ticket", "away" if r.off else "accent", r.name, r.detail, "", "", "", "", r.detail
            )
            for r in face.rows
        ]
        self.rows.show_rows(cells, False, face.chosen.code if face.chosen else "")
        self.rows.show_state(face.state, face.text)
        if face.chosen is not None:
            self.card.show_type(face.chosen)
        self._edit.setEnabled(not face.offline)
        self._arrange()

    def show_text(self, text: str) -> None:
        self.editor.show_text(text)

    def show_editor(self, face: EditorFace) -> None:
        self._editing = face.open
        self.editor.show_editor(face)
        self._arrange()

    def _arrange(self) -> None:
        there = self._state is ListState.ROWS or self._state is ListState.EMPTY
        self._pages.setCurrentIndex(1 if self._editing else 0 if there else 2)
