"""Two steps of the import: what each column is, and what the check of all rows found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.import_face import FaultRow, ImportFace
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.page_parts import Switch
from app.ui.views.parts import ElidedLabel, clear, label, named, row, set_property, show

FAULTS_SHOWN, PREVIEW_SHOWN = 100, 8


class MappingPart(QWidget):
    target = Signal(int, str)  # column, code
    when_known = Signal(str)
    tag = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "importMapping")
        self._heading = label("strong")
        self._grid_widget = QWidget()
        self._grid = QGridLayout(self._grid_widget)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 5)
        self._grid.setColumnStretch(2, 4)
        self._combos: list[QComboBox] = []
        self._shown: object = None
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._grid_widget)
        self._known_head, self._tag_head = label("body2"), label("body2")
        self._known = Switch("importKnown", ("update", "skip", "new"))
        self._tag = QLineEdit()
        named(self._tag, "importTag")
        self._tag.setMaxLength(40)
        self._tag.setFixedWidth(200)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._heading)
        box.addWidget(scroll, 1)
        box.addLayout(row(self._known_head, self._known, 1))
        box.addLayout(row(self._tag_head, self._tag, 1))
        self._known.chosen.connect(self.when_known)
        self._tag.textEdited.connect(self.tag)
        said = Sayings(self)
        said.say(self._heading.setText, "What is in which column?")
        said.say(self._known_head.setText, "A number that is a customer's already:")
        said.say(self._known.buttons["update"].setText, "Update his file")
        said.say(self._known.buttons["skip"].setText, "Leave the row out")
        said.say(self._known.buttons["new"].setText, "New file all the same")
        said.say(self._tag_head.setText, "Tag for all of them:")
        said.say(self._tag.setAccessibleName, "Tag for all of them:")
        for button in self._known.buttons.values():
            button.setMinimumWidth(128)

    def show_mapping(self, face: ImportFace) -> None:
        shape = (tuple((each.header, each.samples) for each in face.columns), face.targets)
        if shape != self._shown:
            self._shown = shape
            self._build(face)
        for combo, each in zip(self._combos, face.columns, strict=False):
            fill(combo, face.targets, each.target)
            set_property(combo, "wrong", each.target in face.doubled)
        self._known.show_chosen(face.when_known)
        if self._tag.text() != face.tag and not self._tag.hasFocus():
            self._tag.setText(face.tag)

    def _build(self, face: ImportFace) -> None:
        clear(self._grid)
        self._combos = []
        for line, each in enumerate(face.columns):
            header, samples, combo = ElidedLabel("strong"), ElidedLabel("secondary"), QuietCombo()
            header.setText(each.header or tr("(no heading)"))
            samples.setText(each.samples)
            named(combo, f"target_{line}")
            combo.setMinimumHeight(36)
            combo.setMaxVisibleItems(20)
            combo.setAccessibleName(each.header)
            combo.activated.connect(lambda _, line=line, combo=combo: self.target.emit(line, code_of(combo)))
            for column, part in enumerate((header, samples, combo)):
                self._grid.addWidget(part, line, column)
            self._combos.append(combo)
        self._grid.setRowStretch(len(face.columns), 1)


class Figure(QWidget):
    """A count with its name below."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._name = label("figure"), label("secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 24, 0)
        box.setSpacing(0)
        box.addWidget(self._count)
        box.addWidget(self._name)

    def show_figure(self, name: str, count: str, tone: str) -> None:
        self._name.setText(name)
        self._count.setText(count)
        set_property(self._count, "tone", tone)


class FaultsGrid(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._shown: tuple[FaultRow, ...] = ()

    def show_faults(self, faults: tuple[FaultRow, ...]) -> None:
        if faults == self._shown:
            return
        self._shown = faults
        clear(self._grid)
        for line, each in enumerate(faults[:FAULTS_SHOWN]):
            number, column, text, value = (
                label("secondary"),
                label("strong"),
                ElidedLabel(),
                ElidedLabel("secondary"),
            )
            number.setText(tr("row {count}", count=each.row))
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.setText(each.column)
            text.setText(each.text)
            value.setText(each.value)
            for at, part in enumerate((number, column, text, value)):
                self._grid.addWidget(part, line, at)
        self._grid.setRowStretch(len(faults), 1)


class PreviewGrid(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._shown: object = None

    def show_preview(self, face: ImportFace) -> None:
        if face.preview == self._shown:
            return
        self._shown = face.preview
        clear(self._grid)
        for line, each in enumerate(face.preview[:PREVIEW_SHOWN]):
            for at, text in enumerate((each.name, *each.cells)):
                part = ElidedLabel("strong" if at == 0 else "secondary")
                part.setText(text)
                self._grid.addWidget(part, line, at)


class CheckPart(QWidget):
    def __init__(self, _look: Look) -> None:
        super().__init__()
        named(self, "importCheck")
        self._figures = [Figure() for _ in range(4)]
        self._faults_head, self._more = label("strong"), label("secondary")
        self._preview_head = label("strong")
        self._faults, self._preview = FaultsGrid(), PreviewGrid()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._faults)
        self._scroll = scroll
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(row(*self._figures, 1))
        box.addSpacing(4)
        box.addWidget(self._preview_head)
        box.addWidget(self._preview)
        box.addSpacing(4)
        box.addWidget(self._faults_head)
        box.addWidget(scroll, 1)
        box.addWidget(self._more)
        box.addStretch(0)
        said = Sayings(self)
        said.say(self._preview_head.setText, "The first of them, as they will be")
        said.say(self._faults_head.setText, "What is wrong; these rows are left out")

    def show_check(self, face: ImportFace) -> None:
        for index, each in enumerate(self._figures):
            show(each, index < len(face.figures))
            if index < len(face.figures):
                each.show_figure(*face.figures[index])
        self._preview.show_preview(face)
        show(self._preview_head, bool(face.preview))
        self._faults.show_faults(face.faults)
        for part in (self._faults_head, self._scroll):
            show(part, bool(face.faults))
        self._more.setText(face.more_faults)
        show(self._more, bool(face.more_faults))
