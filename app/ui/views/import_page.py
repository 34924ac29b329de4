"""The import assistant: file, columns, check, run; with undo, and the imports of before at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.import_face import ImportFace, Step
from app.ui.theme import Look
from app.ui.views.beside import Beside
from app.ui.views.import_parts import CheckPart, MappingPart
from app.ui.views.import_past import PastCard
from app.ui.views.parts import (
    ActionButton,
    Card,
    ElidedLabel,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.reply_form import ConfirmButton

PAST_WIDTH = 320
LARGEST_BYTES = 20 * 1024 * 1024 + 1  # one more than may be sent: the presenter says so


class Steps(QWidget):
    """Where one is: four words, the present one marked."""

    def __init__(self) -> None:
        super().__init__()
        self._labels = [label("secondary") for _ in range(4)]
        line = row(spacing=20)
        for each in self._labels:
            line.addWidget(each)
        line.addStretch(1)
        self.setLayout(line)
        said = Sayings(self)
        said.say(lambda word: self._labels[0].setText(f"1  {word}"), "File")
        said.say(lambda word: self._labels[1].setText(f"2  {word}"), "Columns")
        said.say(lambda word: self._labels[2].setText(f"3  {word}"), "Check")
        said.say(lambda word: self._labels[3].setText(f"4  {word}"), "Bring in")

    def show_step(self, step: Step) -> None:
        at = {Step.CHOOSE: 0, Step.MAP: 1, Step.CHECK: 2, Step.RUN: 3, Step.DONE: 3}[step]
        for index, each in enumerate(self._labels):
            set_property(each, "role", "strong" if index == at else "secondary")


class DropArea(QFrame):
    """A file is dropped here, or chosen with the button."""

    chosen = Signal(str, bytes)
    unreadable = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "importDrop")
        self.setProperty("person", "quiet")
        self.setAcceptDrops(True)
        self._title, self._hint = label("title"), label("body2", wrap=True)
        self._button = ActionButton(look, "download", "", "primary")
        named(self._button, "chooseImportFile")
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(IconLabel(look, "people", "accent", 32), 0, centre)
        for part in (self._title, self._hint):
            part.setAlignment(centre)
            box.addWidget(part)
        box.addWidget(self._button, 0, centre)
        box.addStretch(2)
        self._button.clicked.connect(self._choose)
        said = Sayings(self)
        said.say(self._title.setText, "Bring in customers from a spreadsheet")
        said.say(
            self._hint.setText,
            "Excel or CSV, up to 20 MB; drop it here. Nothing is written before you say so.",
        )
        said.say(self._button.set_word, "Choose a file…")

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file…"), str(Path.home()), "CSV, Excel (*.csv *.txt *.xlsx)"
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST_BYTES)
        except OSError:
            self.unreadable.emit()
            return
        self.chosen.emit(path.name, content)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [each.toLocalFile() for each in event.mimeData().urls() if each.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(Path(files[0]))


class RunPart(QWidget):
    """How far it is, and what came of it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon = IconLabel(look, "check", "ready", 32)
        self._title, self._said = label("title"), label("body2")
        self._bar = QProgressBar()
        named(self._bar, "importProgress")
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(360, 6)
        self._bar.setRange(0, 1000)
        box = QVBoxLayout(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(1)
        for part in (self._icon, self._title, self._bar, self._said):
            box.addWidget(part, 0, centre)
        box.addStretch(1)

    def show_run(self, face: ImportFace) -> None:
        running = face.step is Step.RUN
        show(self._icon, not running)
        self._title.setText(tr("It goes on by itself; you may leave this page.") if running else tr("Done"))
        show(self._bar, running)
        self._bar.setValue(round(face.progress * 1000))
        figures = " · ".join(f"{name} {count}" for name, count, _ in face.figures)
        self._said.setText(face.progress_said if running else figures)


class ImportPage(QWidget):
    check = Signal()
    back = Signal()
    run = Signal()
    undo = Signal(str)
    again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "importPage")
        self._steps, self._file = Steps(), ElidedLabel("body2")
        self.drop, self.mapping = DropArea(look), MappingPart()
        self.checked, self._running = CheckPart(look), RunPart(look)
        self.past = PastCard(look)
        self._pages = QStackedWidget()
        self._parts: dict[Step, QWidget] = {
            Step.CHOOSE: self.drop,
            Step.MAP: self.mapping,
            Step.CHECK: self.checked,
            Step.RUN: self._running,
            Step.DONE: self._running,
        }
        for part in (self.drop, self.mapping, self.checked, self._running):
            self._pages.addWidget(part)
        self._working, self._trouble = label("body2"), label("bad", wrap=True)
        named(self._trouble, "importTrouble")
        self._again, self._back = (
            IconButton(look, "x", "", "text"),
            IconButton(look, "arrow-left", "", "text"),
        )
        named(self._again, "importAgain")
        named(self._back, "importBack")
        self._check = ActionButton(look, "check", "", "primary")
        self._run = ActionButton(look, "people", "", "primary")
        named(self._check, "checkImport")
        named(self._run, "runImport")
        self._undo = ConfirmButton()
        named(self._undo, "undoImport")
        for button in (self._again, self._back, self._undo):
            button.setMinimumHeight(40)
        card = Card(margin=20, spacing=10)
        head = row(self._steps, self._file, spacing=12)
        head.setStretch(0, 1)
        card.body.addLayout(head)
        card.body.addWidget(self._pages, 1)
        card.body.addWidget(self._trouble)
        buttons = row(self._again, self._back, self._working, 1, self._undo, self._check, self._run)
        card.body.addLayout(buttons)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addWidget(card, 1)
        box.addWidget(self.past)
        Beside(self, self.past, PAST_WIDTH, 0.3)
        self._check.clicked.connect(self.check)
        self._back.clicked.connect(self.back)
        self._run.clicked.connect(self.run)
        self._undo.confirmed.connect(lambda: self.undo.emit(""))
        self._again.clicked.connect(self.again)
        self.past.undo.connect(self.undo)
        said = Sayings(self)
        said.say(self._check.set_word, "Check the rows")
        said.say(self._run.set_word, "Bring them in")
        said.say(self._back.setText, "Columns")
        said.say(self._again.setText, "Another file")
        said.say(lambda word: self._undo.set_words(word, tr("Take it all back?")), "Undo")

    def show_import(self, face: ImportFace) -> None:
        self._steps.show_step(face.step)
        self._file.setText(" · ".join(part for part in (face.file_name, face.rows) if part))
        self._pages.setCurrentWidget(self._parts[face.step])
        if face.step is Step.MAP:
            self.mapping.show_mapping(face)
        elif face.step is Step.CHECK:
            self.checked.show_check(face)
        elif face.step in (Step.RUN, Step.DONE):
            self._running.show_run(face)
        self._working.setText(face.working)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        free = not face.working and not face.offline
        for button, steps in (
            (self._check, (Step.MAP,)),
            (self._run, (Step.CHECK,)),
            (self._back, (Step.CHECK,)),
            (self._again, (Step.MAP, Step.CHECK, Step.DONE)),
        ):
            show(button, face.step in steps)
            button.setEnabled(free)
        show(self._undo, face.step is Step.DONE and face.undoable)
        self._undo.setEnabled(free)
        self.past.show_past(face.past, free)
