"""How I want to be told: by which ways besides the window, about what, and when not."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.notice_wishes import CHANNELS, WishesFace, WishFields
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, label, named, row, set_property, show
from app.ui.views.settings_parts import Section


class NoticeSettings(Section):
    save = Signal(object)  # WishFields
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "bell")
        self._kinds: dict[str, QCheckBox] = {}
        self._urgent = label("secondary", wrap=True)
        self._ways: dict[str, QCheckBox] = {}
        self._where = {"SMS": QLineEdit(), "EMAIL": QLineEdit(), "WECOM": QLineEdit()}
        self._quiet, self._from, self._until = QCheckBox(), QComboBox(), QComboBox()
        self._to = label("body2")
        self._state, self._no_way = label("good", wrap=True), label("body2", wrap=True)
        named(self._state, "wishesState")
        self._save, self._again = ActionButton(look, "check", "", "primary"), QPushButton()
        named(self._save, "saveWishes")
        named(self._again, "reloadWishes")
        self._whole, self._trouble = QWidget(), label("body2", wrap=True)
        self._ways_head, self._kinds_head = label("strong"), label("strong")
        self._kind_box = QVBoxLayout()
        self._place()
        self._say()
        self._save.clicked.connect(lambda: self.save.emit(self.fields()))
        self._again.clicked.connect(self.reload)
        self._quiet.toggled.connect(self._enable)

    def _place(self) -> None:
        box = QVBoxLayout(self._whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._ways_head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, code in enumerate(CHANNELS):
            way = self._ways[code] = QCheckBox()
            named(way, f"way_{code}")
            named(self._where[code], f"where_{code}")
            way.setMinimumHeight(36)
            way.toggled.connect(self._enable)
            grid.addWidget(way, line, 0)
            grid.addWidget(self._where[code], line, 1)
        box.addLayout(grid)
        box.addWidget(self._no_way)
        named(self._quiet, "quietHours")
        self._quiet.setMinimumHeight(36)
        for part, name in ((self._from, "quietFrom"), (self._until, "quietUntil")):
            named(part, name)
            for half_hour in range(48):
                part.addItem(f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}")
            part.setMinimumWidth(96)
        self._from.setCurrentText("20:00")
        self._until.setCurrentText("08:00")
        box.addLayout(row(self._quiet, self._from, self._to, self._until, 1))
        box.addWidget(self._urgent)
        box.addSpacing(8)
        box.addWidget(self._kinds_head)
        self._kind_box.setSpacing(2)
        box.addLayout(self._kind_box)
        box.addSpacing(8)
        foot = row(self._state, self._save)
        foot.setStretch(0, 1)
        box.addLayout(foot)
        self.body.addWidget(self._trouble)
        self.body.addLayout(row(self._again, 1))
        self.body.addWidget(self._whole)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self.heading.setText, "Notices")
        said.say(self._ways_head.setText, "Besides here in the window, tell me by")
        said.say(self._kinds_head.setText, "Tell me when")
        ways, where = self._ways, self._where
        said.say(ways["SMS"].setText, "Short message")
        said.say(ways["SMS"].setAccessibleName, "Short message")
        said.say(where["SMS"].setPlaceholderText, "Mobile number")
        said.say(where["SMS"].setAccessibleName, "Mobile number")
        said.say(ways["EMAIL"].setText, "E-mail")
        said.say(ways["EMAIL"].setAccessibleName, "E-mail")
        said.say(where["EMAIL"].setPlaceholderText, "E-mail address")
        said.say(where["EMAIL"].setAccessibleName, "E-mail address")
        said.say(ways["WECOM"].setText, "WeCom")
        said.say(ways["WECOM"].setAccessibleName, "WeCom")
        said.say(where["WECOM"].setPlaceholderText, "Name in WeCom")
        said.say(where["WECOM"].setAccessibleName, "Name in WeCom")
        said.say(self._quiet.setText, "Only in the window from")
        said.say(self._quiet.setAccessibleName, "Quiet hours")
        said.say(self._from.setAccessibleName, "Quiet from")
        said.say(self._until.setAccessibleName, "Quiet until")
        said.say(self._to.setText, "until")
        said.say(self._no_way.setText, "No other way is set up here yet. Your administrator can do that.")
        said.say(self._urgent.setText, "What is urgent always comes, by all ways, at any hour.")
        said.say(self._save.set_word, "Save")
        said.say(self._again.setText, "Try again")

    def show_wishes(self, face: WishesFace) -> None:
        there = face.state is ListState.ROWS
        show(self._whole, there)
        self._trouble.setText(face.text)
        show(self._trouble, bool(face.text))
        show(self._again, face.state is ListState.ERROR)
        if not there:
            return
        fields = face.fields
        for code, way in self._ways.items():
            there = code in face.channels or code in fields.channels
            show(way, there)
            show(self._where[code], there)
            with QSignalBlocker(way):
                way.setChecked(code in fields.channels)
        show(self._no_way, not face.channels and not fields.channels)
        self._where["SMS"].setText(fields.number)
        self._where["EMAIL"].setText(fields.email)
        self._where["WECOM"].setText(fields.wecom_user)
        with QSignalBlocker(self._quiet):
            self._quiet.setChecked(bool(fields.quiet[0]))
        for part, moment in zip((self._from, self._until), fields.quiet, strict=True):
            if moment and part.findText(moment) < 0:
                part.addItem(moment)
            if moment:
                part.setCurrentText(moment)
        for code, text in face.kinds:
            box = self._kinds.get(code)
            if box is None:
                box = self._kinds[code] = QCheckBox()
                named(box, f"kind_{code}")
                box.setMinimumHeight(32)
                self._kind_box.addWidget(box)
            box.setText(text)
            box.setAccessibleName(text)
            box.setChecked(code not in fields.off)
        self._enable()

    def show_saved(self, text: str, good: bool, busy: bool) -> None:
        self._state.setText(text)
        set_property(self._state, "role", "good" if good else "bad")
        self._save.setEnabled(not busy)

    def _enable(self) -> None:
        for code, way in self._ways.items():
            self._where[code].setEnabled(way.isChecked())
        for part in (self._from, self._until):
            part.setEnabled(self._quiet.isChecked())

    def fields(self) -> WishFields:
        quiet = ("", "")
        if self._quiet.isChecked():
            quiet = (self._from.currentText(), self._until.currentText())
        return WishFields(
            channels=tuple(code for code, way in self._ways.items() if way.isChecked()),
            off=tuple(code for code, box in self._kinds.items() if not box.isChecked()),
            quiet=quiet,
            email=self._where["EMAIL"].text(),
            number=self._where["SMS"].text(),
            wecom_user=self._where["WECOM"].text(),
        )
