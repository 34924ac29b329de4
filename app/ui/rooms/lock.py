"""The lock of the window: by itself when nobody is there, or by a key; lifted by the sign-in's password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.idle import Idle
from app.ui.presenters.compact import CompactPresenter
from app.ui.presenters.lock import LockFace, LockPresenter
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from app.ui.views.lock_cover import Curtain, LockCover

WORKS_LOCKED = ("answer", "hold", "mute", "hang_up")


class LockRoom:
    """``small``: the small window, where there is one. The cover is made when it is first needed."""

    def __init__(
        self, bench: Bench, sign_out: Callable[[], None], small: Callable[[], QWidget | None]
    ) -> None:
        self._bench, self._sign_out, self._small = bench, sign_out, small
        house, session = bench.house, bench.session
        self.idle = Idle(house.clock.monotonic)
        self.presenter = LockPresenter(
            self,
            bench.store,
            house.words,
            house.clock,
            house.settings,
            self.idle.seconds,
            session.config.user.display_name,
            session.password,
        )
        self._phone: CompactPresenter | None = None
        self._cover: LockCover | None = None
        self._curtain: Curtain | None = None
        bench.window.add_key("Ctrl+L", self.presenter.lock)
        bench.window.state_bar.lock.connect(self.presenter.lock)

    def refresh(self) -> None:
        self.presenter.refresh()
        if self._phone is not None:
            self._phone.refresh()

    def tick(self) -> None:
        small = self._small()
        if self._bench.window.isVisible() or (small is not None and small.isVisible()):
            self.idle.watch(self._bench.window)
            self.presenter.tick()
        if self._phone is not None and self.presenter.locked:
            self._phone.tick()

    # --- the presenter's view --------------------------------------------------------------------

    def show_lock(self, face: LockFace) -> None:
        cover, curtain = self._covered()
        cover.show_lock(face)
        if cover.isHidden():
            self._bench.window.allow_keys(WORKS_LOCKED)
            curtain.draw(self._small())

    def lift_lock(self) -> None:
        if self._curtain is not None:
            self._curtain.lift()
        self._bench.window.allow_keys(None)
        self._bench.window.fit()

    def empty_field(self) -> None:
        if self._cover is not None:
            self._cover.empty_field()

    # --- within ----------------------------------------------------------------------------------

    def _covered(self) -> tuple[LockCover, Curtain]:
        if self._cover is not None and self._curtain is not None:
            return self._cover, self._curtain
        from app.ui.views.lock_cover import Curtain, LockCover

        bench, house = self._bench, self._bench.house
        cover = LockCover(house.look, bench.window)
        curtain = Curtain(bench.window, cover)
        self._phone = CompactPresenter(
            cover.phone, bench.store, house.words, house.clock, bench.session.config.not_ready_reasons
        )
        self._phone.refresh()
        cover.unlock.connect(self.presenter.unlock)
        cover.sign_out.connect(self._sign_out)
        cover.phone.acted.connect(self._act)
        bench.window.resized.connect(cover.fit)
        self._cover, self._curtain = cover, curtain
        return cover, curtain

    def _act(self, action_id: str) -> None:
        act = self._bench.window.can_do().get(action_id)
        if act is not None:
            act()
