"""That the call is recorded, or is not for a while; with the button that pauses and resumes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.presenters.recording import RecordingFace
from app.ui.theme import Look
from app.ui.views.parts import IconButton, IconLabel, label, named, set_property, show

SIDE = 36


class RecordingSign(QWidget):
    toggle = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "recordingSign")
        self._dot = IconLabel(look, "dot", "trouble", 12)
        self._word = label("secondary")
        named(self._word, "recordingWord")
        self._pause = IconButton(look, "pause", "quiet", "secondary")
        self._resume = IconButton(look, "play", "quiet", "hold")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._dot)
        box.addWidget(self._word)
        for button, name in ((self._pause, "pauseRecordingButton"), (self._resume, "resumeRecordingButton")):
            named(button, name)
            button.setFixedSize(SIDE, SIDE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self.toggle)
            box.addWidget(button)
        self.setFixedHeight(SIDE)
        self.hide()

    def show_recording(self, face: RecordingFace) -> None:
        show(self, face.there)
        self._dot.set("pause" if face.paused else "dot", face.tone)
        self._word.setText(face.word)
        set_property(self._word, "tone", face.tone if face.paused else "")
        show(self._pause, not face.paused)
        show(self._resume, face.paused)
        for button in (self._pause, self._resume):
            button.setEnabled(face.enabled)
            button.setAccessibleName(face.action_word)
            button.setToolTip(
                tr("Pause the recording, as while card data are spoken")
                if not face.paused
                else face.action_word
            )
