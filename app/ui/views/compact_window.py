"""The small window: 360 × 120, always on top, moved by dragging it; never takes the keyboard by itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.compact import CompactFace
from app.ui.theme import Look, px
from app.ui.views.gauges import Dot
from app.ui.views.parts import ElidedLabel, IconButton, label, named, row, set_property

WIDTH, HEIGHT = 360, 120
EDGE = 24


class CompactWindow(QFrame):
    acted = Signal(str)  # action of the keyboard's catalogue
    leave = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._tone = look, "away"
        self._shortcuts: list[QShortcut] = []
        named(self, "compactWindow")
        self.setProperty("compact", True)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self._dot = Dot(look)
        self._state, self._time = label("strong"), label("body2")
        self._call_time = label("title")
        self._name, self._detail = ElidedLabel("title"), ElidedLabel("secondary")
        for part, name in (
            (self._state, "compactState"),
            (self._time, "compactTime"),
            (self._call_time, "compactCallTime"),
            (self._name, "compactName"),
            (self._detail, "compactDetail"),
        ):
            named(part, name)
        self._buttons = {
            "answer": IconButton(look, "phone", "answer", "on_accent", 18),
            "hold": IconButton(look, "pause", "", "text", 18),
            "mute": IconButton(look, "mic-off", "", "text", 18),
            "hang_up": IconButton(look, "phone-down", "danger", "on_accent", 18),
        }
        self._big = IconButton(look, "home", "", "text", 18)
        self._place()
        self._wire()

    def _place(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 10, 10)
        box.setSpacing(4)
        box.addLayout(row(self._dot, self._state, self._time, 1, self._call_time))
        who = row(self._name, self._detail, spacing=10)
        who.setStretch(1, 1)
        box.addLayout(who)
        box.addStretch(1)
        bar = row(*self._buttons.values(), self._big, spacing=6)
        for at in range(5):
            bar.setStretch(at, 1)
        box.addLayout(bar)

    def _wire(self) -> None:
        said = Sayings(self)
        for action, button in self._buttons.items():
            named(button, f"compact_{action}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.acted.emit(a))
        named(self._big, "compact_leave")
        self._big.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._big.clicked.connect(self.leave)
        for button, text in (
            (self._buttons["answer"], "Answer"),
            (self._buttons["hold"], "Hold or resume"),
            (self._buttons["mute"], "Mute or unmute"),
            (self._buttons["hang_up"], "Hang up"),
            (self._big, "Whole window"),
        ):
            said.say(button.setAccessibleName, text)
            said.say(button.setToolTip, text)
        said.say(self.setWindowTitle, "Seatline")
        said.say(self.setAccessibleName, "Seatline, small window")
        self._look.changed.connect(self.update)
        self._look.scaled.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(px(WIDTH), px(HEIGHT))

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Action → keys, for while this window has the keyboard."""
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self._shortcuts = []
        for action, text in keys.items():
            if text:
                made = QShortcut(QKeySequence(text), self)
                made.setAutoRepeat(False)
                made.activated.connect(lambda a=action: self.acted.emit(a))
                self._shortcuts.append(made)

    def show_at(self, window: QWidget) -> None:
        """In the upper right corner of the window's screen, or where it was left."""
        if not self.property("placed"):
            screen = window.screen() or QGuiApplication.primaryScreen()
            area = screen.availableGeometry()
            self.move(area.right() - self.width() - EDGE, area.top() + EDGE)
            self.setProperty("placed", True)
        self.show()
        self.raise_()

    # --- showing -----------------------------------------------------------------------------

    def show_face(self, face: CompactFace) -> None:
        self._tone = face.tone
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
        if face.ringing and self.isVisible():
            QApplication.alert(self, 0)
        self.update()

    def show_times(self, state_time: str, call_time: str) -> None:
        self._time.setText(state_time)
        self._call_time.setText(call_time)

    # --- moving ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self.windowHandle()
        if event.button() == Qt.MouseButton.LeftButton and handle.startSystemMove():
            return
        self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grip: QPoint | None = getattr(self, "_grip", None)
        if grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - grip)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.leave.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():  # closed by the person: the work goes on in the whole window
            event.ignore()
            self.leave.emit()
            return
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, 5, self.height()), self._look.color(self._tone))
        painter.end()
