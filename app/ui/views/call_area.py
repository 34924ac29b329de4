"""The telephone on the desk: call card, calls on hold, consultation or conference; what floats over it.

The card never moves. What comes by itself (a second call) floats; what the agent wants (a consultation) has a
place of its own below the card.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.presenters.other_calls import OtherCallsFace, SmallClock
from app.ui.theme import Look, px
from app.ui.views.call_card import CallCard
from app.ui.views.choose_panel import ChoosePanel
from app.ui.views.conference_strip import ConferenceStrip
from app.ui.views.consult_panel import ConsultPanel
from app.ui.views.other_calls import HeldCalls, WaitingCall
from app.ui.views.parts import named

GAP, EDGE = 12, 16


class Yielding(QStackedWidget):
    """What stands under the call area: it takes the height that is left, however much its text would like."""

    def hasHeightForWidth(self) -> bool:
        return False


class CallArea(QWidget):
    """``over``: the column that it stands in; floating parts are its children."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__()
        named(self, "callArea")
        self._over = over
        self.card = CallCard(look)
        self.held = HeldCalls(look)
        self.consult = ConsultPanel(look)
        self.conference = ConferenceStrip(look)
        self.waiting = WaitingCall(look, over)
        self.choose = ChoosePanel(look, over)
        self.setProperty("scalesItself", True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        for part in (self.card, self.held, self.consult, self.conference):
            box.addWidget(part)

    def show_others(self, face: OtherCallsFace) -> None:
        self.held.show_others(face)
        self.waiting.show_waiting(face.waiting)
        self.place()

    def show_clocks(self, clocks: tuple[SmallClock, ...]) -> None:
        self.held.show_clocks(clocks)
        for clock in clocks:
            self.waiting.show_clock(clock)

    def place(self) -> None:
        """What floats begins below the card; the waiting call at the right, no wider than it needs."""
        below = self.mapTo(self._over, QPoint(0, self.card.height() + GAP))
        width = min(self.width(), px(560))
        self.waiting.setGeometry(
            below.x() + self.width() - width, below.y(), width, self.waiting.minimumHeight()
        )
        self.choose.set_top(below.y())
        if self.waiting.isVisible():
            self.waiting.raise_()

    def event(self, event: QEvent) -> bool:
        """As high as its parts are, whatever else the column would like to show."""
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            self.setFixedHeight(layout.sizeHint().height())
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.place()
