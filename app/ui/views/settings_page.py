"""Settings in four pages: sound and phone, keys, look, this computer.

Built when they are first shown: signing in does not wait for them. What was shown before is shown then.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.presenters.computer import ComputerFace
from app.ui.presenters.devices import DevicesFace, TestFace
from app.ui.presenters.keys import KeysFace
from app.ui.presenters.notice_wishes import WishesFace
from app.ui.theme import Look, text_scale
from app.ui.views.parts import named
from app.ui.views.scaling import rescale
from app.ui.views.settings_computer import AboutSettings, ComputerSettings
from app.ui.views.settings_keys import GlobalKeysSettings, PageKeysSettings, WindowKeysSettings
from app.ui.views.settings_look import LookSettings
from app.ui.views.settings_notices import NoticeSettings
from app.ui.views.settings_parts import Column
from app.ui.views.settings_sound import SoundSettings

SECTIONS = ("sound", "keys", "look", "notices", "computer")


class SettingsPage(QWidget):
    built = Signal()  # the sections are there: now they can be wired
    section_shown = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: dict[str, Callable[[], None]] = {}  # the last of each kind, for when it is built
        self._is_built = False
        named(self, "settingsPage")
        self.setProperty("page", True)
        self._pages = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._tab_bar())
        box.addWidget(self._pages, 1)

    def build(self) -> None:
        if self._is_built:
            return
        self._is_built = True
        look = self._look
        self.sound = SoundSettings(look)
        self.window_keys, self.global_keys = WindowKeysSettings(look), GlobalKeysSettings(look)
        self.page_keys = PageKeysSettings(look)
        self.look = LookSettings(look)
        self.notices = NoticeSettings(look)
        self.computer, self.about = ComputerSettings(look), AboutSettings(look)
        for cards in (
            (self.sound,),
            (self.global_keys, self.window_keys, self.page_keys),
            (self.look,),
            (self.notices,),
            (self.computer, self.about),
        ):
            self._pages.addWidget(Column(*cards))
        self._pages.setCurrentIndex(0)
        self.built.emit()
        for show in self._shown.values():
            show()
        if text_scale() != 1.0:
            rescale(self._pages)

    def showEvent(self, event: QShowEvent) -> None:
        self.build()
        super().showEvent(event)

    def _tab_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", True)
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(24, 0, 16, 0)
        tabs.setSpacing(24)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        said = Sayings(self)
        for name in SECTIONS:
            tab = QPushButton()
            named(tab, f"settingsTab_{name}")
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            tab.clicked.connect(lambda _=False, n=name: self.show_section(n))
            self._group.addButton(tab)
            self._tabs[name] = tab
            tabs.addWidget(tab)
        tabs.addStretch(1)
        said.say(self._tabs["sound"].setText, "Sound and phone")
        said.say(self._tabs["keys"].setText, "Keys")
        said.say(self._tabs["look"].setText, "Look")
        said.say(self._tabs["notices"].setText, "Notices")
        said.say(self._tabs["computer"].setText, "This computer")
        said.say(self.setAccessibleName, "Settings")
        self._tabs["sound"].setChecked(True)
        return bar

    def show_section(self, name: str) -> None:
        self.build()
        self._tabs[name].setChecked(True)
        self._pages.setCurrentIndex(SECTIONS.index(name))
        self.section_shown.emit(name)

    # --- what the presenters show ----------------------------------------------------------------

    def _show(self, kind: str, show: Callable[[], None]) -> None:
        self._shown[kind] = show
        if self._is_built:
            show()

    def show_choices(self, language: str, mode: str, percent: int = 100) -> None:
        self._show("choices", lambda: self.look.show_choices(language, mode, percent))

    def show_server(self, company: str, address: str, version: str, server_version: str) -> None:
        self._show("server", lambda: self.about.show_server(company, address, version, server_version))

    def show_devices(self, face: DevicesFace) -> None:
        self._show("devices", lambda: self.sound.show_devices(face))

    def show_levels(self, input_fraction: float, output_fraction: float) -> None:
        if self._is_built and self.isVisible():
            self.sound.show_levels(input_fraction, output_fraction)

    def show_test(self, face: TestFace) -> None:
        self._show("test", lambda: self.sound.show_test(face))

    def show_keys(self, face: KeysFace) -> None:
        def show() -> None:
            self.window_keys.show_keys(face)
            self.global_keys.show_keys(face)
            self.page_keys.show_keys(face)

        self._show("keys", show)

    def show_key_problem(self, action_id: str, text: str) -> None:
        if self._is_built:
            part = self.global_keys if action_id.startswith("global_") else self.window_keys
            part.show_key_problem(action_id, text)

    def show_wishes(self, face: WishesFace) -> None:
        self._show("wishes", lambda: self.notices.show_wishes(face))

    def show_saved(self, text: str, good: bool, busy: bool) -> None:
        self._show("saved", lambda: self.notices.show_saved(text, good, busy))

    def show_computer(self, face: ComputerFace) -> None:
        self._show("computer", lambda: self.computer.show_computer(face))
