"""Language, colours, size of the text."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.theme import Look
from app.ui.views.parts import label, named, row
from app.ui.views.settings_parts import Section, combo

LANGUAGES = (("zh", "简体中文"), ("en", "English"))
MODES = ("system", "light", "dark", "contrast")
LEAST, MOST, STEP = 100, 200, 10


class LookSettings(Section):
    language_chosen = Signal(str)
    mode_chosen = Signal(str)
    scale_chosen = Signal(int)  # per cent

    def __init__(self, look: Look) -> None:
        super().__init__(look, "globe")
        said = Sayings(self)
        say = said.say
        self._language = combo(said, "languageCombo", "Language")
        for code, name in LANGUAGES:
            self._language.addItem(name, code)
        self._mode = combo(said, "themeCombo", "Look")
        for mode in MODES:
            self._mode.addItem("", mode)
        say(self.heading.setText, "Language and look")
        say(self.add(self._language).setText, "Language")
        say(self.add(self._mode).setText, "Look")
        say(lambda text: self._mode.setItemText(0, text), "As the computer")
        say(lambda text: self._mode.setItemText(1, text), "Light")
        say(lambda text: self._mode.setItemText(2, text), "Dark")
        say(lambda text: self._mode.setItemText(3, text), "High contrast")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        named(self._slider, "textSizeSlider")
        self._slider.setRange(LEAST // STEP, MOST // STEP)
        self._slider.setPageStep(1)
        self._slider.setMinimumHeight(36)
        self._percent = label("strong")
        named(self._percent, "textSizePercent")
        self._percent.setMinimumWidth(48)
        both = QWidget()
        both.setLayout(row(self._slider, self._percent, spacing=12))
        say(self.add(both).setText, "Size of the text")
        say(self._slider.setAccessibleName, "Size of the text")
        self._language.activated.connect(lambda: self.language_chosen.emit(self._language.currentData()))
        self._mode.activated.connect(lambda: self.mode_chosen.emit(self._mode.currentData()))
        self._slider.valueChanged.connect(self._moved)
        self._slider.sliderReleased.connect(self._emit)

    def show_choices(self, language: str, mode: str, percent: int) -> None:
        self._language.setCurrentIndex(self._language.findData(language))
        self._mode.setCurrentIndex(self._mode.findData(mode))
        with QSignalBlocker(self._slider):
            self._slider.setValue(percent // STEP)
        self._percent.setText(tr("{percent} %", percent=percent))

    def _moved(self, value: int) -> None:
        self._percent.setText(tr("{percent} %", percent=value * STEP))
        if not self._slider.isSliderDown():  # by keys; the mouse first lets go, the slider grows under it
            self._emit()

    def _emit(self) -> None:
        self.scale_chosen.emit(self._slider.value() * STEP)
