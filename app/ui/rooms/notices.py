"""Notices: the bell, its list, the sign of a new one; how one wants to be told, in the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from app.contracts.live import NoticeMade
from app.ui import bindings_tickets as bound
from app.ui.presenters.notice_bell import BellPresenter
from app.ui.presenters.notice_wishes import WishesPresenter, WishFields
from app.ui.rooms.bench import Bench


class NoticesRoom:
    """What a notice is about is opened by who knows its kind: ``opens("ticket", open_ticket)``."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._openers: dict[str, Callable[[str], None]] = {}
        house, window = bench.house, bench.window
        bell = window.state_bar.bell
        bell.over(window)
        self.bell = BellPresenter(
            bound.Bell(window, bell),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            self._open_subject,
        )
        self.wishes = WishesPresenter(window.settings, house.words, house.tasks, bench.client)
        bell.shown.connect(self.bell.show)
        bell.popover.list.opened.connect(self._open)
        bell.popover.list.near_end.connect(self.bell.more)
        bell.popover.list.reload.connect(self.bell.load)
        bell.popover.read_all.connect(self.bell.read_all)
        bell.popover.wishes.connect(self._show_wishes)
        bell.sign.opened.connect(self._open)
        bell.sign.seen.connect(self.bell.read)
        window.settings.built.connect(self._wire_settings)
        window.settings.section_shown.connect(self._section_shown)

    def _wire_settings(self) -> None:
        section = self._bench.window.settings.notices
        section.save.connect(lambda fields: self.wishes.save(cast("WishFields", fields)))
        section.reload.connect(self.wishes.load)

    def opens(self, kind: str, act: Callable[[str], None]) -> None:
        self._openers[kind] = act

    def live(self, message: NoticeMade) -> None:
        self.bell.live(message)

    def refresh(self) -> None:
        self.bell.refresh()
        self.wishes.refresh()

    def tick(self) -> None:
        self.bell.tick()

    def _open(self, notice_id: int) -> None:
        self._bench.window.state_bar.bell.close_popover()
        self.bell.open(notice_id)

    def _open_subject(self, subject: str) -> bool:
        kind, _, which = subject.partition(":")
        opener = self._openers.get(kind)
        if opener is None or not which:
            return False
        opener(which)
        return True

    def _show_wishes(self) -> None:
        self._bench.window.state_bar.bell.close_popover()
        self._bench.window.show_page("settings")
        self._bench.window.settings.show_section("notices")

    def _section_shown(self, name: str) -> None:
        if name == "notices":
            self.wishes.load()
