"""The bar on top, 48 px: my state and its time, the queues, today, search, the connection, my name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.agent import QueueFace, StateFace, TodayFace
from app.ui.presenters.connection import LineFace
from app.ui.theme import Look
from app.ui.views.gauges import Dot
from app.ui.views.notice_bell import NoticeBell
from app.ui.views.parts import Divider, IconButton, IconLabel, clear, label, named, row, set_property, show
from app.ui.views.quality_sign import QualitySign
from app.ui.views.queue_figures import QueueChip

BAR_HEIGHT = 48


class StateButton(QPushButton):
    """Dot, word and time of the state; the menu offers the others."""

    chosen = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "stateButton")
        self.setProperty("kind", "state")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dot = Dot(look)
        self._word, self._time = label("strong"), label("")
        named(self._word, "stateWord")
        named(self._time, "stateTime")
        self._hint = label("secondary")
        named(self._hint, "stateHint")
        self._arrow = IconLabel(look, "chevron-down", "secondary", 16)
        inside = row(self._dot, self._word, self._time, self._hint, self._arrow)
        inside.setContentsMargins(12, 0, 8, 0)
        for part in (self._dot, self._word, self._time, self._hint, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(inside)
        self.setMinimumHeight(36)
        self._menu = QMenu(self)
        named(self._menu, "stateMenu")
        self.clicked.connect(self._open)

    def sizeHint(self):  # type: ignore[no-untyped-def]
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self):  # type: ignore[no-untyped-def]
        return self.sizeHint()

    def show_state(self, face: StateFace) -> None:
        self._dot.set(face.tone)
        self._word.setText(face.word)
        set_property(self._word, "tone", face.tone)
        self._hint.setText(face.hint)
        self._hint.setVisible(bool(face.hint))
        self.setEnabled(face.enabled)
        self.setAccessibleName(f"{tr('My state')}: {face.word}")
        self._menu.clear()
        for choice in face.choices:
            icon = {"READY": "check", "NOT_READY": "coffee", "OFFLINE": "logout"}[choice.state]
            action = QAction(self._look.icon(icon, choice.tone), choice.text, self._menu)
            action.setObjectName(f"state_{choice.state}_{choice.reason}".rstrip("_"))
            action.setEnabled(not choice.chosen)
            action.triggered.connect(lambda _=False, s=choice.state, r=choice.reason: self.chosen.emit(s, r))
            self._menu.addAction(action)
        self.updateGeometry()

    def show_time(self, text: str) -> None:
        if text != self._time.text():
            wider = len(text) != len(self._time.text())
            self._time.setText(text)
            if wider:
                self.updateGeometry()

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class StateBar(QFrame):
    state_chosen = Signal(str, str)
    search_typed = Signal(str)
    search_entered = Signal()
    sign_out = Signal()
    commands = Signal()
    compact = Signal()
    lock = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "stateBar")
        self.setProperty("bar", True)
        self.setFixedHeight(BAR_HEIGHT)
        self.state = StateButton(look)
        self._queues: dict[str, QueueChip] = {}
        self._queue_row = row(spacing=20)
        self._today = label("body2")
        named(self._today, "todayFigures")
        self._waiting = label("secondary")
        named(self._waiting, "outboxCount")
        self._line_dot, self._line = Dot(look), label("body2")
        named(self._line, "connectionLine")
        self.quality = QualitySign(look)
        self.bell = NoticeBell(look)
        self.search = QLineEdit()
        named(self.search, "searchField")
        self.search.setProperty("search", True)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(240)
        self._search_icon = self.search.addAction(
            look.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._me = IconButton(look, "user", "quiet", "secondary")
        named(self._me, "userButton")
        self._me.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._all = QPushButton()
        self._all.setProperty("kind", "keycap")
        named(self._all, "commandsButton")
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._narrow, self._name = False, ""
        self._to_fit, self._needed = False, 0  # px of width that its parts need now
        self._menu = QMenu(self)
        self._small = QAction(self._menu)
        self._small.setObjectName("compactAction")
        self._menu.addAction(self._small)
        self._lock = QAction(self._menu)
        self._lock.setObjectName("lockAction")
        self._menu.addAction(self._lock)
        self._menu.addSeparator()
        self._out = QAction(self._menu)
        self._out.setObjectName("signOutAction")
        self._menu.addAction(self._out)
        self._place()
        self._wire()

    def _place(self) -> None:
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 0, 8, 0)
        box.setSpacing(16)
        box.addWidget(self.state)
        divider = Divider(vertical=True)
        divider.setFixedHeight(20)
        box.addWidget(divider)
        box.addLayout(self._queue_row)
        box.addStretch(1)
        box.addWidget(self._today)
        box.addWidget(self.search, 1)
        box.addWidget(self._all)
        box.addWidget(self._waiting)
        box.addWidget(self.quality)
        box.addLayout(row(self._line_dot, self._line, spacing=6))
        box.addWidget(self.bell)
        box.addWidget(self._me)

    def _wire(self) -> None:
        self.state.chosen.connect(self.state_chosen)
        self.search.textEdited.connect(self.search_typed)
        self.search.returnPressed.connect(self.search_entered)
        self._me.clicked.connect(lambda: self._menu.popup(self._me.mapToGlobal(self._me.rect().bottomLeft())))
        self._out.triggered.connect(self.sign_out)
        self._small.triggered.connect(self.compact)
        self._lock.triggered.connect(self.lock)
        self._all.clicked.connect(self.commands)
        self._look.changed.connect(self._tint)
        said = Sayings(self)
        said.say(self.search.setPlaceholderText, "Find customer")
        said.say(self.search.setAccessibleName, "Find customer by name or number")
        said.say(self.search.setToolTip, "Find customer by name or number  (Ctrl+F)")
        said.say(self._out.setText, "Sign out")
        said.say(self._small.setText, "Small window")
        said.say(self._lock.setText, "Lock the window")
        self.show_commands_key("Ctrl+K")
        said.say(self._all.setAccessibleName, "All commands")
        said.say(self._all.setToolTip, "All commands, colleagues and customers  (Ctrl+K)")
        self._tint()

    def _tint(self) -> None:
        self._search_icon.setIcon(self._look.icon("search", "secondary"))
        self._out.setIcon(self._look.icon("logout", "secondary"))
        self._small.setIcon(self._look.icon("box", "secondary"))
        self._lock.setIcon(self._look.icon("lock", "secondary"))

    def show_user(self, name: str) -> None:
        self._name = name
        self._me.setText(name)
        self._me.setAccessibleName(name)
        self._me.setToolTip(name)

    def show_queues(self, queues: tuple[QueueFace, ...]) -> None:
        if list(self._queues) != [face.queue_id for face in queues]:
            clear(self._queue_row)
            self._queues = {}
            for face in queues:
                self._queues[face.queue_id] = chip = QueueChip(self._look)
                named(chip, f"queue_{face.queue_id}")
                self._queue_row.addWidget(chip)
            self.fit()
        for face in queues:
            self._queues[face.queue_id].show_queue(face)

    def show_today(self, today: TodayFace | None) -> None:
        if today is None:
            self._today.setText("")
            return
        self._today.setText(
            tr("Today {answered} · average {average}", answered=today.answered, average=today.average)
        )
        self._today.setToolTip(
            tr(
                "Calls answered today, average talk time; missed: {missed}",
                missed=today.missed,
            )
        )

    def show_line(self, face: LineFace) -> None:
        self._line_dot.set("ready" if face.good else "trouble")
        self._line.setText(face.text)
        self._waiting.setText(face.waiting)
        show(self._waiting, bool(face.waiting))

    def show_commands_key(self, keys: str) -> None:
        self._all.setText(keys or "…")

    def narrow(self, narrow: bool) -> None:
        """At 1024 px the figures of the day give way."""
        self._narrow = narrow
        self.fit()

    def event(self, event: QEvent) -> bool:
        """A word has become longer or shorter: perhaps something must give way, or may come back."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and not self._to_fit and self._needs() != self._needed:
            self._to_fit = True
            QTimer.singleShot(0, self, self.fit)
        return done

    def _needs(self) -> int:
        layout = self.layout()
        return layout.minimumSize().width() if layout is not None else 0

    def fit(self) -> None:
        """What is least needed gives way until all the rest fits: no word is cut off."""
        self._give_way()
        self._to_fit, self._needed = False, self._needs()

    def _give_way(self) -> None:
        givers: list[tuple[QWidget, bool]] = [(self._today, not self._narrow), (self._line, True)]
        givers += [(chip, True) for chip in reversed(list(self._queues.values()))]
        givers += [(self.search, True)]
        for widget, there in givers:
            show(widget, there)
        self._me.setText(self._name)
        layout = self.layout()
        if layout is None or not self.isVisible():
            return
        for widget, _ in givers:
            layout.invalidate()
            layout.activate()  # also what is inside: hidden parts count no more
            if layout.minimumSize().width() <= self.width():
                return
            if widget is self.search:
                self._me.setText("")
                layout.activate()
                if layout.minimumSize().width() <= self.width():
                    return
            show(widget, False)
