"""Files that are probably one person's: the pairs at the left, two side by side, what was merged below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.merge_face import MergedRow, MergeFace, MergeField, SideFace
from app.ui.theme import Look
from app.ui.views.beside import Beside
from app.ui.views.parts import (
    ActionButton,
    Card,
    Chip,
    Divider,
    ElidedLabel,
    EmptyState,
    IconButton,
    clear,
    label,
    named,
    row,
    show,
)
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList

PAIRS_WIDTH = 360
FIELD_WIDTH = 108
MERGED_SHOWN = 3


class SideHead(QPushButton):
    """One of the two files; the chosen one stays."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.setCheckable(True)
        self.setProperty("kind", "file")
        self._state, self._name = Chip("ready"), ElidedLabel("title")
        self._number, self._detail = ElidedLabel(), ElidedLabel("secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.setSpacing(2)
        box.addLayout(row(self._name, self._state, 1))
        box.addWidget(self._number)
        box.addWidget(self._detail)
        for part in (self._state, self._name, self._number, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_side(self, face: SideFace) -> None:
        self.setChecked(face.stays)
        self._name.setText(" ".join(part for part in (face.name, face.level_word) if part))
        self._state.set(tr("stays") if face.stays else tr("goes into it"), "ready" if face.stays else "away")
        self._number.setText(face.number)
        self._detail.setText(face.detail)
        self.setAccessibleName(f"{face.name}, {self._state.text()}")
        self.setToolTip(tr("Keep this file"))


class MergedLine(QWidget):
    undo = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._merge_id, self._word = "", ""
        self._said, self._until = ElidedLabel(), label("secondary")
        self._undo = ConfirmButton()
        named(self._undo, "undoMerge")
        line = row(self._said, self._until, self._undo, spacing=12)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._undo.confirmed.connect(lambda: self.undo.emit(self._merge_id))

    def show_merged(self, face: MergedRow, free: bool) -> None:
        if (face.merge_id, tr("Undo")) != (self._merge_id, self._word):
            self._undo.set_words(tr("Undo"), tr("Two files again?"))
        self._merge_id, self._word = face.merge_id, tr("Undo")
        self._said.setText(f"{face.said} · {face.at}")
        self._until.setText(face.until)
        show(self._undo, face.undoable)
        self._undo.setEnabled(free)


class FieldsGrid(QWidget):
    """All fields of both files; where they differ, one value of the two is chosen."""

    take = Signal(str, bool)  # code, of the first

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, FIELD_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._shape: tuple[tuple[str, str, str], ...] = ()
        self._values: dict[str, tuple[QPushButton, QPushButton]] = {}

    def show_fields(self, fields: tuple[MergeField, ...]) -> None:
        shape = tuple((each.code, each.first, each.second) for each in fields)
        if shape != self._shape:
            self._shape = shape
            self._build(fields)
        for each in fields:
            if each.code in self._values:
                first, second = self._values[each.code]
                first.setChecked(each.of_first)
                second.setChecked(not each.of_first)

    def _build(self, fields: tuple[MergeField, ...]) -> None:
        clear(self._grid)
        self._values = {}
        for line, each in enumerate(fields):
            head = ElidedLabel("secondary")
            head.setText(each.label)
            head.setFixedWidth(FIELD_WIDTH)
            self._grid.addWidget(head, line, 0)
            if each.differs:
                self._choose(line, each)
                continue
            for column, value in ((1, each.first), (2, each.second)):
                text = ElidedLabel("secondary")
                text.setText(value.replace("\n", " "))
                text.setContentsMargins(14, 6, 14, 6)
                self._grid.addWidget(text, line, column)
        self._grid.setRowStretch(len(fields), 1)

    def _choose(self, line: int, each: MergeField) -> None:
        group = QButtonGroup(self._grid.parentWidget())
        made: list[QPushButton] = []
        for column, (of_first, value) in enumerate(((True, each.first), (False, each.second)), start=1):
            button = QPushButton()
            named(button, f"take_{each.code}_{'first' if of_first else 'second'}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setMinimumHeight(36)
            inside = QHBoxLayout(button)
            inside.setContentsMargins(14, 0, 14, 0)
            text = ElidedLabel()
            text.setText(value.replace("\n", " ") or "–")
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(text)
            button.setAccessibleName(f"{each.label}: {value or '–'}")
            button.setToolTip(value)
            button.clicked.connect(
                lambda _=False, first=of_first, code=each.code: self.take.emit(code, first)
            )
            group.addButton(button)
            made.append(button)
            self._grid.addWidget(button, line, column)
        self._values[each.code] = (made[0], made[1])


class MergePage(QWidget):
    choose = Signal(str)
    keep = Signal(bool)  # the first stays
    take = Signal(str, bool)
    merge = Signal()
    dismiss = Signal()
    undo = Signal(str)
    more = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "mergePage")
        self.rows = RowsList(look, "duplicatesList", "merge", "Duplicates")
        self._empty = EmptyState(look, "merge")
        self._empty.title.hide()
        self._first, self._second = SideHead("keepFirst"), SideHead("keepSecond")
        self._fields = FieldsGrid()
        self._hint, self._kept = label("secondary", wrap=True), label("secondary", wrap=True)
        self._dismiss = IconButton(look, "x", "")
        named(self._dismiss, "notDuplicates")
        self._dismiss.setMinimumHeight(40)
        self._merge = ActionButton(look, "merge", "", "primary")
        named(self._merge, "mergeButton")
        self._merged_head = label("strong")
        self._merged = [MergedLine() for _ in range(MERGED_SHOWN)]
        self._place()
        self._wire()
        said = Sayings(self)
        said.say(self._empty.text.setText, "Choose a pair to see both files side by side.")
        said.say(
            self._hint.setText, "Which file stays? Click it. Below: which value counts, where they differ."
        )
        said.say(self._dismiss.setText, "Two people")
        said.say(self._dismiss.setToolTip, "They are two people: do not show them again")
        said.say(self._merge.set_word, "Merge")
        said.say(self._merged_head.setText, "Merged lately")

    def _place(self) -> None:
        pairs = Card(margin=0, spacing=0)
        Beside(self, pairs, PAIRS_WIDTH, 0.34)
        pairs.body.addWidget(self.rows)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        heads = QHBoxLayout()
        heads.setContentsMargins(FIELD_WIDTH + 8, 0, 8, 0)
        heads.setSpacing(8)
        heads.addWidget(self._first, 1)
        heads.addWidget(self._second, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._fields)
        inside.addWidget(self._hint)
        inside.addLayout(heads)
        inside.addWidget(scroll, 1)
        inside.addWidget(self._kept)
        inside.addLayout(row(self._dismiss, 1, self._merge))
        self._whole = inner
        both = Card(margin=20, spacing=8)
        both.body.addWidget(self._empty, 1)
        both.body.addWidget(self._whole, 1)
        self._merged_box = QWidget()
        below = QVBoxLayout(self._merged_box)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(4)
        below.addWidget(Divider())
        below.addWidget(self._merged_head)
        for line in self._merged:
            below.addWidget(line)
        both.body.addWidget(self._merged_box)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addWidget(pairs)
        box.addWidget(both, 1)

    def _wire(self) -> None:
        self.rows.chosen.connect(self.choose)
        self.rows.near_end.connect(self.more)
        self.rows.reload.connect(self.reload)
        self._first.clicked.connect(lambda: self.keep.emit(True))
        self._second.clicked.connect(lambda: self.keep.emit(False))
        self._fields.take.connect(self.take)
        self._merge.clicked.connect(self.merge)
        self._dismiss.clicked.connect(self.dismiss)
        for line in self._merged:
            line.undo.connect(self.undo)

    def show_merging(self, face: MergeFace) -> None:
        cells = [
            RowCells(
                key=each.pair_id,
                icon="merge",
                tone="accent" if each.sure else "secondary",
                name=each.first,
                below_name=each.second,
                middle="",
                below_middle="",
                right=each.likeness,
                below_right=each.why,
                tip="\n".join((each.first, each.second, each.why, each.likeness)),
            )
            for each in face.rows
        ]
        self.rows.show_rows(cells, face.more, face.chosen)
        self.rows.show_state(face.state, face.text)
        there = face.first is not None and face.second is not None
        show(self._empty, not there)
        show(self._whole, there)
        if face.first is not None and face.second is not None:
            self._first.show_side(face.first)
            self._second.show_side(face.second)
            self._fields.show_fields(face.fields)
            self._kept.setText(face.both_kept)
        free = not face.busy and not face.offline
        for button in (self._merge, self._dismiss):
            button.setEnabled(free)
        show(self._merged_box, bool(face.merged))
        for line, index in zip(self._merged, range(MERGED_SHOWN), strict=True):
            show(line, index < len(face.merged))
            if index < len(face.merged):
                line.show_merged(face.merged[index], free)
