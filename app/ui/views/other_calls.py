"""Small cards for the calls beside the one on the call card: one that waits, and those on hold."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.other_calls import OtherCallsFace, SmallCall, SmallClock
from app.ui.theme import Look
from app.ui.views.call_bar import BarButton, Fit
from app.ui.views.gauges import TimeRing
from app.ui.views.parts import Chip, ElidedLabel, IconLabel, clear, label, named, row, set_property, show
from app.ui.views.scaling import rescale

HEIGHT = 64
SETTLE_MS = 500  # a click this soon was meant for what lay there before


class SmallCard(QFrame):
    take = Signal(str)
    end = Signal(str)

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__()
        self._kind, self._key = kind, ""
        named(self, f"{kind}Call")
        waiting = kind == "waiting"
        self.setProperty("urgent", waiting)
        self.setProperty("floating" if waiting else "card", True)
        self._icon = IconLabel(look, "bell" if waiting else "pause", "ready" if waiting else "hold", 20)
        self._name, self._detail = ElidedLabel("strong"), ElidedLabel("secondary")
        named(self._name, f"{kind}CallName")
        self._status = Chip("ready" if waiting else "hold")
        named(self._status, f"{kind}CallStatus")
        self._ring = TimeRing(look, "ready", 40)
        self._time = label("strong")
        named(self._time, f"{kind}CallTime")
        self._take = BarButton(
            look, "phone" if waiting else "play", "F2" if waiting else "F7", "answer" if waiting else ""
        )
        self._end = BarButton(look, "x" if waiting else "phone-down", "", icon_only=True)
        named(self._take, "answerSecondButton" if waiting else "takeUpButton")
        named(self._end, "declineSecondButton" if waiting else "endHeldButton")
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addLayout(row(self._name, self._status, 1))
        text.addWidget(self._detail)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 12, 8)
        box.setSpacing(12)
        box.addWidget(self._icon)
        box.addLayout(text, 1)
        box.addWidget(self._ring if waiting else self._time)
        box.addWidget(self._take)
        box.addWidget(self._end)
        self.setFixedHeight(HEIGHT)
        self._take.clicked.connect(lambda: self.take.emit(self._key))
        self._end.clicked.connect(lambda: self.end.emit(self._key))

    def show_call(self, call: SmallCall, short: bool = False) -> None:
        """``short``: several side by side."""
        self._key = call.key
        self._name.setText(call.name)
        self._detail.setText(call.detail)
        self._status.set(call.status, call.tone)
        gone = call.kind == "gone"
        if self._kind == "held":
            self._icon.set("phone-down" if gone else "pause", call.tone)
        show(self._take, not gone)
        show(self._end, not gone)
        show(self._time, not gone and self._kind == "held")
        self._take.set_word(call.action_word)
        self._take.fit(Fit.ICON if short else Fit.KEY)
        self._end.set_word(tr("Decline") if self._kind == "waiting" else tr("Hang up this call"))
        self._take.setEnabled(call.enabled)
        self._end.setEnabled(call.enabled)
        set_property(self._name, "tone", "away" if gone else "")
        if self._kind == "waiting":
            self._take.setToolTip(tr("Answer; the other call is put on hold  (F2)"))
        self.setAccessibleName(f"{call.status} {call.name} {call.detail}")

    def show_clock(self, clock: SmallClock) -> None:
        if clock.key != self._key:
            return
        if self._time.text() != clock.time:
            self._time.setText(clock.time)
        self._ring.set(clock.time, clock.left_fraction)


class WaitingCall(SmallCard):
    """Floats over what lies under the call card; a click before it has been seen is none of its own."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(look, "waiting")
        self.setParent(over)
        self._settled = False
        self._call: SmallCall | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._settle)
        self.hide()

    def show_waiting(self, call: SmallCall | None) -> None:
        before, self._call = self._call, call
        if call is None:
            self.hide()
            return
        if before is None or before.key != call.key:
            self._settled = False
            self._timer.start()
        self.show_call(call)
        self._take.setEnabled(call.enabled and self._settled)
        self._end.setEnabled(call.enabled and self._settled)
        self.show()
        self.raise_()

    def _settle(self) -> None:
        self._settled = True
        if self._call is not None:
            self.show_waiting(self._call)


class HeldCalls(QWidget):
    """A row of its own under the call card."""

    take = Signal(str)
    end = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "heldCalls")
        self._cards: list[SmallCard] = []
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self.setFixedHeight(HEIGHT)
        self.hide()
        Sayings(self).say(self.setAccessibleName, "Calls on hold")

    def show_others(self, face: OtherCallsFace) -> None:
        if len(face.held) != len(self._cards):
            clear(self._box)
            self._cards = [SmallCard(self._look, "held") for _ in face.held]
            for card in self._cards:
                card.take.connect(self.take)
                card.end.connect(self.end)
                self._box.addWidget(card, 1)
            rescale(self)  # they came after the text was given its size
        for card, call in zip(self._cards, face.held, strict=True):
            card.show_call(call, short=len(face.held) > 1)
        show(self, bool(face.held))

    def show_clocks(self, clocks: tuple[SmallClock, ...]) -> None:
        for card in self._cards:
            for clock in clocks:
                card.show_clock(clock)
