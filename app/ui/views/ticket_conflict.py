"""Two have changed the same fields of a ticket: both values side by side, the person chooses."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.ticket_edit import ConflictFace, ConflictRow
from app.ui.theme import Look, px
from app.ui.views.parts import ActionButton, Card, IconLabel, clear, label, named, row, show

MOST_HEIGHT = 280


class ValueButton(QPushButton):
    """A value that may be long, to be chosen: as high as its text needs."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._text = label("", wrap=True)
        self._text.setText(value)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.addWidget(self._text)
        box.addStretch(1)

    def sizeHint(self) -> QSize:
        room = max(px(160), self.width() - 26)
        return QSize(px(180), min(px(MOST_HEIGHT), max(px(44), self._text.heightForWidth(room) + 22)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class ConflictView(Card):
    """``resolved``: the fields in which the other's value stays."""

    resolved = Signal(object)  # frozenset of codes
    back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=20, spacing=10)
        named(self, "ticketConflict")
        self._title, self._hint = label("title"), label("body2", wrap=True)
        named(self._hint, "conflictHint")
        self._theirs_head, self._mine_head = label("secondary"), label("secondary")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._groups: list[tuple[str, QButtonGroup]] = []
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._grid)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._back, self._save = QPushButton(), ActionButton(look, "check", "", "primary")
        named(self._back, "conflictBack")
        named(self._save, "conflictSave")
        self.body.addLayout(row(IconLabel(look, "warning", "hold", 20), self._title, 1))
        self.body.addWidget(self._hint)
        self.body.addWidget(scroll, 1)
        self.body.addLayout(row(self._back, 1, self._save))
        self._save.clicked.connect(self._emit)
        self._back.clicked.connect(self.back)
        said = Sayings(self)
        said.say(self._title.setText, "Somebody changed the same")
        said.say(self._back.setText, "Back to what I wrote")
        said.say(self._save.set_word, "Save as chosen")

    def show_conflict(self, face: ConflictFace) -> None:
        who = face.who or tr("A colleague")
        self._hint.setText(
            tr(
                "{who} saved these fields while you were writing. "
                "Choose for each which value stays; what only one of you has changed is kept anyway.",
                who=who,
            )
        )
        clear(self._grid)
        self._groups = []
        heads = (tr("Now ({who})", who=who), tr("Yours"))
        for column, text in enumerate(heads):
            head = label("secondary")
            head.setText(text)
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
        for place, each in enumerate(face.rows):
            self._add(place, each)

    def _add(self, place: int, each: ConflictRow) -> None:
        name, before = label("strong"), label("secondary", wrap=True)
        name.setText(each.name)
        before.setText(tr("before: {value}", value=each.before or "–"))
        show(before, bool(each.before))
        at = 1 + place * 3
        self._grid.addWidget(name, at, 0, 1, 2)
        self._grid.addWidget(before, at + 1, 0, 1, 2)
        group = QButtonGroup(self)
        for column, (which, value) in enumerate((("theirs", each.theirs), ("mine", each.mine))):
            button = ValueButton(value or "–")
            named(button, f"{which}_{each.code}")
            button.setChecked((which == "mine") == each.take_mine)
            button.setAccessibleName(f"{each.name}: {value}")
            group.addButton(button, column)
            self._grid.addWidget(button, at + 2, column)
        self._groups.append((each.code, group))

    def _emit(self) -> None:
        self.resolved.emit(frozenset(code for code, group in self._groups if group.checkedId() == 0))
