"""The panel in which customers are taken out as a file: which kind, and what for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.export import ExportFace
from app.ui.theme import Look
from app.ui.views.page_parts import Switch
from app.ui.views.parts import ActionButton, IconButton, label, named, row, show


class ExportForm(QWidget):
    run = Signal(str, str)  # format, reason
    close_form = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "exportForm")
        self._heading, self._subject = label("title"), label("body2", wrap=True)
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "closeExport")
        self._close.setFixedSize(36, 36)
        self._format = Switch("export", ("xlsx", "csv"))
        self._chosen = "xlsx"
        self._reason_head, self._reason = label("strong"), QLineEdit()
        named(self._reason, "exportReason")
        self._reason.setMaxLength(200)
        self._hint = label("secondary", wrap=True)
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "exportTrouble")
        self._run = ActionButton(look, "download", "", "primary")
        named(self._run, "runExport")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 20)
        box.setSpacing(10)
        box.addLayout(row(self._heading, 1, self._close))
        box.addWidget(self._subject)
        box.addLayout(row(self._format, 1))
        box.addSpacing(4)
        box.addWidget(self._reason_head)
        box.addWidget(self._reason)
        box.addWidget(self._hint)
        box.addWidget(self._trouble)
        box.addLayout(row(1, self._run))
        box.addStretch(1)
        self._format.chosen.connect(self._choose)
        self._run.clicked.connect(self._emit)
        self._reason.returnPressed.connect(self._emit)
        self._close.clicked.connect(self.close_form)
        said = Sayings(self)
        said.say(self._heading.setText, "Export")
        said.say(self._close.setAccessibleName, "Close")
        said.say(self._close.setToolTip, "Close")
        said.say(self._format.buttons["xlsx"].setText, "Excel")
        said.say(self._format.buttons["csv"].setText, "CSV")
        said.say(self._reason_head.setText, "What is it for?")
        said.say(self._reason.setAccessibleName, "What is it for?")
        said.say(self._reason.setPlaceholderText, "e.g. spring mailing, approved by …")
        said.say(
            self._hint.setText,
            "The reason is kept with your name. What you may not see is masked in the file, too.",
        )

    def _choose(self, code: str) -> None:
        self._chosen = code

    def _emit(self) -> None:
        self.run.emit(self._chosen, self._reason.text())

    def begin(self) -> None:
        self._reason.clear()
        self._reason.setFocus()

    def show_export(self, face: ExportFace) -> None:
        self._subject.setText(face.subject)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        self._run.reserve(tr("Export"), tr("Exporting…"))
        self._run.set_word(tr("Exporting…") if face.working else tr("Export"))
        self._run.setEnabled(not face.working)

    def keep_file(self, name: str, content: bytes) -> bool:
        """Asks where to, again where it cannot be written; False when the person gave it up."""
        title = tr("Save the file")
        while chosen := QFileDialog.getSaveFileName(self, title, str(Path.home() / name))[0]:
            try:
                Path(chosen).write_bytes(content)
            except OSError:
                title = tr("It cannot be written there. Choose another folder.")
            else:
                return True
        return False
