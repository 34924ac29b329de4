"""Wires the first steps: before signing in (with the composition root), and after, with the softphone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.i18n import QtWords, as_language
from app.ui.presenters.first_steps import FirstSteps
from app.ui.presenters.ports import Clock, Credentials, Crm, Trust
from app.ui.presenters.sign_in import Session, SignInPresenter
from app.ui.settings import SettingsFile
from app.ui.tasks import UiTasks
from app.ui.theme import Look
from app.ui.views.first_steps_window import FirstStepsWindow

if TYPE_CHECKING:
    from app.ui.rooms.bench import Bench
    from app.ui.rooms.shell import ShellRoom


_log = logging.getLogger(__name__)


class FirstStepsRoom:
    """Lives from the first start until work begins; or from the button in the settings."""

    def __init__(
        self,
        look: Look,
        words: QtWords,
        tasks: UiTasks,
        settings: SettingsFile,
        connect: Callable[[str], Crm],
        trust: Trust,
    ) -> None:
        self._words, self._settings = words, settings
        self._finished: Callable[[], None] = lambda: None
        self.view = FirstStepsWindow(look)
        self.steps = FirstSteps(self.view, words, tasks, connect, trust, self._end)
        self._tasks, self._connect, self._trust = tasks, connect, trust
        view, steps = self.view, self.steps
        view.language_chosen.connect(self._choose_language)
        view.server_tested.connect(steps.test_server)
        view.certificate_answered.connect(steps.certificate_answered)
        view.submit.connect(steps.submit)
        view.next_wanted.connect(steps.next)
        view.back_wanted.connect(steps.back)
        view.closed.connect(steps.leave)

    def begin(
        self, clock: Clock, credentials: Credentials, signed_in: Callable[[Session], None], url: str = ""
    ) -> None:
        """On a computer where nobody has signed in yet."""
        sign_in = SignInPresenter(
            self.view, self._words, self._tasks, clock, self._connect, credentials, self._trust, signed_in
        )
        self.view.show_language(self._words.language)
        self.view.show()
        self.steps.start(sign_in, url)

    def go_on(self, bench: Bench, shell: ShellRoom, finished: Callable[[], None]) -> None:
        """With the softphone: devices, test call, keys. ``finished`` shows the window."""
        from app.ui.views.settings_keys import GlobalKeysSettings
        from app.ui.views.settings_sound import SoundSettings

        self._finished = finished
        look = bench.house.look
        sound, keys = SoundSettings(look, "steps_", small=True), GlobalKeysSettings(look, "steps_")
        self.view.add_part("sound", sound)
        self.view.add_part("keys", keys)
        sound.chosen.connect(shell.devices.choose)
        sound.other_phone_chosen.connect(shell.devices.choose_other_phone)
        sound.test_wanted.connect(shell.devices.test)
        keys.chosen.connect(shell.keys.choose_global)
        keys.media_chosen.connect(shell.keys.choose_media)
        shell.devices.also_show(sound)
        shell.keys.also_show(keys)
        self._leave = [
            lambda: shell.devices.no_longer_show(sound),
            lambda: shell.keys.no_longer_show(keys),
        ]
        self.view.closed.connect(self._end)
        self.steps.go_on(bench.store, lambda: shell.devices.tested_well)
        self.view.show()

    def leave(self) -> None:
        """The program ends."""
        self.steps.leave()
        self.view.close_steps()

    def _choose_language(self, code: str) -> None:
        language = as_language(code)
        if language is not None:
            self._words.choose(language)
            self._settings.change(language=language)
            self.steps.refresh()

    def _end(self) -> None:
        for act in getattr(self, "_leave", ()):
            act()
        self._leave = []
        self._settings.change(set_up=True)
        finished, self._finished = self._finished, lambda: None
        finished()
        self.view.deleteLater()


class TrustStays:
    """Whom to trust was decided at sign-in: here another certificate is asked about again, never accepted."""

    def accept(self, server_url: str, fingerprint: str) -> None:
        _log.warning("another certificate for %s is not accepted while signed in", server_url)


def show_first_steps(bench: Bench, shell: ShellRoom) -> FirstStepsRoom:
    """Again, from the settings: only what can be tried while signed in."""
    house = bench.house
    room = FirstStepsRoom(
        house.look, house.words, house.tasks, house.settings, lambda _url: bench.client, TrustStays()
    )
    room.go_on(bench, shell, lambda: None)
    return room
