"""What was sent outside: a list with how each stands; beside it why one did not arrive, to be sent again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.outgoing import WHICH, OutgoingFace, OutgoingRow
from app.ui.theme import Look, px
from app.ui.views.page_parts import DETAIL_WIDTH, DetailCard, Facts
from app.ui.views.parts import (
    ActionButton,
    Card,
    Chip,
    ElidedLabel,
    FlowLayout,
    IconButton,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.rows_list import RowCells, RowsList

ICONS = {"ready": "check", "trouble": "warning", "hold": "clock", "away": "info"}


class OutgoingDetail(DetailCard):
    retry = Signal(str)
    opened = Signal(str)  # subject
    customer = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "outgoingDetail", "send")
        self._row: OutgoingRow | None = None
        self._name, self._state = ElidedLabel("heading"), Chip("away")
        self._what = label("body2", wrap=True)
        self._why = label("", wrap=True, selectable=True)
        named(self._why, "outgoingWhy")
        self._facts = Facts(6)
        self._ticket = IconButton(look, "ticket", "")
        self._customer = IconButton(look, "user", "")
        self._retry = ActionButton(look, "send", "", "primary")
        for button, name in (
            (self._ticket, "outgoingTicket"),
            (self._customer, "outgoingCustomer"),
            (self._retry, "retryOutgoing"),
        ):
            named(button, name)
            button.setMinimumHeight(40)
        self.box.addLayout(row(self._name, self._state, 1))
        self.box.addWidget(self._what)
        self.box.addSpacing(4)
        self.box.addWidget(self._why)
        self.box.addSpacing(4)
        self.box.addLayout(self._facts)
        self.box.addStretch(1)
        self.box.addWidget(self._ticket)
        self.box.addWidget(self._customer)
        self.box.addWidget(self._retry)
        self._ticket.clicked.connect(lambda: self._row and self.opened.emit(self._row.opens))
        self._customer.clicked.connect(lambda: self._row and self.customer.emit(self._row.customer_id))
        self._retry.clicked.connect(lambda: self._row and self.retry.emit(self._row.key))
        said = Sayings(self)
        said.say(self.empty.text.setText, "Choose a message to see how it fared.")
        said.say(self._ticket.setText, "Open the ticket")
        said.say(self._customer.setText, "Open file")
        said.say(self._retry.set_word, "Send again")

    def show_row(self, shown: OutgoingRow | None, face: OutgoingFace) -> None:
        self._row = shown
        self.show_there(shown is not None)
        if shown is None:
            return
        self._name.setText(shown.to_whom)
        self._state.set(shown.state, shown.tone)
        self._what.setText(shown.what)
        self._why.setText(shown.why)
        show(self._why, bool(shown.why))
        self._facts.show_facts(
            (
                (tr("By"), shown.channel),
                (tr("To"), shown.address),
                (tr("At"), shown.exact),
                (tr("Ticket") if shown.opens else tr("About"), shown.about),
                (tr("Tries"), str(shown.tries) if shown.tries else ""),
                (tr("Next try"), shown.next),
            )
        )
        show(self._ticket, bool(shown.opens))
        show(self._customer, bool(shown.customer_id))
        show(self._retry, shown.may_retry)
        self._retry.setEnabled(not face.busy and not face.offline)


class Filters(QWidget):
    """Which messages are shown; they wrap where there is little room."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        flow, group = FlowLayout(self), QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        for which in WHICH:
            button = self._buttons[which] = QPushButton()
            named(button, f"outgoing_{which}")
            button.setCheckable(True)
            button.setProperty("kind", "filter")
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, which=which: self.chosen.emit(which))
            group.addButton(button)
            flow.addWidget(button)
        said = Sayings(self)
        said.say(lambda word: self._say("all", word), "To customers")
        said.say(lambda word: self._say("failed", word), "Did not arrive")
        said.say(lambda word: self._say("skipped", word), "Not sent")
        said.say(lambda word: self._say("waiting", word), "On the way")
        said.say(lambda word: self._say("house", word), "To colleagues")

    def _say(self, which: str, word: str) -> None:
        self._words[which] = word
        count = self._counts.get(which, 0)
        self._buttons[which].setText(f"{word}  {count}" if count else word)

    def show_chosen(self, which: str, counts: tuple[int, int, int]) -> None:
        self._counts = dict(zip(("failed", "skipped", "waiting"), counts, strict=True))
        self._buttons[which].setChecked(True)
        set_property(self._buttons["failed"], "pressing", bool(counts[0]))
        for each, word in self._words.items():
            self._say(each, word)


class OutgoingPage(QWidget):
    which = Signal(str)
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "outgoingPage")
        self.setProperty("page", True)
        self.rows = RowsList(look, "outgoingList", "send", "Messages sent")
        self.detail, self.filters = OutgoingDetail(look), Filters()
        self.detail.setProperty("scalesItself", True)
        self._reload = IconButton(look, "refresh", "quiet", "secondary")
        named(self._reload, "outgoingReload")
        self._reload.setFixedSize(36, 36)
        card = Card(margin=0, spacing=0)
        card.body.addWidget(self.rows)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(card, 1)
        both.addWidget(self.detail)
        head = row(spacing=8)
        head.addWidget(self.filters, 1)
        head.addWidget(self._reload, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addLayout(head)
        box.addLayout(both, 1)
        self._chosen = ""
        self._face: OutgoingFace | None = None
        self.rows.chosen.connect(self._choose)
        self.rows.reload.connect(self.reload)
        self._reload.clicked.connect(self.reload)
        self.filters.chosen.connect(self.which)
        said = Sayings(self)
        said.say(self._reload.setToolTip, "Reload")
        said.say(self._reload.setAccessibleName, "Reload")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setFixedWidth(min(px(DETAIL_WIDTH), self.width() * 2 // 5))

    def show_outgoing(self, face: OutgoingFace) -> None:
        self._face = face
        self.filters.show_chosen(face.which, face.counts or (0, 0, 0))
        if not any(each.key == self._chosen for each in face.rows):
            self._chosen = face.rows[0].key if face.rows else ""
        self.rows.show_rows([_cells(each) for each in face.rows], face.more, self._chosen)
        self.rows.show_state(face.state, face.text)
        self._show_detail()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_detail()

    def _show_detail(self) -> None:
        face = self._face
        if face is not None:
            found = next((each for each in face.rows if each.key == self._chosen), None)
            self.detail.show_row(found, face)


def _cells(each: OutgoingRow) -> RowCells:
    return RowCells(
        key=each.key,
        icon=ICONS.get(each.tone, "info"),
        tone=each.tone,
        name=each.to_whom,
        below_name=each.address if each.address != each.to_whom else each.channel,
        middle=each.what,
        below_middle=each.why or " · ".join(part for part in (each.channel, each.about) if part),
        right=each.when,
        below_right=each.state,
        tip="\n".join(part for part in (each.exact, each.to_whom, each.what, each.why, each.next) if part),
    )
