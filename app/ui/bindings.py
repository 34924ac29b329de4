"""Binds presenters to the window: each class is one presenter's view, made of the widgets it needs."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.presenters.agent import QueueFace, StateFace, TodayFace
from app.ui.presenters.call import CallClock, CallFace
from app.ui.presenters.connection import Banner, LineFace
from app.ui.views.main_window import MainWindow


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

    def open_outbox(self) -> None:
        self.window.show_page("outbox")
