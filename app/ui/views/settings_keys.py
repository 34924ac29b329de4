"""Keys: a row for each action with its keys; click, press the new ones. Also keys for everywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.keys import KeyRow, KeysFace, PageKeyRow
from app.ui.theme import Look
from app.ui.views.parts import ElidedLabel, IconButton, clear, label, named, row, set_property, show
from app.ui.views.settings_parts import Section

_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeyButton(QPushButton):
    """Shows keys; after a click it takes the next ones. Escape leaves it, Backspace takes the keys away."""

    pressed_keys = Signal(str)

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys, self._taking = keys, False
        self.setProperty("kind", "keys")
        self.clicked.connect(self._take)
        self._show()

    def show_keys(self, keys: str) -> None:
        self._keys, self._taking = keys, False
        self._show()

    def _show(self) -> None:
        self.setText(tr("Press the keys…") if self._taking else self._keys or "–")
        set_property(self, "taking", self._taking)

    def _take(self) -> None:
        self._taking = True
        self.setFocus()
        self._show()

    def event(self, event: QEvent) -> bool:
        if self._taking and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the keys of the window do not act now
            return True
        if self._taking and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._pressed(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._taking = False
        self._show()
        super().focusOutEvent(event)

    def _pressed(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ALONE:
            return
        self._taking = False
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and not plain:
            self._show()
            return
        taken = ""
        if not (key == Qt.Key.Key_Backspace and not plain):
            taken = QKeySequence(QKeyCombination(plain, key)).toString(
                QKeySequence.SequenceFormat.PortableText
            )
        self._show()
        self.pressed_keys.emit(taken)


class KeyTable(QWidget):
    chosen = Signal(str, str)  # action, keys

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self._prefix = prefix
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._shown: tuple[KeyRow, ...] = ()
        self._lines: dict[str, tuple[QLabel, KeyButton, QLabel]] = {}

    def show_rows(self, rows: tuple[KeyRow, ...]) -> None:
        if [row.action_id for row in rows] != [row.action_id for row in self._shown]:
            self._build(rows)
        self._shown = rows
        for shown in rows:
            name, button, trouble = self._lines[shown.action_id]
            name.setText(shown.text)
            trouble.setText(shown.trouble)
            show(trouble, bool(shown.trouble))
            button.show_keys(shown.keys)
            button.setAccessibleName(f"{shown.text}: {shown.keys}")
            button.setToolTip(tr("Click, then press the new keys. Backspace: none. Esc: as before."))
            set_property(button, "changed", shown.changed)

    def _build(self, rows: tuple[KeyRow, ...]) -> None:
        clear(self._grid)
        self._lines = {}
        for at, shown in enumerate(rows):
            name, trouble, button = label(""), label("bad", wrap=True), KeyButton(shown.keys)
            named(trouble, f"{self._prefix}keyTrouble_{shown.action_id}")
            named(button, f"{self._prefix}key_{shown.action_id}")
            button.pressed_keys.connect(lambda keys, a=shown.action_id: self.chosen.emit(a, keys))
            self._grid.addWidget(name, at * 2, 0)
            self._grid.addWidget(button, at * 2, 1)
            self._grid.addWidget(trouble, at * 2 + 1, 0, 1, 2)
            self._lines[shown.action_id] = (name, button, trouble)

    def show_trouble(self, action_id: str, text: str) -> None:
        line = self._lines.get(action_id)
        if line is not None:
            line[2].setText(text)
            show(line[2], bool(text))


class GlobalKeysSettings(Section):
    """Keys that work while another program is used, and the play/pause key."""

    chosen = Signal(str, str)
    media_chosen = Signal(bool)

    def __init__(self, look: Look, prefix: str = "") -> None:
        super().__init__(look, "globe")
        self._table = KeyTable(f"{prefix}global_")
        self._media = QCheckBox()
        named(self._media, f"{prefix}mediaKeysCheck")
        self._hint, self._problem, self._headset = (label("secondary", wrap=True) for _ in range(3))
        self._problem.setProperty("role", "trouble")
        named(self._problem, f"{prefix}globalKeysProblem")
        named(self._headset, f"{prefix}headsetButtons")
        for part in (self._hint, self._table, self._problem, self._media, self._headset):
            self.body.addWidget(part)
        said = Sayings(self)
        said.say(self.heading.setText, "While another program is used")
        said.say(
            self._hint.setText,
            "They reach Seatline from any program, without bringing it to the front.",
        )
        said.say(self._media.setText, "The play/pause key answers, hangs up and mutes")
        said.say(self._media.setAccessibleName, "The play/pause key answers, hangs up and mutes")
        self._table.chosen.connect(self.chosen)
        self._media.toggled.connect(self.media_chosen)

    def show_keys(self, face: KeysFace) -> None:
        self._table.show_rows(face.global_rows)
        with QSignalBlocker(self._media):
            self._media.setChecked(face.media_keys)
        for part, text in ((self._problem, face.problem), (self._headset, face.headset)):
            part.setText(text)
            show(part, bool(text))

    def show_key_problem(self, action_id: str, text: str) -> None:
        self._table.show_trouble(action_id.removeprefix("global_"), text)


class WindowKeysSettings(Section):
    chosen = Signal(str, str)
    reset = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "keypad")
        self._table = KeyTable()
        self._reset = IconButton(look, "refresh")
        named(self._reset, "resetKeysButton")
        box = QVBoxLayout()
        box.addWidget(self._table)
        self.body.addLayout(box)
        self.body.addLayout(row(1, self._reset))
        said = Sayings(self)
        said.say(self.heading.setText, "In this window")
        said.say(self._reset.setText, "All keys as delivered")
        self._table.chosen.connect(self.chosen)
        self._reset.clicked.connect(self.reset)

    def show_keys(self, face: KeysFace) -> None:
        self._table.show_rows(face.rows)
        changed = any(shown.changed for shown in (*face.rows, *face.global_rows))
        self._reset.setEnabled(changed)

    def show_key_problem(self, action_id: str, text: str) -> None:
        self._table.show_trouble(action_id, text)


class PageKeysSettings(Section):
    """Keys that work on one page only: to be looked up, not to be changed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "list")
        self._rows: tuple[PageKeyRow, ...] = ()
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 0)
        self.grid.setVerticalSpacing(8)
        Sayings(self).say(self.heading.setText, "On one page only")

    def show_keys(self, face: KeysFace) -> None:
        if face.page_rows == self._rows:
            return
        self._rows = face.page_rows
        clear(self.grid)
        for line, shown in enumerate(face.page_rows):
            text, where, keys = ElidedLabel(), label("secondary"), label("strong")
            text.setText(shown.text)
            where.setText(shown.where)
            keys.setText(shown.keys)
            for column, part in enumerate((text, where, keys)):
                self.grid.addWidget(part, line, column)
