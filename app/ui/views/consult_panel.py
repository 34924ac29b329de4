"""While she consults: customer, herself, whom she asks; lines say who hears whom; and what she can do now."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.transfer_face import ConsultFace, PersonFace
from app.ui.theme import Look, px
from app.ui.views.call_bar import BarButton, CallBar
from app.ui.views.parts import Card, ElidedLabel, IconLabel, label, named, row, set_property, show

PERSON_HEIGHT = 60


class PersonCard(QFrame):
    def __init__(self, look: Look, name: str, icon: str) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("person", "quiet")
        self._icon = IconLabel(look, icon, "secondary", 20)
        self._name, self._detail = ElidedLabel("strong"), ElidedLabel("secondary")
        named(self._name, f"{name}Name")
        self._state = label("secondary")
        named(self._state, f"{name}State")
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._name)
        self._detail.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )  # gives way first
        below = row(self._state, self._detail, spacing=8)
        below.setStretch(1, 1)
        text.addLayout(below)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 6, 12, 6)
        box.setSpacing(10)
        box.addWidget(self._icon)
        box.addLayout(text, 1)
        self.setFixedHeight(PERSON_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_person(self, face: PersonFace, icon: str) -> None:
        self._name.setText(face.name)
        self._detail.setText(face.detail)
        self._state.setText(face.state)
        set_property(self._state, "tone", face.tone)
        self._icon.set(icon, face.tone)
        set_property(self, "person", "on" if face.hears else "quiet")
        self.setAccessibleName(f"{face.name} {face.state}")


class HearingLine(QWidget):
    """A whole line where two hear each other, a broken one where they do not."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._hears = look, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(px(56), px(PERSON_HEIGHT))

    def set(self, hears: bool) -> None:
        if hears != self._hears:
            self._hears = hears
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, end = self.height() // 2, self.width() - px(6)
        tone = "talking" if self._hears else "disabled"
        pen = QPen(self._look.color(tone), px(2) if self._hears else 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if not self._hears:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(px(6), y, end, y)
        if self._hears:
            for tip, way in ((px(6), 1), (end, -1)):
                for side in (-1, 1):
                    painter.drawLine(QPoint(tip, y), QPoint(tip + way * px(6), y + side * px(5)))
        painter.end()


class ConsultPanel(Card):
    complete = Signal()
    swap = Signal()
    join = Signal()
    cancel = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=16, spacing=10)
        named(self, "consultPanel")
        self._customer = PersonCard(look, "consultCustomer", "user")
        self._me = PersonCard(look, "consultMe", "headset")
        self._target = PersonCard(look, "consultTarget", "phone")
        self._left, self._right = HearingLine(look), HearingLine(look)
        people = row(self._customer, self._left, self._me, self._right, self._target, spacing=0)
        for index, stretch in ((0, 10), (2, 6), (4, 10)):
            people.setStretch(index, stretch)
        self._complete = BarButton(look, "transfer", "F5", "primary")
        self._join = BarButton(look, "people", "F6")
        self._swap = BarButton(look, "swap", "F7")
        self._cancel = BarButton(look, "x", "")
        for button, name in (
            (self._complete, "completeButton"),
            (self._swap, "swapButton"),
            (self._join, "joinButton"),
            (self._cancel, "cancelConsultButton"),
        ):
            named(button, name)
        self._hint = ElidedLabel("secondary")
        named(self._hint, "consultHint")
        self._bar = CallBar((self._complete, self._join, self._swap), (self._cancel,), self._hint)
        self.body.addLayout(people)
        self.body.addWidget(self._bar)
        self._complete.clicked.connect(self.complete)
        self._swap.clicked.connect(self.swap)
        self._join.clicked.connect(self.join)
        self._cancel.clicked.connect(self.cancel)
        said = Sayings(self)
        said.say(self._join.set_word, "All three")
        said.say(self._swap.set_word, "Switch")
        said.say(self._cancel.set_word, "Back to the customer")
        said.say(self.setAccessibleName, "Consultation")
        self.hide()

    def show_consult(self, face: ConsultFace | None) -> None:
        show(self, face is not None)
        if face is None:
            return
        self._customer.show_person(face.customer, "user" if face.customer.hears else "pause")
        self._me.show_person(face.me, "headset")
        self._target.show_person(face.target, _target_icon(face))
        self._left.set(face.customer.hears)
        self._right.set(face.target.hears)
        self._complete.set_word(face.complete_word)
        self._complete.setEnabled(not face.busy)
        self._cancel.setEnabled(not face.busy)
        for button in (self._swap, self._join):
            button.setEnabled(face.answered and not face.busy)
        self._hint.setText(face.hint)
        self._bar.fit()


def _target_icon(face: ConsultFace) -> str:
    if not face.answered:
        return "bell"
    return "phone" if face.target.hears else "pause"
