"""What is below the call card while nobody is on the phone: my last calls, each opens its file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.agent import QueueFace
from app.ui.presenters.calls import CallRow
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.calls_list import CallsList
from app.ui.views.parts import Card, clear, label, named, row, set_property


class FigureCard(Card):
    def __init__(self) -> None:
        super().__init__(margin=16, spacing=2)
        self._name, self._figure, self._hint = label("body2"), label("figure"), label("secondary")
        self.body.addWidget(self._name)
        self.body.addLayout(row(self._figure, self._hint, 1, spacing=8))

    def show_figure(self, name: str, figure: str, hint: str, tone: str = "") -> None:
        self._name.setText(name)
        self._figure.setText(figure)
        self._hint.setText(hint)
        set_property(self._figure, "tone", tone)


class IdlePanel(QWidget):
    open_customer = Signal(str)
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "idlePanel")
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(12)
        self._cards: list[FigureCard] = []
        self._queues: tuple[QueueFace, ...] = ()
        self._heading = label("title")
        self.calls = CallsList(look, "recentCalls")
        card = Card(margin=0, spacing=4)
        self._heading.setContentsMargins(16, 12, 16, 4)
        self._heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        card.body.addWidget(self._heading)
        card.body.addWidget(self.calls, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(self._tiles)
        box.addWidget(card, 1)
        self._waiting = ""
        self._ready, self._nobody_ready = "", ""
        said = Sayings(self)
        said.say(self._heading.setText, "My last calls")
        said.say(self._keep_waiting, "in line")
        said.say(self._keep_ready, "{count} ready")
        said.say(self._keep_nobody_ready, "Nobody ready")
        self.calls.opened.connect(self.open_customer)
        self.calls.reload.connect(self.reload)

    def _keep_waiting(self, text: str) -> None:
        self._waiting = text

    def _keep_ready(self, text: str) -> None:
        self._ready = text

    def _keep_nobody_ready(self, text: str) -> None:
        self._nobody_ready = text

    def show_queues(self, queues: tuple[QueueFace, ...]) -> None:
        if len(queues) != len(self._cards):
            clear(self._tiles)
            self._cards = [FigureCard() for _ in queues]
            for card in self._cards:
                self._tiles.addWidget(card, 1)
        for card, face in zip(self._cards, queues, strict=True):
            parts = [self._waiting, face.longest] if face.waiting else [self._waiting]
            hint = " · ".join(p for p in (*parts, self._who_is_ready(face)) if p)
            card.show_figure(face.name, str(face.waiting), hint, "hold" if face.waiting else "")

    def _who_is_ready(self, face: QueueFace) -> str:
        """That nobody is ready matters where somebody waits; while a shift begins it is no news."""
        if face.ready:
            return self._ready.format(count=face.ready)
        return self._nobody_ready if face.waiting else ""

    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None:
        self.calls.show_rows(rows, more)

    def show_state(self, state: ListState, text: str) -> None:
        self.calls.show_state(state, text)
