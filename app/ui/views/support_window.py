"""The log bundle is looked at before it is saved: files at the left, their text at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.support import LINES_SHOWN, BundleFile
from app.ui.theme import Look, px
from app.ui.views.parts import EmptyState, IconLabel, label, named, row, show

NAME = "seatline-support.zip"


class SupportWindow(QWidget):
    save_wanted = Signal(object)  # Path

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Dialog)
        named(self, "supportWindow")
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter: object = None  # lives as long as the window
        self._files: tuple[BundleFile, ...] = ()
        self._title, self._text = label("heading"), label("body2", wrap=True)
        self._removed = label("strong", wrap=True)
        named(self._removed, "supportRemoved")
        self._shield = IconLabel(look, "shield", "ready", 20)
        self._list = QListWidget()
        named(self._list, "supportFiles")
        self._list.setFixedWidth(px(160))
        self._body = QPlainTextEdit()
        named(self._body, "supportText")
        self._body.setReadOnly(True)
        self._body.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._waiting = EmptyState(look, "box")
        self._pages = QStackedWidget()
        files = QWidget()
        inner = QHBoxLayout(files)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._list)
        inner.addWidget(self._body, 1)
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(files)
        self._said = label("body2", wrap=True)
        named(self._said, "supportSaid")
        self._save, self._close = QPushButton(), QPushButton()
        named(self._save, "supportSave")
        named(self._close, "supportClose")
        self._save.setProperty("kind", "primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        box.addWidget(self._title)
        box.addWidget(self._text)
        head = row(self._shield, self._removed)
        head.setStretch(1, 1)
        box.addLayout(head)
        box.addWidget(self._pages, 1)
        foot = row(self._said, self._close, self._save)
        foot.setStretch(0, 1)
        box.addLayout(foot)
        self._list.currentRowChanged.connect(self._show_file)
        self._save.clicked.connect(self._ask_where)
        self._close.clicked.connect(self.close)
        self.resize(min(px(860), over.width()), min(px(600), over.height()))
        said = Sayings(self)
        said.say(self.setWindowTitle, "Seatline – log for support")
        said.say(self._title.setText, "Log for support")
        said.say(
            self._text.setText,
            "What happened on this computer, for whoever helps you. Look through it: only what you see here "
            "is saved, and nothing is sent by itself.",
        )
        said.say(self._waiting.text.setText, "Collecting…")
        said.say(self._list.setAccessibleName, "Files")
        said.say(self._body.setAccessibleName, "Contents of the file")
        said.say(self._save.setText, "Save…")
        said.say(self._close.setText, "Close")

    def show_collecting(self) -> None:
        self._pages.setCurrentIndex(0)
        self._save.setEnabled(False)
        show(self._shield, False)

    def show_files(self, files: tuple[BundleFile, ...], removed: str) -> None:
        self._files = files
        self._list.clear()
        self._list.addItems([file.name for file in files])
        self._list.setCurrentRow(0)
        self._removed.setText(removed or tr("Nothing private was found in it."))
        show(self._shield, True)
        self._save.setEnabled(True)
        self._pages.setCurrentIndex(1)

    def show_saved(self, text: str) -> None:
        self._said.setText(text)

    def show_trouble(self, text: str) -> None:
        self._said.setText(text)

    def _show_file(self, at: int) -> None:
        if 0 <= at < len(self._files):
            lines = self._files[at].text.splitlines()
            self._body.setPlainText("\n".join(lines[-LINES_SHOWN:]))

    def _ask_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save the log"), str(Path.home() / NAME), "Zip (*.zip)"
        )
        if path:
            self.save_wanted.emit(Path(path))
