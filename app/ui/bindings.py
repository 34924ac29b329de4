"""Binds presenters to the window: each class is one presenter's view, made of the widgets it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.ui.presenters.agent import QueueFace, StateFace, TodayFace
from app.ui.presenters.call import CallClock, CallFace
from app.ui.presenters.calls import CallRow, ListState
from app.ui.presenters.connection import Banner, LineFace
from app.ui.presenters.file import FileFace, NewFileFace
from app.ui.presenters.search import Hit
from app.ui.presenters.ticket import TicketFace, TicketFields
from app.ui.presenters.wrap_up import ResultFace
from app.ui.views.main_window import MainWindow

RECENT_CALLS = 12


class Bound:
    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def say(self, text: str) -> None:
        self.window.toast.say(text)


class AgentBar(Bound):
    def show_state(self, face: StateFace) -> None:
        self.window.state_bar.state.show_state(face)

    def show_time(self, text: str) -> None:
        self.window.state_bar.state.show_time(text)

    def show_queues(self, queues: tuple[QueueFace, ...]) -> None:
        self.window.state_bar.show_queues(queues)
        self.window.idle.show_queues(queues)

    def show_today(self, today: TodayFace | None) -> None:
        self.window.state_bar.show_today(today)


class Call(Bound):
    def show_call(self, face: CallFace) -> None:
        self.window.call_card.show_call(face)

    def show_clock(self, clock: CallClock) -> None:
        self.window.call_card.show_clock(clock)

    def alert(self) -> None:
        self.window.show_page("desk")
        self.window.blink()


class CustomerFile(Bound):
    def show_nobody(self) -> None:
        self.window.show_idle()

    def show_file(self, face: FileFace) -> None:
        self.window.file.show_file(face)
        self.window.show_file()

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


class Connection(Bound):
    def __init__(self, window: MainWindow, sign_in_again: Callable[[], None]) -> None:
        super().__init__(window)
        self.sign_in_again = sign_in_again

    def show_banners(self, banners: tuple[Banner, ...]) -> None:
        self.window.banners.show_banners(banners)

    def show_line(self, face: LineFace) -> None:
        self.window.state_bar.show_line(face)

    def open_settings(self) -> None:
        self.window.show_page("settings")


class Search(Bound):
    def show_hits(self, hits: tuple[Hit, ...], text: str) -> None:
        self.window.search_popup.show_hits(self.window.state_bar.search, hits, text)

    def hide_hits(self) -> None:
        self.window.search_popup.hide()
