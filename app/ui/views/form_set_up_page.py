"""What a customer's form is made of: own fields, consents or suggested tags at the left, one of them written
at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.messages import marked
from app.ui.presenters.form_set_up import EntryRow, FormSetUpFace
from app.ui.theme import Look
from app.ui.views.beside import Beside
from app.ui.views.form_entry_form import FORM_WIDTH, EntryForm
from app.ui.views.page_parts import Switch
from app.ui.views.parts import Card, IconButton, label, named, row
from app.ui.views.rows_list import RowCells, RowsList

WHATS = ("fields", "consents", "tags")


class FormSetUpPage(QWidget):
    what = Signal(str)
    choose = Signal(str)
    new = Signal()
    moved = Signal(int)
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "formSetUpPage")
        self._hint = label("body2", wrap=True)
        self._whats = Switch("formSetUp", WHATS)
        self._up, self._down = (
            IconButton(look, "chevron-up", "", "text"),
            IconButton(look, "chevron-down", "", "text"),
        )
        self._new = IconButton(look, "plus", "", "text")
        for button, name in ((self._up, "raiseEntry"), (self._down, "sinkEntry"), (self._new, "newEntry")):
            named(button, name)
            button.setMinimumSize(36, 36)
        self.rows = RowsList(look, "entriesList", "list", marked("Entries of the form"))
        self.form = EntryForm(look)
        card = Card(margin=0, spacing=0)
        card.body.addWidget(self.rows)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(card, 1)
        both.addWidget(self.form)
        Beside(self, self.form, FORM_WIDTH, 0.58)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addLayout(row(self._whats, 1, self._up, self._down, self._new))
        box.addWidget(self._hint)
        box.addLayout(both, 1)
        self._whats.chosen.connect(self.what)
        self._up.clicked.connect(lambda: self.moved.emit(-1))
        self._down.clicked.connect(lambda: self.moved.emit(1))
        self._new.clicked.connect(self.new)
        self.rows.chosen.connect(self.choose)
        self.rows.reload.connect(self.reload)
        self._hints: dict[str, str] = dict.fromkeys(WHATS, "")
        self._shown_what: str = "fields"
        self._say()

    def _say(self) -> None:
        said = Sayings(self)
        buttons = self._whats.buttons
        said.say(buttons["fields"].setText, "Own fields")
        said.say(buttons["consents"].setText, "Consents")
        said.say(buttons["tags"].setText, "Suggested tags")
        said.say(self._new.setText, "New")
        for button, text in ((self._up, "One place higher"), (self._down, "One place lower")):
            said.say(button.setToolTip, text)
            said.say(button.setAccessibleName, text)
        said.say(
            lambda text: self._keep("fields", text),
            "Asked of each customer, in this order, below the usual fields.",
        )
        said.say(
            lambda text: self._keep("consents", text), "What a customer agrees to or not; messages go by it."
        )
        said.say(
            lambda text: self._keep("tags", text),
            "Offered first where a tag is typed. Other tags can be typed all the same.",
        )

    def _keep(self, what: str, text: str) -> None:
        self._hints[what] = text
        if what == self._shown_what:
            self._hint.setText(text)

    def show_set_up(self, face: FormSetUpFace) -> None:
        self._shown_what = face.what
        self._whats.show_chosen(face.what)
        self._hint.setText(self._hints[face.what])
        self._up.setEnabled(face.may_rise and not face.offline)
        self._down.setEnabled(face.may_sink and not face.offline)
        self._new.setEnabled(not face.offline)
        self.rows.show_rows([_cells(each) for each in face.rows], False, face.chosen)
        if not face.chosen:
            self.rows.list.setCurrentIndex(QModelIndex())
        self.rows.show_state(face.state, face.text)
        self.form.show_entry(face.entry, face.offline)


def _cells(each: EntryRow) -> RowCells:
    return RowCells(
        key=each.key,
        icon="history" if each.retired else "list",
        tone="disabled" if each.retired else "accent",
        name=each.name,
        below_name="",
        middle=each.kind,
        below_middle=each.code,
        right=tr("retired") if each.retired else each.signs,
        below_right="",
        tip="\n".join(part for part in (each.name, each.kind, each.code, each.signs) if part),
    )
