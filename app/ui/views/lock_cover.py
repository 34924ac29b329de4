"""What is seen while the window is locked: whose it is, the telephone's buttons, a field for the password.

It lies over the whole window; ``Curtain`` takes everything else off the screen and brings it back as it was.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.compact import CompactFace
from app.ui.presenters.lock import LockFace
from app.ui.theme import Look, px
from app.ui.views.gauges import Dot
from app.ui.views.parts import Card, ElidedLabel, IconButton, IconLabel, label, named, row, set_property, show
from app.ui.views.sign_in_window import Message

CARD_WIDTH, LOW = 376, 520


class LockedPhone(QFrame):
    """The call without a word of whose it is, and what can be done with it. The small window's face."""

    acted = Signal(str)  # action of the keyboard's catalogue

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "lockedPhone")
        self._dot = Dot(look)
        self._state, self._time, self._call_time = label("strong"), label("body2"), label("title")
        self._name, self._detail = ElidedLabel("title"), ElidedLabel("secondary")
        named(self._name, "lockedCall")
        named(self._state, "lockedState")
        self._buttons = {
            "answer": IconButton(look, "phone", "answer", "on_accent", 18),
            "hold": IconButton(look, "pause", "", "text", 18),
            "mute": IconButton(look, "mic-off", "", "text", 18),
            "hang_up": IconButton(look, "phone-down", "danger", "on_accent", 18),
        }
        for action, button in self._buttons.items():
            named(button, f"locked_{action}")
            button.setMinimumHeight(px(40))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.acted.emit(a))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row(self._dot, self._state, self._time, 1, self._call_time))
        who = row(self._name, self._detail, spacing=10)
        who.setStretch(1, 1)
        box.addLayout(who)
        bar = row(*self._buttons.values())
        for place in range(len(self._buttons)):
            bar.setStretch(place, 1)
        box.addLayout(bar)
        said = Sayings(self)
        for action, word in (("answer", "Answer"), ("hang_up", "Hang up")):
            said.say(self._buttons[action].setAccessibleName, word)
            said.say(self._buttons[action].setToolTip, word)

    def show_face(self, face: CompactFace) -> None:
        self._dot.set(face.tone)
        self._state.setText(face.state)
        set_property(self._state, "tone", face.tone)
        self._name.setText(face.name)
        self._detail.setText(face.detail)
        for action, possible in (
            ("answer", face.answer_possible),
            ("hold", face.hold_possible),
            ("mute", face.mute_possible),
            ("hang_up", face.hang_up_possible),
        ):
            self._buttons[action].setEnabled(possible)
        for action, on, word in (
            ("hold", face.held, tr("Resume") if face.held else tr("Hold")),
            ("mute", face.muted, tr("Unmute") if face.muted else tr("Mute")),
        ):
            set_property(self._buttons[action], "kind", "on" if on else "")
            self._buttons[action].setToolTip(word)
            self._buttons[action].setAccessibleName(word)
        self._buttons["hold"].set_icon("play" if face.held else "pause", "hold" if face.held else "text")
        self._buttons["mute"].set_icon("mic-off", "hold" if face.muted else "text")

    def show_times(self, state_time: str, call_time: str) -> None:
        self._time.setText(state_time)
        self._call_time.setText(call_time)


class LockCover(QWidget):
    unlock = Signal(str)
    sign_out = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        named(self, "lockCover")
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.phone = LockedPhone(look)
        self._title, self._name, self._text = label("heading"), label("body2"), label("secondary", wrap=True)
        named(self._name, "lockedName")
        self._password, self._unlock, self._out = QLineEdit(), QPushButton(), QPushButton()
        named(self._password, "unlockField")
        named(self._unlock, "unlockButton")
        named(self._out, "lockedSignOut")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setMinimumHeight(px(36))
        self._unlock.setProperty("kind", "primary")
        self._out.setProperty("kind", "quiet")
        for button in (self._unlock, self._out):
            button.setMinimumHeight(px(36))
        self._problem = Message(look, "error", "lockProblem")
        self._place(look)
        self._password.returnPressed.connect(self._try)
        self._unlock.clicked.connect(self._try)
        self._out.clicked.connect(self.sign_out)
        self.setFocusProxy(self._password)
        say = Sayings(self).say
        say(self._title.setText, "Locked")
        say(self._text.setText, "Your calls go on. Type your password to see the window again.")
        say(self._password.setPlaceholderText, "Password")
        say(self._password.setAccessibleName, "Password")
        say(self._unlock.setText, "Unlock")
        say(self._out.setText, "Sign out")
        say(self.setAccessibleName, "The window is locked")
        self.hide()

    def _place(self, look: Look) -> None:
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card = Card(margin=16, spacing=8)
        card.setMaximumWidth(px(CARD_WIDTH))
        card.body.addWidget(self._password)
        card.body.addWidget(self._problem)
        card.body.addWidget(self._unlock)
        calls = Card(margin=16, spacing=8)
        calls.setMaximumWidth(px(CARD_WIDTH))
        calls.body.addWidget(self.phone)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(8)
        box.addStretch(1)
        self._icon = IconLabel(look, "lock", "accent", 40)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._name):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._text)
        box.addSpacing(8)
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(8)
        for part in (calls, card):
            line = row(1, part, 1)
            line.setStretch(1, 100)
            self._cards.addLayout(line, 1)
        box.addLayout(self._cards)
        box.addWidget(self._out, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)

    def show_lock(self, face: LockFace) -> None:
        self._name.setText(face.name)
        self._problem.show_text(face.problem)
        self._password.setEnabled(face.may_try)
        self._unlock.setEnabled(face.may_try)
        self._out.setEnabled(not face.why_not_out)
        self._out.setToolTip(face.why_not_out)

    def empty_field(self) -> None:
        self._password.clear()

    def fit(self) -> None:
        """Over the whole window; with large text in a low one the cards stand side by side."""
        low, ways = self._window.height() < px(LOW), QBoxLayout.Direction
        self._cards.setDirection(ways.LeftToRight if low else ways.TopToBottom)
        show(self._icon, not low)
        self.setGeometry(self._window.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing that is pressed here reaches the window behind."""
        event.accept()

    def _try(self) -> None:
        self.unlock.emit(self._password.text())


class Curtain(QObject):
    """Takes everything of ``window`` but the cover off the screen, other windows of ours with it."""

    def __init__(self, window: QWidget, cover: LockCover) -> None:
        super().__init__(window)
        self._window, self._cover = window, cover
        self._drawn = False
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None

    def draw(self, but: QWidget | None) -> None:
        """``but``: a window of ours that stays, since it shows nothing private by itself."""
        if self._drawn:
            return
        self._drawn, self._focus = True, self._window.focusWidget()
        inside = self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        beside = [each for each in QApplication.topLevelWidgets() if each not in (self._window, but)]
        for widget in (*inside, *beside):
            if widget is self._cover:
                continue
            if not widget.isWindow():
                widget.installEventFilter(self)
            if widget.isVisible() or (not widget.isWindow() and not widget.isHidden()):
                self._hidden += [] if widget.windowType() == Qt.WindowType.Popup else [widget]
                widget.hide()
        self._cover.fit()
        self._cover.show()
        self._cover.raise_()
        self._cover.setFocus()

    def lift(self) -> None:
        if not self._drawn:
            return
        self._drawn = False
        self._cover.hide()
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            widget.show()
        if self._focus is not None:
            self._focus.setFocus()
        self._focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What appears meanwhile (a sentence about the call) lies behind the cover."""
        if self._drawn and event.type() in (QEvent.Type.Show, QEvent.Type.ZOrderChange):
            self._cover.raise_()
        return super().eventFilter(watched, event)
