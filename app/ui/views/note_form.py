"""Outcome, note and follow-up of the call, and what comes after it.

Outcomes carry the number key that chooses them in wrap-up.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDateTimeEdit,
    QFrame,
    QGridLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.after_call import AfterCallFace
from app.ui.presenters.result_face import Kept, OutcomeFace, ResultFace
from app.ui.theme import Look, px
from app.ui.views.after_call_row import AfterCallRow, ExtendButton
from app.ui.views.gauges import TimeRing
from app.ui.views.outcome_button import OutcomeButton
from app.ui.views.parts import (
    ActionButton,
    Divider,
    ElidedLabel,
    IconButton,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)

LATER_DAYS = (0, 1, 3, 7)  # of the buttons beside the follow-up; 0 is in two hours
LINE_PX = 20
LOW_PX = 620


class HandedNote(QFrame):
    """What the colleague noted who passed the call on; it can be taken over."""

    taken = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "handedNote")
        self.setProperty("banner", "hint")
        self._who, self._text = ElidedLabel("strong"), label("", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._take = IconButton(look, "plus", "quiet", "secondary")
        named(self._take, "takeHandedNote")
        self._take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._text.setProperty("scalesItself", True)
        self.show_lines(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 4, 4, 8)
        box.setSpacing(0)
        head = row(self._who, self._take)
        head.setStretch(0, 1)
        box.addLayout(head)
        box.addWidget(self._text, 1)
        self._take.clicked.connect(self.taken)
        said = Sayings(self)
        said.say(self._take.setText, "Take over")
        said.say(self._take.setToolTip, "Put it into your note")
        self.hide()

    def show_lines(self, count: int) -> None:
        """The whole text is in the tool tip."""
        self._text.setFixedHeight(px(LINE_PX) * count)

    def show_note(self, who: str, text: str) -> None:
        self._who.setText(tr("{name} noted", name=who) if who else tr("Noted so far"))
        self._text.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(f"{self._who.whole_text()}: {text}")
        show(self, bool(text))


class NoteForm(QWidget):
    outcome_chosen = Signal(str)
    note_typed = Signal(str)
    follow_up_chosen = Signal(object)  # aware datetime or None
    finish = Signal()
    template_chosen = Signal(int)
    extend = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "noteForm")
        self._faces: tuple[OutcomeFace, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._filling = False
        self.handed = HandedNote(look)
        self.after = AfterCallRow()
        self._outcome_heading, self._hint = label("strong"), label("bad")
        named(self._hint, "outcomeHint")
        self._outcomes = QGridLayout()
        self._outcomes.setSpacing(6)
        self._note_heading = label("strong")
        self._templates = IconButton(look, "template", "quiet", "secondary")
        named(self._templates, "templatesButton")
        self._templates.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self._templates)
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
        self._later = [QPushButton() for _ in LATER_DAYS]
        self._kept = ElidedLabel("secondary")
        named(self._kept, "noteState")
        self._ring = TimeRing(look, "wrapup", 40)
        named(self._ring, "wrapUpLeft")
        self._extend = ExtendButton()
        self._done = ActionButton(look, "check", "F9", "primary")
        named(self._done, "doneButton")
        self._done.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place()
        self._say()
        self._wire()

    def _place(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.handed)
        box.addLayout(row(self._outcome_heading, 1, self._hint))
        box.addLayout(self._outcomes)
        box.addLayout(row(self._note_heading, 1, self._templates))
        box.addWidget(self._note, 1)
        box.addLayout(row(self._follow_up, 1, self._when))
        later = row(spacing=6)
        for index, button in enumerate(self._later):
            named(button, f"followUpIn{LATER_DAYS[index]}")
            button.setProperty("kind", "segment")
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, days=LATER_DAYS[index]: self._choose_later(days))
            later.addWidget(button, 1)
        box.addLayout(later)
        box.addSpacing(2)
        box.addWidget(Divider())
        box.addWidget(self.after)
        box.addWidget(self._kept)
        box.addLayout(row(self._ring, self._extend, 1, self._done, spacing=12))
        self._outcome_heading.setMinimumHeight(24)
        self._note_heading.setMinimumHeight(36)  # as high as the button that may stand beside it

    def _wire(self) -> None:
        self._note.textChanged.connect(self._typed)
        self._follow_up.toggled.connect(self._follow_up_changed)
        self._when.dateTimeChanged.connect(self._follow_up_changed)
        self._done.clicked.connect(self.finish)
        self._templates.clicked.connect(self._open_templates)
        self._extend.clicked.connect(self.extend)
        self._when.setEnabled(False)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._outcome_heading.setText, "What came of it")
        said.say(self._note_heading.setText, "Note")
        said.say(self._note.setAccessibleName, "Note")
        said.say(self._follow_up.setText, "Follow up")
        said.say(self._follow_up.setAccessibleName, "Follow up")
        said.say(self._when.setAccessibleName, "Follow up at")
        said.say(self._templates.setText, "Templates")
        said.say(self._templates.setToolTip, "Put one of this queue's texts into the note")
        said.say(self._later[0].setText, "In 2 h")
        said.say(self._later[1].setText, "Tomorrow")
        said.say(self._later[2].setText, "In 3 days")
        said.say(self._later[3].setText, "In a week")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the note keeps its room."""
        super().resizeEvent(event)
        low = self.height() < px(LOW_PX)
        self.handed.show_lines(1 if low else 2)
        for each in self._later:
            show(each, not low)

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
        self._hint.setText(face.hint)
        self.handed.show_note(face.handed_by, face.handed_note)
        self._titles = face.templates
        show(self._templates, bool(face.templates))
        self._templates.setEnabled(face.enabled)
        self._note.setReadOnly(not face.enabled)
        self._note.setEnabled(face.enabled)
        self._note.setPlaceholderText(
            tr("What was it about, what was agreed?")
            if face.enabled
            else tr("The next call's note goes here.")
        )
        self._follow_up.setEnabled(face.enabled)
        self._when.setEnabled(face.enabled and self._follow_up.isChecked())
        for each in self._later:
            each.setEnabled(face.enabled)
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

    def show_after(self, face: AfterCallFace) -> None:
        self.after.show_after(face)
        self._extend.show_after(face)

    def insert(self, text: str) -> None:
        """Where the cursor is; on a line of its own where something stands before it."""
        cursor = self._note.textCursor()
        before = self._note.toPlainText()[: cursor.position()]
        cursor.insertText(f"\n{text}" if before.strip() and not before.endswith("\n") else text)
        self._note.setTextCursor(cursor)
        self._note.setFocus()

    def point_at_outcomes(self) -> None:
        first = self._outcomes.itemAt(0)
        widget = first.widget() if first else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def show_countdown(self, text: str, fraction: float) -> None:
        self._ring.set(text, fraction, "trouble" if 0 < fraction < 0.2 else "wrapup")

    def focus_note(self) -> None:
        self._note.setFocus()

    def _open_templates(self) -> None:
        self._menu.clear()
        for index, title in enumerate(self._titles):
            action = QAction(title, self._menu)
            action.setObjectName(f"template_{index}")
            action.triggered.connect(lambda _=False, index=index: self.template_chosen.emit(index))
            self._menu.addAction(action)
        self._menu.popup(self._templates.mapToGlobal(self._templates.rect().bottomLeft()))

    def _choose_later(self, days: int) -> None:
        """Two hours on, or the morning of a day; the box is ticked with it."""
        now = QDateTime.currentDateTime()
        if days:
            moment = now.addDays(days)
            time = moment.time()
            time.setHMS(10, 0, 0)
            moment.setTime(time)
        else:
            moment = now.addSecs(2 * 3600)
        self._filling = True
        self._follow_up.setChecked(True)
        self._when.setDateTime(moment)
        self._filling = False
        self._follow_up_changed()

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
