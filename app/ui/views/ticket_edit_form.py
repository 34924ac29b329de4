"""The form of a ticket: a new one with its template, or one that is changed; fields of the type's own.

What is typed stays when other choices come into it.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.ticket_edit import EditFields, FieldFace, FormFace
from app.ui.theme import Look
from app.ui.views.own_field import OwnField
from app.ui.views.parts import (
    ActionButton,
    Card,
    ElidedLabel,
    IconButton,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)


class TicketEditForm(Card):
    save = Signal(object)  # EditFields
    typed = Signal(object)  # EditFields, with every key
    template = Signal(int, object)
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=0, spacing=0)
        named(self, "ticketEditForm")
        self._filling, self._assign = False, "duty"
        self._heading, self._about = label("title"), ElidedLabel("body2")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "closeTicketForm")
        self._close.setFixedSize(36, 36)
        self._type, self._department = QComboBox(), QComboBox()
        named(self._type, "editTicketType")
        named(self._department, "editTicketDepartment")
        self._templates = QComboBox()
        named(self._templates, "editTicketTemplate")
        self._title, self._tags = QLineEdit(), QLineEdit()
        named(self._title, "editTicketTitle")
        named(self._tags, "editTicketTags")
        self._title.setMaxLength(200)
        self._text = QPlainTextEdit()
        named(self._text, "editTicketText")
        self._text.setTabChangesFocus(True)
        self._text.setProperty("tall", True)  # the style's least height counts, not the widget's
        self._has_due, self._due = QCheckBox(), QDateTimeEdit()
        named(self._has_due, "editTicketHasDue")
        named(self._due, "editTicketDue")
        self._due.setCalendarPopup(True)
        self._due.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._group = QButtonGroup(self)
        self._priorities = row(spacing=6)
        self._codes: tuple[tuple[str, str], ...] = ()
        self._own_box = QGridLayout()
        self._own: list[OwnField] = []
        self._own_faces: tuple[FieldFace, ...] | None = None
        self._state = label("good", wrap=True)
        named(self._state, "editTicketState")
        self._cancel = QPushButton()
        named(self._cancel, "cancelTicketForm")
        self._save = ActionButton(look, "check", "Ctrl+S", "primary")
        named(self._save, "saveTicketForm")
        self._heads = {
            name: label("strong")
            for name in ("template", "type", "priority", "title", "text", "department", "tags", "due")
        }
        self._place()
        self._wire()
        self._say()

    def _place(self) -> None:
        inner = QWidget()
        grid = QVBoxLayout(inner)
        grid.setContentsMargins(20, 4, 20, 16)
        grid.setSpacing(6)
        heads = self._heads
        top = QGridLayout()
        top.setHorizontalSpacing(16)
        top.setVerticalSpacing(4)
        for column, (name, field) in enumerate(
            (("type", self._type), ("department", self._department), ("template", self._templates))
        ):
            top.addWidget(heads[name], 0, column)
            top.addWidget(field, 1, column)
            top.setColumnStretch(column, 1)
            field.setMinimumContentsLength(8)
        grid.addLayout(top)
        grid.addWidget(heads["title"])
        grid.addWidget(self._title)
        grid.addWidget(heads["priority"])
        grid.addLayout(self._priorities)
        self._own_box.setHorizontalSpacing(16)
        self._own_box.setVerticalSpacing(4)
        grid.addLayout(self._own_box)
        grid.addWidget(heads["text"])
        grid.addWidget(self._text, 1)
        last = QGridLayout()
        last.setHorizontalSpacing(16)
        last.setVerticalSpacing(4)
        last.addWidget(heads["tags"], 0, 0)
        last.addLayout(row(self._has_due, heads["due"], 1), 0, 1)
        last.addWidget(self._tags, 1, 0)
        last.addWidget(self._due, 1, 1)
        last.setColumnStretch(0, 1)
        last.setColumnStretch(1, 1)
        grid.addLayout(last)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        head = row(self._heading, self._about, self._close, spacing=16)
        head.setStretch(1, 1)
        head.setContentsMargins(20, 10, 12, 6)
        foot = row(self._state, self._cancel, self._save)
        foot.setStretch(0, 1)
        foot.setContentsMargins(20, 10, 20, 14)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(head)
        self.body.addWidget(scroll, 1)
        self.body.addLayout(foot)

    def _wire(self) -> None:
        self._title.textChanged.connect(self._typed)
        self._tags.textChanged.connect(self._typed)
        self._text.textChanged.connect(self._typed)
        self._type.currentIndexChanged.connect(self._typed)
        self._department.currentIndexChanged.connect(self._typed)
        self._due.dateTimeChanged.connect(self._typed)
        self._has_due.toggled.connect(self._due_chosen)
        self._group.idClicked.connect(self._typed)
        self._templates.activated.connect(self._template)
        self._save.clicked.connect(lambda: self.save.emit(self.fields()))
        self._cancel.clicked.connect(self.cancelled)
        self._close.clicked.connect(self.cancelled)

    def _say(self) -> None:
        said, heads = Sayings(self), self._heads
        said.say(heads["template"].setText, "Template")
        said.say(heads["type"].setText, "Type")
        said.say(heads["priority"].setText, "Priority")
        said.say(heads["title"].setText, "Title")
        said.say(heads["text"].setText, "Description")
        said.say(heads["department"].setText, "Department")
        said.say(heads["tags"].setText, "Tags, with commas between")
        said.say(heads["due"].setText, "Due")
        said.say(self._templates.setAccessibleName, "Template")
        said.say(self._type.setAccessibleName, "Type")
        said.say(self._title.setAccessibleName, "Title")
        said.say(self._text.setAccessibleName, "Description")
        said.say(self._department.setAccessibleName, "Department")
        said.say(self._tags.setAccessibleName, "Tags")
        said.say(self._due.setAccessibleName, "Due")
        said.say(self._has_due.setAccessibleName, "Due at a certain time")
        said.say(self._has_due.setToolTip, "Without it the type's own times count")
        said.say(self._cancel.setText, "Cancel")
        said.say(self._close.setToolTip, "Close  (Esc)")
        said.say(self._close.setAccessibleName, "Close")

    # --- showing -----------------------------------------------------------------------------------

    def open_form(self, face: FormFace, fields: EditFields) -> None:
        self._filling = True
        self._own_faces = None
        self.show_form(face, fields.type)
        self._assign = fields.assign
        self._title.setText(fields.title)
        self._title.setCursorPosition(0)
        self._text.setPlainText(fields.text)
        self._tags.setText(", ".join(fields.tags))
        self._choose(self._department, fields.department, fields.department)
        for place, (code, _) in enumerate(self._codes):
            self._group.button(place).setChecked(code == fields.priority)
        self._has_due.setChecked(fields.due_at is not None)
        due = fields.due_at or datetime.now().astimezone()
        self._due.setDateTime(QDateTime.fromSecsSinceEpoch(int(due.timestamp())))
        self._due.setEnabled(fields.due_at is not None)
        for own in self._own:
            own.set_value(fields.fields.get(own.face.code))
        self._kept_fields = dict(fields.fields)
        self._filling = False

    def show_form(self, face: FormFace, chosen_type: str = "") -> None:
        """Other choices; what is typed stays."""
        was, self._filling = self._filling, True
        self._heading.setText(face.title)
        self._about.setText(face.about)
        self._save.set_word(face.save)
        chosen = chosen_type or str(self._type.currentData() or "")
        self._type.clear()
        for code, name in face.types:
            self._type.addItem(name, code)
        self._choose(self._type, chosen, chosen)
        department = str(self._department.currentData() or "")
        self._department.clear()
        self._department.addItem(tr("as the type says"), "")
        for each in face.departments:
            self._department.addItem(each, each)
        self._choose(self._department, department, department)
        self._templates.clear()
        self._templates.addItem(tr("none"), -1)
        for place, name in enumerate(face.templates):
            self._templates.addItem(name, place)
        for part in (self._templates, self._heads["template"]):
            show(part, bool(face.templates))
        if face.priorities != self._codes:
            self._make_priorities(face.priorities)
        if face.own != self._own_faces:
            self._make_own(face.own)
        self._filling = was

    def _choose(self, combo: QComboBox, code: str, name: str) -> None:
        """Also one that is not among the choices any more."""
        if combo.findData(code) < 0 and code:
            combo.addItem(name, code)
        combo.setCurrentIndex(max(0, combo.findData(code)))

    def _make_priorities(self, priorities: tuple[tuple[str, str], ...]) -> None:
        chosen = self._priority()
        self._codes = priorities
        clear(self._priorities)
        for place, (code, name) in enumerate(priorities):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            named(button, f"editPriority_{code}")
            button.setAccessibleName(name)
            button.setChecked(code == chosen)
            self._group.addButton(button, place)
            self._priorities.addWidget(button, 1)

    def _make_own(self, faces: tuple[FieldFace, ...]) -> None:
        values = {own.face.code: own.value() for own in self._own}
        self._own_faces = faces
        clear(self._own_box)
        self._own = []
        for place, face in enumerate(faces):
            head, field = label("strong"), OwnField(face)
            head.setText(f"{face.name} *" if face.required else face.name)
            field.set_value(values.get(face.code))
            field.changed.connect(self._typed)
            self._own.append(field)
            self._own_box.addWidget(head, place // 2 * 2, place % 2)
            self._own_box.addWidget(field, place // 2 * 2 + 1, place % 2)
        for column in (0, 1):
            self._own_box.setColumnStretch(column, 1)

    def show_form_state(self, text: str, good: bool, busy: bool) -> None:
        self._state.setText(text)
        set_property(self._state, "role", "good" if good else "bad")
        self._save.setEnabled(not busy)

    # --- what was typed ----------------------------------------------------------------------------

    def fields(self) -> EditFields:
        due = datetime.fromtimestamp(self._due.dateTime().toSecsSinceEpoch()).astimezone()
        tags = (part.strip() for part in self._tags.text().replace(",", ",").replace("、", ",").split(","))
        return EditFields(
            type=str(self._type.currentData() or ""),
            priority=self._priority(),
            title=self._title.text(),
            text=self._text.toPlainText(),
            department=str(self._department.currentData() or ""),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            due_at=due if self._has_due.isChecked() else None,
            fields={own.face.code: own.value() for own in self._own},
            assign=self._assign,
        )

    def _priority(self) -> str:
        place = self._group.checkedId()
        return self._codes[place][0] if 0 <= place < len(self._codes) else "NORMAL"

    def _typed(self) -> None:
        if not self._filling:
            self.typed.emit(self.fields())

    def _due_chosen(self, on: bool) -> None:
        self._due.setEnabled(on)
        self._typed()

    def _template(self, place: int) -> None:
        chosen = self._templates.itemData(place)
        with QSignalBlocker(self._templates):
            self._templates.setCurrentIndex(0)
        if isinstance(chosen, int) and chosen >= 0:
            self.template.emit(chosen, self.fields())

    def focus_first(self) -> None:
        self._title.setFocus()
