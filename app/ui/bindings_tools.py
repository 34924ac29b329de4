"""Binds the presenters of the tools' part to the window: file, note, replies, ticket, script, lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.ui.bindings import Bound
from app.ui.presenters.after_call import AfterCallFace
from app.ui.presenters.callbacks import CallbacksFace
from app.ui.presenters.calls import CallRow
from app.ui.presenters.file_face import FileFace, NewFileFace, NumberFace
from app.ui.presenters.outbox import OutboxFace
from app.ui.presenters.pages import ListState
from app.ui.presenters.player import PlayerFace
from app.ui.presenters.reply_clip import ClipFace
from app.ui.presenters.reply_editor import EditorFace, ReplyFields
from app.ui.presenters.reply_face import RepliesFace
from app.ui.presenters.result_face import ResultFace
from app.ui.presenters.script import ScriptFace
from app.ui.presenters.search import Hit
from app.ui.presenters.ticket import TicketFace, TicketFields
from app.ui.presenters.voice_messages import MessagesFace
from app.ui.views.main_window import MainWindow

RECENT_CALLS = 12


class CustomerFile(Bound):
    def show_nobody(self) -> None:
        self.window.show_idle()

    def show_file(self, face: FileFace) -> None:
        self.window.file.show_file(face)
        self.window.show_file(face.customer_id)

    def show_new(self, face: NewFileFace) -> None:
        self.window.new_customer.show_new(face)
        self.window.show_new_customer()

    def show_loading(self) -> None:
        self.window.show_page("desk")
        self.window.show_loading()


class Result(Bound):
    def __init__(self, window: MainWindow, suggested: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._suggested = suggested

    def show_result(self, face: ResultFace) -> None:
        self.window.tools.note.show_result(face)

    def show_typed(self, note: str, follow_up_at: datetime | None) -> None:
        self.window.tools.note.show_typed(note, follow_up_at, self._suggested())

    def show_countdown(self, text: str, fraction: float) -> None:
        self.window.tools.note.show_countdown(text, fraction)

    def insert(self, text: str) -> None:
        self.window.tools.note.insert(text)

    def point_at_outcomes(self) -> None:
        self.window.show_page("desk")
        self.window.tools.show_note()
        self.window.tools.note.point_at_outcomes()


class Ticket(Bound):
    def show_form(self, face: TicketFace) -> None:
        self.window.tools.ticket.show_form(face)

    def fill(self, fields: TicketFields) -> None:
        self.window.tools.ticket.fill(fields)

    def show_state(self, text: str, good: bool) -> None:
        self.window.tools.ticket.show_state(text, good)

    def show_panel(self) -> None:
        self.window.tools.show_ticket()

    def leave_panel(self) -> None:
        self.window.tools.show_note()

    def next_call(self) -> None:
        self.window.tools.show_note_unless_typing()


class Calls(Bound):
    """The list of calls stands on its page, and its beginning on the idle desk."""

    def show_state(self, state: ListState, text: str) -> None:
        self.window.calls.show_state(state, text)
        self.window.idle.show_state(state, text)

    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None:
        self.window.calls.show_rows(rows, more)
        self.window.idle.show_rows(rows[:RECENT_CALLS], more=False)


class Search(Bound):
    def show_hits(self, hits: tuple[Hit, ...], text: str) -> None:
        self.window.search_popup.show_hits(self.window.state_bar.search, hits, text)

    def hide_hits(self) -> None:
        self.window.search_popup.hide()


class Number(Bound):
    def show_number(self, face: NumberFace) -> None:
        self.window.file.who.number.show_number(face)

    def ask_reason(self, reasons: tuple[str, ...]) -> None:
        self.window.file.who.number.ask_reason(reasons)


class AfterCall(Bound):
    def show_after(self, face: AfterCallFace) -> None:
        self.window.tools.note.show_after(face)


class Replies(Bound):
    def show_list_state(self, state: ListState, text: str) -> None:
        self.window.tools.replies.show_list_state(state, text)

    def show_replies(self, face: RepliesFace) -> None:
        self.window.tools.replies.show_replies(face)


class ReplyEditor(Bound):
    def open_editor(self, fields: ReplyFields) -> None:
        self.window.tools.show_replies()
        self.window.tools.replies.show_form(True)
        self.window.tools.replies.form.open(fields)

    def show_editor(self, face: EditorFace) -> None:
        self.window.tools.replies.form.show_editor(face)

    def close_editor(self) -> None:
        self.window.tools.replies.show_form(False)


class Clip(Bound):
    def show_clip(self, face: ClipFace) -> None:
        self.window.tools.replies.form.clip.show_clip(face)


class Script(Bound):
    def show_script(self, face: ScriptFace) -> None:
        self.window.tools.script.show_script(face)


class Callbacks(Bound):
    def show_callbacks(self, face: CallbacksFace) -> None:
        self.window.callbacks.show_callbacks(face)

    def show_count(self, count: int) -> None:
        self.window.rail.show_count("callbacks", count)


class Messages(Bound):
    def show_messages(self, face: MessagesFace) -> None:
        self.window.messages.show_messages(face)

    def show_player(self, face: PlayerFace) -> None:
        self.window.messages.show_player(face)

    def show_count(self, count: int) -> None:
        self.window.rail.show_count("messages", count)


class OutboxList(Bound):
    def show_outbox(self, face: OutboxFace) -> None:
        self.window.outbox.show_outbox(face)

    def show_count(self, count: int, refused: bool) -> None:
        self.window.rail.show_count("outbox", count, "trouble" if refused else "hold")
