"""The sheet of one call of the past, made when a call of a time line is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.bindings import Bound
from app.ui.playback import Playback
from app.ui.presenters.call_sheet import CallSheetFace, CallSheetPresenter
from app.ui.presenters.player import PlayerFace, PlayerPresenter
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from app.ui.views.call_sheet import CallSheet
    from app.ui.views.main_window import MainWindow


class _Sheet(Bound):
    """``sheet``: made by the first ``open_sheet``."""

    def __init__(self, window: MainWindow, room: CallSheetRoom) -> None:
        super().__init__(window)
        self._room = room

    def open_sheet(self) -> None:
        self._room.sheet().open_sheet()

    def show_sheet(self, face: CallSheetFace) -> None:
        self._room.sheet().show_sheet(face)

    def show_player(self, face: PlayerFace) -> None:
        self._room.sheet().player.show_player(face)


class CallSheetRoom:
    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._sheet: CallSheet | None = None
        house = bench.house
        view = _Sheet(bench.window, self)
        self._playback = Playback(lambda: house.settings.now.output)
        self.player = PlayerPresenter(view, house.words, house.tasks, self._playback)
        self.presenter = CallSheetPresenter(
            view,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            bench.session.config.outcomes,
            self.player,
        )

    def open(self, call_id: str) -> None:
        self.presenter.open(call_id)

    def refresh(self) -> None:
        self.presenter.refresh()

    def sheet(self) -> CallSheet:
        if self._sheet is None:
            from app.ui.views.call_sheet import CallSheet

            made = self._sheet = CallSheet(self._bench.house.look, self._bench.window)
            made.player.toggled.connect(self.presenter.play)
            made.player.seek.connect(self.player.seek)
            made.closed.connect(self.presenter.close)
        return self._sheet

    async def stop(self) -> None:
        await self._playback.close()
