"""Imports of before, at the side of the page: what came of each, and its undo as long as it can be undone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.import_face import PastImport
from app.ui.theme import Look
from app.ui.views.parts import (
    Card,
    ElidedLabel,
    IconButton,
    clear,
    label,
    named,
    show,
)
from app.ui.views.reply_form import ConfirmButton

PAST_SHOWN = 8


class PastCard(Card):
    undo = Signal(str)
    open = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(margin=16, spacing=8)
        named(self, "pastImports")
        self._look = look
        self._heading, self._empty = label("strong"), label("body2", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._shown: tuple[PastImport, ...] | None = None
        self.body.addWidget(self._heading)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        said = Sayings(self)
        said.say(self._heading.setText, "Imports of before")
        said.say(self._empty.setText, "None yet.")

    def show_past(self, past: tuple[PastImport, ...], free: bool) -> None:
        show(self._empty, not past)
        if past != self._shown:
            self._shown = past
            clear(self._rows)
            for each in past[:PAST_SHOWN]:
                self._rows.addWidget(self._made(each))
        for button in self.findChildren(ConfirmButton):
            button.setEnabled(free)

    def _made(self, each: PastImport) -> QWidget:
        whole = QWidget()
        name, said = ElidedLabel("strong"), ElidedLabel("secondary")
        name.setText(each.file_name)
        said.setText(" · ".join(part for part in (each.said, each.at, each.who) if part))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(name)
        text.addWidget(said)
        box = QHBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(text, 1)
        if each.running:
            look = IconButton(self._look, "eye", "quiet", "secondary")
            look.setFixedSize(36, 36)
            look.setToolTip(tr("Show this import"))
            look.setAccessibleName(tr("Show this import"))
            look.clicked.connect(lambda: self.open.emit(each.import_id))
            box.addWidget(look)
        elif each.undoable:
            undo = ConfirmButton()
            undo.set_words(tr("Undo"), tr("Take it all back?"))
            undo.confirmed.connect(lambda: self.undo.emit(each.import_id))
            box.addWidget(undo)
        return whole
