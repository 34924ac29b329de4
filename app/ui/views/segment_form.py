"""The panel in which a segment is put together: conditions, how many it finds, its name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.segments import BuilderFace
from app.ui.theme import Look
from app.ui.views.filter_builder import FilterBuilder
from app.ui.views.parts import ActionButton, IconButton, label, named, row, show
from app.ui.views.reply_form import ConfirmButton


class SegmentForm(QWidget):
    typed = Signal(str)
    shared = Signal(bool)
    save = Signal()
    delete = Signal()
    close_form = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "segmentForm")
        self._heading, self._count = label("title"), label("strong")
        named(self._count, "segmentCount")
        self.builder = FilterBuilder(look, "segment")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "closeSegment")
        self._close.setFixedSize(36, 36)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(self.builder)
        inside.addStretch(1)
        scroll.setWidget(inner)
        self._loading = label("body2")
        self._name = QLineEdit()
        named(self._name, "segmentName")
        self._name.setMaxLength(120)
        self._shared = QCheckBox()
        named(self._shared, "segmentShared")
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "segmentTrouble")
        self._delete = ConfirmButton()
        named(self._delete, "deleteSegment")
        self._delete.setMinimumHeight(40)
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveSegment")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 20)
        box.setSpacing(8)
        box.addLayout(row(self._heading, 1, self._close))
        box.addWidget(self._loading)
        box.addWidget(scroll, 1)
        box.addWidget(self._count)
        box.addWidget(self._name)
        box.addWidget(self._shared)
        box.addWidget(self._trouble)
        box.addLayout(row(self._delete, 1, self._save))
        self._name.textEdited.connect(self.typed)
        self._name.returnPressed.connect(self.save)
        self._shared.toggled.connect(self.shared)
        self._close.clicked.connect(self.close_form)
        self._save.clicked.connect(self.save)
        self._delete.confirmed.connect(self.delete)
        said = Sayings(self)
        said.say(self._close.setAccessibleName, "Close without saving")
        said.say(self._close.setToolTip, "Close without saving")
        said.say(self._name.setPlaceholderText, "Name, to keep it as a segment")
        said.say(self._name.setAccessibleName, "Name of the segment")
        said.say(self._shared.setText, "For all colleagues")
        said.say(self._save.set_word, "Save segment")
        said.say(self._loading.setText, "Loading…")
        said.say(lambda word: self._delete.set_words(word, tr("Delete for good?")), "Delete")

    def show_builder(self, face: BuilderFace) -> None:
        self._heading.setText(face.heading)
        show(self._loading, face.loading)
        show(self.builder, not face.loading)
        if not face.loading:
            self.builder.show_filter(face.filter)
        counted = tr("Counting…") if face.counting else face.count
        self._count.setText(counted or tr("Fill in the conditions to count."))
        if self._name.text() != face.name:
            self._name.setText(face.name)
        self._shared.blockSignals(True)
        self._shared.setChecked(face.shared)
        self._shared.blockSignals(False)
        show(self._shared, face.may_share)
        show(self._delete, face.existing)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        for button in (self._save, self._delete):
            button.setEnabled(not face.saving and not face.loading)
