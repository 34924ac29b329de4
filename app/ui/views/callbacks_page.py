"""Promised call-backs: who waits to be called, and what was tried; the chosen one beside the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.ui.i18n import Sayings, tr
from app.ui.presenters.callbacks import CallbackRow, CallbacksFace
from app.ui.theme import Look
from app.ui.views.page_parts import DetailCard, Facts, ListPage, Switch
from app.ui.views.parts import ActionButton, Chip, ElidedLabel, label, named, row
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList

LEVEL_TONES = {"VIP": "wrapup", "GOLD": "hold", "SILVER": "away"}


class CallbackDetail(DetailCard):
    call = Signal(str)
    cancel = Signal(str)
    open_customer = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "callbackDetail", "calendar")
        self._row: CallbackRow | None = None
        self._name, self._level, self._number = ElidedLabel("heading"), Chip("wrapup"), label("body2")
        named(self._name, "callbackName")
        self._facts = Facts(8)
        self._why = label("secondary", wrap=True)
        named(self._why, "callbackHint")
        self._call = ActionButton(look, "call-back", "", "primary")
        named(self._call, "callNowButton")
        self._open = QPushButton()
        named(self._open, "openCallbackCustomer")
        self._open.setMinimumHeight(36)
        self._cancel = ConfirmButton()
        named(self._cancel, "cancelCallbackButton")
        self.box.addLayout(row(self._name, self._level, 1))
        self.box.addWidget(self._number)
        self.box.addSpacing(4)
        self.box.addLayout(self._facts)
        self.box.addStretch(1)
        self.box.addWidget(self._why)
        self.box.addWidget(self._open)
        self.box.addLayout(row(self._cancel, 1, self._call))
        self._call.clicked.connect(lambda: self._row and self.call.emit(self._row.callback_id))
        self._cancel.confirmed.connect(lambda: self._row and self.cancel.emit(self._row.callback_id))
        self._open.clicked.connect(lambda: self._row and self.open_customer.emit(self._row.customer_id))
        said = Sayings(self)
        said.say(self.empty.text.setText, "Choose a call-back to see what was promised.")
        said.say(self._call.set_word, "Call back now")
        said.say(self._call.setToolTip, "Your phone rings, then the customer's; his number is not shown")
        said.say(self._open.setText, "Open customer file")
        said.say(self._keep_words, "Cancel call-back")

    def _keep_words(self, word: str) -> None:
        self._cancel.set_words(word, tr("He will not be called?"))

    def show_row(self, shown: CallbackRow | None, face: CallbacksFace) -> None:
        if self._row is not None and (shown is None or shown.callback_id != self._row.callback_id):
            self._cancel.reset()  # the question was about another one
        self._row = shown
        self.show_there(shown is not None)
        if shown is None:
            return
        self._name.setText(shown.name)
        self._level.set(shown.level_word, LEVEL_TONES.get(shown.level, "away"))
        self._number.setText(shown.number)
        self._facts.show_facts(
            (
                (tr("Queue"), shown.queue),
                (tr("Promised"), shown.exact),
                (tr("Waits for"), shown.waited),
                (tr("State"), shown.first),
                (tr("Last try"), shown.second),
                (tr("Reserved for"), tr("you") if shown.mine else ""),
            )
        )
        busy = bool(face.busy)
        self._why.setText(face.why_not if shown.open else "")
        self._call.setVisible(shown.open)
        self._call.setEnabled(face.can_call and not busy)
        self._cancel.setVisible(shown.open)
        self._cancel.setEnabled(not busy)
        self._open.setEnabled(bool(shown.customer_id))


class CallbacksPage(ListPage):
    more = Signal()
    which = Signal(str)

    def __init__(self, look: Look) -> None:
        self.rows = RowsList(look, "callbacksList", "calendar", "Call-backs")
        self.detail = CallbackDetail(look)
        self.switch = Switch("callbacks", ("OPEN", "ENDED"))
        super().__init__(look, "callbacksPage", self.rows, self.detail, self.switch)
        self._chosen = ""
        self._face: CallbacksFace | None = None
        self.rows.chosen.connect(self._choose)
        self.rows.opened.connect(self._open)
        self.rows.near_end.connect(self.more)
        self.rows.reload.connect(self.reload)
        self.switch.chosen.connect(self.which)
        said = Sayings(self)
        said.say(self.heading.setText, "Call-backs")
        said.say(self.reload_button.setText, "Reload")
        said.say(self.switch.buttons["OPEN"].setText, "Still open")
        said.say(self.switch.buttons["ENDED"].setText, "Ended")

    def show_callbacks(self, face: CallbacksFace) -> None:
        self._face = face
        self.switch.show_chosen(face.which)
        self.summary.setText(tr("They are called by themselves, in turn.") if face.which == "OPEN" else "")
        if not any(each.callback_id == self._chosen for each in face.rows):
            self._chosen = face.rows[0].callback_id if face.rows else ""
        self.rows.show_rows([_cells(each) for each in face.rows], face.more, self._chosen)
        self.rows.show_state(face.state, face.text)
        self._show_detail()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_detail()

    def _open(self, key: str) -> None:
        found = self._row(key)
        if found is not None and found.customer_id:
            self.detail.open_customer.emit(found.customer_id)

    def _row(self, key: str) -> CallbackRow | None:
        rows = self._face.rows if self._face else ()
        return next((each for each in rows if each.callback_id == key), None)

    def _show_detail(self) -> None:
        if self._face is not None:
            self.detail.show_row(self._row(self._chosen), self._face)


def _cells(each: CallbackRow) -> RowCells:
    waited = tr("waits {time}", time=each.waited) if each.waited else ""
    return RowCells(
        key=each.callback_id,
        icon="call-back" if each.open else "check",
        tone="hold" if each.late else "accent" if each.open else "secondary",
        name=each.name,
        below_name=each.number,
        middle=each.first,
        below_middle=" · ".join(part for part in (each.second, each.queue) if part),
        right=each.promised,
        below_right=waited,
        tip="\n".join(part for part in (each.exact, each.name, each.first, each.second) if part),
        chip=each.level_word or (tr("for you") if each.mine else ""),
        chip_tone=LEVEL_TONES.get(each.level, "accent"),
    )
