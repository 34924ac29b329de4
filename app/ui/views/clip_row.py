"""The recording of a quick reply: spoken here or a file, heard, removed; a line in the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.reply_clip import ClipFace
from app.ui.theme import Look
from app.ui.views.parts import IconButton, label, named, row, set_property, show


class ClipRow(QWidget):
    record = Signal()
    listen = Signal()
    remove = Signal()
    choose = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "replyClip")
        self._head = label("strong", wrap=True)
        self._record = IconButton(look, "mic", "", "trouble")
        self._choose = IconButton(look, "paperclip", "", "secondary")
        self._listen = IconButton(look, "play", "", "secondary")
        self._remove = IconButton(look, "trash", "", "secondary")
        for name, button in (
            ("recordClipButton", self._record), ("chooseClipButton", self._choose),
            ("listenClipButton", self._listen), ("removeClipButton", self._remove),
        ):  # fmt: skip
            named(button, name)
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._head)
        line = row(self._record, self._choose, self._listen, self._remove, spacing=6)
        line.setStretch(0, 1)
        box.addLayout(line)
        self._record.clicked.connect(self.record)
        self._choose.clicked.connect(self.choose)
        self._listen.clicked.connect(self.listen)
        self._remove.clicked.connect(self.remove)
        said = Sayings(self)
        said.say(self._head.setText, "Recording, spoken instead of a voice of the server")
        for button, text in (
            (self._choose, "Choose a recording…"),
            (self._listen, "Listen"),
            (self._remove, "Remove the recording"),
        ):
            said.say(button.setToolTip, text)
            said.say(button.setAccessibleName, text)

    def show_clip(self, face: ClipFace) -> None:
        show(self, face.possible)
        recording, playing = face.state == "recording", face.state == "playing"
        word = tr("Stop recording") if recording else tr("Record")
        self._record.setText(f"{word} {face.text}".strip())
        self._record.set_icon("stop" if recording else "mic", "trouble")
        set_property(self._record, "kind", "on" if recording else "")
        self._listen.set_icon("stop" if playing else "play", "secondary")
        idle = face.state in ("none", "there")
        self._record.setEnabled(idle or recording)
        self._choose.setEnabled(idle)
        self._listen.setEnabled(face.state in ("there", "playing"))
        self._remove.setEnabled(face.state == "there")
