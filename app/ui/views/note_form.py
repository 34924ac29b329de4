"""Outcome, note and follow-up of the call. Outcomes carry the number key that chooses them in wrap-up."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDateTimeEdit,
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.wrap_up import Kept, OutcomeFace, ResultFace
from app.ui.theme import Look, base_font
from app.ui.views.gauges import TimeRing
from app.ui.views.parts import ActionButton, clear, label, named, row, set_property


class OutcomeButton(QPushButton):
    """A choice with its number key in front."""

    def __init__(self, look: Look, face: OutcomeFace) -> None:
        super().__init__()
        self._look, self.face = look, face
        self.setCheckable(True)
        self.setProperty("kind", "outcome")
        named(self, f"outcome_{face.code}")
        self.setAccessibleName(face.text)
        self.setToolTip(face.text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, 36)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        enabled = self.isEnabled()
        tone = "accent" if self.isChecked() and enabled else "text" if enabled else "disabled"
        x = 10
        if self.face.key:
            painter.setFont(base_font(11))
            painter.setPen(self._look.color("accent" if self.isChecked() and enabled else "secondary"))
            if not enabled:
                painter.setPen(self._look.color("disabled"))
            painter.drawText(
                QRect(x, 0, 10, self.height()), Qt.AlignmentFlag.AlignVCenter, str(self.face.key)
            )
            x += 16
        weight = self.font().Weight.DemiBold if self.isChecked() else self.font().Weight.Normal
        painter.setFont(base_font(13, weight))
        painter.setPen(self._look.color(tone))
        room = QRect(x, 0, self.width() - x - 8, self.height())
        shown = painter.fontMetrics().elidedText(self.face.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class NoteForm(QWidget):
    outcome_chosen = Signal(str)
    note_typed = Signal(str)
    follow_up_chosen = Signal(object)  # aware datetime or None
    finish = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "noteForm")
        self._faces: tuple[OutcomeFace, ...] = ()
        self._filling = False
        self._outcome_heading = label("strong")
        self._outcomes = QGridLayout()
        self._outcomes.setSpacing(6)
        self._note_heading = label("strong")
        self._note = QPlainTextEdit()
        named(self._note, "noteEdit")
        self._note.setTabChangesFocus(True)
        self._note.setMinimumHeight(96)
        self._follow_up = QCheckBox()
        named(self._follow_up, "followUpCheck")
        self._when = QDateTimeEdit()
        named(self._when, "followUpAt")
        self._when.setCalendarPopup(True)
        self._when.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._kept = label("secondary", wrap=True)
        named(self._kept, "noteState")
        self._ring = TimeRing(look, "wrapup", 40)
        named(self._ring, "wrapUpLeft")
        self._done = ActionButton(look, "check", "F9", "primary")
        named(self._done, "doneButton")
        self._done.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(self._outcome_heading)
        box.addLayout(self._outcomes)
        box.addSpacing(8)
        box.addWidget(self._note_heading)
        box.addWidget(self._note, 1)
        box.addSpacing(4)
        box.addLayout(row(self._follow_up, 1, self._when))
        box.addSpacing(4)
        box.addLayout(row(self._kept, 1, self._ring, self._done, spacing=12))
        box.setStretch(box.count() - 1, 0)
        self._say()
        self._note.textChanged.connect(self._typed)
        self._follow_up.toggled.connect(self._follow_up_changed)
        self._when.dateTimeChanged.connect(self._follow_up_changed)
        self._done.clicked.connect(self.finish)
        self._when.setEnabled(False)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._outcome_heading.setText, "What came of it")
        said.say(self._note_heading.setText, "Note")
        said.say(self._note.setAccessibleName, "Note")
        said.say(self._follow_up.setText, "Follow up")
        said.say(self._follow_up.setAccessibleName, "Follow up")
        said.say(self._when.setAccessibleName, "Follow up at")

    # --- showing -----------------------------------------------------------------------------

    def show_result(self, face: ResultFace) -> None:
        if face.outcomes != self._faces:
            self._make_outcomes(face.outcomes)
        for index in range(self._outcomes.count()):
            item = self._outcomes.itemAt(index)
            button = item.widget() if item else None
            if isinstance(button, OutcomeButton):
                button.setChecked(button.face.code == face.outcome)
                button.setEnabled(face.enabled)
        self._note.setReadOnly(not face.enabled)
        self._note.setEnabled(face.enabled)
        self._note.setPlaceholderText(
            tr("What was it about, what was agreed?")
            if face.enabled
            else tr("The next call's note goes here.")
        )
        self._follow_up.setEnabled(face.enabled)
        self._when.setEnabled(face.enabled and self._follow_up.isChecked())
        self._done.setEnabled(face.enabled)
        self._done.set_word(tr("Done") if face.finishing else tr("Save"))
        self._kept.setText(face.kept_text)
        role = {Kept.SAVED: "good", Kept.REFUSED: "bad"}.get(face.kept, "secondary")
        set_property(self._kept, "role", role)
        self._ring.setVisible(face.countdown)

    def _make_outcomes(self, faces: tuple[OutcomeFace, ...]) -> None:
        self._faces = faces
        clear(self._outcomes)
        for index, face in enumerate(faces):
            button = OutcomeButton(self._look, face)
            button.clicked.connect(lambda _=False, code=face.code: self.outcome_chosen.emit(code))
            self._outcomes.addWidget(button, index // 2, index % 2)

    def show_typed(self, note: str, follow_up_at: datetime | None, suggested: datetime) -> None:
        self._filling = True
        self._note.setPlainText(note)
        self._follow_up.setChecked(follow_up_at is not None)
        moment = (follow_up_at or suggested).astimezone()
        self._when.setDateTime(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())))
        self._filling = False

    def show_countdown(self, text: str, fraction: float) -> None:
        self._ring.set(text, fraction, "trouble" if 0 < fraction < 0.2 else "wrapup")

    def focus_note(self) -> None:
        self._note.setFocus()

    def _typed(self) -> None:
        if not self._filling:
            self.note_typed.emit(self._note.toPlainText())

    def _follow_up_changed(self) -> None:
        checked = self._follow_up.isChecked()
        self._when.setEnabled(checked and self._follow_up.isEnabled())
        if self._filling:
            return
        moment = datetime.fromtimestamp(self._when.dateTime().toSecsSinceEpoch()).astimezone()
        self.follow_up_chosen.emit(moment if checked else None)
