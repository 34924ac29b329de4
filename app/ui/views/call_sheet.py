"""One call of the past, over the window: facts, what came of it, note, recording.

Esc or a click beside it closes it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.call_sheet import CallSheetFace
from app.ui.theme import Look, px
from app.ui.views.page_parts import Facts
from app.ui.views.parts import ElidedLabel, IconButton, label, named, row, show
from app.ui.views.player_bar import PlayerBar

WIDTH, NOTE_HEIGHT, FACTS = 420, 140, 9


class CallSheet(QFrame):
    closed = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        named(self, "callSheet")
        self.setProperty("floating", True)
        self._window = window
        self._heading, self._when, self._result = label("title"), label("secondary"), ElidedLabel("strong")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "closeCallSheet")
        self._close.setMinimumSize(36, 36)
        self._text = label("body2", wrap=True)
        self._facts = Facts(FACTS)
        self._note_head, self._note = label("secondary"), label("", wrap=True, selectable=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._note)
        self._scroll.setFixedHeight(NOTE_HEIGHT)
        self.player = PlayerBar(look)
        self._whole = QWidget()
        inside = QVBoxLayout(self._whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for part in (self._when, self._result):
            inside.addWidget(part)
        inside.addLayout(self._facts)
        inside.addSpacing(4)
        for part in (self._note_head, self._scroll, self.player):
            inside.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 12, 20)
        box.setSpacing(4)
        box.addLayout(row(self._heading, 1, self._close))
        box.addWidget(self._text)
        box.addWidget(self._whole)
        self._close.clicked.connect(self.hide)
        said = Sayings(self)
        said.say(self._close.setToolTip, "Close  (Esc)")
        said.say(self._close.setAccessibleName, "Close  (Esc)")
        said.say(self._note_head.setText, "Note")
        said.say(self.setAccessibleName, "Call")

    def open_sheet(self) -> None:
        """In the middle of the window."""
        self.setFixedWidth(px(WIDTH))
        self._fit()
        self.show()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_sheet(self, face: CallSheetFace) -> None:
        self._heading.setText(face.heading)
        self._when.setText(face.when)
        self._result.setText(face.result)
        show(self._result, bool(face.result))
        self._text.setText(face.text)
        show(self._text, bool(face.text))
        show(self._whole, not face.text)
        self._facts.show_facts(face.facts)
        self._note.setText(face.note)
        show(self.player, face.recorded)
        self._fit()

    def _fit(self) -> None:
        self.adjustSize()
        middle = self._window.mapToGlobal(self._window.rect().center())
        self.move(middle - self.rect().center())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
