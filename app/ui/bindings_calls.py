"""Binds the presenters of the telephone's part to the window."""

from __future__ import annotations

from app.ui.bindings import Bound
from app.ui.presenters.conference import ConferenceFace
from app.ui.presenters.dial import DialFace
from app.ui.presenters.missed import MissedRow
from app.ui.presenters.other_calls import OtherCallsFace, SmallClock
from app.ui.presenters.pages import ListState
from app.ui.presenters.quality import QualityFace
from app.ui.presenters.recording import RecordingFace
from app.ui.presenters.transfer_face import ChooseFace, ConsultFace


class OtherCalls(Bound):
    def show_others(self, face: OtherCallsFace) -> None:
        self.window.call_area.show_others(face)

    def show_clocks(self, clocks: tuple[SmallClock, ...]) -> None:
        self.window.call_area.show_clocks(clocks)


class Transfer(Bound):
    def show_choice(self, face: ChooseFace | None, typed: str) -> None:
        if face is not None:
            self.window.show_page("desk")
        self.window.call_area.choose.show_choice(face, typed)

    def show_consult(self, face: ConsultFace | None) -> None:
        self.window.call_area.consult.show_consult(face)


class Conference(Bound):
    def show_conference(self, face: ConferenceFace | None) -> None:
        self.window.call_area.conference.show_conference(face)


class Dial(Bound):
    def show_dial(self, face: DialFace | None, typed: str | None) -> None:
        if face is not None:
            self.window.show_page("desk")
        self.window.dial_panel.show_dial(face, typed, self.window.call_card.pad_button)


class Missed(Bound):
    def show_missed(self, state: ListState, text: str, rows: tuple[MissedRow, ...], more: bool) -> None:
        self.window.calls.missed.show_missed(state, text, rows, more)

    def show_missed_count(self, count: int) -> None:
        self.window.calls.show_missed_count(count)
        self.window.rail.show_count("calls", count)


class Quality(Bound):
    def show_quality(self, face: QualityFace) -> None:
        self.window.state_bar.quality.show_quality(face)


class Recording(Bound):
    def show_recording(self, face: RecordingFace) -> None:
        self.window.call_card.show_recording(face)
