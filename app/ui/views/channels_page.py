"""The ways to the outside: a card for each with how it fares, what it lacks, and a test message."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.channels import ChannelRow, ChannelsFace
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.page_parts import Facts
from app.ui.views.parts import (
    Card,
    Chip,
    ElidedLabel,
    EmptyState,
    IconButton,
    IconLabel,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)

WIDEST, FIELD_WIDTH = 860, 420
ICONS = {"ready": "check", "trouble": "warning", "away": "info", "hold": "clock"}


class ChannelCard(Card):
    test = Signal(str, str)  # channel, to whom

    def __init__(self, look: Look, channel_id: str) -> None:
        super().__init__(margin=16, spacing=8)
        named(self, f"channel_{channel_id}")
        self._id = channel_id
        self._icon = IconLabel(look, "info", "secondary", 16)
        self._kind, self._name, self._state = label("title"), ElidedLabel("secondary"), Chip("away")
        self._lacks = label("bad", wrap=True, selectable=True)
        self._why = label("body2", wrap=True)
        self._facts = Facts(5)
        self._to, self._test = QLineEdit(), IconButton(look, "send", "")
        named(self._to, f"testTo_{channel_id}")
        named(self._test, f"testChannel_{channel_id}")
        self._to.setMaxLength(200)
        self._to.setMinimumHeight(36)
        self._test.setMinimumHeight(36)
        self._said = label("good", wrap=True)
        named(self._said, f"tested_{channel_id}")
        head = row(self._icon, self._kind, self._name, self._state, spacing=8)
        head.setStretch(2, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._lacks)
        self.body.addLayout(self._facts)
        self.body.addWidget(self._why)
        self._trial = QWidget()
        line = row(self._to, self._test, 1, spacing=8)
        self._to.setMaximumWidth(FIELD_WIDTH)
        line.setStretch(0, 100)
        line.setContentsMargins(0, 0, 0, 0)
        self._trial.setLayout(line)
        self.body.addWidget(self._trial)
        self.body.addWidget(self._said)
        self._test.clicked.connect(self._ask)
        self._to.returnPressed.connect(self._ask)

    def _ask(self) -> None:
        self.test.emit(self._id, self._to.text())

    def show_row(self, face: ChannelRow, busy: bool, offline: bool, tested: tuple[str, bool]) -> None:
        self._icon.set(ICONS.get(face.tone, "info"), face.tone)
        self._kind.setText(face.kind)
        self._name.setText(face.name)
        self._state.set(face.state, face.tone)
        self._lacks.setText(face.lacks)
        set_property(self._lacks, "role", "bad" if face.tone == "trouble" else "secondary")
        show(self._lacks, bool(face.lacks))
        self._facts.show_facts(
            (
                (tr("Signed as") if face.signs else tr("Goes to"), face.where),
                (tr("Last handed over"), face.last_sent or tr("never yet")),
                (tr("Last failure"), face.last_failed),
                (tr("Waiting"), str(face.waiting) if face.waiting else ""),
                (tr("Secrets set"), face.secrets),
            )
        )
        self._why.setText(face.why)
        show(self._why, bool(face.why))
        self.setToolTip(face.tip)
        self.setAccessibleName(
            ", ".join(part for part in (face.kind, face.name, face.state, face.lacks) if part)
        )
        show(self._trial, face.can_test)
        show(self._to, bool(face.asks))
        self._to.setPlaceholderText(face.asks)
        self._to.setAccessibleName(face.asks)
        self._test.setText(tr("Send a test message"))
        self._test.setEnabled(not busy and not offline)
        text, good = tested
        self._said.setText(text)
        set_property(self._said, "role", "good" if good else "bad")
        show(self._said, bool(text))


class ChannelsPage(QWidget):
    test = Signal(str, str)
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "channelsPage")
        self.setProperty("page", True)
        self._cards: dict[str, ChannelCard] = {}
        self._heading, self._hint = label("heading"), label("secondary", wrap=True)
        self._reload = IconButton(look, "refresh", "quiet", "secondary")
        named(self._reload, "channelsReload")
        self._reload.setFixedSize(36, 36)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._list)
        column.addWidget(self._hint)
        column.addStretch(1)
        centre = QWidget()
        around = row(inner, spacing=0)
        around.setStretch(0, 100)
        around.addStretch(1)
        around.setContentsMargins(16, 0, 16, 16)
        centre.setLayout(around)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(centre)
        self.empty = EmptyState(look, "send")
        self.empty.title.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.empty)
        head = row(self._heading, 1, self._reload)
        head.setContentsMargins(16, 12, 16, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(head)
        box.addWidget(self._pages, 1)
        self._reload.clicked.connect(self.reload)
        self.empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self._heading.setText, "Ways to the outside")
        said.say(
            self._hint.setText,
            "Channels are set up on the server: seatline admin channel. Their secrets are never shown.",
        )
        said.say(self._reload.setToolTip, "Reload")
        said.say(self._reload.setAccessibleName, "Reload")
        said.say(self.empty.button.setText, "Try again")
        said.say(self.setAccessibleName, "Channels")

    def show_channels(self, face: ChannelsFace) -> None:
        self._pages.setCurrentIndex(0 if face.state is ListState.ROWS else 1)
        self.empty.text.setText(face.text)
        show(self.empty.button, face.state is ListState.ERROR)
        names = [each.channel_id for each in face.rows]
        if names != list(self._cards):
            clear(self._list)
            self._cards = {}
            for name in names:
                card = self._cards[name] = ChannelCard(self._look, name)
                card.test.connect(self.test)
                self._list.addWidget(card)
        which, text, good = face.tested
        for each in face.rows:
            tested = (text, good) if each.channel_id == which else ("", True)
            self._cards[each.channel_id].show_row(each, bool(face.busy), face.offline, tested)
