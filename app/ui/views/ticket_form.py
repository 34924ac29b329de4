"""The ticket form: comes up prefilled, saved with one click."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.presenters.ticket import TicketFace, TicketFields
from app.ui.presenters.ticket_edit import FieldFace
from app.ui.theme import Look
from app.ui.views.own_field import OwnField
from app.ui.views.parts import ActionButton, ElidedLabel, IconLabel, clear, label, named, row, set_property


class TicketForm(QWidget):
    save = Signal(object)  # TicketFields
    typed = Signal(object)  # TicketFields, with every key

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "ticketForm")
        self._about = ElidedLabel("body2")
        named(self._about, "ticketAbout")
        self._type = QComboBox()
        named(self._type, "ticketType")
        self._title = QLineEdit()
        named(self._title, "ticketTitle")
        self._title.setMaxLength(200)
        self._priorities = row(spacing=6)
        self._group = QButtonGroup(self)
        self._priority_codes: tuple[tuple[str, str], ...] = ()
        self._due = QDateTimeEdit()
        named(self._due, "ticketDue")
        self._due.setCalendarPopup(True)
        self._due.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._text = QPlainTextEdit()
        named(self._text, "ticketText")
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(80)
        self._state = label("good", wrap=True)
        named(self._state, "ticketState")
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveTicketButton")
        self._heads = [label("strong") for _ in range(5)]
        self._own_box = QVBoxLayout()
        self._own_box.setSpacing(4)
        self._own: list[OwnField] = []
        self._faces: dict[str, tuple[FieldFace, ...]] = {}
        self._own_shown: tuple[FieldFace, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 16)
        box.setSpacing(6)
        box.addLayout(row(IconLabel(look, "user", "secondary", 16), self._about, spacing=6))
        box.addSpacing(4)
        for head, field in zip(
            self._heads, (self._type, self._title, None, self._due, self._text), strict=True
        ):
            box.addWidget(head)
            if field is None:
                box.addLayout(self._priorities)
            else:
                box.addWidget(field, 1 if field is self._text else 0)
            if field is self._title:
                box.addLayout(self._own_box)
            box.addSpacing(4)
        box.addLayout(row(self._state, 1, self._save, spacing=12))
        self._say()
        self._save.clicked.connect(lambda: self.save.emit(self.fields()))
        self._filling = False
        self._title.textChanged.connect(self._typed)
        self._text.textChanged.connect(self._typed)
        self._type.currentIndexChanged.connect(self._typed)
        self._due.dateTimeChanged.connect(self._typed)
        self._group.idClicked.connect(self._typed)

    def _say(self) -> None:
        said = Sayings(self)
        heads = self._heads
        said.say(heads[0].setText, "Type")
        said.say(heads[1].setText, "Title")
        said.say(heads[2].setText, "Priority")
        said.say(heads[3].setText, "Due")
        said.say(heads[4].setText, "Description")
        said.say(self._type.setAccessibleName, "Type")
        said.say(self._title.setAccessibleName, "Title")
        said.say(self._due.setAccessibleName, "Due")
        said.say(self._text.setAccessibleName, "Description")
        said.say(self._save.set_word, "Save ticket")

    def show_form(self, face: TicketFace) -> None:
        chosen = self._type.currentData()
        with QSignalBlocker(self._type):
            self._type.clear()
            for code, name in face.types:
                self._type.addItem(name, code)
            self._type.setCurrentIndex(max(0, self._type.findData(chosen)))
        if face.priorities != self._priority_codes:
            self._make_priorities(face.priorities)
        self._faces = dict(face.own)
        self._show_own()
        self._about.setText(face.about)
        self._save.setEnabled(face.enabled)

    def _show_own(self) -> None:
        """What the chosen type wants besides; most types want nothing."""
        faces = self._faces.get(str(self._type.currentData() or ""), ())
        if faces == self._own_shown:
            return
        self._own_shown = faces
        clear(self._own_box)
        self._own = []
        for face in faces:
            head, own = label("strong"), OwnField(face)
            head.setText(f"{face.name} *")
            own.changed.connect(self._typed)
            self._own.append(own)
            self._own_box.addWidget(head)
            self._own_box.addWidget(own)

    def _make_priorities(self, priorities: tuple[tuple[str, str], ...]) -> None:
        chosen = self._priority()
        self._priority_codes = priorities
        clear(self._priorities)
        for index, (code, name) in enumerate(priorities):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            named(button, f"priority_{code}")
            button.setAccessibleName(name)
            button.setChecked(code == chosen)
            self._group.addButton(button, index)
            self._priorities.addWidget(button, 1)

    def _typed(self) -> None:
        self._show_own()
        if not self._filling:
            self.typed.emit(self.fields())

    def fill(self, fields: TicketFields) -> None:
        self._filling = True
        self._type.setCurrentIndex(max(0, self._type.findData(fields.type)))
        self._title.setText(fields.title)
        self._title.setCursorPosition(0)
        self._text.setPlainText(fields.text)
        for index, (code, _) in enumerate(self._priority_codes):
            self._group.button(index).setChecked(code == fields.priority)
        self._show_own()
        for own in self._own:
            own.set_value(fields.fields.get(own.face.code))
        if fields.due_at is not None:
            self._due.setDateTime(QDateTime.fromSecsSinceEpoch(int(fields.due_at.timestamp())))
        self._filling = False

    def fields(self) -> TicketFields:
        due = datetime.fromtimestamp(self._due.dateTime().toSecsSinceEpoch()).astimezone()
        return TicketFields(
            type=str(self._type.currentData() or ""),
            priority=self._priority(),
            title=self._title.text(),
            text=self._text.toPlainText(),
            due_at=due,
            fields={own.face.code: value for own in self._own if (value := own.value()) is not None},
        )

    def _priority(self) -> str:
        index = self._group.checkedId()
        return self._priority_codes[index][0] if 0 <= index < len(self._priority_codes) else "NORMAL"

    def show_state(self, text: str, good: bool) -> None:
        self._state.setText(text)
        set_property(self._state, "role", "good" if good else "bad")

    def focus_title(self) -> None:
        self._title.setFocus()
