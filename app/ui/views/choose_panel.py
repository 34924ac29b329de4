"""To whom the call goes: a field, the list, and the two ways: at once or after a word.

It floats over the customer's file, so that nothing moves; the field has the keyboard, Escape gives it back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.pages import ListState
from app.ui.presenters.targets import TargetRow
from app.ui.presenters.transfer_face import ChooseFace, Purpose
from app.ui.theme import Look, px
from app.ui.views.call_bar import BarButton, Fit
from app.ui.views.parts import ElidedLabel, EmptyState, named, row, set_property, show
from app.ui.views.target_panel import TargetPanel

MOST_HEIGHT = 420


class ChoosePanel(TargetPanel):
    blind = Signal(object)  # TargetRow
    consult = Signal(object)
    ask_in = Signal(object)
    reload = Signal()

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(look, over, "closeChooseButton", "targetField", "targetList")
        self._purpose = Purpose.TRANSFER
        self._face: ChooseFace | None = None
        self._top = 0
        named(self, "choosePanel")
        named(self._title, "chooseTitle")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._empty = EmptyState(look, "people")
        self._empty.title.hide()
        named(self._empty.button, "targetsRetry")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        self._said = ElidedLabel("secondary")
        named(self._said, "chooseState")
        self._blind = BarButton(look, "transfer", "Ctrl+Enter")
        self._consult = BarButton(look, "phone", "Enter", "primary")
        self._ask_in = BarButton(look, "phone-plus", "Enter", "primary")
        for button, name in (
            (self._blind, "blindButton"),
            (self._consult, "consultButton"),
            (self._ask_in, "askInButton"),
        ):
            named(button, name)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 12, 12)
        box.setSpacing(8)
        box.addLayout(row(self._title, 1, self._close))
        field_row = QHBoxLayout()
        field_row.setContentsMargins(0, 0, 4, 0)
        field_row.addWidget(self.field)
        box.addLayout(field_row)
        box.addWidget(self._pages, 1)
        foot = row(self._said, self._blind, self._consult, self._ask_in)
        foot.setStretch(0, 1)
        foot.setContentsMargins(0, 0, 4, 0)
        box.addLayout(foot)
        self._wire()
        over.installEventFilter(self)
        self.hide()

    def _wire(self) -> None:
        self._blind.clicked.connect(lambda: self._emit(self.blind))
        self._consult.clicked.connect(lambda: self._emit(self.consult))
        self._ask_in.clicked.connect(lambda: self._emit(self.ask_in))
        self._list.chosen.connect(self._show_buttons)
        self._empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self.field.setPlaceholderText, "Name, department, extension or number")
        said.say(self.field.setAccessibleName, "Name, department, extension or number")
        said.say(self._blind.set_word, "Transfer now")
        said.say(self._ask_in.set_word, "Call in")
        said.say(self._empty.button.setText, "Try again")

    # --- showing -------------------------------------------------------------------------------

    def show_choice(self, face: ChooseFace | None, typed: str) -> None:
        if face is None:
            self.leave()
            return
        opens = not self.isVisible() or face.purpose is not self._purpose
        self._purpose, self._face = face.purpose, face
        self._title.setText(face.title)
        self.setAccessibleName(face.title)
        self._list.show_rows(face.rows, choose_first=True)
        self._pages.setCurrentWidget(self._list if face.state is ListState.ROWS else self._empty)
        self._empty.text.setText(face.text)
        show(self._empty.button, face.state is ListState.ERROR)
        if opens:
            self.field.setText(typed)
            self.place()
            self.appear()
        self._show_buttons()

    def _show_buttons(self) -> None:
        face = self._face
        if face is None:
            return
        chosen = self._list.current()
        here = self._pages.currentWidget() is self._list
        may = here and chosen is not None and not chosen.why_not and not face.busy
        transfers = face.purpose is not Purpose.CONFERENCE
        self._consult.set_word(tr("Hold and call") if face.purpose is Purpose.CALL else tr("Ask first"))
        for button, there in (
            (self._blind, transfers),
            (self._consult, transfers),
            (self._ask_in, not transfers),
        ):
            show(button, there)
            button.setEnabled(may)
            button.fit(Fit.KEY if self.width() > px(560) else Fit.WORD)
        why_not = chosen.why_not if chosen is not None and here else ""
        self._said.setText(face.problem or face.busy or why_not)
        set_property(self._said, "role", "bad" if face.problem else "secondary")

    def place(self) -> None:
        """From the lower edge of the call area, as wide as it, over what lies below."""
        area = self._over
        top = self._top
        on_window = area.mapTo(area.window(), QPoint(0, top)).y()
        room = min(area.height() - top, area.window().height() - on_window) - px(16)
        self.setGeometry(px(16), top, max(0, area.width() - px(32)), max(px(220), min(px(MOST_HEIGHT), room)))

    def set_top(self, top: int) -> None:
        self._top = top
        if self.isVisible():
            self.place()

    # --- keys ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def key(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and control and self._purpose is not Purpose.CONFERENCE:
            self._click(self._blind)
            return True
        return super().key(event)

    def enter(self) -> None:
        self._click(self._ask_in if self._purpose is Purpose.CONFERENCE else self._consult)

    def _click(self, button: BarButton) -> None:
        if button.isEnabled():
            button.click()

    def _emit(self, signal: SignalInstance) -> None:
        chosen: TargetRow | None = self._list.current()
        if chosen is not None:
            signal.emit(chosen)
