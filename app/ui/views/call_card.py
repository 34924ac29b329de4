"""The call card: always at the same place, its buttons too. It turns into the offer when a call comes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.i18n import Sayings, tr
from app.ui.presenters.call_face import CallClock, CallFace
from app.ui.presenters.desk import Stage
from app.ui.presenters.recording import RecordingFace
from app.ui.theme import Look
from app.ui.views.call_bar import BarButton, CallBar
from app.ui.views.dial_pad import DialPad
from app.ui.views.gauges import TimeRing
from app.ui.views.parts import Chip, ElidedLabel, IconLabel, label, named, row, set_property, show
from app.ui.views.recording_sign import RecordingSign

LEVEL_TONES = {"VIP": "wrapup", "GOLD": "hold", "SILVER": "away"}
STAGE_ICONS = {
    Stage.IDLE: "headset",
    Stage.OFFER: "bell",
    Stage.DIALLING: "phone",
    Stage.ANSWERING: "phone",
    Stage.TALKING: "phone",
    Stage.HELD: "pause",
    Stage.WRAP_UP: "note",
}


class CallCard(QFrame):
    answer = Signal()
    decline = Signal()
    hold = Signal()
    mute = Signal()
    transfer = Signal()
    conference = Signal()
    hang_up = Signal()
    digits = Signal(str)
    dial = Signal()  # the key pad while nobody is on the phone
    go_ready = Signal()
    painted = Signal(str)  # call_id: the card with this call has been painted

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._tone = look, "away"
        self._stage = Stage.IDLE
        self._call_id = ""
        self._to_report = ""
        self._dials = False
        named(self, "callCard")
        self.setProperty("card", True)
        self._build()
        self._wire()
        look.changed.connect(self.update)

    def _build(self) -> None:
        self._name = ElidedLabel("name")
        named(self._name, "callerName")
        self._level = Chip("wrapup")
        named(self._level, "callerLevel")
        self._number = label("body2", selectable=True)
        named(self._number, "callerNumber")
        self._queue = ElidedLabel("body2")
        named(self._queue, "callQueue")
        self._detail = ElidedLabel("")
        named(self._detail, "callDetail")
        self._icon = IconLabel(self._look, "headset", "away", 20)
        self._status = label("strong")
        named(self._status, "callStatus")
        self.recording = RecordingSign(self._look)
        self._time = label("clock")
        named(self._time, "callTime")
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._ring = TimeRing(self._look, "ready")
        named(self._ring, "offerTimeLeft")

        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(row(self._name, self._level, 1, spacing=12))
        left.addLayout(row(self._number, self._queue, 1, spacing=16))
        left.addWidget(self._detail)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(row(1, self._icon, self._status, spacing=6))
        right.addWidget(self._time)
        right.addLayout(row(1, self.recording, spacing=0))
        right.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(left, 1)
        head.addLayout(right)
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignTop)

        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(24, 14, 20, 16)
        self._box.setSpacing(8)
        self._box.addLayout(head, 1)
        self._box.addWidget(self._make_bar())
        self.setFixedHeight(184)

    def _make_bar(self) -> CallBar:
        look = self._look
        self._answer = BarButton(look, "phone", "F2", "answer")
        self._hold = BarButton(look, "pause", "F3")
        self._mute = BarButton(look, "mic-off", "F4")
        self._transfer = BarButton(look, "transfer", "F5")
        self._conference = BarButton(look, "people", "F6")
        self._digits = BarButton(look, "keypad", "Ctrl+D", icon_only=True)
        self._ready = BarButton(look, "check", "", "primary")
        self._decline = BarButton(look, "x", "")
        self._hang_up = BarButton(look, "phone-down", "F8", "danger")
        for button, name in (
            (self._answer, "answerButton"),
            (self._hold, "holdButton"),
            (self._mute, "muteButton"),
            (self._transfer, "transferButton"),
            (self._conference, "conferenceButton"),
            (self._digits, "digitsButton"),
            (self._ready, "goReadyButton"),
            (self._decline, "declineButton"),
            (self._hang_up, "hangUpButton"),
        ):
            named(button, name)
        self._pad = DialPad(self._look, self)
        said = Sayings(self)  # answer, hold, mute and the key pad change their words: see _show_buttons
        said.say(self._transfer.set_word, "Transfer")
        said.say(self._conference.set_word, "Conference")
        said.say(self._ready.set_word, "Go ready")
        said.say(self._decline.set_word, "Decline")
        said.say(self._hang_up.set_word, "Hang up")
        said.say(self.setAccessibleName, "Call")
        self._left = (
            self._answer,
            self._hold,
            self._mute,
            self._transfer,
            self._conference,
            self._digits,
        )
        self._right = (self._ready, self._decline, self._hang_up)
        self._bar = CallBar(self._left, self._right)
        return self._bar

    def _wire(self) -> None:
        self._answer.clicked.connect(self.answer)
        self._hold.clicked.connect(self.hold)
        self._mute.clicked.connect(self.mute)
        self._transfer.clicked.connect(self.transfer)
        self._conference.clicked.connect(self.conference)
        self._ready.clicked.connect(self.go_ready)
        self._decline.clicked.connect(self.decline)
        self._hang_up.clicked.connect(self.hang_up)
        self._digits.clicked.connect(self.open_pad)
        self._pad.pressed.connect(self.digits)

    # --- showing -----------------------------------------------------------------------------

    def show_call(self, face: CallFace) -> None:
        """Laid out once, when all of it has changed."""
        self._box.setEnabled(False)
        try:
            self._show_face(face)
        finally:
            self._box.setEnabled(True)
            self._box.invalidate()
            self._box.activate()

    def _show_face(self, face: CallFace) -> None:
        idle = face.stage is Stage.IDLE
        if face.stage is Stage.OFFER and face.call_id != self._call_id:
            self._to_report = face.call_id
        if face.call_id != self._call_id or not face.buttons.digits:
            self._pad.close_pad()
        self._stage, self._tone, self._call_id = face.stage, face.tone, face.call_id
        set_property(self._name, "role", "heading" if idle else "name")
        self._name.setText(face.name)
        self._level.set(face.level_word, LEVEL_TONES.get(face.level, "away"))
        for part, text in (
            (self._number, face.number),
            (self._queue, face.queue),
            (self._detail, face.detail),
        ):
            part.setText(text)
            show(part, bool(text))
        set_property(self._detail, "role", "body2" if idle else "")
        self._status.setText(face.status)
        set_property(self._status, "tone", face.tone)
        self._icon.set(STAGE_ICONS[face.stage], face.tone)
        show(self._icon, bool(face.status))
        show(self._ring, face.stage is Stage.OFFER)
        self._show_buttons(face)
        self.update()

    def _show_buttons(self, face: CallFace) -> None:
        buttons, held = face.buttons, face.stage is Stage.HELD
        for button, there in (
            (self._answer, buttons.answer),
            (self._hold, (buttons.hold or buttons.resume) and not buttons.busy),
            (self._mute, buttons.mute),
            (self._transfer, buttons.transfer and not buttons.busy),
            (self._conference, buttons.conference and not buttons.busy),
            (self._digits, buttons.digits or buttons.dial),
            (self._hang_up, buttons.hang_up),
            (self._decline, buttons.decline and not buttons.busy),
        ):
            button.setEnabled(there)
        self._dials = buttons.dial
        self._answer.set_word(face.answer_word)
        self._answer.reserve(tr("Answer"))
        self._hold.reserve(tr("Hold"), tr("Resume"))
        self._mute.reserve(tr("Mute"), tr("Unmute"))
        self._hold.set_word(tr("Resume") if held else tr("Hold"))
        self._hold.set_icon("play" if held else "pause")
        self._hold.set_kind("on" if held else "")
        self._mute.set_word(tr("Unmute") if face.muted else tr("Mute"))
        self._mute.set_icon("mic" if face.muted else "mic-off")
        self._mute.set_kind("on" if face.muted else "")
        self._digits.only_icon(not (buttons.dial and face.stage is Stage.IDLE))
        self._digits.set_word(tr("Dial a number") if buttons.dial else tr("Keypad"))
        offer = face.stage is Stage.OFFER
        right = [self._decline] if offer else [self._ready] if buttons.go_ready else [self._hang_up]
        self._bar.show_only((*self._left, *right))

    def show_recording(self, face: RecordingFace) -> None:
        self.recording.show_recording(face)

    def narrow(self, narrow: bool) -> None:
        """The bar looks for itself how much of its buttons fits."""
        self._bar.fit()

    def show_clock(self, clock: CallClock) -> None:
        if self._time.text() != clock.time:
            self._time.setText(clock.time)
        if self._stage is Stage.OFFER:
            tone = "trouble" if clock.left_s <= 5 else "ready"
            self._ring.set(str(clock.left_s), clock.left_fraction, tone)

    @property
    def pad_button(self) -> BarButton:
        """Where the dialling panel opens."""
        return self._digits

    def open_pad(self) -> None:
        """In a call its keys are sent as digits; else somebody is to be called."""
        if self._dials:
            self.dial.emit()
        elif self._digits.isEnabled():
            self._pad.toggle_at(self._digits)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 5, self.height()), self._look.color(self._tone))
        painter.end()
        if self._to_report:
            reported, self._to_report = self._to_report, ""
            self.painted.emit(reported)
