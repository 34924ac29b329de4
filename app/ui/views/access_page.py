"""Leave to see private data: what one asked for, what waits for one's decision; the chosen one beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.access import TIMES_MIN, AccessFace, AccessRow
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.ask_access import time_said
from app.ui.views.filter_builder import fill
from app.ui.views.page_parts import DetailCard, Facts, ListPage, Switch
from app.ui.views.parts import ActionButton, Chip, ElidedLabel, IconButton, label, named, row, show
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList


class AccessDetail(DetailCard):
    decide = Signal(str, bool, int, str)  # request, granted, minutes, note
    withdraw = Signal(str)
    open_customer = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "accessDetail", "lock")
        self._row: AccessRow | None = None
        self._name, self._state = ElidedLabel("heading"), Chip("hold")
        self._left = label("clock")
        named(self._left, "accessLeft")
        self._reason = label("", wrap=True, selectable=True)
        self._facts = Facts(6)
        self._open = IconButton(look, "user", "")
        named(self._open, "openAccessCustomer")
        self._time_head, self._time = label("strong"), QuietCombo()
        named(self._time, "grantTime")
        self._note = QLineEdit()
        named(self._note, "decisionNote")
        self._note.setMaxLength(200)
        self._refuse = IconButton(look, "x", "")
        named(self._refuse, "refuseAccess")
        self._grant = ActionButton(look, "check", "", "primary")
        named(self._grant, "grantAccess")
        self._withdraw = ConfirmButton()
        named(self._withdraw, "withdrawAccess")
        for button in (self._open, self._refuse, self._withdraw):
            button.setMinimumHeight(40)
        self._deciding = QWidget()
        inside = row(self._refuse, 1, self._grant)
        self._deciding.setLayout(inside)
        self.box.addLayout(row(self._name, self._state, 1))
        self.box.addWidget(self._left)
        self.box.addWidget(self._reason)
        self.box.addSpacing(4)
        self.box.addLayout(self._facts)
        self.box.addWidget(self._open)
        self.box.addStretch(1)
        self.box.addWidget(self._time_head)
        self.box.addWidget(self._time)
        self.box.addWidget(self._note)
        self.box.addWidget(self._deciding)
        self.box.addLayout(row(self._withdraw, 1))
        self._grant.clicked.connect(lambda: self._decide(True))
        self._refuse.clicked.connect(lambda: self._decide(False))
        self._withdraw.confirmed.connect(lambda: self._row and self.withdraw.emit(self._row.request_id))
        self._open.clicked.connect(lambda: self._row and self.open_customer.emit(self._row.customer_id))
        said = Sayings(self)
        said.say(self.empty.text.setText, "Choose a request to see what it is about.")
        said.say(self._open.setText, "Open file")
        said.say(self._time_head.setText, "For how long")
        said.say(self._time.setAccessibleName, "For how long")
        said.say(self._note.setPlaceholderText, "Note for whoever asked (may stay empty)")
        said.say(self._note.setAccessibleName, "Note for whoever asked (may stay empty)")
        said.say(self._grant.set_word, "Allow")
        said.say(self._refuse.setText, "Refuse")
        said.say(self._say_withdraw, "Take back")

    def _say_withdraw(self, word: str) -> None:
        self._withdraw.set_words(word, tr("Really take it back?"))

    def _decide(self, grant: bool) -> None:
        if self._row is not None:
            minutes = int(self._time.currentData() or self._row.minutes)
            self.decide.emit(self._row.request_id, grant, minutes, self._note.text())

    def show_row(self, shown: AccessRow | None, face: AccessFace) -> None:
        another = shown is None or self._row is None or shown.request_id != self._row.request_id
        if another:
            self._withdraw.reset()
            self._note.clear()
        if shown is not None:
            times = sorted({*TIMES_MIN, shown.minutes})
            chosen = str(shown.minutes) if another else str(self._time.currentData() or shown.minutes)
            fill(self._time, tuple((str(m), time_said(m)) for m in times), chosen)
        self._row = shown
        self.show_there(shown is not None)
        if shown is None:
            return
        self._name.setText(shown.customer)
        self._state.set(shown.state, shown.tone)
        self._left.setText(shown.left)
        show(self._left, bool(shown.left))
        self._reason.setText(shown.reason)
        self._facts.show_facts(
            (
                (tr("Asked by"), shown.who),
                (tr("Asked at"), shown.exact),
                (tr("For"), time_said(shown.minutes)),
                (tr("Decision"), shown.decided),
            )
        )
        show(self._open, bool(shown.customer_id))
        for part in (self._time_head, self._time, self._note, self._deciding):
            show(part, shown.can_decide)
        show(self._withdraw, shown.can_withdraw)
        free = not face.busy and not face.offline
        for part in (self._grant, self._refuse, self._withdraw):
            part.setEnabled(free)


class AccessPage(ListPage):
    which = Signal(str)

    def __init__(self, look: Look) -> None:
        self.rows = RowsList(look, "accessList", "lock", "Leave to see")
        self.detail = AccessDetail(look)
        self.switch = Switch("access", ("DECIDE", "MINE"))
        super().__init__(look, "accessPage", self.rows, self.detail, self.switch)
        self._chosen = ""
        self._face: AccessFace | None = None
        self.rows.chosen.connect(self._choose)
        self.rows.reload.connect(self.reload)
        self.switch.chosen.connect(self.which)
        said = Sayings(self)
        said.say(self.heading.setText, "Leave to see private data")
        said.say(self.reload_button.setText, "Reload")
        said.say(self.switch.buttons["DECIDE"].setText, "To decide")
        said.say(self.switch.buttons["MINE"].setText, "Mine")

    def show_access(self, face: AccessFace) -> None:
        self._face = face
        self.switch.show_chosen(face.which)
        show(self.switch, face.both)
        if not any(each.request_id == self._chosen for each in face.rows):
            self._chosen = face.rows[0].request_id if face.rows else ""
        self.rows.show_rows([_cells(each) for each in face.rows], False, self._chosen)
        self.rows.show_state(face.state, face.text)
        self._show_detail()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_detail()

    def _show_detail(self) -> None:
        face = self._face
        if face is not None:
            found = next((each for each in face.rows if each.request_id == self._chosen), None)
            self.detail.show_row(found, face)


def _cells(each: AccessRow) -> RowCells:
    return RowCells(
        key=each.request_id,
        icon="lock",
        tone=each.tone,
        name=each.customer,
        below_name=each.who,
        middle=each.state,
        below_middle=each.reason,
        right=each.asked,
        below_right=each.left,
        tip="\n".join(part for part in (each.exact, each.customer, each.who, each.reason) if part),
        middle_tone=each.tone if each.open or each.left else "text",
    )
