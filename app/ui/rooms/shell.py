"""The person and her place: state, devices, connection, keys, language and look; the gate before 'ready'.

What is used later only (palette, small window, tray, log bundle) is wired by shell_more.py and loaded then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QTimer

import app
from app.ui import bindings, bindings_shell
from app.ui.i18n import as_language
from app.ui.presenters.agent import AgentPresenter, Wish
from app.ui.presenters.connection import ActionId, ConnectionPresenter
from app.ui.presenters.devices import DevicesPresenter
from app.ui.presenters.gate import GatePresenter
from app.ui.presenters.keymap import Keymap
from app.ui.presenters.keys import KeysPresenter
from app.ui.presenters.microphone_guard import MicrophoneGuard
from app.ui.rooms.bench import Bench
from app.ui.rooms.shell_more import ShellMore
from app.ui.theme import Mode, text_scale
from app.ui.views.gate_panel import GatePanel


class ShellRoom:
    """``sign_out`` ends the sign-in; ``refresh`` says everything of the window in another language."""

    def __init__(self, bench: Bench, sign_out: Callable[[], None], refresh: Callable[[], None]) -> None:
        self._bench, self._refresh_all = bench, refresh
        house, store, window = bench.house, bench.store, bench.window
        words, tasks, clock, crm = house.words, house.tasks, house.clock, bench.client
        reasons = bench.session.config.not_ready_reasons
        self.agent = AgentPresenter(bindings.AgentBar(window), store, words, tasks, clock, crm, reasons)
        self.devices = DevicesPresenter(window.settings, store, words, clock, bench.phone, house.settings)
        self.connection = ConnectionPresenter(
            bindings.Connection(window, sign_out), store, words, bench.live, bench.outbox
        )
        self.keys = KeysPresenter(window.settings, store, words, bench.phone, house.settings, self._use_keys)
        self.gate_panel = GatePanel(house.look, window, window.state_bar.state)
        self.gate = GatePresenter(
            bindings_shell.Gate(window, self.gate_panel),
            store,
            words,
            tasks,
            clock,
            crm,
            lambda: self.agent.choose("READY"),
        )
        self.guard = MicrophoneGuard(bindings.AgentBar(window), store, words, tasks, crm)
        self.more = ShellMore(bench, self)
        self._wire(sign_out)

    def _wire(self, sign_out: Callable[[], None]) -> None:
        window, look = self._bench.window, self._bench.house.look
        bar, panel = window.state_bar, self.gate_panel
        window.call_card.go_ready.connect(self.gate.ask)
        bar.state.chosen.connect(self.choose_state)
        bar.sign_out.connect(sign_out)
        window.banners.acted.connect(lambda action: self.connection.act(cast("ActionId", action)))
        window.settings.built.connect(self._wire_settings)
        panel.go_anyway.connect(self.gate.go_anyway)
        panel.retry.connect(self.gate.retry)
        panel.cancelled.connect(self.gate.cancel)
        panel.settings.connect(self.show_devices)
        window.resized.connect(panel.place)
        window.add_key("Ctrl+Shift+R", self.gate.ask)
        window.add_key("Ctrl+Shift+B", lambda: self.choose_state("NOT_READY", self._break()))
        look.scaled.connect(self._rescale)

    def _wire_settings(self) -> None:
        page = self._bench.window.settings
        page.sound.chosen.connect(self.devices.choose)
        page.sound.other_phone_chosen.connect(self.devices.choose_other_phone)
        page.sound.test_wanted.connect(self.devices.test)
        page.window_keys.chosen.connect(self.keys.choose)
        page.window_keys.reset.connect(self.keys.reset)
        page.global_keys.chosen.connect(self.keys.choose_global)
        page.global_keys.media_chosen.connect(self.keys.choose_media)
        page.look.language_chosen.connect(self.choose_language)
        page.look.mode_chosen.connect(self.choose_mode)
        page.look.scale_chosen.connect(self.choose_scale)
        page.computer.bundle_wanted.connect(self.more.show_bundle)
        page.computer.first_steps_wanted.connect(self.more.show_first_steps)

    def start(self) -> None:
        bench = self._bench
        bench.window.state_bar.show_user(bench.session.config.user.display_name)
        self._show_choices()
        self._show_server()
        self.keys.start()
        if text_scale() != 1.0:
            self._rescale()
        self.more.start()

    def refresh(self) -> None:
        for presenter in (self.agent, self.devices, self.connection, self.keys, self.gate):
            presenter.refresh()
        self.more.refresh()

    def tick(self) -> None:
        self.agent.tick()
        self.devices.tick()
        self.gate.tick()
        self.more.tick()

    def stop(self) -> None:
        self.more.stop()

    # --- what the person does ----------------------------------------------------------------

    def choose_state(self, state: str, reason: str = "") -> None:
        if state == "READY":
            self.gate.ask()
        else:
            self.gate.cancel()
            self.agent.choose(cast("Wish", state), reason)

    def show_devices(self) -> None:
        self.gate.cancel()
        self._bench.window.show_page("settings")
        self._bench.window.settings.show_section("sound")

    def choose_language(self, code: str) -> None:
        language, house, bench = as_language(code), self._bench.house, self._bench
        if language is not None:
            house.words.choose(language)
            bench.client.language = language
            bench.live.reopen()
            house.settings.change(language=language)
            self._show_server()
            self._show_choices()
            bench.window.toast.hide()  # it is said in the other language
            self._refresh_all()

    def choose_mode(self, mode: str) -> None:
        self._bench.house.look.use(cast("Mode", mode))
        self._bench.house.settings.change(theme=mode)
        self._show_choices()

    def choose_scale(self, percent: int) -> None:
        self._bench.house.look.use_scale(percent / 100)
        self._bench.house.settings.change(text_percent=percent)

    # --- within ------------------------------------------------------------------------------

    def _break(self) -> str:
        """The reason that stands for a break: the one called so, else the first."""
        codes = [label.code for label in self._bench.session.config.not_ready_reasons]
        return "break" if "break" in codes else next(iter(codes), "")

    def _use_keys(self, keymap: Keymap) -> None:
        self._bench.window.use_keys(keymap)

    def _rescale(self) -> None:
        from app.ui.views.scaling import rescale

        window = self._bench.window
        rescale(window)
        window.fit()
        QTimer.singleShot(0, window, window.fit)

    def _show_choices(self) -> None:
        house = self._bench.house
        percent = round(house.look.scale * 100)
        self._bench.window.settings.show_choices(house.words.language, house.look.mode, percent)

    def _show_server(self) -> None:
        session = self._bench.session
        version = str(getattr(cast("Any", app), "__version__", ""))
        self._bench.window.settings.show_server(
            session.config.company, session.server_url, version, session.config.server_version
        )
