"""Settings: language, look, sound devices with their levels, another phone, the server, about."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.devices import Choice, DevicesFace
from app.ui.theme import Look
from app.ui.views.gauges import LevelMeter
from app.ui.views.parts import Card, ElidedLabel, IconLabel, label, named, row

COLUMN_WIDTH = 720
LANGUAGES = (("zh", "简体中文"), ("en", "English"))


class Section(Card):
    """A card with a heading and rows of name and field."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(margin=20, spacing=12)
        self.heading = label("title")
        self.body.addLayout(row(IconLabel(look, icon, "accent", 20), self.heading, 1))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(12)
        self.grid.setColumnMinimumWidth(0, 128)
        self.grid.setColumnStretch(1, 1)
        self.body.addLayout(self.grid)

    def add(self, field: QWidget) -> QLabel:
        name = label("body2")
        line = self.grid.rowCount()
        self.grid.addWidget(name, line, 0)
        self.grid.addWidget(field, line, 1)
        return name


class SettingsPage(QWidget):
    language_chosen = Signal(str)
    mode_chosen = Signal(str)
    devices_chosen = Signal(str, str, str)
    other_phone_chosen = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "settingsPage")
        self.setProperty("page", True)
        self._title = label("heading")
        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._title)
        self._said = Sayings(self)
        inner.addWidget(self._sound())
        inner.addWidget(self._appearance())
        inner.addWidget(self._server())
        inner.addStretch(1)
        centre = QWidget()
        side = QHBoxLayout(centre)
        side.setContentsMargins(16, 12, 16, 16)
        side.addStretch(1)
        side.addWidget(column, 100)
        side.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(centre)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroll)
        self._said.say(self._title.setText, "Settings")

    def _combo(self, name: str, spoken: str) -> QComboBox:
        made = QComboBox()
        named(made, name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(16)
        self._said.say(made.setAccessibleName, spoken)  # spoken is said below as a label too
        return made

    def _appearance(self) -> Section:
        section = Section(self._look, "globe")
        self._language = self._combo("languageCombo", "Language")
        for code, name in LANGUAGES:
            self._language.addItem(name, code)
        self._mode = self._combo("themeCombo", "Look")
        for mode in ("system", "light", "dark"):
            self._mode.addItem("", mode)
        say = self._said.say
        say(section.heading.setText, "Language and look")
        say(section.add(self._language).setText, "Language")
        say(section.add(self._mode).setText, "Look")
        say(lambda text: self._mode.setItemText(0, text), "As the computer")
        say(lambda text: self._mode.setItemText(1, text), "Light")
        say(lambda text: self._mode.setItemText(2, text), "Dark")
        self._language.activated.connect(lambda: self.language_chosen.emit(self._language.currentData()))
        self._mode.activated.connect(lambda: self.mode_chosen.emit(self._mode.currentData()))
        return section

    def _sound(self) -> Section:
        section = Section(self._look, "headset")
        self._input = self._combo("microphoneCombo", "Microphone")
        self._output = self._combo("speakerCombo", "Speaker")
        self._ring = self._combo("ringCombo", "Ringing")
        self._input_level, self._output_level = LevelMeter(self._look), LevelMeter(self._look)
        named(self._input_level, "microphoneLevel")
        named(self._output_level, "speakerLevel")
        self._other = QCheckBox()
        named(self._other, "otherPhoneCheck")
        self._problem = label("trouble", wrap=True)
        named(self._problem, "devicesProblem")
        self._hint = label("secondary", wrap=True)
        say = self._said.say
        say(section.heading.setText, "Headset and phone")
        say(section.add(self._with_meter(self._input, self._input_level)).setText, "Microphone")
        say(section.add(self._with_meter(self._output, self._output_level)).setText, "Speaker")
        say(section.add(self._ring).setText, "Ringing")
        section.body.addWidget(self._problem)
        section.body.addWidget(self._other)
        section.body.addWidget(self._hint)
        say(self._other.setText, "I use another phone")
        say(self._other.setAccessibleName, "I use another phone")
        say(
            self._hint.setText,
            "Calls then ring on the SIP phone that is signed in with your number; this window shows the "
            "customer and keeps hold, note and ticket.",
        )
        for combo in (self._input, self._output, self._ring):
            combo.activated.connect(self._chosen)
        self._other.toggled.connect(self.other_phone_chosen)
        return section

    def _with_meter(self, combo: QComboBox, meter: LevelMeter) -> QWidget:
        both = QWidget()
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(combo)
        box.addWidget(meter)
        return both

    def _server(self) -> Section:
        section = Section(self._look, "server")
        self._address = ElidedLabel()
        named(self._address, "serverAddress")
        self._company, self._version = ElidedLabel(), ElidedLabel()
        self._about = label("secondary", wrap=True)
        self._about.setOpenExternalLinks(False)
        say = self._said.say
        say(section.heading.setText, "Server and about")
        say(section.add(self._company).setText, "Company")
        say(section.add(self._address).setText, "Server")
        say(section.add(self._version).setText, "Version")
        section.body.addWidget(self._about)
        say(
            self._about.setText,
            "Seatline is free software under the GNU General Public License, version 3 or later. "
            "It comes without any warranty.",
        )
        return section

    # --- showing -----------------------------------------------------------------------------

    def show_choices(self, language: str, mode: str) -> None:
        self._language.setCurrentIndex(self._language.findData(language))
        self._mode.setCurrentIndex(self._mode.findData(mode))

    def show_server(self, company: str, address: str, version: str, server_version: str) -> None:
        self._company.setText(company)
        self._address.setText(address)
        self._version.setText(
            tr("Desktop {desktop}, server {server}", desktop=version, server=server_version)
        )

    def show_devices(self, face: DevicesFace) -> None:
        for combo, choices, chosen in (
            (self._input, face.inputs, face.input),
            (self._output, face.outputs, face.output),
            (self._ring, face.rings, face.ring),
        ):
            self._fill(combo, choices, chosen)
            combo.setEnabled(not face.other_phone)
        with QSignalBlocker(self._other):
            self._other.setChecked(face.other_phone)
        self._problem.setText(face.problem)
        self._problem.setVisible(bool(face.problem))

    def show_levels(self, input_fraction: float, output_fraction: float) -> None:
        self._input_level.set(input_fraction)
        self._output_level.set(output_fraction)

    def _fill(self, combo: QComboBox, choices: tuple[Choice, ...], chosen: str) -> None:
        wanted = [(choice.text, choice.name) for choice in choices]
        present = [(combo.itemText(i), combo.itemData(i)) for i in range(combo.count())]
        with QSignalBlocker(combo):
            if wanted != present:
                combo.clear()
                for text, name in wanted:
                    combo.addItem(text, name)
                    combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def _chosen(self) -> None:
        self.devices_chosen.emit(
            self._input.currentData() or "", self._output.currentData() or "", self._ring.currentData() or ""
        )
