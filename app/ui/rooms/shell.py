"""The person and her place: state, devices, connection, settings, language and look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import app
from app.ui import bindings
from app.ui.i18n import as_language
from app.ui.presenters.agent import AgentPresenter, Wish
from app.ui.presenters.connection import ActionId, ConnectionPresenter
from app.ui.presenters.devices import DevicesPresenter
from app.ui.rooms.bench import Bench
from app.ui.theme import Mode


class ShellRoom:
    """``sign_out`` ends the sign-in; ``refresh`` says everything of the window in another language."""

    def __init__(self, bench: Bench, sign_out: Callable[[], None], refresh: Callable[[], None]) -> None:
        self._bench, self._refresh_all = bench, refresh
        house, store, window = bench.house, bench.store, bench.window
        words = house.words
        reasons = bench.session.config.not_ready_reasons
        self.agent = AgentPresenter(
            bindings.AgentBar(window), store, words, house.tasks, house.clock, bench.client, reasons
        )
        self.devices = DevicesPresenter(window.settings, store, words, bench.phone, house.settings)
        self.connection = ConnectionPresenter(
            bindings.Connection(window, sign_out), store, words, bench.live, bench.outbox
        )
        window.call_card.go_ready.connect(lambda: self.agent.choose("READY"))
        bar, page = window.state_bar, window.settings
        bar.state.chosen.connect(lambda state, reason: self.agent.choose(cast("Wish", state), reason))
        bar.sign_out.connect(sign_out)
        window.banners.acted.connect(lambda action: self.connection.act(cast("ActionId", action)))
        page.devices_chosen.connect(self.devices.choose)
        page.other_phone_chosen.connect(self.devices.choose_other_phone)
        page.language_chosen.connect(self.choose_language)
        page.mode_chosen.connect(self.choose_mode)

    def start(self) -> None:
        bench = self._bench
        bench.window.state_bar.show_user(bench.session.config.user.display_name)
        bench.window.settings.show_choices(bench.house.words.language, bench.house.look.mode)
        self._show_server()

    def refresh(self) -> None:
        for presenter in (self.agent, self.devices, self.connection):
            presenter.refresh()

    def tick(self) -> None:
        self.agent.tick()

    def choose_language(self, code: str) -> None:
        language, house, bench = as_language(code), self._bench.house, self._bench
        if language is not None:
            house.words.choose(language)
            bench.client.language = language
            bench.live.reopen()
            house.settings.change(language=language)
            self._show_server()
            bench.window.toast.hide()  # it is said in the other language
            self._refresh_all()

    def choose_mode(self, mode: str) -> None:
        self._bench.house.look.use(cast("Mode", mode))
        self._bench.house.settings.change(theme=mode)

    def _show_server(self) -> None:
        session = self._bench.session
        version = str(getattr(cast("Any", app), "__version__", ""))
        self._bench.window.settings.show_server(
            session.config.company, session.server_url, version, session.config.server_version
        )
