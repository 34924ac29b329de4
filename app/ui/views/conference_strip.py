"""Those who take part in a conference: a small card each, with what can be done about her."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from app.ui.i18n import Sayings, tr
from app.ui.presenters.conference import ConferenceFace, PartyFace
from app.ui.theme import Look, px
from app.ui.views.call_bar import BarButton, Fit
from app.ui.views.parts import Card, ElidedLabel, IconButton, IconLabel, label, named, row, set_property, show
from app.ui.views.scaling import rescale

CARD_WIDTH, CARD_HEIGHT, SIDE = 250, 56, 36
_ICONS = {"customer": "user", "agent": "headset", "outside": "phone", "supervisor": "shield"}


class PartyCard(QFrame):
    acted = Signal(str, str)  # leg, what

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._face: PartyFace | None = None
        self.setProperty("person", "quiet")
        self._icon = IconLabel(look, "user", "secondary", 20)
        self._name, self._state = ElidedLabel("strong"), ElidedLabel("secondary")
        self._buttons: dict[str, IconButton] = {}
        for what, icon, tone in (
            ("mute", "mic-off", "secondary"),
            ("unmute", "mic", "hold"),
            ("hold", "pause", "secondary"),
            ("resume", "play", "hold"),
            ("drop", "phone-down", "trouble"),
        ):
            button = IconButton(look, icon, "quiet", tone)
            button.setFixedSize(SIDE, SIDE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, w=what: self._emit(w))
            self._buttons[what] = button
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._name)
        text.addWidget(self._state)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 4, 4, 4)
        box.setSpacing(2)
        box.addWidget(self._icon)
        box.addSpacing(8)
        box.addLayout(text, 1)
        for button in self._buttons.values():
            box.addWidget(button)
        self.setFixedHeight(CARD_HEIGHT)

    def show_party(self, face: PartyFace, may_act: bool) -> None:
        self._face = face
        named(self, f"party_{face.leg_id}")
        self._name.setText(face.name)
        self._state.setText("  ".join(part for part in (face.state, face.detail) if part))
        set_property(self._state, "tone", face.tone)
        self._icon.set(_ICONS.get(face.kind, "user"), face.tone)
        talks = not face.mine and not face.rings
        there = {
            "mute": talks and not face.muted and not face.held,
            "unmute": talks and face.muted and not face.held,
            "hold": talks and not face.held,
            "resume": talks and face.held,
            "drop": not face.mine,
        }
        words = {
            "mute": tr("Mute {name}", name=face.name),
            "unmute": tr("Let {name} speak", name=face.name),
            "hold": tr("Put {name} on hold", name=face.name),
            "resume": tr("Take {name} back", name=face.name),
            "drop": tr("Stop calling {name}", name=face.name)
            if face.rings
            else tr("Take {name} out of the call", name=face.name),
        }
        for what, button in self._buttons.items():
            named(button, f"{what}_{face.leg_id}")
            show(button, there[what])
            button.setEnabled(may_act and not face.busy)
            button.setToolTip(words[what])
            button.setAccessibleName(words[what])
        self.setAccessibleName(f"{face.name} {face.state}")

    def _emit(self, what: str) -> None:
        if self._face is not None:
            self.acted.emit(self._face.leg_id, what)


class ConferenceStrip(Card):
    acted = Signal(str, str)
    add = Signal()
    leave = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=12, spacing=8)
        self._look = look
        named(self, "conferenceStrip")
        self._title = label("title")
        named(self._title, "conferenceTitle")
        self._add = BarButton(look, "phone-plus", "F6")
        self._leave = BarButton(look, "leave", "")
        named(self._add, "addPartyButton")
        named(self._leave, "leaveButton")
        self._cards: list[PartyCard] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.body.addLayout(row(self._title, 1, self._add, self._leave))
        self.body.addLayout(self._grid)
        self._add.clicked.connect(self.add)
        self._leave.clicked.connect(self.leave)
        said = Sayings(self)
        said.say(self._add.set_word, "Call in")
        said.say(self._leave.set_word, "Leave, the others go on")
        said.say(self.setAccessibleName, "Conference")
        self.hide()

    def show_conference(self, face: ConferenceFace | None) -> None:
        show(self, face is not None)
        if face is None:
            return
        self._title.setText(face.title)
        while len(self._cards) < len(face.parties):
            card = PartyCard(self._look)
            card.acted.connect(self.acted)
            self._cards.append(card)
            self._grid.addWidget(card, 0, 0)
            rescale(self)  # it came after the text was given its size
        for index, card in enumerate(self._cards):
            there = index < len(face.parties)
            if there:
                card.show_party(face.parties[index], face.may_act)
            show(card, there)
        self._add.setEnabled(face.may_act)
        self._leave.setEnabled(face.may_leave and face.may_act)
        self._arrange(len(face.parties))

    def _arrange(self, count: int) -> None:
        columns = max(1, min(count, 3, (self.width() - 24) // px(CARD_WIDTH)))
        for index, card in enumerate(self._cards):
            if index < count:
                self._grid.addWidget(card, index // columns, index % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for button in (self._add, self._leave):
            button.fit(Fit.KEY if self.width() > px(520) else Fit.ICON)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(sum(1 for card in self._cards if not card.isHidden()))
