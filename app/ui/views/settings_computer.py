"""This computer: notifications, start with the system, telephone links, log; server, about."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox

from app.ui.i18n import Sayings, tr
from app.ui.presenters.computer import ComputerFace
from app.ui.theme import Look
from app.ui.views.parts import ElidedLabel, IconButton, label, named, row, show
from app.ui.views.settings_parts import Section, combo


class ComputerSettings(Section):
    notifications_chosen = Signal(bool)
    autostart_chosen = Signal(bool)
    links_chosen = Signal(bool)
    lock_chosen = Signal(int)  # minutes, 0: never
    bundle_wanted = Signal()
    first_steps_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "home")
        self._notify, self._autostart, self._links = QCheckBox(), QCheckBox(), QCheckBox()
        self._hint = label("secondary", wrap=True)
        named(self._hint, "computerHint")
        self._bundle = IconButton(look, "box")
        self._steps = IconButton(look, "info")
        said = Sayings(self)
        said.say(self.heading.setText, "This computer")
        for box, name, text, signal in (
            (
                self._notify,
                "notificationsCheck",
                "Tell me of calls over other programs",
                self.notifications_chosen,
            ),
            (self._autostart, "autostartCheck", "Start Seatline with the computer", self.autostart_chosen),
            (self._links, "linksCheck", "Open telephone links (tel:, sip:) with Seatline", self.links_chosen),
        ):
            named(box, name)
            box.setMinimumHeight(32)
            said.say(box.setText, text)
            said.say(box.setAccessibleName, text)
            box.toggled.connect(signal)
            self.body.addWidget(box)
        self._lock = combo(said, "lockMinutes", "Lock the window")
        self._lock.activated.connect(lambda at: self.lock_chosen.emit(self._lock.itemData(at)))
        self._lock_name = label()
        said.say(self._lock_name.setText, "Lock the window when nobody is there")
        self.body.addLayout(row(self._lock_name, self._lock, 1, spacing=12))
        self.body.addWidget(self._hint)
        named(self._bundle, "logBundleButton")
        named(self._steps, "firstStepsButton")
        said.say(self._bundle.setText, "Log for support…")
        said.say(self._bundle.setToolTip, "What happened on this computer, without numbers and names")
        said.say(self._steps.setText, "First steps…")
        said.say(self._steps.setToolTip, "Go through headset, test call and keys again")
        self.body.addLayout(row(self._bundle, self._steps, 1))
        self._bundle.clicked.connect(self.bundle_wanted)
        self._steps.clicked.connect(self.first_steps_wanted)

    def show_computer(self, face: ComputerFace) -> None:
        for box, on, possible in (
            (self._notify, face.notifications, True),
            (self._autostart, face.autostart, face.autostart_possible),
            (self._links, face.links, face.links_possible),
        ):
            with QSignalBlocker(box):
                box.setChecked(on)
            box.setEnabled(possible)
        self._show_lock(face)
        self._hint.setText(face.hint)
        show(self._hint, bool(face.hint))

    def _show_lock(self, face: ComputerFace) -> None:
        with QSignalBlocker(self._lock):
            self._lock.clear()
            for minutes, text in face.lock_minutes:
                self._lock.addItem(text, minutes)
            self._lock.setCurrentIndex(max(0, self._lock.findData(face.lock_chosen)))


class AboutSettings(Section):
    def __init__(self, look: Look) -> None:
        super().__init__(look, "server")
        self._address = ElidedLabel()
        named(self._address, "serverAddress")
        self._company, self._version = ElidedLabel(), ElidedLabel()
        self._about = label("secondary", wrap=True)
        self._about.setOpenExternalLinks(False)
        say = Sayings(self).say
        say(self.heading.setText, "Server and about")
        say(self.add(self._company).setText, "Company")
        say(self.add(self._address).setText, "Server")
        say(self.add(self._version).setText, "Version")
        self.body.addWidget(self._about)
        say(
            self._about.setText,
            "Seatline is free software under the GNU General Public License, version 3 or later. "
            "It comes without any warranty.",
        )

    def show_server(self, company: str, address: str, version: str, server_version: str) -> None:
        self._company.setText(company)
        self._address.setText(address)
        self._version.setText(
            tr("Desktop {desktop}, server {server}", desktop=version, server=server_version)
        )
