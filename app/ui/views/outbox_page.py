"""What was written here and is not on the server yet: why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from app.ui.i18n import Sayings, tr
from app.ui.presenters.outbox import OutboxFace, OutboxRow
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.outcome_choice import OutcomeChoice
from app.ui.views.page_parts import DetailCard, ListPage
from app.ui.views.parts import ActionButton, Chip, label, named, row
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList


class OutboxDetail(DetailCard):
    retry = Signal(str)
    retry_with_outcome = Signal(str, str)
    discard = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "outboxDetail", "outbox")
        self._row: OutboxRow | None = None
        self._can_send = False
        self._title, self._when = label("title", wrap=True), label("secondary")
        named(self._title, "outboxTitle")
        self._state, self._why = Chip("hold"), label("", wrap=True)
        named(self._why, "outboxWhy")
        self._text_head = label("strong")
        self._text = QPlainTextEdit()
        named(self._text, "outboxText")
        self._text.setReadOnly(True)
        self._outcomes = OutcomeChoice(look, "outboxOutcomes")
        self._safe = label("secondary", wrap=True)
        self._discard = ConfirmButton()
        named(self._discard, "discardButton")
        self._retry = ActionButton(look, "refresh", "", "primary")
        named(self._retry, "retryButton")
        self.box.addWidget(self._title)
        self.box.addWidget(self._when)
        self.box.addLayout(row(self._state, 1))
        self.box.addWidget(self._why)
        self.box.addSpacing(4)
        self.box.addWidget(self._text_head)
        self.box.addWidget(self._text, 1)
        self.box.addWidget(self._outcomes)
        self.box.addWidget(self._safe)
        self.box.addLayout(row(self._discard, 1, self._retry))
        self._retry.clicked.connect(self._send_again)
        self._outcomes.chosen.connect(self._show_may_send)
        self._discard.confirmed.connect(lambda: self._row and self.discard.emit(self._row.key))
        said = Sayings(self)
        said.say(self.empty.text.setText, "Choose one to read what was written.")
        said.say(self._text_head.setText, "What was written")
        said.say(self._text.setAccessibleName, "What was written")
        said.say(self._safe.setText, "It is safe on this computer until it is sent or thrown away.")
        said.say(self._retry.set_word, "Send again")
        said.say(self._keep_words, "Throw away")

    def _send_again(self) -> None:
        if self._row is None:
            return
        if self._row.outcomes:
            self.retry_with_outcome.emit(self._row.key, self._outcomes.outcome)
        else:
            self.retry.emit(self._row.key)

    def _show_may_send(self) -> None:
        row = self._row
        chosen = row is not None and (not row.outcomes or bool(self._outcomes.outcome))
        self._retry.setEnabled(chosen and self._can_send and row is not None and not row.sending)

    def _keep_words(self, word: str) -> None:
        self._discard.set_words(word, tr("Really lose this text?"))

    def show_row(self, shown: OutboxRow | None, can_send: bool) -> None:
        if self._row is not None and (shown is None or shown.key != self._row.key):
            self._discard.reset()
        if self._row is None or shown is None or shown.key != self._row.key:
            self._outcomes.forget()
        self._row, self._can_send = shown, can_send
        self.show_there(shown is not None)
        if shown is None:
            return
        self._title.setText(shown.title)
        self._when.setText(tr("written {when}", when=shown.exact) if shown.exact else "")
        self._state.set(shown.state, "trouble" if shown.refused else "hold")
        self._why.setText(shown.why)
        self._text.setPlainText(shown.text or tr("No text."))
        self._outcomes.show_outcomes(shown.outcomes)
        self._show_may_send()
        self._discard.setEnabled(not shown.sending)


class OutboxPage(ListPage):
    retry_all = Signal()

    def __init__(self, look: Look) -> None:
        self.rows = RowsList(look, "outboxList", "outbox", "Outbox")
        self.detail = OutboxDetail(look)
        super().__init__(look, "outboxPage", self.rows, self.detail)
        self._chosen = ""
        self._face: OutboxFace | None = None
        self._all: QPushButton = self.reload_button
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reload.connect(self.retry_all)
        self.rows.chosen.connect(self._choose)
        said = Sayings(self)
        said.say(self.heading.setText, "Outbox")
        said.say(self._all.setText, "Send all again")

    def show_outbox(self, face: OutboxFace) -> None:
        self._face = face
        if not any(each.key == self._chosen for each in face.rows):
            self._chosen = face.rows[0].key if face.rows else ""
        self.summary.setText(face.summary)
        self._all.setEnabled(face.can_send)
        self.rows.show_rows([_cells(each) for each in face.rows], more=False, chosen=self._chosen)
        self.rows.show_state(ListState.ROWS if face.rows else ListState.EMPTY, face.empty)
        self._show_detail()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_detail()

    def _show_detail(self) -> None:
        if self._face is not None:
            found = next((each for each in self._face.rows if each.key == self._chosen), None)
            self.detail.show_row(found, self._face.can_send)


def _cells(each: OutboxRow) -> RowCells:
    return RowCells(
        key=each.key,
        icon="warning" if each.refused else each.icon,
        tone="trouble" if each.refused else "hold",
        name=each.title,
        below_name=" ".join(each.text.split()),
        middle=each.state,
        below_middle=each.why,
        right=each.when,
        below_right="",
        tip="\n".join(part for part in (each.exact, each.title, each.why, each.text) if part),
        middle_tone="trouble" if each.refused else "text",
    )
