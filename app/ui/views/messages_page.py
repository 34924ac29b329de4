"""Voice messages that callers left: heard, called back, done with a note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from app.ui.i18n import Sayings, tr
from app.ui.presenters.player import PlayerFace
from app.ui.presenters.voice_messages import MessageRow, MessagesFace
from app.ui.theme import Look
from app.ui.views.page_parts import DetailCard, Facts, ListPage, Switch
from app.ui.views.parts import ActionButton, ElidedLabel, label, named, row, show
from app.ui.views.player_bar import PlayerBar
from app.ui.views.rows_list import RowCells, RowsList


class MessageDetail(DetailCard):
    call_back = Signal()
    finish = Signal(bool)
    note_typed = Signal(str)
    open_customer = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "messageDetail", "voicemail")
        self._row: MessageRow | None = None
        self._filling = False
        self._name, self._number = ElidedLabel("heading"), label("body2")
        named(self._name, "messageName")
        self._facts = Facts(5)
        self.player = PlayerBar(look)
        self._note_head, self._note = label("strong"), QPlainTextEdit()
        named(self._note, "messageNote")
        self._note.setTabChangesFocus(True)
        self._note.setMinimumHeight(72)
        self._why = label("secondary", wrap=True)
        self._open = QPushButton()
        named(self._open, "openMessageCustomer")
        self._open.setMinimumHeight(36)
        self._call = ActionButton(look, "call-back", "")
        named(self._call, "callMessageBack")
        self._done = ActionButton(look, "check", "", "primary")
        named(self._done, "messageDoneButton")
        self.box.addWidget(self._name)
        self.box.addWidget(self._number)
        self.box.addSpacing(4)
        self.box.addWidget(self.player)
        self.box.addSpacing(4)
        self.box.addLayout(self._facts)
        self.box.addSpacing(4)
        self.box.addWidget(self._note_head)
        self.box.addWidget(self._note, 1)
        self.box.addWidget(self._why)
        self.box.addWidget(self._open)
        self.box.addLayout(row(self._call, 1, self._done))
        self._say()
        self._call.clicked.connect(self.call_back)
        self._done.clicked.connect(lambda: self._row and self.finish.emit(not self._row.done))
        self._open.clicked.connect(lambda: self._row and self.open_customer.emit(self._row.customer_id))
        self._note.textChanged.connect(self._typed)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self.empty.text.setText, "Choose a message to hear it.")
        said.say(self._note_head.setText, "Remark")
        said.say(self._note.setAccessibleName, "Remark")
        said.say(self._note.setPlaceholderText, "What was done about it?")
        said.say(self._call.set_word, "Call back")
        said.say(self._call.setToolTip, "Your phone rings, then the customer's; his number is not shown")
        said.say(self._open.setText, "Open customer file")

    def show_row(self, shown: MessageRow | None, face: MessagesFace) -> None:
        before, self._row = self._row, shown
        self.show_there(shown is not None)
        if shown is None:
            return
        if before is None or before.message_id != shown.message_id:
            self._filling = True
            self._note.setPlainText(face.note)
            self._filling = False
        self._name.setText(shown.name)
        self._number.setText(shown.number)
        self._facts.show_facts(
            (
                (tr("Left at"), shown.exact),
                (tr("Queue"), shown.queue),
                (tr("Length"), shown.length),
                (tr("State"), shown.done),
            )
        )
        self._why.setText(face.why_not)
        show(self._why, bool(face.why_not))
        self._call.setEnabled(face.can_call)
        self._done.set_word(tr("New again") if shown.done else tr("Done"))
        self._done.setEnabled(not face.busy)
        self._open.setEnabled(bool(shown.customer_id))

    def _typed(self) -> None:
        if not self._filling:
            self.note_typed.emit(self._note.toPlainText())


class MessagesPage(ListPage):
    more = Signal()
    which = Signal(str)
    choose = Signal(str)

    def __init__(self, look: Look) -> None:
        self.rows = RowsList(look, "messagesList", "voicemail", "Voice messages")
        self.detail = MessageDetail(look)
        self.switch = Switch("messages", ("NEW", "DONE"))
        super().__init__(look, "messagesPage", self.rows, self.detail, self.switch)
        self._rows_now: tuple[MessageRow, ...] = ()
        self.rows.chosen.connect(self.choose)
        self.rows.opened.connect(lambda _key: self.detail.player.toggled.emit())
        self.rows.near_end.connect(self.more)
        self.rows.reload.connect(self.reload)
        self.switch.chosen.connect(self.which)
        said = Sayings(self)
        said.say(self.heading.setText, "Voice messages")
        said.say(self.reload_button.setText, "Reload")
        said.say(self.switch.buttons["NEW"].setText, "To do")
        said.say(self.switch.buttons["DONE"].setText, "Handled")

    def show_messages(self, face: MessagesFace) -> None:
        self.switch.show_chosen(face.which)
        chosen = face.chosen.message_id if face.chosen else ""
        self.rows.show_rows([_cells(each) for each in face.rows], face.more, chosen)
        self.rows.show_state(face.state, face.text)
        self.detail.show_row(face.chosen, face)

    def show_player(self, face: PlayerFace) -> None:
        self.detail.player.show_player(face)


def _cells(each: MessageRow) -> RowCells:
    note = " ".join(each.note.split())
    return RowCells(
        key=each.message_id,
        icon="check" if each.done else "voicemail",
        tone="secondary" if each.done else "accent",
        name=each.name,
        below_name=each.number,
        middle=each.queue,
        below_middle=" · ".join(part for part in (each.done, note) if part),
        right=each.when,
        below_right=each.length,
        tip="\n".join(part for part in (each.exact, each.name, each.queue, each.note) if part),
    )
